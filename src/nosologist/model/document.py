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


class DocumentKind(StrEnum):
    """What a document of a record is."""

    EMERGENCY = "emergency"
    ADMISSION = "admission"  # history and physical
    VISIT = "visit"  # of an office or clinic
    CONSULTATION = "consultation"
    ANESTHESIA = "anesthesia"
    OPERATIVE = "operative report"
    PROCEDURE = "procedure note"
    NURSING = "nursing note"
    DIETITIAN = "dietitian note"
    THERAPY = "therapy note"
    SOCIAL_WORK = "social work note"
    PHARMACY = "pharmacy note"
    LABORATORY = "laboratory report"
    IMAGING = "imaging report"
    PATHOLOGY = "pathology report"
    PROGRESS = "progress note"
    DISCHARGE = "discharge summary"
    QUERY_RESPONSE = "query response"  # what the provider answered to a query


class Author(StrEnum):
    """The part that the author of a document has in the patient's care."""

    ATTENDING = "attending"
    SURGEON = "surgeon"
    EMERGENCY = "emergency physician"
    CONSULTANT = "consultant"
    RESIDENT = "resident"
    PRACTITIONER = "practitioner"  # nurse practitioner, physician assistant, midwife
    ANESTHESIA = "anesthesia"
    RADIOLOGIST = "radiologist"
    PATHOLOGIST = "pathologist"
    LABORATORY = "laboratory"
    NURSE = "nurse"
    DIETITIAN = "dietitian"
    THERAPIST = "therapist"
    SOCIAL_WORKER = "social worker"
    PHARMACIST = "pharmacist"
    MEDIC = "medic"
    STUDENT = "student"

    @property
    def is_provider(self) -> bool:
        """True for who is accountable for establishing the patient's diagnosis (guideline I.B.14)."""
        return self in _PROVIDERS

    @property
    def reports(self) -> bool:
        """True for who reports on a test and does not see the patient."""
        return self in _REPORTING


_PROVIDERS = frozenset(
    {
        Author.ATTENDING,
        Author.SURGEON,
        Author.EMERGENCY,
        Author.CONSULTANT,
        Author.RESIDENT,
        Author.PRACTITIONER,
        Author.ANESTHESIA,
    }
)
_REPORTING = frozenset({Author.RADIOLOGIST, Author.PATHOLOGIST, Author.LABORATORY})


@dataclass(frozen=True, slots=True)
class About:
    """What a document is within its record, as its file or its own words say; ``None`` where neither does."""

    kind: DocumentKind | None = None
    role: Author | None = None  # of its author
    is_addendum: bool = False
    is_final: bool = False  # it speaks at the end of the encounter: the discharge summary, else the last note
    is_earlier: bool = False  # it is of an earlier encounter

    @property
    def is_providers(self) -> bool:
        """True where diagnoses may rest on it; nothing says that its author is no provider."""
        return not self.is_earlier and (self.role is None or self.role.is_provider)


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the record, unchanged since it was read; ``None`` where its file does not tell."""

    id: str
    text: str
    kind: str | None = None  # as its file calls it: "Discharge summary"
    author: str | None = None
    written: date | None = None
    format: str = "text"  # what it was read from: "pdf", "C-CDA"; offsets count the characters of ``text`` all the same
    signed: bool | None = None
    credential: str | None = None  # of the author, as the file gives it: "RN", "Registered nurse"
    about: About = About()  # of a record of several documents
    places: Places | None = None  # where its words stand on pages; None where it has no pages


class Copy(NamedTuple):
    """A statement that an earlier document of the record has already: where it stands, and which document has it first."""

    span: Span  # in the record
    source: int  # number of the earlier document in the encounter, from 0
    is_unchanged: bool  # to the last number


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
