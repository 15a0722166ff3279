"""Service lines in JSON, CSV, the claim and on the terminal; and what holds for lines from any text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nosologist.codesets.library import Books
from nosologist.coding.service_gate import Gate
from nosologist.coding.service_mentions import read_statements
from nosologist.coding.service_tables import families
from nosologist.coding.service_words import Words, named
from nosologist.formats import coded_csv
from nosologist.formats.coded_json import to_line, to_object
from nosologist.model.claim import ClaimKind, claim_of
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document, Span
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.notes.reading import read
from nosologist.pipeline import walk

NOTES = yaml.safe_load(Path(__file__).with_name("service_notes.yaml").read_text("utf-8"))
VIEWS = ("professional", "facility")
TEXT = """HPI: Established patient returns for left knee pain.
PROCEDURE: The left knee was injected with triamcinolone under ultrasound guidance.
ASSESSMENT: Primary osteoarthritis of the left knee.
"""


def coded(
    text: str, books: Books, view: View | None = View.PROFESSIONAL, setting: Setting = Setting.OUTPATIENT
) -> CodedEncounter:
    return walk(Encounter((Document("n", text),), setting, view=view), books)


def test_a_line_in_json_has_its_words(books: Books) -> None:
    shown = to_object(coded(TEXT, books))
    [line] = [code for code in shown["codes"] if code["role"] == "service"]
    assert (line["system"], line["code"], line["units"], line["for"]) == ("cpt", "20611", "1", ["M17.12"])
    [side] = line["modifiers"]
    assert (side["modifier"], side["evidence"]["text"]) == ("LT", "left")
    said = {reason["evidence"]["text"] for reason in line["reasons"] if reason["evidence"]}
    assert {"injected", "knee", "under ultrasound"} <= said
    assert shown["view"] == "professional"


def test_an_open_service_says_what_is_missing(books: Books) -> None:
    [visit] = to_object(coded(TEXT, books))["open_services"]
    assert visit["missing"] == ["work of the visit beyond that of the procedure"]


def test_without_a_view_nothing_is_added(books: Books) -> None:
    shown = to_object(coded(TEXT, books, None))
    assert "open_services" not in shown
    assert {code["system"] for code in shown["codes"]} == {"icd10cm"}


def test_csv_has_the_line_with_modifiers_and_reason(books: Books) -> None:
    rows = list(csv.reader(io.StringIO(coded_csv.rows(coded(TEXT, books)))))
    assert [row[2] for row in rows][1] == "20611-LT"
    assert rows[1][7] == "M17.12"


@pytest.mark.parametrize(
    ("view", "kind"), [(View.PROFESSIONAL, ClaimKind.PROFESSIONAL), (View.FACILITY, ClaimKind.INSTITUTIONAL)]
)
def test_the_claim_carries_the_lines(view: View, kind: ClaimKind, books: Books) -> None:
    claim = claim_of(coded(TEXT, books, view))
    assert claim.kind is kind
    assert [(line.code.value, line.modifiers, line.pointers) for line in claim.lines] == [("20611", ("LT",), (1,))]


def test_the_terminal_shows_the_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from nosologist.cli import main

    note = tmp_path / "visit.txt"
    note.write_text(TEXT, "utf-8")
    assert main(["code", str(note), "--for", "professional"]) == 0
    shown = capsys.readouterr().out
    assert "services for the professional claim" in shown
    assert "20611" in shown
    assert "open" in shown


def test_both_views_come_one_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from nosologist.cli import main

    note = tmp_path / "visit.txt"
    note.write_text(TEXT, "utf-8")
    assert main(["code", str(note), "--for", "both", "--format", "json"]) == 0
    assert [one["view"] for one in json.loads(capsys.readouterr().out)] == ["facility", "professional"]


def test_each_row_of_a_note_stands_on_words_of_it(books: Books) -> None:
    for note in NOTES:
        for view in VIEWS:
            result = coded(note["note"], books, View(view), Setting(note.get("setting", "outpatient")))
            for one in result.services:
                assert one.evidence, (note["name"], one.code)
                assert all(0 <= span.start < span.end <= len(note["note"]) for span in one.evidence)
                assert all(1 <= at <= len(result.assignments) for at in one.pointers)
                assert one.units >= 1
                assert one.reasons


def test_twice_gives_the_same(books: Books) -> None:
    for note in NOTES[:12]:
        setting = Setting(note.get("setting", "outpatient"))
        first, second = (to_line(coded(note["note"], books, View.FACILITY, setting)) for _ in range(2))
        assert first == second


_NAMES = sorted({name.removeprefix("^") for family in families() for name in family.names})
_BESIDE = (
    "left|right|2 views|3 cm|was|performed|today|with contrast|and|.|\n|Plan:|PROCEDURE:|HPI:|knee|30 minutes|1.5 cm|no|two|"
    "laceration|of the|forehead"
)
_WORDS = st.sampled_from([*_NAMES, *_BESIDE.split("|")])


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=30), st.sampled_from(list(View)), st.sampled_from(list(Setting)))
def test_any_words_give_lines_of_the_tables_or_none(
    words: list[str],
    view: View,
    setting: Setting,
) -> None:
    from nosologist.codesets.library import Library

    books = _books.setdefault("books", Library().in_force())
    text = " ".join(words)
    result = walk(Encounter((Document("n", text),), setting, view=view), books)
    json.loads(to_line(result))
    for one in (*result.services, *result.open_services):
        assert all(0 <= span.start < span.end <= len(text) for span in one.evidence)


_books: dict[str, Books] = {}


_NOT_DONE = (
    "PLAN: We will schedule {} of the left knee next week.",
    "PLAN: Order {} of the left knee, 3 views, 30 minutes.",
    "PLAN: If pain persists, consider {} of the left knee under ultrasound guidance.",
    "PLAN: {} of the left knee was refused by the patient.",
    "PLAN: {} of the left knee was cancelled.",
    "PLAN: Referred for {} of the left knee.",
    "PAST SURGICAL HISTORY: {} of the left knee, 2015.",
    "HPI: She is status post {} of the left knee.",
    "HPI: {} of the left knee in 2019 was normal.",
    "FAMILY HISTORY: Mother had {} of the left knee.",
    "INDICATION: {} of the left knee.",
    "MEDICATIONS: {} at home as needed for the left knee.",
)


@pytest.mark.parametrize("template", _NOT_DONE)
def test_what_was_not_done_here_is_never_a_service(template: str, books: Books) -> None:
    for name in _NAMES[::6]:
        result = coded(template.format(name), books)
        assert not result.services, name
        assert not result.open_services, name


def test_every_name_is_found_by_its_words() -> None:
    names = [name.strip() for family in families() for name in family.names]
    assert names
    gate = Gate({})
    assert not [name for name in names if not gate.may_name(gate.of(name.removeprefix("^").split()))]


def test_a_statement_without_all_words_of_a_name_names_nothing() -> None:
    gate = Gate({})
    for text, names_one in (("Rubber band ligation, two bands.", True), ("Wears a rubber band.", False)):
        assert gate.may_name(gate.of(text.split())) is names_one
        assert bool(named(Words(text, Span(0, len(text))))) is names_one


def test_what_a_statement_says_on_an_axis_it_may_say(books: Books) -> None:
    gate, told = Gate({}), 0
    for note in NOTES[::4]:
        reading = read(Document("note", note["note"]), books.terms)
        for statement in read_statements([reading], gate):
            axes = {axis for axis, _ in statement.said}
            told += len(axes)
            assert all(statement.may_say(axis) for axis in axes), statement.span.quote(note["note"])
    assert told > 100
