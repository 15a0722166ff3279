"""What a claim states beside its codes: who was treated, who pays, who bills, what each line costs.

Field names are those of the trade; where the 837 has a name for the place, it stands in the comment. ``None`` means unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nosologist.model.claim import ClaimLine
from nosologist.model.code import Code
from nosologist.model.encounter import Sex
from nosologist.model.remittance import Adjustment, Procedure

SELF = "18"  # the patient is the subscriber
_SEQUENCES = "PSTABCDEFGHU"


class Name(NamedTuple):
    """The name of a person, or of an organization in ``last``."""

    last: str
    first: str | None = None
    middle: str | None = None
    suffix: str | None = None
    organization: bool = False

    def __str__(self) -> str:
        return " ".join(part for part in (self.first, self.middle, self.last, self.suffix) if part)


class Address(NamedTuple):
    """A postal address (N3, N4)."""

    line1: str
    city: str
    state: str | None = None  # two letters
    postal_code: str | None = None  # five or nine digits
    line2: str | None = None
    country: str | None = None  # two letters; None: the United States


class Contact(NamedTuple):
    """Whom to ask (PER)."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


class Person(NamedTuple):
    """A patient, or a subscriber."""

    name: Name
    birth_date: date | None = None
    sex: Sex | None = None
    address: Address | None = None


class Provider(NamedTuple):
    """Who billed, rendered, referred, attended or operated, or where."""

    name: Name | None = None
    npi: str | None = None
    taxonomy: str | None = None  # ten characters (PRV03)
    tax_id: str | None = None  # EIN as 12-3456789 or nine digits, or SSN as 123-45-6789
    address: Address | None = None
    contact: Contact | None = None


class Payer(NamedTuple):
    """Who pays (loop 2010BB)."""

    name: str
    id: str  # the payer's identifier
    address: Address | None = None


class Coverage(NamedTuple):
    """The patient's insurance (SBR and its loops)."""

    payer: Payer
    member_id: str | None = None
    claim_filing: str | None = (
        None  # SBR09: MB Medicare B, MA Medicare A, MC Medicaid, CI commercial, BL Blue Cross ...
    )
    sequence: str = "P"  # SBR01: primary, secondary, tertiary; A to H: further ones, U: unknown
    group_number: str | None = None
    group_name: str | None = None
    insurance_type: str | None = None  # SBR05: why Medicare is secondary
    relationship: str = SELF  # of the patient to the subscriber: 18 self, 01 spouse, 19 child, G8 other ...
    subscriber: Person | None = None  # None: the patient is the subscriber

    def of(self, patient: Person) -> Coverage:
        """The same, with nobody named as the subscriber where that is the patient."""
        named = self.subscriber
        same = named is not None and (named.name, named.address) == (patient.name, patient.address)
        return self._replace(subscriber=None) if same and self.relationship == SELF else self


class OtherPayer(NamedTuple):
    """Another insurance of the patient, and what its payer decided on the whole claim (loops 2320, 2330A, 2330B)."""

    coverage: Coverage
    paid: Decimal | None = None  # AMT D
    noncovered: Decimal | None = None  # AMT A8: of a payer that was not asked, since it covers nothing of the claim
    patient_owes: Decimal | None = None  # AMT EAF: what is left to the patient
    adjustments: tuple[Adjustment, ...] = ()  # CAS, of the claim as a whole
    adjudicated: date | None = None
    claim_number: str | None = None  # the payer's own (REF F8)
    authorization: str | None = None
    referral: str | None = None
    benefits_assigned: str = "Y"  # Y, N, W not applicable
    release: str = "Y"  # of information: Y signed, I informed consent
    remarks: tuple[str, ...] = ()  # remittance advice remark codes (MOA, of a stay MIA), five at most
    covered_days: Decimal | None = None  # of a stay (MIA01)


class Adjudication(NamedTuple):
    """What another payer decided on a line (loop 2430)."""

    payer: str  # its identifier, as its coverage names it
    paid: Decimal
    service: Procedure | None = None  # as adjudicated; an institution's may have none
    revenue: str | None = None  # revenue code, four digits
    units: Decimal | None = None  # that were paid for
    bundled_into: int | None = None  # the line that it was paid as a part of
    adjustments: tuple[Adjustment, ...] = ()
    adjudicated: date | None = None
    patient_owes: Decimal | None = None


class Correspondent(NamedTuple):
    """Who sends a file, or who receives it (loops 1000A and 1000B)."""

    name: Name
    id: str
    contact: Contact | None = None
    interchange_id: str | None = None  # ISA06 or ISA08, where it is not ``id``
    qualifier: str = "ZZ"  # ISA05 or ISA07


class Submission(NamedTuple):
    """The two ends of a file of claims."""

    submitter: Correspondent
    receiver: Correspondent
    test: bool = False


class BilledLine(NamedTuple):
    """A line as it is billed, in the order of the form; a revenue line of an institution may have no service code."""

    service: ClaimLine | None = None
    revenue: str | None = None  # revenue code, four digits
    charge: Decimal | None = None
    units: Decimal | None = None
    basis: str = "UN"  # UN units, MJ minutes, DA days
    through: date | None = None  # the last day of service, where that is another
    date: date | None = None  # of service, its first day
    control_number: str | None = None  # of the provider (REF 6R)
    description: str | None = None  # of a code that does not say enough
    emergency: bool = False
    noncovered: Decimal | None = None  # part of the charge that is not covered
    ndc: str | None = None  # National Drug Code, eleven digits
    ndc_quantity: Decimal | None = None
    ndc_unit: str | None = None  # F2, GR, ME, ML, UN
    rendering: Provider | None = None  # where it is not that of the claim
    note: str | None = None
    adjudications: tuple[Adjudication, ...] = ()  # by other payers


