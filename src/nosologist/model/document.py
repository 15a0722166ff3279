"""A document of the record and the places in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from nosologist.model.noun import noun

if TYPE_CHECKING:
    from nosologist.model.places import Places


class Span(NamedTuple):
    """Half-open character offsets into the unchanged text of a document."""

    start: int
    end: int

    def quote(self, text: str) -> str:
        """Return the words of the text that the span stands on."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the record, unchanged since it was read; ``None`` where its file does not tell."""

    id: str
    text: str
    kind: str | None = None  # as its file calls it: "Discharge summary"
    author: str | None = None
    written: date | None = None
    format: str = "text"  # what it was read from: "pdf", "C-CDA"; offsets count the characters of ``text`` all the same
    places: Places | None = None  # where its words stand on pages; None where it has no pages


class SectionKind(StrEnum):
    """What a part of a note is about; decides what a mention in it is worth."""

    __hash__ = str.__hash__  # Enum hashes by its name in Python; these are looked up for every mention

    NARRATIVE = "narrative"  # no heading at all: the whole note speaks
    CHIEF_COMPLAINT = "chief complaint"
    PRESENT_ILLNESS = "history of present illness"
    REVIEW_OF_SYSTEMS = "review of systems"
    PAST_HISTORY = "past medical history"
    SURGICAL_HISTORY = "past surgical history"
    FAMILY_HISTORY = "family history"
    SOCIAL_HISTORY = "social history"
    MEDICATIONS = "medications"
    ALLERGIES = "allergies"
    IMMUNIZATIONS = "immunizations"
    OBSTETRIC_HISTORY = "obstetric and gynecologic history"
    VITALS = "vital signs"
    EXAM = "physical examination"
    RESULTS = "results"
    IMAGING = "imaging"
    PROCEDURES = "procedures"
    COURSE = "hospital course"
    INDICATION = "indication"
    ASSESSMENT = "assessment"
    DIAGNOSES = "diagnoses"
    PROVISIONAL = "provisional diagnosis"  # before the study or the operation: admitting, preoperative
    PLAN = "plan"
    DISPOSITION = "disposition"
    ADMINISTRATIVE = "administrative"


@noun
class NoteSection:
    """A part of a note with its heading (None before the first heading)."""

    kind: SectionKind
    heading: Span | None
    body: Span
