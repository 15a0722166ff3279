"""The level of an evaluation and management visit, with the facts of the note that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from nosologist.model.document import Span
from nosologist.model.noun import noun


class EmSetting(StrEnum):
    """Where the visit was; decides the family of codes."""

    OFFICE = "office"
    ED = "ed"
    INPATIENT = "inpatient"  # hospital inpatient or observation
    CONSULT = "consult"  # in the office or as an outpatient
    INPATIENT_CONSULT = "inpatient-consult"
    NURSING = "nursing"
    HOME = "home"


class EmVisit(StrEnum):
    """Which visit of the patient it was, or of the stay."""

    NEW = "new"  # nobody of the same group and specialty saw the patient in three years
    ESTABLISHED = "established"
    INITIAL = "initial"
    SUBSEQUENT = "subsequent"
    DISCHARGE = "discharge"
    SAME_DAY = "same-day"  # admitted and discharged on one date
    ANY = "any"  # where the codes make no difference


class EmGrade(IntEnum):
    """How far decision making, or one of its three elements, reaches."""

    NONE = 0
    STRAIGHTFORWARD = 1
    LOW = 2
    MODERATE = 3
    HIGH = 4

    @property
    def word(self) -> str:
        """As a coder writes it."""
        return self.name.lower()


class EmFactKind(StrEnum):
    """What a statement of the note documents."""

    TEST = "test"
    OUTSIDE_NOTE = "outside note"
    HISTORIAN = "independent historian"
    INTERPRETATION = "independent interpretation"
    DISCUSSION = "discussion with an external professional"
    OVER_THE_COUNTER = "over-the-counter or other treatment of low risk"
    PRESCRIPTION = "prescription drug management"
    TOXICITY = "monitoring for toxicity"
    PARENTERAL = "parenteral controlled substance"
    SURGERY = "decision for surgery"
    HOSPITALIZATION = "decision about hospitalization"
    RESUSCITATION = "decision not to resuscitate or to de-escalate"
    SOCIAL_LIMIT = "social determinant that limits care"
    MINUTES = "total time"
    SHARED = "split or shared visit"


@noun
class EmFact:
    """One thing that the note documents, where, what it is worth, and why it does not count where it does not."""

    kind: EmFactKind
    name: str  # what is counted once: "CBC", "lisinopril", "35"
    span: Span
    grade: EmGrade = EmGrade.NONE  # for risk: how far it reaches alone
    not_counted: str = ""  # the reason, or "" where it counts


@noun
class EmProblem:
    """A problem that the visit addressed, or that it only names."""

    title: str
    codes: tuple[str, ...]  # dotted; empty where the diagnosis is uncertain
    spans: tuple[Span, ...]
    nature: str  # "stable chronic", "acute, uncomplicated", ...
    grade: EmGrade
    reason: str
    is_stated: bool  # the note says whether it is stable, better or worse
    not_counted: str = ""


@noun
class EmElement:
    """One of the three elements of decision making: how far it reaches, why, and what the note leaves open."""

    name: str
    grade: EmGrade
    reasons: tuple[str, ...]
    facts: tuple[EmFact, ...] = ()
    gap: str = ""  # what is not documented for the next level; a statement about the note, not advice


@dataclass(frozen=True, slots=True)
class EmProlonged:
    """Units of prolonged service beyond the highest level, and who takes the code."""

    code: str
    units: int
    for_whom: str


@noun
class EmLevel:
    """The level that the note supports. ``code`` is None where it supports none."""

    setting: EmSetting
    visit: EmVisit
    code: str | None
    basis: str | None  # "mdm", "time" or "default"
    mdm: EmGrade
    mdm_code: str | None
    time_code: str | None
    minutes: int | None
    problems: EmElement
    addressed: tuple[EmProblem, ...]
    data: EmElement
    risk: EmElement
    time: tuple[EmFact, ...]
    reasons: tuple[str, ...]
    gaps: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    prolonged: tuple[EmProlonged, ...] = ()
