"""Coverage tables that a user adds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from nosologist.codesets.coverage import Coverage
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError
from shelves import added, shelf_with

TABLE = """policy,payer,code,diagnosis,covered,from,to
P1,,90041,I10,yes,2026-01-01,
P1,,90041,E11,,2026-01-01,2026-06-30
P1,,90041,E11.9,no,2026-01-01,
P2,Blue,90041,N18,yes,,
"""
NAME = "coverage-2026-01-01.csv"


def test_a_header_stands_for_what_is_below_it_and_an_exclusion_wins(tmp_path: Path) -> None:
    coverage = Coverage(shelf_with(tmp_path, {NAME: TABLE}))
    first, second = coverage.policies("90041", date(2026, 5, 4))
    assert (first.number, first.payer, second.number, second.payer) == ("P1", "", "P2", "Blue")
    assert first.covers("E1122") and first.covers("I10") and second.covers("N184")
    assert not first.covers("E119") and first.rejects("E119") and not first.covers("N184")


def test_each_row_has_its_own_dates(tmp_path: Path) -> None:
    coverage = Coverage(shelf_with(tmp_path, {NAME: TABLE}))
    summer = coverage.policies("90041", date(2026, 7, 1))[0]
    assert not summer.covers("E1122") and summer.covers("I10")
    assert [one.number for one in coverage.policies("90041", date(2025, 12, 31))] == ["P2"]
    assert coverage.policies("90042", date(2026, 7, 1)) == ()


def test_a_table_of_the_same_name_replaces_the_earlier_one_and_another_stands_beside_it(tmp_path: Path) -> None:
    shelf = shelf_with(tmp_path, {NAME: TABLE, "second 2026-01-01.csv": TABLE.replace("P1", "P9")})
    added(tmp_path, shelf, NAME, TABLE.replace("P1", "P3"))
    found = Coverage(Shelf(shelf.folder)).policies("90041", date(2026, 5, 4))
    assert [one.number for one in found] == ["P2", "P3", "P9"]


def test_nothing_added() -> None:
    assert not Coverage(Shelf(Path("/nowhere"))).is_there


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("I10", "pain", "line 2: 'pain' is no ICD-10-CM code or header"),
        (",no,", ",perhaps,", "line 4: covered 'perhaps' is neither yes nor no"),
        ("2026-06-30", "2026-06-31", "line 3: '2026-06-31' is no day"),
    ],
)
def test_a_bad_row_is_told_and_nothing_is_added(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(BookError, match=told):
        added(tmp_path, Shelf(tmp_path / "books"), NAME, TABLE.replace(old, new, 1))
