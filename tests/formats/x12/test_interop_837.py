"""Published 837 samples of other makers: every well-formed one is read, every faulty one is told with its place or refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import data
from nosologist.errors import UnreadableClaimError
from nosologist.formats.x12.claims_837 import read_837_file
from nosologist.model.claim import Claim

pytestmark = pytest.mark.real

PLACE = re.compile(r"segment \d+ .*at byte \d+")
FAULTS = {  # a negative sample -> what must be said of it
    "x12_bad_segment_identifier": "loop 2010AA, segment 11 at byte 444: is not used here",
    "x12_bad_valid_code": r"loop 2010AA is missing before it",
    "x12_loop_errors1_exceeds_max_1_parent": "loop 2010AA may stand once only",
    "x12_loop_errors2_exceeds_max_repeats_multiple_parents": "may stand",
    "x12_loop_errors3_missing_loops": "loop 2010AA is missing before it",
    "x12_missing_elements": r"segment 7 \(NM102\) at byte \d+: is missing",
    "x12_missing_required_loop_in_one_repeat": "loop 2010BA is missing before it",
    "x12_missing_required_loops_mult_repeats": "is missing before it",
    "x12_segment_errors": "HI is missing before it",
    "x12_segments_out_of_order": r"segment 12 \(N4\) at byte \d+: stands too late",
}


def read(path: Path) -> tuple[list[Claim], list[str]]:
    """The claims of a file, and all that is said of it."""
    told: list[str] = []
    claims = list(read_837_file(path, told.append))
    faults = [fault for one in claims if one.billing and one.billing.received for fault in one.billing.received.faults]
    return claims, [*told, *faults]


def test_every_sample_of_version_5010_is_read() -> None:
    for kind in ("837P_005010X222A2", "837I_005010X223A3"):
        for path in data("eval", "interop", "x12", "linuxforhealth", kind).iterdir():
            claims, said = read(path)
            assert claims, path
            assert all(one.id and one.diagnoses and one.lines and one.billing for one in claims), path
            assert all(PLACE.search(message) for message in said), (path, said)


def test_version_4010_is_refused_by_its_name() -> None:
    for path in data("eval", "interop", "x12", "linuxforhealth", "837_004010_old_version").iterdir():
        claims, said = read(path)
        assert not claims
        assert any("is an 837 of version 4010, which was retired" in message for message in said), path


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_faulty_sample_is_told_with_its_place(name: str) -> None:
    _, said = read(data("eval", "interop", "x12", "imsweb", "837_and_999", f"{name}.txt"))
    found = [message for message in said if re.search(FAULTS[name], message)]
    assert found and all(PLACE.search(message) or "at byte" in message for message in found), said


def test_what_is_no_interchange_is_refused_with_its_place() -> None:
    with pytest.raises(UnreadableClaimError, match=r"segment 1 .*at byte 0"):
        read(data("eval", "interop", "x12", "imsweb", "837_and_999", "x12_no_isa_line.txt"))


def test_an_interchange_without_a_blank_of_its_isa_is_told_with_its_place() -> None:
    found, said = read(data("eval", "interop", "x12", "imsweb", "837_and_999", "x12_bad_first_line.txt"))
    assert [len(one.lines) for one in found] == [1, 1]
    assert re.search(r"segment 1 \(ISA02\) at byte 0: blanks were trimmed \(ISA02\)", said[0])


VALID = (
    "x12_valid",
    "x12_valid_different_separators",
    "x12_no_errors",
    "x12_complex",
    "x12_many_claims",
    "x12_multiple_gs",
    "x12_multiple_isa",
    "x12_multiple_st",
    "x12_multiple_transactions",
    "x223-test",
    "x12_writer_test",
    "x12_ambiguous_loop",
)


@pytest.mark.parametrize("name", VALID)
def test_what_is_meant_as_valid_is_read_whole(name: str) -> None:
    path = data("eval", "interop", "x12", "imsweb", "837_and_999", f"{name}.txt")
    found, said = read(path)
    assert len(found) == len(re.findall(r"[~_]\s*CLM[*~]", path.read_text("utf-8")))
    assert all("at byte" in message for message in said)
