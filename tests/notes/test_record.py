"""A record of several documents is read as one text, and every place in it is found again in its document."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nosologist.codesets.library import Books
from nosologist.model.document import Document
from nosologist.model.encounter import SEPARATOR, Encounter
from nosologist.notes.reading import read
from nosologist.notes.record import read_record

WORDS = st.sampled_from(
    ["Assessment:", "gout", "No fever.", "HPI:\n", "1. Asthma\n", "PLAN", "\n", " ", "CHF;", "Dr. A", "é", "␞", "12/80"]
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


def record(*texts: str) -> Encounter:
    return Encounter(tuple(Document(f"{number}.txt", text) for number, text in enumerate(texts, 1)))


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_each_document_reads_as_it_does_alone(texts: list[str], books: Books) -> None:
    encounter = record(*texts)
    readings = read_record(encounter, books.terms)
    for reading, document in zip(readings, encounter.documents, strict=True):
        alone = read(document, books.terms)
        assert [run.surfaces for run in reading.runs] == [run.surfaces for run in alone.runs]
        for run, same in zip(reading.runs, alone.runs, strict=True):
            assert encounter.place(run.statement.span) == (document, same.statement.span)
            assert run.statement.section.kind is same.statement.section.kind
    runs = [run for reading in readings for run in reading.runs]
    assert [run.number for run in runs] == list(range(len(runs)))


def test_one_document_is_the_record() -> None:
    encounter = record("Gout.")
    assert (encounter.text, encounter.starts, encounter.id) == ("Gout.", (0,), "1.txt")


def test_a_statement_ends_with_its_document(books: Books) -> None:
    encounter = record("Assessment: pneumonia and", "diabetes.", "")
    assert encounter.text.count(SEPARATOR) == 2
    said = [run.statement.span.quote(run.text) for one in read_record(encounter, books.terms) for run in one.runs]
    assert said == ["pneumonia and", "diabetes."]


def test_what_one_document_spells_out_is_known_in_the_others(books: Books) -> None:
    alone = read(Document("n", "PD, stable."), books.terms).runs[0].ids
    spelled = read_record(record("Parkinson's disease.", "PD, stable."), books.terms)[1].runs[0].ids
    assert spelled != alone
