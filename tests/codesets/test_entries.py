"""Entries, compiled by the real compiler from a mini Tabular and Index of our own."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from nosologist.codesets.compile.icd10cm_index import read_index
from nosologist.codesets.compile.icd10cm_tabular import CodeRow, NoteRow, TabularRows
from nosologist.codesets.compile.search import write_search
from nosologist.codesets.entries import Concept, Entries
from nosologist.codesets.spelling import Spellings

CODES = {
    "Q10": "Mini cough",
    "Q11": "Mini cough of the left toe (loud)",
    "Q12": "Wooden leg",
    "Q13": "Other mini cough",
}
INDEX = "Whoop, bark Q10\n- toe, digit (noisy) Q11\nPlank (old) Q12\n"


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "mini.txt").write_text(INDEX, "utf-8")
    index = read_index(CODES.__contains__, tmp_path)
    assert index.mistakes == ()
    rows = TabularRows(
        codes=[CodeRow(code, title, None, "Q00", 1, valid=True, seventh=False) for code, title in CODES.items()],
        notes=[NoteRow("Q12", "inclusion", "Timber limb"), NoteRow("Q12", "excludes1", "Iron hand (Q13)")],
    )
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE code (value TEXT PRIMARY KEY, title TEXT NOT NULL)")
    made.executemany("INSERT INTO code VALUES (?, ?)", CODES.items())
    write_search(made, {}, rows, index)
    return made


def asked(words: str, connection: sqlite3.Connection) -> list[tuple[str, str]]:
    spellings = Spellings(connection)
    known = [spelling for word in words.split() if (spelling := spellings.get(word))]
    concepts = [Concept(one.written, ((one.word, 1.0),)) for one in known]
    return [(entry.code, entry.shown) for entry in Entries(connection).best(concepts, 10)]


def test_the_entry_that_says_all_and_nothing_else_comes_first(connection: sqlite3.Connection) -> None:
    assert asked("cough mini", connection)[0][0] in ("Q10", "Q13")
    assert asked("toe cough left mini", connection)[0] == ("Q11", "Mini cough of the left toe (loud)")


def test_other_alternatives_and_nonessential_modifiers_lead_there_too(connection: sqlite3.Connection) -> None:
    assert asked("bark", connection)[0] == ("Q10", "Whoop")
    assert asked("whoop digit", connection)[0] == ("Q11", "Whoop > toe")
    assert asked("old plank", connection)[0] == ("Q12", "Plank")


def test_inclusion_terms_are_entries_and_excludes_are_not(connection: sqlite3.Connection) -> None:
    assert asked("timber", connection) == [("Q12", "Timber limb")]
    assert asked("iron", connection) == []


def test_words_that_no_entry_has_find_nothing(connection: sqlite3.Connection) -> None:
    assert Entries(connection).best([Concept("x", ((999, 1.0),))], 10) == []
    assert Entries(connection).best([], 10) == []


def test_a_compilation_does_not_depend_on_chance(connection: sqlite3.Connection, tmp_path: Path) -> None:
    rows = list(connection.execute("SELECT * FROM entry"))
    assert rows == sorted(rows)
    assert [number for number, *_ in rows] == list(range(len(rows)))


def test_rarer_words_say_more(connection: sqlite3.Connection) -> None:
    spellings, entries = Spellings(connection), Entries(connection)
    rare, common = spellings.get("timber"), spellings.get("cough")
    assert rare and common
    assert entries.weight(Concept("r", ((rare.word, 1.0),))) > entries.weight(Concept("c", ((common.word, 1.0),)))
