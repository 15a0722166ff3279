"""A payer's payment and what it says about each claim (X12 835). ``None`` means that the payer did not say it.

Amounts are dollars, exact. An adjustment is what was *not* paid: charge less adjustments is the payment.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nosologist.model.noun import noun


class Party(NamedTuple):
    """A payer, a provider or a patient; ``number`` is the NPI, payer or member number."""

    name: str
    number: str | None = None
    address: tuple[str, ...] = ()  # its lines


class Adjustment(NamedTuple):
    """What a payer did not pay, and why: group (CO, PR, OA, PI), claim adjustment reason code (CARC), dollars, units."""

    group: str
    reason: str
    amount: Decimal
    quantity: Decimal | None = None


class Procedure(NamedTuple):
    """A code of a service line as the payer names it; ``qualifier`` is its code set (HC: CPT and HCPCS, N4: NDC)."""

    qualifier: str
    code: str
    modifiers: tuple[str, ...] = ()


@noun
class Remittance:
    """A payment: the head of an 835. Its claims follow it one by one."""

    payer: Party
    payee: Party
    amount: Decimal  # BPR02
    paid: date | None  # BPR16
    produced: date | None  # DTM*405
    method: str  # BPR04: ACH, CHK, FWT, NON
    trace: str  # TRN02: check or transfer number
    controls: tuple[str, str, str]  # of interchange, group and transaction set
    test: bool
    name: str  # of the file

    @property
    def day(self) -> date | None:
        """The day of the notice: when it was made, else when it was paid."""
        return self.produced or self.paid


@noun
class ServicePayment:
    """What the payer decided on one service line."""

    number: int  # which line of the claim, counted from 1 as the payer lists them
    procedure: Procedure | None  # as adjudicated
    submitted: Procedure | None  # as billed, where the payer adjudicated another code
    charge: Decimal
    paid: Decimal
    units: Decimal | None
    revenue_code: str | None
    first: date | None
    last: date | None
    control: str | None  # the line's number on the claim (REF*6R)
    allowed: Decimal | None  # AMT*B6
    adjustments: tuple[Adjustment, ...]
    remarks: tuple[str, ...]  # remittance advice remark codes (RARC)


@noun
class ClaimPayment:
    """What the payer decided on one claim."""

    claim: str  # CLP01: the provider's number of the claim
    status: str  # CLP02
    charge: Decimal
    paid: Decimal
    patient_share: Decimal | None  # CLP05
    filing: str | None  # CLP06: kind of coverage (MB, MC, 12)
    payer_control: str | None  # CLP07: the payer's number of the claim
    place_of_service: str | None
    frequency: str | None
    drg: str | None
    patient: Party | None
    rendering: Party | None
    crossover: Party | None  # whom the payer sent the claim on to
    first: date | None
    last: date | None
    received: date | None
    references: tuple[tuple[str, str], ...]  # REF01 and REF02
    adjustments: tuple[Adjustment, ...]  # of the claim as a whole
    remarks: tuple[str, ...]
    services: tuple[ServicePayment, ...]
    segment: int  # where it begins in its file
    byte: int
    remittance: Remittance = field(repr=False, compare=False)

    @property
    def every_adjustment(self) -> tuple[Adjustment, ...]:
        """Those of the claim, then those of its lines."""
        return (*self.adjustments, *(one for service in self.services for one in service.adjustments))


@noun
class ProviderAdjustment:
    """Money moved that belongs to no claim of this payment (PLB); what is positive lowers the payment."""

    provider: str
    fiscal_year_end: date | None
    reason: str  # WO: overpayment recovered, L6: interest, FB: balance carried forward
    reference: str | None
    amount: Decimal
    remittance: Remittance = field(repr=False, compare=False)


def off_balance(charge: Decimal, adjustments: tuple[Adjustment, ...], paid: Decimal) -> Decimal:
    """What is left of charge less adjustments less payment: zero where they balance."""
    return charge - sum((one.amount for one in adjustments), Decimal()) - paid
