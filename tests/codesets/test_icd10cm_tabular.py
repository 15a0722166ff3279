"""The Tabular compiler: a mini file of our own, and the official one."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from conftest import data
from nosologist.codesets.compile.icd10cm_tabular import read_tabular
from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.errors import BookError

MINI = """<?xml version="1.0"?>
<ICD10CM.tabular><version>2026</version><chapter><name>19</name><desc>Mini chapter</desc>
<section id="S00-S09"><desc>Mini block</desc>
<diag><name>S06</name><desc>Mini injury</desc>
 <excludes1><note>another (S09.-)</note></excludes1>
 <sevenChrNote><note>add a 7th character</note></sevenChrNote>
 <sevenChrDef><extension char="A">initial encounter</extension><extension char="D">subsequent encounter</extension>
 <extension char="S">sequela</extension></sevenChrDef>
 <notes><note>7th characters D and S do not apply to codes in category S06 with 6th character 7 - so,
 or 8 - so.</note></notes>
 <diag><name>S06.1</name><desc>First</desc><inclusionTerm><note>Said otherwise</note></inclusionTerm></diag>
 <diag><name>S06.2X</name><desc>Second</desc><diag><name>S06.2X7</name><desc>Second with death</desc></diag></diag>
</diag></section></chapter></ICD10CM.tabular>"""


def test_seventh_characters_are_spelled_out_with_placeholders_and_bans(tmp_path: Path) -> None:
    file = tmp_path / "mini.xml"
    file.write_text(MINI, "utf-8")
    rows = read_tabular(file)
    valid = [row.value for row in rows.codes if row.valid]
    assert valid == ["S061XXA", "S061XXD", "S061XXS", "S062X7A"]
    titles = {row.value: row.title for row in rows.codes}
    assert titles["S061XXD"] == "First, subsequent encounter"
    assert [(note.owner, note.kind) for note in rows.notes][:2] == [("S06", "excludes1"), ("S06", "note")]


@pytest.mark.parametrize("content", ["", "not xml", "<other/>"])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.xml"
    file.write_text(content, "utf-8")
    with pytest.raises(BookError, match=r"other\.xml"):
        read_tabular(file)


def test_the_release_has_exactly_the_official_number_of_codes(books: Books) -> None:
    assert len(books.tabular.valid_codes()) == 74_719


@pytest.mark.real
def test_the_codes_are_the_official_ones(books: Books) -> None:
    path = data("official", "icd10cm", "2026-04", "icd10cm_codes_2026.derived.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        assert {line.split()[0] for line in lines} == set(books.tabular.valid_codes())


def test_codes_that_trip_naive_compilers(books: Books) -> None:
    assert books.tabular.is_valid("QA00101")
    assert not books.tabular.is_valid("S061X7D")
    assert books.tabular.is_valid("S061X7A")
    assert books.tabular.is_valid("B999")  # B99 is a block and a category
    assert not books.tabular.is_valid("B99")


def test_notes_are_inherited_from_header_block_and_chapter(books: Books) -> None:
    notes = books.tabular.notes("J449")
    owners = {note.owner for note in notes}
    assert {"J44", "#10"} <= owners
    excludes2 = [note for note in notes if note.kind is NoteKind.EXCLUDES2 and note.owner == "J44"]
    assert any(note.names("J471") for note in excludes2)
    assert not any(note.names("J189") for note in excludes2)
