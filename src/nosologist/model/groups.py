"""What a claim is grouped into: the DRG of a stay, the condition categories of a patient."""

from __future__ import annotations

from typing import NamedTuple

from nosologist.model.code import Code
from nosologist.model.noun import noun


class Hac(NamedTuple):
    """A hospital-acquired condition that a diagnosis belongs to."""

    category: str  # HAC06
    title: str
    met: bool  # True: it was acquired in the stay, so the diagnosis does not raise the DRG


class GroupedDiagnosis(NamedTuple):
    """What the grouper made of a diagnosis."""

    code: Code
    severity: str | None  # MCC, CC; None: neither
    counts: bool  # True: the final DRG rests on it
    excluded: bool  # True: the principal diagnosis takes its severity away
    valid: bool
    hacs: tuple[Hac, ...] = ()


class GroupedProcedure(NamedTuple):
    """What the grouper made of a procedure."""

    code: Code
    operating_room: bool
    counts: bool


@noun
class DrgGroup:
    """The MS-DRG of a stay. The initial DRG is the one before hospital-acquired conditions are taken out."""

    version: str  # 43.1
    number: str  # three digits; 999 where the claim cannot be grouped
    title: str
    mdc: str  # two digits; 00 before or without one
    mdc_title: str
    base: str
    severity: str | None  # MCC, CC or None among the secondary diagnoses that count
    status: str  # OK, or why it could not be grouped
    initial: str
    hac: str | None  # what hospital-acquired conditions did; None: nothing
    diagnoses: tuple[GroupedDiagnosis, ...]
    procedures: tuple[GroupedProcedure, ...]

    @property
    def is_grouped(self) -> bool:
        """True where the claim could be grouped."""
        return self.status == "OK"


class HccCategory(NamedTuple):
    """A condition category that counts, with the diagnoses that lead to it."""

    number: str
    title: str
    codes: tuple[Code, ...]
    coefficient: float | None  # None: the score is unknown, or the model gives none


@noun
class HccGroup:
    """The condition categories of a patient under one model, after hierarchies, and the risk score of these codes alone."""

    model: str  # V28, V24, RxHCC
    year: int  # payment year of its tables
    categories: tuple[HccCategory, ...]
    others: tuple[tuple[str, float], ...]  # what the score counts beside them: age and sex, interactions
    score: float | None  # None: age or sex is unknown


@noun
class Groups:
    """Everything that a claim was grouped into."""

    drg: DrgGroup | None = None  # None: no inpatient stay
    hcc: tuple[HccGroup, ...] = ()
