"""What a new release changes, and which charts it touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from mini import codes, write
from nosologist.codesets.compile.add import add
from nosologist.codesets.editions import Edition, differences, edition, month_of
from nosologist.codesets.shelf import Shelf
from nosologist.codesets.touched import Touch, touched
from nosologist.errors import BookError


def silent(what: str, part: float) -> None:
    pass


def noted(release: str, titles: dict[str, str], notes: dict[str, set[tuple[str, str]]]) -> Edition:
    kept = {owner: frozenset(found) for owner, found in notes.items()}
    return Edition(release, "icd10cm", "the Tabular", titles, kept)


BEFORE = noted(
    "icd10cm:2030-10",
    {"Q010": "Wobble of table", "Q02": "Creak", "Q03": "Crack"},
    {"Q01": {("excludes1", "creak (Q02)")}, "Q02": {("inclusion", "Squeak")}},
)
AFTER = noted(
    "icd10cm:2031-10",
    {"Q010": "Wobble of a table", "Q02": "Creak", "Q030": "Short crack", "Q031": "Long crack"},
    {"Q01": {("excludes1", "creak (Q02.-)")}, "Q02": {("inclusion", "Squeak")}},
)


def test_new_deleted_and_revised_codes_and_notes() -> None:
    found = differences(BEFORE, AFTER)
    assert found.new == (("Q030", "Short crack"), ("Q031", "Long crack"))
    assert found.deleted == (("Q03", "Crack"),)
    assert found.revised == (("Q010", "Wobble of table", "Wobble of a table"),)
    [change] = found.notes
    assert (change.owner, change.removed, change.added) == (
        "Q01", (("excludes1", "creak (Q02)"),), (("excludes1", "creak (Q02.-)"),),
    )  # fmt: skip
    assert found.not_compared == ()
    assert differences(AFTER, AFTER) == differences(AFTER, AFTER)
    same = differences(BEFORE, BEFORE)
    assert not (same.new or same.deleted or same.revised or same.notes)


def test_charts_are_touched_where_a_code_or_a_note_above_it_changed() -> None:
    charts = [("one", ["Q03", "Q02"]), ("two", ["Q010"]), ("three", ["Q02"])]
    assert list(touched(charts, differences(BEFORE, AFTER))) == [
        Touch("one", "Q03", "deleted", "divided into Q030, Q031"),
        Touch("two", "Q010", "title revised", "Wobble of table -> Wobble of a table"),
        Touch("two", "Q010", "note removed", "Q01 excludes1: creak (Q02)"),
        Touch("two", "Q010", "note added", "Q01 excludes1: creak (Q02.-)"),
    ]


def test_what_cannot_be_compared_is_said(shelf: Shelf, tmp_path: Path) -> None:
    add([write(tmp_path, "cm_codes_2031.txt", codes(("Q010", "Wobble")))], shelf, silent)
    listed = edition("icd10cm:2030-10", shelf, None)
    found = differences(listed, AFTER)
    assert found.revised == (("Q010", "Wobble", "Wobble of a table"),)
    assert found.not_compared == ("notes: the Tabular of icd10cm:2030-10 is not there (add CDC's Tabular XML)",)
    with pytest.raises(BookError, match="its codes are not known"):
        edition("icd10cm:2029-10", shelf, None)
    with pytest.raises(BookError, match="two code sets"):
        differences(Edition("icd10pcs:2030-10", "icd10pcs", "", {}, None), AFTER)
    assert month_of("icd10cm") is None
