"""What is coded: one encounter of one patient with its documents."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from nosologist.model.document import Document, Span
from nosologist.model.fact import Fact

SEPARATOR = "\n\n\u241e\n\n"  # between documents, with the symbol for a record separator: no statement crosses it


class Setting(StrEnum):
    """The setting decides which guidelines hold (Section II and III, or Section IV)."""

    __hash__ = str.__hash__  # Enum hashes by its name in Python; these are looked up for every mention

    INPATIENT = "inpatient"
    OUTPATIENT = "outpatient"
    ED = "ed"
    SAME_DAY_SURGERY = "same-day-surgery"
    OBSERVATION = "observation"

    @property
    def follows_section_iv(self) -> bool:
        """True where the outpatient guidelines hold."""
        return self is not Setting.INPATIENT


class View(StrEnum):
    """Whose claim is coded: it decides whether a procedure is ICD-10-PCS or CPT and HCPCS, and which modifiers hold."""

    FACILITY = "facility"
    PROFESSIONAL = "professional"


class Sex(StrEnum):
    """Sex as the claim states it."""

    __hash__ = str.__hash__  # Enum hashes by its name in Python; these are looked up for every mention

    FEMALE = "female"
    MALE = "male"


class Place(NamedTuple):
    """Words in one of the documents of an encounter; the span counts in the text of that document."""

    document: Document
    span: Span

    @property
    def quote(self) -> str:
        """The words."""
        return self.span.quote(self.document.text)


@dataclass(frozen=True, slots=True)
class Encounter:
    """One encounter: its documents, setting and the facts of its face sheet. ``None`` means unknown.

    All spans of a coded encounter count in one text, that of the record: the documents one after the other. Of an encounter with
    one document it is that document's text, unchanged.
    """

    documents: tuple[Document, ...]
    setting: Setting = Setting.OUTPATIENT
    date: date | None = None
    age: int | None = None  # whole years
    sex: Sex | None = None
    all_mentions: bool = False  # code every asserted condition; no reportability filter
    least_confidence: float | None = None  # less sure codes stay uncoded; None: conditions hardly there do
    procedures: bool | None = None  # code what was done; None: of a hospital stay, where the tables were added
    established: bool | None = None  # a professional of the group and specialty saw the patient within three years
    view: View | None = None  # whose claim: adds the service lines (CPT, HCPCS); None: diagnoses and PCS alone
    name: str | None = None  # what people call it; None: as its first document
    facts: tuple[Fact, ...] = ()  # what stands in fields: indicators for queries, never coded
    text: str = field(init=False, repr=False, compare=False)  # of the record
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)  # where each document begins in it

    def __post_init__(self) -> None:
        texts = [document.text for document in self.documents]
        starts = list(accumulate([len(text) + len(SEPARATOR) for text in texts], initial=0))[: len(texts)]
        object.__setattr__(self, "text", SEPARATOR.join(texts))
        object.__setattr__(self, "starts", tuple(starts))

    @property
    def id(self) -> str:
        """Its name, else that of its first document; empty without documents."""
        return self.name or (self.documents[0].id if self.documents else "")

    @property
    def own_documents(self) -> tuple[Document, ...]:
        """Its documents without those of earlier encounters."""
        return tuple([one for one in self.documents if not one.about.is_earlier])

    def number_at(self, offset: int) -> int:
        """Which document, from 0, has a character of the record."""
        return bisect_right(self.starts, offset) - 1

    def speaks_at_the_end(self, span: Span) -> bool:
        """True for words of the document that speaks at the end of the encounter; of one document, for all."""
        return len(self.documents) == 1 or self.documents[self.number_at(span.start)].about.is_final

    def place(self, span: Span) -> Place:
        """The document that has some words of the record, and where in it they stand."""
        number = self.number_at(span.start)
        start = self.starts[number]
        return Place(self.documents[number], Span(span.start - start, span.end - start))
