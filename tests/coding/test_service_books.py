"""Service lines where NCCI's pairs and the fee schedule were added (made-up rows in the official layouts)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from made_up import PTP_TEXT, RVU_TOP
from nosologist.codesets.library import Books
from nosologist.codesets.shelf import Shelf
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.model.finding import Severity
from nosologist.pipeline import walk
from shelves import shelf_with

NOTES = Path(__file__).with_name("operation_notes.yaml")
_DAY = date(2026, 7, 20)
_PAIRS = """11730\t17110\t\t20200101\t*\t1\tA made-up reason
22853\t22845\t\t20200101\t*\t1\tA made-up reason
33533\t33508\t\t20200101\t*\t1\tA made-up reason
38525\t13101\t\t20200101\t*\t1\tA made-up reason
52235\t51720\t\t20200101\t*\t1\tA made-up reason
92941\t93458\t\t20200101\t*\t1\tA made-up reason
92928\t93458\t\t20200101\t*\t1\tA made-up reason
11730\t69210\t\t20200101\t*\t0\tA made-up reason
90001\t90002\t\t20260701\t*\t1\tA made-up reason
"""


def _fee(code: str, days: str, work: str) -> str:
    worth = f"{work},1.00,,1.00,,0.10,2.10,2.10"
    return f"{code},,Made-up,A,,{worth},0,{days},0.10,0.80,0.10,2,1,0,0,0,,33.0000,09,0,99,0.00,0.00,0.00\n"


@pytest.fixture
def added(tmp_path: Path) -> Shelf:
    fees = RVU_TOP.replace("2031", "2026") + _fee("11730", "000", "1.00") + _fee("17110", "010", "3.00")
    return shelf_with(tmp_path, {"ccipra-v322r0-f1.TXT": PTP_TEXT + _PAIRS, "PPRRVU26_JAN.csv": fees})


def coded(text: str, books: Books, shelf: Shelf) -> CodedEncounter:
    there = replace(books, shelf=shelf, memo={})
    encounter = Encounter((Document("n", text),), Setting.OUTPATIENT, _DAY, view=View.PROFESSIONAL)
    return walk(encounter, there)


def lines(result: CodedEncounter) -> list[str]:
    return ["-".join((one.code.value, *(modifier.value for modifier in one.modifiers))) for one in result.services]


NAIL = "PROCEDURE: Avulsion of nail of the right great toe was done. "


def test_a_pair_without_another_site_is_one_line(books: Books, added: Shelf) -> None:
    result = coded(NAIL + "Cryotherapy of one wart was done.", books, added)
    assert lines(result) == ["11730-T5"]
    assert any("NCCI pair" in entry.reason for entry in result.not_coded)


def test_another_site_has_its_modifier_with_its_words(books: Books, added: Shelf) -> None:
    text = NAIL + "Cryotherapy of one wart at a separate site was done."
    [_, wart] = coded(text, books, added).services
    separate = wart.modifiers[0]
    assert (wart.code.value, separate.value) == ("17110", "XS")
    assert separate.evidence is not None
    assert separate.evidence.quote(text) == "separate site"


def test_another_part_of_the_bowel_is_another_site(books: Books, tmp_path: Path) -> None:
    pair = PTP_TEXT + "45385\t45381\t\t20260701\t*\t1\tA made-up reason\n"
    shelf = shelf_with(tmp_path, {"ccipra-v322r0-f1.TXT": pair})
    apart = (
        "PROCEDURE: Colonoscopy.\nFINDINGS: A polyp of the cecum was removed with a snare. "
        "The flat area of the sigmoid colon was tattooed."
    )
    together = apart.replace("the sigmoid colon", "the cecum")
    assert sorted(lines(coded(apart, books, shelf))) == ["45381-XS", "45385"]
    assert lines(coded(together, books, shelf)) == ["45385"]


def test_the_procedure_of_less_value_is_the_second_one(books: Books, added: Shelf) -> None:
    result = coded(NAIL + "Cryotherapy of one wart at a separate site was done.", books, added)
    assert lines(result) == ["11730-T5-51", "17110-XS"]


def test_no_modifier_where_none_is_allowed(books: Books, added: Shelf) -> None:
    result = coded(
        NAIL + "Impacted cerumen of the left ear was removed with a curette at a separate site.", books, added
    )
    assert lines(result) == ["11730-T5"]


def test_the_lines_are_checked_by_the_claim_rules(books: Books, added: Shelf) -> None:
    result = coded(NAIL + "Cryotherapy of one wart at a separate site was done.", books, added)
    pairs = [finding for finding in result.findings if finding.rule.startswith("NCCI")]
    assert [finding.severity for finding in pairs] == [Severity.INFO]  # it asks a person to look at the other site


def test_without_the_books_nothing_is_taken_away(books: Books, shelf: Shelf) -> None:
    assert lines(coded(NAIL + "Cryotherapy of one wart was done.", books, shelf)) == ["11730-T5", "17110"]


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("melanoma of the back and its sentinel node", "13101-XS"),
        ("four new vessels for the heart", "33508-59"),
        ("bladder tumor resected and the bladder filled with a drug", "51720-XE"),
        ("a screw through the front of the neck", "22845-59"),
        ("an artery of the heart opened by night", "93458-59-26"),
    ],
)
def test_what_is_apart_by_its_nature_stays_beside(name: str, beside: str, books: Books, added: Shelf) -> None:
    """Operations of ``operation_notes.yaml`` whose second line NCCI would take for a part of the first."""
    [note] = [one for one in yaml.safe_load(NOTES.read_text("utf-8")) if one["name"] == name]
    there = replace(books, shelf=added, memo={})
    document = Document("n", note["note"])
    visit = Encounter((document,), Setting.SAME_DAY_SURGERY, _DAY, age=note["age"], view=View.PROFESSIONAL)
    assert beside in [one.removesuffix("-51") for one in lines(walk(visit, there))]
