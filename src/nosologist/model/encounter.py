"""What is coded: one encounter of one patient with its documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nosologist.model.document import Document


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


@dataclass(frozen=True, slots=True)
class Encounter:
    """One encounter: its documents, setting and the facts of its face sheet. ``None`` means unknown."""

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
