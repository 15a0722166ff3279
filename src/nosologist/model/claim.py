"""A claim, or any set of codes that somebody wants checked. ``None`` means unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from nosologist.model.assignment import CodeAssignment
from nosologist.model.code import Code, CodeSystem
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import Setting, Sex, View
from nosologist.model.noun import noun
from nosologist.model.query import Query

if TYPE_CHECKING:
    from nosologist.model.billing import Billing

_SEVEN = 7  # characters of an ICD-10-PCS code


class Diagnosis(NamedTuple):
    """A diagnosis code on the claim; the first one is the principal or first-listed diagnosis."""

    code: Code
    poa: str | None = None  # present on admission: Y, N, U, W, or 1 for exempt
    assignment: CodeAssignment | None = None  # where a record led to it: its evidence and reasons


class Procedure(NamedTuple):
    """A procedure of the stay (ICD-10-PCS)."""

    code: Code
    date: date | None = None


class ClaimLine(NamedTuple):
    """A service line (HCPCS, CPT)."""

    code: Code
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    pointers: tuple[int, ...] = ()  # places among the diagnoses, counted from 1
    charge: Decimal | None = None  # dollars
    date: date | None = None
    place: str | None = None  # place of service, two digits


class Override(NamedTuple):
    """A person's reason why what a rule found may stand."""

    rule: str
    reason: str
    codes: tuple[Code, ...] = ()  # empty: whatever codes the finding is about


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """What a claim form states beside codes and lines."""

    billing_npi: str | None = None
    rendering_npi: str | None = None
    referring_npi: str | None = None
    tax_id: str | None = None
    insured_id: str | None = None
    received: date | None = None
    signed: bool | None = None
    authorization: str | None = None
    authorization_required: bool | None = None
    payer: str | None = None  # as the coverage tables name it
    established: bool | None = None  # a professional of this group and specialty saw the patient within three years


class ClaimKind(StrEnum):
    """Who bills: a professional (CMS-1500, 837P) or an institution (UB-04, 837I). It decides which edits hold."""

    PROFESSIONAL = "professional"
    INSTITUTIONAL = "institutional"


class HospitalStatus(StrEnum):
    """Whether the hospital is exempt from reporting what was present on admission: it decides what an acquired condition does."""

    EXEMPT = "EXEMPT"
    NOT_EXEMPT = "NOT_EXEMPT"
    UNKNOWN = "UNKNOWN"


class Beneficiary(NamedTuple):
    """What risk adjustment asks of a patient. As it stands: aged, living at home, not dual, not new."""

    dual: str = "NA"  # dual eligibility with Medicaid: NA, 00 to 10
    entitlement: str = "0"  # original reason for entitlement: 0 age, 1 disability, 2 ESRD, 3 both
    current: str = "0"  # current reason
    new_enrollee: bool = False
    special_needs: bool = False  # in a special needs plan
    low_income: bool = False  # with the subsidy of Part D
    institutional: bool = False  # lives in an institution for long


@noun
class Claim:
    """The codes of one encounter with the facts that decide what holds for them.

    Rules check a claim. Where its codes come from a record, or are compared with one, ``record`` is that record as coded;
    rules that need one stay silent without it.
    """

    id: str
    setting: Setting
    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    lines: tuple[ClaimLine, ...] = ()
    admitted: date | None = None
    date: date | None = None  # of discharge (inpatient) or of service
    age: int | None = None  # whole years on the day of admission or service
    sex: Sex | None = None
    disposition: str | None = None  # discharge status, two digits
    admitting: Code | None = None  # admitting diagnosis
    form: ClaimForm | None = None
    beneficiary: Beneficiary | None = None
    hospital_status: HospitalStatus | None = (
        None  # None: the hospital reports present-on-admission indicators, as most do
    )
    drg_version: str | None = None  # 43.1; None: the grouper of the date
    kind: ClaimKind | None = None  # None: an inpatient claim is an institution's, any other a professional's
    overrides: tuple[Override, ...] = ()
    record: CodedEncounter | None = None
    query: Query | None = None  # a provider query to be checked in its place; QRY rules read nothing else
    billing: Billing | None = None  # who was treated, who pays, who bills, what each line costs
    values: tuple[str, ...] = field(init=False, compare=False)  # the undotted ICD-10-CM codes in order
    categories: frozenset[str] = field(init=False, compare=False)  # their first three characters
    whole_procedures: tuple[Procedure, ...] = field(init=False, compare=False)  # those whose code has seven characters
    kept: dict[object, tuple[object, Any]] = field(
        init=False, compare=False, repr=False
    )  # what was worked out of it, by whom

    def __post_init__(self) -> None:
        values = [one.code.value for one in self.diagnoses if one.code.system == CodeSystem.ICD10CM]
        object.__setattr__(self, "values", tuple(values))
        object.__setattr__(self, "categories", frozenset([value[:3] for value in values]))
        whole = tuple([one for one in self.procedures if len(one.code.value) == _SEVEN]) if self.procedures else ()
        object.__setattr__(self, "whole_procedures", whole)
        object.__setattr__(self, "kept", {})

    @property
    def is_stay(self) -> bool:
        """True for a hospital's claim of an inpatient stay. What a professional bills for a visit in a stay is none: there is no
        principal diagnosis, no present on admission, no DRG and no code editor in it."""
        return self.setting is Setting.INPATIENT and self.kind is not ClaimKind.PROFESSIONAL

    @property
    def first(self) -> Diagnosis | None:
        """The principal or first-listed diagnosis."""
        return self.diagnoses[0] if self.diagnoses else None


def claim_of(coded: CodedEncounter) -> Claim:
    """The claim that a coded record makes."""
    encounter = coded.encounter
    lines = tuple(
        ClaimLine(one.code, tuple(modifier.value for modifier in one.modifiers), one.units, one.pointers, date=one.date)
        for one in coded.services
    )
    kinds = {View.FACILITY: ClaimKind.INSTITUTIONAL, View.PROFESSIONAL: ClaimKind.PROFESSIONAL}
    return Claim(
        encounter.id,
        encounter.setting,
        tuple(Diagnosis(assignment.code, assignment.poa, assignment) for assignment in coded.assignments),
        tuple(Procedure(one.code, one.date) for one in coded.procedures if one.code),
        lines,
        date=encounter.date,
        age=encounter.age,
        sex=encounter.sex,
        kind=kinds.get(encounter.view) if encounter.view else None,
        record=coded,
    )
