"""No code states a side, type, episode or cause that its record does not: over whole charts and real notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from conftest import CodeNote, data

# What a title states -> how a record may say so. A detail counts as invented where the record has none of the words.
_BOTH = r"|(?i:bilat|\bboth\b|\beach\b)|\bb/l\b|\bBL\b|\bO\.?U\b|\bAU\b"
SIDES = {
    "right": r"(?i:right|\brt\b)|\bR\b|\bO\.?D\b|\bR(?:UQ|LQ|IF|UL|ML|LL|UE|LE|CA|VH|ICA|MCA|TKA|THA)\b|\bA\.?D\b"
    + _BOTH,
    "left": r"(?i:left|\blt\b)|\bL\b|\bO\.?S\b|\bL(?:UQ|LQ|IF|UL|LL|UE|LE|CX|AD|VH|ICA|MCA|TKA|THA|V)\b|\bA\.?S\b"
    + _BOTH,
    "bilateral": r"(?i:right.*left|left.*right|\bdouble (?:\w+ectomy|mastectomy|lung))|\bR\b.*\bL\b|\bL\b.*\bR\b"
    + _BOTH,
}
DETAILS = {
    "type 1 diabetes": r"\btype (?:1|i|one)\b|\bt1|dm ?(?:1|i)\b|\biddm|insulin[- ]dependent|juvenile|\bLADA\b|autoimmune",
    "subsequent encounter": r"follow|heal|union|aftercare|post|s/p|ago|removal|recheck|week|month|day|previous|prior|after",
    "sequela": r"sequel|late effect|residual|old|due to|after|previous|ago|scar|result",
    "open fracture": r"\bopen|compound|gustilo|expos",
    "stage 1": r"stage|grade|\b1\b|\bi\b",
    "stage 3": r"3|iii|three|moderate",
    "stage 4": r"4|\biv\b|four|severe",
    "first trimester": r"first|1st|\b\d{1,2}\s?(?:w|\+|/7|week)",
    "second trimester": r"second|2nd|\b\d{1,2}\s?(?:w|\+|/7|week)",
    "third trimester": r"third|3rd|\b\d{1,2}\s?(?:w|\+|/7|week)",
    "escherichia coli": r"coli",
    "streptococcus": r"strep|\bGBS\b|pneumococ|group [ab]|pyogenes|agalactiae|viridans|\bS\. ?(?:bovis|mitis|mutans)",
    "staphylococcus": r"staph|aureus|MRSA|MSSA",
    "tuberculosis": r"tubercul|\bTB\b|mycobact|koch|pott|bacil|phthisis|BCG|scrofula",
    "self-harm": r"suicid|self|intentional|overdose attempt",
    "alcohol": r"alcohol|enol[iy]|etoh|drink|ethanol|wine|beer|vodka|liquor|wernicke|korsakoff|delirium tremens|\bDTs?\b|\bAUD\b",
}  # fmt: skip
_NAMED_SIDE = (
    "I50",
    "I51",
    "I44",
    "I45",
    "Q2",
    "Z95",
    "I23",
    "I25",
    "I47",
)  # sides of the heart: names, not laterality
_NONESSENTIAL = re.compile(r", normal vision (?:right|left) eye")  # H54.6-: in parentheses in the Index (I.A.7)
CHARTS = sorted((Path(__file__).parent / "encounters").glob("*/note.txt"))


def invented(note: str, value: str, title: str) -> Iterator[str]:
    """The details of a title that the note has no word for."""
    lower = _NONESSENTIAL.sub("", title).lower()
    if not value.startswith(_NAMED_SIDE):
        for side, words in SIDES.items():
            if re.search(rf"\b{side}\b", lower) and not re.search(words, note, re.DOTALL):
                yield side
    for detail, words in DETAILS.items():
        if detail in lower and f"un{detail}" not in lower and not re.search(words, note, re.IGNORECASE):
            yield detail


def found_in(note: str, code_note: CodeNote, setting: str, *, all_mentions: bool) -> list[str]:
    coded = code_note(note, setting, all_mentions=all_mentions)
    return [
        f"{assignment.code.dotted} {assignment.title}: {detail}"
        for assignment in coded.assignments
        for detail in invented(note, assignment.code.value, assignment.title)
    ]


def test_in_our_own_charts(code_note: CodeNote) -> None:
    for note in CHARTS:
        text = note.read_text("utf-8")
        setting = yaml.safe_load((note.parent / "expected.yaml").read_text("utf-8"))["setting"]
        assert found_in(text, code_note, setting, all_mentions=False) == []
        assert found_in(text, code_note, setting, all_mentions=True) == []


@pytest.mark.real
@pytest.mark.parametrize(
    ("parts", "all_mentions"),
    [
        (("eval", "aci", "notes"), False),
        (("eval", "codiesp", "dev", "text_files_en"), True),
        (("eval", "codiesp", "train", "text_files_en"), True),
    ],
)
def test_in_real_notes(code_note: CodeNote, parts: tuple[str, ...], all_mentions: bool) -> None:
    for note in sorted(data(*parts).glob("*.txt")):
        assert found_in(note.read_text("utf-8"), code_note, "outpatient", all_mentions=all_mentions) == [], note.name


def test_the_check_can_fail() -> None:
    assert list(invented("knee pain", "M25561", "Pain in right knee")) == ["right"]
    assert list(invented("diabetes", "E109", "Type 1 diabetes mellitus without complications")) == ["type 1 diabetes"]
