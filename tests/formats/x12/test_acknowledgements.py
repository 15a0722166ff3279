"""999, TA1 and 277CA: what became of a file and of each claim before payment."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import data
from nosologist.errors import UnreadableInterchangeError
from nosologist.formats.x12.answers import Answer, answers_in, read_answers
from nosologist.formats.x12.interchange import Flaw
from nosologist.model.acknowledgement import (
    ClaimStatus,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SetAcknowledgement,
    StatusLevel,
)
from x12_files import interchange, isa

STATUS = [
    "BHT*0085*08*B1*20260302*0900*TH",
    *("HL*1**20*1", "NM1*PR*2*HEALTH PLAN ONE*****PI*PLAN1", "TRN*1*R1", "DTP*050*D8*20260302"),
    *("HL*2*1*21*1", "NM1*41*2*HILL CLINIC*****46*S1", "TRN*2*B1", "STC*A1:19:PR*20260302*WQ*180", "QTY*90*1"),
    *("HL*3*2*19*1", "NM1*85*2*HILL CLINIC*****XX*1234567893", "TRN*1*0"),
    *("HL*4*3*PT", "NM1*QC*1*QUILL*ADA****MI*MEMBER77", "TRN*2*C1", "STC*A2:20:PR*20260302*WQ*120"),
    *("REF*1K*ICN1", "DTP*472*RD8*20260110-20260112"),
    *("TRN*2*C2", "STC*A7:562:85*20260302*U*60******A6:21**NPI MISSING", "SVC*HC:99213*60*****1"),
    *("STC*A7:454*20260302*U", "REF*FJ*1"),
]


def read(text: str) -> list[Answer]:
    return list(read_answers(io.BytesIO(text.encode()), "a.x12"))


def test_each_claim_has_its_status() -> None:
    answers = read(interchange("277", STATUS))
    assert all(isinstance(one, ClaimStatus) for one in answers)
    whole, first, second = (one for one in answers if isinstance(one, ClaimStatus))
    assert (whole.level, whole.claim) == (StatusLevel.SUBMITTER, "B1")
    assert (first.claim, first.payer, first.payer_control) == ("C1", "HEALTH PLAN ONE", "ICN1")
    assert (first.first, first.last) == (date(2026, 1, 10), date(2026, 1, 12))
    [accepted] = first.statuses
    assert (accepted.category, accepted.code, accepted.entity, accepted.action) == ("A2", "20", "PR", "WQ")
    assert [(one.category, one.code, one.text) for one in second.statuses] == [
        ("A7", "562", "NPI MISSING"),
        ("A6", "21", "NPI MISSING"),
    ]
    [line] = second.lines
    assert (line.code, line.control, line.statuses[0].code) == ("99213", "1", "454")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("STC*A2:20:PR*20260302*WQ*120", "NTE*A", "(TRN): a claim without a status (STC)"),
        ("HL*4*3*PT", "HL*4*3*XX", "(HL03): is no level of a 277"),
        ("STC*A2:20:PR*20260302", "STC*A2:20:PR*2026", "(STC02): is no day"),
    ],
)
def test_what_is_wrong_with_a_status_is_told(old: str, new: str, said: str) -> None:
    text = interchange("277", STATUS).replace(old, new)
    flaws = [one.message for one in read(text) if isinstance(one, Flaw)]
    assert said in re.sub(r" at byte \d+", "", flaws[0])


def test_a_999_tells_what_was_wrong_and_where_but_not_the_content() -> None:
    body = [
        *("AK1*HC*7*005010X222A1", "AK2*837*0001*005010X222A1", "IK5*A"),
        *("AK2*837*0002*005010X222A1", "IK3*NM1*17*2010BA*8", "CTX*CLM01:C2"),
        *("IK4*9*67*7*SECRET", "IK4*3:2**1", "IK3*HI*30**3", "IK5*R*5*I6", "AK9*P*2*2*1*3"),
    ]
    one, two, group = read(interchange("999", body))
    assert isinstance(one, SetAcknowledgement)
    assert isinstance(two, SetAcknowledgement)
    assert isinstance(group, GroupAcknowledgement)
    assert (one.control, one.code, one.group, one.notes) == ("0001", "A", "7", ())
    assert (two.code, two.errors) == ("R", ("5", "I6"))
    assert [(note.segment, note.position, note.element, note.element_code, note.code) for note in two.notes] == [
        ("NM1", 17, "9", "7", "8"),
        ("NM1", 17, "3-2", "1", "8"),
        ("HI", 30, "", "", "3"),
    ]
    assert "SECRET" not in repr(two)
    assert (group.code, group.sets, group.accepted, group.errors) == ("P", 2, 1, ("3",))
    [flaw] = [one for one in read(interchange("999", body[:-1])) if isinstance(one, Flaw)]
    assert "AK9" in flaw.message
    for left in (body[:2] + body[3:], [*body[:-2], body[-1]]):
        [flaw] = [one for one in read(interchange("999", left)) if isinstance(one, Flaw)]
        assert "(AK2)" in flaw.message


def test_a_ta1() -> None:
    [answer] = read(f"{isa()}TA1*000000905*260228*1200*R*001~IEA*0*000000017~")
    assert isinstance(answer, InterchangeAcknowledgement)
    assert (answer.interchange, answer.code, answer.note) == ("000000905", "R", "001")


def test_a_claim_is_no_answer() -> None:
    [answer] = read(interchange("835", []).replace("HP*", "HC*").replace("835", "837"))
    assert isinstance(answer, Flaw)
    assert "is a claim" in answer.message


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInterchangeError, match="cannot be read"):
        list(answers_in(tmp_path / "none.835"))


@given(st.sampled_from(["277", "999"]), st.integers(100, 900), st.binary(max_size=12), st.integers(0, 40))
def test_damage_anywhere_is_read_or_told(kind: str, place: int, noise: bytes, gone: int) -> None:
    body = (
        STATUS
        if kind == "277"
        else ["AK1*HC*7", "AK2*837*1", "IK3*NM1*17**8", "IK4*9:1*67*7*X", "IK5*R*5", "AK9*R*1*1*0"]
    )
    raw = interchange(kind, body).encode()
    with suppress(UnreadableInterchangeError):
        list(read_answers(io.BytesIO(raw[:place] + noise + raw[place + gone :]), "a.x12"))


@pytest.mark.real
def test_answers_of_other_vendors_are_read() -> None:
    found: dict[str, list[str]] = {}
    folder = data("eval", "interop", "x12")
    for path in [*folder.rglob("*.835"), *folder.rglob("*277*.txt"), *folder.rglob("*999*.txt")]:
        found[path.name] = [type(one).__name__ for one in answers_in(path)]
    assert len(found) == 10
    for name, kinds in found.items():
        assert set(kinds) & {"ClaimPayment", "ClaimStatus", "SetAcknowledgement"}, name
    assert found["medicare-part-a.835"].count("ClaimPayment") == 2
    assert "Flaw" not in found["medicare-part-a.835"]
    assert found["x12_277_x212.txt"].count("ClaimStatus") == 8
    assert found["tertiary-payment.835"].count("Flaw") > 1, "SVC01 and SVC02 have changed places in it"


@pytest.mark.real
def test_a_retired_version_and_claims_are_refused_with_their_place() -> None:
    for path in data("eval", "interop", "x12").rglob("*.837*"):
        [flaw] = [one for one in answers_in(path) if isinstance(one, Flaw)]
        assert "(ST) at byte" in flaw.message
        assert "not read" in flaw.message
