"""What the record says, how surely, when and about whom."""

from __future__ import annotations

from enum import StrEnum

from nosologist.model.document import SectionKind, Span
from nosologist.model.noun import noun


class Polarity(StrEnum):
    """Said to be there, or said not to be there."""

    __hash__ = str.__hash__  # Enum hashes by its name in Python; these are looked up for every mention

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Certainty(StrEnum):
    """Confirmed, or uncertain in the guidelines' own words (II.H, IV.H)."""

    __hash__ = str.__hash__  # Enum hashes by its name in Python; these are looked up for every mention

    CONFIRMED = "confirmed"
    UNCERTAIN = "uncertain"


class Temporality(StrEnum):
    """Now, before, intended, or only thought of."""

    __hash__ = str.__hash__  # Enum hashes by its name in Python; these are looked up for every mention

    CURRENT = "current"
    HISTORY = "history of"
    RESOLVED = "resolved"  # over, perhaps within this very encounter
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"


class Experiencer(StrEnum):
    """Who has the condition."""

    __hash__ = str.__hash__  # Enum hashes by its name in Python; these are looked up for every mention

    PATIENT = "patient"
    FAMILY = "family"
    OTHER = "other"


@noun
class Assertion:
    """The four things that cues say about a mention, with the spans of the cues that said them."""

    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CONFIRMED
    temporality: Temporality = Temporality.CURRENT
    experiencer: Experiencer = Experiencer.PATIENT
    cues: tuple[Span, ...] = ()


@noun
class Mention:
    """A condition named in the record: its evidence, where it stands and what is said about it."""

    spans: tuple[Span, ...]  # the words, in the order of the text
    term: str  # the Index or Tabular term that they match
    assertion: Assertion
    section: SectionKind
    statement: int  # which statement of the note, counted from 0
    is_title: bool = False  # it stands in the title of a problem in the assessment

    @property
    def span(self) -> Span:
        """From the first word to the last."""
        return Span(self.spans[0].start, self.spans[-1].end)
