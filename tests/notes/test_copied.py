"""Passages that are copied from earlier notes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import codes
from nosologist.codesets.library import Books
from nosologist.formats.coded_json import to_object
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting
from nosologist.notes.arrange import arranged
from nosologist.notes.copied import copied
from nosologist.notes.record import read_record
from nosologist.pipeline import walk

HEAD = "PROGRESS NOTE {}\n"
LIST = (
    "1. Pneumonia of the right lower lobe, on ceftriaxone and azithromycin day 2\n"
    "2. COPD exacerbation, nebulizers around the clock and prednisone\n"
    "3. Type 2 diabetes mellitus, sliding scale insulin with meals\n"
)
LONG = "She was found by her neighbor on the kitchen floor with confusion, fever and a productive cough."


def found(books: Books, *texts: str) -> list[tuple[str, str, bool]]:
    """The copied statements, the id of their source, and whether they are unchanged."""
    documents = tuple(Document(str(number), text) for number, text in enumerate(texts, 1))
    encounter = arranged(Encounter(documents, Setting.INPATIENT))
    copies = copied(read_record(encounter, books.terms), encounter)
    return [(encounter.place(one.span).quote, encounter.documents[one.source].id, one.is_unchanged) for one in copies]


def test_a_list_that_is_carried_forward(books: Books) -> None:
    first = HEAD.format("3/1/2026") + "ASSESSMENT:\n" + LIST
    second = HEAD.format("3/2/2026") + "INTERVAL: better.\nASSESSMENT:\n" + LIST.replace("day 2", "day 3")
    copies = found(books, first, second)
    assert [(source, unchanged) for _, source, unchanged in copies] == [("1", False), ("1", True), ("1", True)]
    assert copies[0][0].endswith("day 3")


def test_the_first_note_that_has_it_is_the_source(books: Books) -> None:
    days = [HEAD.format(f"3/{day}/2026") + "HPI: " + LONG + "\n" for day in (1, 2, 3)]
    assert [source for _, source, _ in found(books, *days)] == ["1", "1"]


def test_short_lists_that_are_the_same_every_day_are_no_copy(books: Books) -> None:
    days = [HEAD.format(f"3/{day}/2026") + "ASSESSMENT:\n1. COPD\n2. Hypertension\n3. Gout\n" for day in (1, 2)]
    assert found(books, *days) == []


def test_notes_of_one_day_summaries_and_reports_are_not_looked_at(books: Books) -> None:
    first = HEAD.format("3/1/2026") + "HPI: " + LONG + "\n"
    assert found(books, first, first) == []
    assert found(books, first, "DISCHARGE SUMMARY\nDate of discharge: 3/4/2026\nHOSPITAL COURSE: " + LONG) == []
    assert found(books, first, "ADDENDUM\nDate: 3/4/2026\n" + LONG) == []


@settings(max_examples=30, deadline=None)
@given(words=st.lists(st.sampled_from(["gout", "is", "worse", "2", ".", "\n", "no", "Pain"]), max_size=60))
def test_every_copy_is_a_statement_of_its_note_and_stands_in_its_source(words: list[str], books: Books) -> None:
    text = " ".join(words)
    for quote, source, unchanged in found(books, HEAD.format("3/1/2026") + text, HEAD.format("3/2/2026") + text):
        assert source == "1"
        assert unchanged
        assert quote in text


def coded(books: Books, *texts: str, setting: str = "inpatient") -> CodedEncounter:
    documents = tuple(Document(str(number), text) for number, text in enumerate(texts, 1))
    return walk(Encounter(documents, Setting(setting), procedures=False), books)


def test_a_copy_does_not_bring_back_what_was_ruled_out(books: Books) -> None:
    first = HEAD.format("3/1/2026") + "ASSESSMENT:\n" + LIST
    second = HEAD.format("3/2/2026") + "ASSESSMENT:\n1. Pneumonia ruled out by CT of the chest.\n2. COPD exacerbation\n"
    third = HEAD.format("3/3/2026") + "ASSESSMENT:\n" + LIST
    result = coded(books, first, second, third)
    assert "J18.9" not in codes(result)
    reasons = {entry.reason for entry in result.not_coded if any(one.dotted == "J18.9" for one in entry.candidates)}
    assert "copied from the note of 2026-03-01" in reasons
    assert {"J44.1", "E11.9"} <= set(codes(result))


def test_what_is_copied_from_an_earlier_visit_is_no_diagnosis_of_today(books: Books) -> None:
    plan = "1. Rheumatoid arthritis, continue methotrexate weekly with folic acid and check the blood count in three months\n"
    before = "OFFICE VISIT\nDate of visit: 11/2/2025\nASSESSMENT:\n" + plan
    today = "OFFICE VISIT\nDate of visit: 3/4/2026\nASSESSMENT:\n" + plan + "2. Gout of the left foot\n"
    result = coded(books, before, today, setting="outpatient")
    assert [code[:3] for code in codes(result)] == ["M10"]
    assert "copied from the note of 2025-11-02" in {entry.reason for entry in result.not_coded}


def test_copies_are_told_in_json_and_what_is_coded_from_its_source_is_no_ledger_entry(books: Books) -> None:
    first = HEAD.format("3/1/2026") + "ASSESSMENT:\n" + LIST
    content = to_object(coded(books, first, HEAD.format("3/2/2026") + "ASSESSMENT:\n" + LIST))
    assert [len(document.get("copied", [])) for document in content["documents"]] == [0, 3]
    assert content["documents"][1]["copied"][0]["from"] == "1"
    assert not any(entry["reason"].startswith("copied") for entry in content["not_coded"])


def test_the_lines_of_a_form_are_no_copy_and_cost_no_time(books: Books) -> None:
    form = "Pain is none today.\n" * 4_000
    assert found(books, HEAD.format("3/1/2026") + form, HEAD.format("3/2/2026") + form) == []