class Occurrence(NamedTuple):
    """An occurrence code with its date, or an occurrence span code with its two."""

    code: str
    on: date
    through: date | None = None


class ValueCode(NamedTuple):
    """A value code with its amount."""

    code: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Team:
    """The providers of a claim beside the one that bills."""

    rendering: Provider | None = None
    referring: Provider | None = None
    supervising: Provider | None = None
    attending: Provider | None = None
    operating: Provider | None = None
    other_operating: Provider | None = None
    facility: Provider | None = None  # where the service was done


@dataclass(frozen=True, slots=True)
class Stay:
    """What an institution states of a stay or a visit."""

    type_of_bill: str | None = None  # facility and care, two digits: 11 hospital inpatient, 13 hospital outpatient
    statement_from: date | None = None
    admission_hour: str | None = None  # HHMM
    discharge_hour: str | None = None  # HHMM
    admission_type: str | None = None  # 1 emergency, 2 urgent, 3 elective, 4 newborn, 5 trauma
    admission_source: str | None = None  # point of origin
    reasons_for_visit: tuple[Code, ...] = ()
    drg: str | None = None
    conditions: tuple[str, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    values: tuple[ValueCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """What a professional states of an encounter."""

    place: str | None = None  # place of service of the claim (CLM05-1), two digits
    onset: date | None = None
    accident: date | None = None
    last_menstrual_period: date | None = None
    discharged: date | None = None
    related_causes: tuple[str, ...] = ()  # AA automobile accident, EM employment, OA other accident
    accident_state: str | None = None
    clia: str | None = None  # number of the laboratory
    signed: bool = True  # the provider's signature is on file (CLM06)


class Place(NamedTuple):
    """Where something stands in a received file."""

    loop: str
    tag: str
    segment: int  # counted from 1
    byte: int

    def __str__(self) -> str:
        return f"loop {self.loop}, segment {self.segment} ({self.tag}) at byte {self.byte}"


@dataclass(frozen=True, slots=True)
class Received:
    """Where the parts of a received claim stand in its file, and what was wrong with its segments."""

    claim: Place
    faults: tuple[str, ...] = ()
    codes: tuple[tuple[Code, Place], ...] = ()
    lines: tuple[
        tuple[int, Place], ...
    ] = ()  # of each line of ``Claim.lines`` its number among the billed lines, and its place


@dataclass(frozen=True, slots=True)
class Billing:
    """Everything that an 837 needs beside the codes of a claim."""

    patient: Person
    coverage: Coverage
    provider: Provider  # that bills
    lines: tuple[BilledLine, ...] = ()
    team: Team = field(default_factory=Team)
    other_payers: tuple[OtherPayer, ...] = ()
    stay: Stay | None = None  # of an institutional claim
    visit: Visit | None = None  # of a professional claim
    pay_to: Address | None = None
    submission: Submission | None = None
    total: Decimal | None = None  # as stated (CLM02); None: the sum of the lines
    frequency: str = "1"  # 1 original, 7 replacement, 8 void
    original_reference: str | None = None  # the payer's number of the claim that is replaced or voided
    accept_assignment: str = "A"  # A assigned, B for laboratory services only, C not assigned
    benefits_assigned: str = "Y"  # Y, N, W not applicable
    release: str = "Y"  # of information: Y signed, I informed consent
    authorization: str | None = None  # prior authorization
    referral: str | None = None
    medical_record: str | None = None
    note: str | None = None
    patient_paid: Decimal | None = None
    received: Received | None = field(default=None, compare=False)

    @property
    def charges(self) -> Decimal:
        """The sum of the lines' charges, in dollars."""
        return sum((line.charge for line in self.lines if line.charge is not None), Decimal(0))

    def service_line(self, number: int) -> tuple[int, ...]:
        """The number of a billed line among the service lines (``Claim.lines``); none of a revenue line."""
        done = [at for at, line in enumerate(self.lines, 1) if line.service is not None]
        return (done.index(number) + 1,) if number in done else ()

    @property
    def others_in_order(self) -> tuple[OtherPayer, ...]:
        """The other payers, the first to pay first."""
        return tuple(sorted(self.other_payers, key=lambda one: _SEQUENCES.find(one.coverage.sequence)))

    @property
    def providers(self) -> tuple[tuple[str, Provider], ...]:
        """Every provider with its part: ("billing", ...), ("attending", ...)."""
        team = self.team
        parts = (
            ("billing", self.provider),
            ("rendering", team.rendering),
            ("referring", team.referring),
            ("supervising", team.supervising),
            ("attending", team.attending),
            ("operating", team.operating),
            ("other operating", team.other_operating),
            ("facility", team.facility),
            *((f"rendering (line {place})", line.rendering) for place, line in enumerate(self.lines, 1)),
        )
        return tuple((part, provider) for part, provider in parts if provider is not None)
