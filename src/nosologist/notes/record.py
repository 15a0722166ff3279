"""Read a record: its documents one after the other, with all spans counted in the text of the record."""

from __future__ import annotations

from nosologist.codesets.terms import Terms
from nosologist.model.document import NoteSection, Span
from nosologist.model.encounter import Encounter
from nosologist.notes.reading import Reading, read, runs_of
from nosologist.notes.sections import split_sections
from nosologist.notes.statements import Statement, split_statements
from nosologist.notes.unfolding import Spelled


def read_record(encounter: Encounter, terms: Terms) -> tuple[Reading, ...]:
    """Read every document by itself: sections begin anew in each, statements are numbered through.

    An abbreviation that one document spells out is known in all of them.
    """
    if len(encounter.documents) == 1:
        return (read(encounter.documents[0], terms),)
    spelled = Spelled(encounter.text, terms)
    readings: list[Reading] = []
    count = 0
    for document, start in zip(encounter.documents, encounter.starts, strict=True):
        sections, statements = cut_up(document.text, start)
        runs = runs_of(statements, spelled, count)
        count += len(runs)
        readings.append(Reading(document, sections, runs, start, spelled.chunks.marking))
    return tuple(readings)


def of_this_encounter(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The documents without those of earlier encounters."""
    return tuple([reading for reading in readings if not reading.document.about.is_earlier])


def cut_up(text: str, by: int = 0) -> tuple[tuple[NoteSection, ...], list[Statement]]:
    """The sections and statements of a document that begins at a place of the record, where they stand in the record."""
    sections: list[NoteSection] = []
    statements: list[Statement] = []
    for section in split_sections(text):
        heading = _span(section.heading, by) if section.heading else None
        moved = NoteSection(section.kind, heading, _span(section.body, by))
        sections.append(moved)
        statements += [
            Statement(one.start + by, one.end + by, one.kind, moved) for one in split_statements(text, section)
        ]
    return tuple(sections), statements


def _span(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
