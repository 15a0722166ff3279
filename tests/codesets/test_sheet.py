"""What is shown of a code."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from nosologist.codesets.library import Books
from nosologist.codesets.sheet import Sheet


def shown(code: str, books: Books) -> Sheet:
    sheet = books.show(code)
    assert sheet is not None
    return sheet


def test_notes_are_inherited_with_their_code_ranges(books: Books) -> None:
    notes = books.excludes1("I12.9")
    owners = [note.owner for note in notes]
    assert "I12" in owners
    assert any(owner.startswith("#I10") for owner in owners)
    ranges = {one[:2] for note in notes if note.owner == "I12" for one in note.ranges}
    assert ("I15", "I15") in ranges
    assert books.excludes1("i129") == notes
    assert books.excludes1("no code") == ()
    assert books.code_first("N18.9")
    assert books.use_additional("E11.22")
    assert books.excludes2("J44.1")


def test_the_sheet_tells_where_each_note_is_printed(books: Books) -> None:
    notes = shown("I12.9", books).notes
    places = {note.printed_at for note in notes if note.kind == "excludes1"}
    assert {"I12", "block I10-I1A"} <= places
    assert all(note.inherited for note in notes if note.printed_at == "I12")
    own = [note for note in notes if not note.inherited]
    assert own
    assert all(note.printed_at == "I12.9" for note in own)


def test_ranges_are_resolved(books: Books) -> None:
    [link] = [link for note in shown("E11.22", books).notes for link in note.links if link.first == "N18.1"]
    assert (link.last, link.valid_codes) == ("N18.6", 8)
    assert "End stage" in link.title


def test_the_tree_above_and_below(books: Books) -> None:
    sheet = shown("E11.2", books)
    assert not sheet.valid
    assert [line.code for line in sheet.above] == ["E11"]
    assert [line.code for line in sheet.below] == ["E11.21", "E11.22", "E11.29"]
    assert sheet.fact is None


def test_a_code_with_a_seventh_character_shows_the_table(books: Books) -> None:
    sheet = shown("s72001a", books)
    assert sheet.code == "S72.001A"
    assert len(sheet.sevenths) == 16
    assert [line.code for line in sheet.above] == ["S72", "S72.0", "S72.00", "S72.001"]
    assert shown("I10", books).sevenths == ()


@pytest.mark.parametrize("code", ["", "XYZ", "E11.7", "E1122Q", "-"])
def test_a_code_that_is_none_has_no_sheet(code: str, books: Books) -> None:
    assert books.show(code) is None


def test_every_category_has_a_sheet_that_json_can_carry(books: Books) -> None:
    for value in books.tabular.valid_codes()[::997]:
        assert json.loads(json.dumps(asdict(shown(value, books))))["valid"]


def test_dates_and_flags_of_the_code_editor(books: Books) -> None:
    assert shown("I10", books).periods == (("2015-10-01", None),)
    assert "unacceptable" in shown("Z37.0", books).flags
    assert shown("I10", books).poa_exempt is None  # no list was added
    assert shown("I12", books).periods == ()
