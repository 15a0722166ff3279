"""A question to the provider about what the record leaves open, and what a reader needs in order to judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from nosologist.model.code import Citation, Code
from nosologist.model.document import Span


class QueryReason(StrEnum):
    """Why a provider may be asked (Guidelines for Achieving a Compliant Query Practice)."""

    CONFLICTING = "conflicting documentation"
    INCOMPLETE = "incomplete documentation"
    AMBIGUOUS = "ambiguous documentation"
    NO_DIAGNOSIS = "clinical indicators without a diagnosis"
    NO_INDICATORS = "diagnosis without clinical indicators"
    SPECIFICITY = "a diagnosis that needs more detail"
    PRESENT_ON_ADMISSION = "present on admission unclear"
    CAUSE = "cause-and-effect relationship unclear"


class Indicator(NamedTuple):
    """A fact of the patient's record, in the record's own words."""

    quote: str
    document: str = ""  # the id of the document; empty where a person wrote the query
    section: str = ""  # its heading there, or the source that the query names
    date: date | None = None
    span: Span | None = None  # where the quote stands in the document
    prior: bool = False  # it is of an earlier encounter, and said to be
    dated: bool = False  # a date, or another mark of time, is given
    sourced: bool = False  # a source is given


class OptionKind(StrEnum):
    """What an answer means."""

    CLINICAL = "clinical"
    YES = "yes"
    NO = "no"
    OTHER = "other"
    UNDETERMINED = "undetermined"


class Option(NamedTuple):
    """An answer that the provider may choose."""

    text: str
    kind: OptionKind = OptionKind.CLINICAL
    marked: bool = False  # chosen already, or made to stand out


OTHER = Option("Other (please specify): ____________", OptionKind.OTHER)
UNDETERMINED = Option("Unable to determine", OptionKind.UNDETERMINED)


class Part(StrEnum):
    """A part of a query."""

    TITLE = "title"
    INDICATORS = "indicators"
    QUESTION = "question"
    OPTIONS = "options"


class NamedDiagnosis(NamedTuple):
    """A diagnosis that a part of the query names, as the Index knows it."""

    part: Part
    number: int  # which indicator or option, from 0
    text: str
    code: str  # undotted
    affirmed: bool = True  # not denied there


@dataclass(frozen=True, slots=True)
class Query:
    """One question to one provider. ``gap`` names what was found open; empty where a person wrote the query."""

    title: str
    indicators: tuple[Indicator, ...]
    question: str
    options: tuple[Option, ...] = ()
    reason: QueryReason | None = None
    gap: str = ""
    codes: tuple[Code, ...] = ()  # the codes that the answer may touch
    citations: tuple[Citation, ...] = ()
    text: str = ""  # as a person wrote it; empty for a draft
    named: tuple[NamedDiagnosis, ...] = ()  # filled in when it is checked

    @property
    def whole(self) -> str:
        """All its words."""
        parts = (
            self.title,
            *(one.quote for one in self.indicators),
            self.question,
            *(one.text for one in self.options),
        )
        return self.text or "\n".join(parts)

    @property
    def is_multiple_choice(self) -> bool:
        """True where answers are offered that are neither yes and no nor open."""
        return any(one.kind is OptionKind.CLINICAL for one in self.options)

    @property
    def is_yes_no(self) -> bool:
        """True where yes or no is offered."""
        return any(one.kind in (OptionKind.YES, OptionKind.NO) for one in self.options)

    def named_in(self, *parts: Part) -> tuple[NamedDiagnosis, ...]:
        """The diagnoses that some of its parts name."""
        return tuple(one for one in self.named if one.part in parts)

    def documents(self, named: NamedDiagnosis) -> bool:
        """True where an indicator quotes the diagnosis, or one of its category: the provider wrote it already."""
        alike = [one for one in self.named_in(Part.INDICATORS) if one.code[:3] == named.code[:3]]
        if alike:
            return any(one.affirmed for one in alike)
        return any(named.text.lower() in one.quote.lower() for one in self.indicators)
