"""837 in: delimiters, envelopes, faults with their places; whatever the bytes, claims or one clear word."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_claims import CREATED, made_up, read_back, written
from nosologist.codesets.library import Library
from nosologist.errors import BookError, UnreadableClaimError
from nosologist.formats.claims_out import Asked, writer
from nosologist.formats.x12.claims_837 import is_x12
from nosologist.formats.x12.locating import places_of, said_places
from nosologist.model.claim import Claim
from nosologist.model.encounter import Setting
from nosologist.model.finding import Finding, Severity
from nosologist.rules.site import Site, rulebook

RULES = rulebook(Site())
BOTH = written(made_up("visit"), made_up("stay"))


def faults(claim: Claim) -> tuple[str, ...]:
    assert claim.billing is not None and claim.billing.received is not None
    return claim.billing.received.faults


@pytest.mark.parametrize("marks", ["*:~", "|>\n", "^<'", "~^_", "\x1d\x1f\x1c"])
def test_any_delimiters_are_read(marks: str) -> None:
    element, component, terminator = marks
    table = str.maketrans({"*": element, ":": component, "~": terminator, "^": "!"})
    assert read_back(BOTH.replace("\n", "").translate(table)) == [made_up("visit"), made_up("stay")]


def test_line_breaks_do_not_matter() -> None:
    assert read_back(BOTH.replace("\n", "")) == read_back(BOTH.replace("\n", "\r\n")) == read_back("\ufeff" + BOTH)


@pytest.mark.parametrize("width", [72, 80, 1000])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_cut_into_lines_is_read(width: int, end: str) -> None:
    flat = BOTH.replace("\n", "")
    cut = end.join(flat[start : start + width] for start in range(0, len(flat), width))
    assert read_back(cut) == [made_up("visit"), made_up("stay")]


def test_components_may_be_separated_as_isa_does_not_say() -> None:
    told: list[str] = []
    head, body = BOTH[:106], BOTH[106:].replace(":", ">")
    assert read_back(head + body, told) == [made_up("visit"), made_up("stay")]
    assert any("separates its parts with '>', and ISA16 names ':'" in one for one in told)


def test_a_claim_number_that_comes_twice_is_told() -> None:
    [first, second] = read_back(written(made_up("visit"), made_up("visit")))
    assert faults(first) == ()
    assert "this claim number was used before, in segment 22" in faults(second)[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("DTP*472*D8*20260803", "DTP*472*D8*20261303", r"loop 2400, segment 28 \(DTP03\) at byte \d+: is no date"),
        ("*120*UN", "*12O*UN", r"loop 2400, segment 27 \(SV102\) at byte \d+: is no number"),
        ("*1***1:3~", "*1***A:3~", "holds a pointer that is no number"),
        ("DMG*D8*19610412*F", "DMG*D8*19610412*X", r"\(DMG03\) at byte \d+: holds a code that is none of F, M, U"),
        (
            "N3*1 Main St*Suite 2~\n",
            "",
            r"loop 2010AA, segment \d+ \((REF|N4|HL|PER)\) at byte \d+: N3 is missing before it",
        ),
        ("HL*2*1*22*0~\n", "", "is not used here"),
        ("LX*2~\n", "", "SV1 may stand once only"),
        ("REF*EI*123456789~", "REF*EI*123456789~\nREF*EI*123456789~", "REF may stand once only"),
        ("HI*ABK:E1122", "HI*ABK", r"\(HI01\) at byte \d+: holds a qualifier without a code"),
        ("HI*ABK:E1122", "HI*BK:25000", "BK names ICD-9-CM, which ended on 2015-09-30"),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, message: str) -> None:
    text = written(made_up("visit"))
    assert old in text
    [*claims] = read_back(text.replace(old, new, 1), told := [])
    said = [*told, *(fault for one in claims for fault in faults(one))]
    assert any(re.search(message, one) for one in said), said


def test_other_files_are_refused_by_their_name() -> None:
    told: list[str] = []
    assert read_back(BOTH.replace("005010X222A1", "004010X098A1"), told) == [made_up("stay")]
    assert "is an 837 of version 4010, which was retired in 2012" in told[0]
    assert read_back(written(made_up("visit")).replace("ST*837", "ST*835"), told := []) == []
    assert any("is a payer's answer (835), and no claims; read it with `noso answer`" in one for one in told)
    with pytest.raises(UnreadableClaimError, match="begins with an ISA segment"):
        read_back("GS*HC*A*B~")
    with pytest.raises(UnreadableClaimError, match="the file is empty"):
        read_back("")


def test_what_was_read_before_a_break_is_kept() -> None:
    told: list[str] = []
    cut = BOTH[: BOTH.index("005010X223A2") + 400]
    assert read_back(cut, told) == [made_up("visit")]
    assert "the file" in told[-1] and "at byte" in told[-1]


def test_the_setting_follows_from_place_and_bill() -> None:
    assert read_back(written(made_up("visit", visit={"place": "23"})))[0].setting is Setting.ED
    assert read_back(written(made_up("visit", visit={"place": "24"})))[0].setting is Setting.SAME_DAY_SURGERY
    lines = [{"revenue": "0762", "code": "G0378", "charge": 1, "units": 1, "date": "2026-05-04"}]
    stay = made_up("stay", setting="observation", kind="institutional", stay={"type_of_bill": "13"}, lines=lines)
    assert read_back(written(stay))[0].setting is Setting.OBSERVATION


def test_findings_have_places() -> None:
    [visit, _] = read_back(BOTH)
    of_code = Finding("CM102", Severity.STOP, "no code", (visit.diagnoses[0].code,))
    of_line = Finding("CLM006", Severity.STOP, "line 2", lines=(2,))
    of_claim = Finding("CLM026", Severity.STOP, "total")
    assert [place.tag for one in (of_code, of_line, of_claim) for place in places_of(one, visit)] == [
        "HI",
        "SV1",
        "CLM",
    ]
    assert re.fullmatch(r"loop 2400, segment 30 \(SV1\) at byte \d+", said_places(of_line, visit))
    assert places_of(of_line, made_up("visit")) == ()


def test_a_file_is_known_by_its_beginning() -> None:
    assert is_x12(b"\xef\xbb\xbfISA*00*") and is_x12(b"\r\nISA|00|") and is_x12(b"GS*HC*A")
    assert not is_x12(b"ISABELLA is well") and not is_x12(b'{"id": 1}')


PEAK = """import sys, tracemalloc
from pathlib import Path
from nosologist.formats.x12.claims_837 import read_837_file
tracemalloc.start()
count = sum(1 for _ in read_837_file(Path(sys.argv[1]), lambda message: None))
print(count, tracemalloc.get_traced_memory()[1])"""


def test_memory_stays_flat(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        """Measured in a process of its own: what other tests left puts off the search for garbage."""
        file = tmp_path / f"{count}.837"
        file.write_bytes(b"".join(pieces(count)))
        command = [sys.executable, "-c", PEAK, str(file)]
        read, most = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
        assert int(read) == count
        return int(most)

    assert peak(4_000) < peak(400) + 3_500_000


def pieces(count: int) -> Iterator[bytes]:
    text = written(made_up("visit"))
    start, end = text.index("HL*2*"), text.index("SE*")
    yield text[:start].encode()
    for at in range(count):
        yield text[start:end].replace("A-1001", f"N{at}").encode()
    yield text[end:].encode()


@given(st.randoms(use_true_random=False), st.integers(1, 6))
@settings(max_examples=150, deadline=None)
def test_whatever_is_changed_claims_are_read_or_one_word_is_said(chance: random.Random, changes: int) -> None:
    library = Library()
    text = mangled(BOTH, chance, changes)
    try:
        claims = read_back(text, [])
    except UnreadableClaimError:
        return
    for claim in claims:
        try:
            findings = RULES.findings(claim, library.for_claim(claim.date))
        except BookError:
            continue
        assert all(places_of(finding, claim) for finding in findings)
        if claim.billing and claim.billing.submission and claim.id:
            writer("837").write([claim], io.BytesIO(), Asked(CREATED, 1, lambda claim, error: None))


def mangled(text: str, chance: random.Random, changes: int) -> str:
    """A file with segments, elements and characters lost, doubled, moved or replaced."""
    for _ in range(changes):
        segments = text.split("~\n")
        at = chance.randrange(1, len(segments) - 1)
        match chance.randrange(7):
            case 0:
                del segments[at]
            case 1:
                segments.insert(at, segments[chance.randrange(1, len(segments) - 1)])
            case 2:
                elements = segments[at].split("*")
                elements[chance.randrange(len(elements))] = chance.choice(
                    ["", "0", "-1", "9" * 30, "ZZ", ":", "1E9", "é", "NaN"]
                )
                segments[at] = "*".join(elements)
            case 3:
                segments[at] += "*" + chance.choice(["X", "", ":::", "20260101"])
            case 4:
                other = chance.randrange(1, len(segments) - 1)
                segments[at], segments[other] = segments[other], segments[at]
            case 5:
                elements = segments[at].split("*")
                chance.shuffle(elements)
                segments[at] = "*".join(elements)
            case _:
                place = chance.randrange(106, len(text))
                text = text[:place] + chance.choice("*:~^A0 \n") + text[place + chance.randrange(3) :]
                continue
        text = "~\n".join(segments)
    return text


def test_a_claim_without_days_has_none() -> None:
    text = written(made_up("visit")).replace("DTP*472*D8*20260803~\n", "")
    [claim] = read_back(text, [])
    assert claim.date is None and made_up("visit").date == date(2026, 8, 3)
