"""The other payers of an abstract and what they decided, each field with its reader."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from nosologist.errors import UnreadableClaimError
from nosologist.formats.abstract_people import COVERAGE, insured
from nosologist.formats.contract import (
    Read,
    amount,
    an_object,
    capitals,
    day,
    each,
    filled,
    needed_in,
    one_of,
    shown,
    text,
    whole,
)
from nosologist.model.billing import Adjudication, Coverage, OtherPayer
from nosologist.model.code import undotted
from nosologist.model.remittance import Adjustment, Procedure


def money(where: str, value: Any) -> Decimal:
    """An amount in dollars with at most two decimals."""
    number = amount(where, value)
    if number != round(number, 2) or abs(number) >= 10**10:
        raise UnreadableClaimError(f"{where}: {shown(value)} is no amount in dollars and cents")
    return number


def revenue(where: str, value: Any) -> str:
    """A revenue code with its leading zero."""
    return text(where, value).zfill(4)


def _adjustment(where: str, value: Any) -> Adjustment:
    facts = an_object(where, value, ADJUSTMENT)
    needed_in(where, facts, "group", "reason", "amount")
    return Adjustment(**facts)


def other_payer(where: str, value: Any) -> OtherPayer:
    """Another insurance of the patient with what its payer decided."""
    facts = an_object(where, value, OTHER_PAYER)
    needed_in(where, facts, "payer", "sequence", "member_id")
    coverage = Coverage(**{name: facts.pop(name) for name in COVERAGE if name in facts})
    return OtherPayer(coverage, **facts)


def adjudication(where: str, value: Any) -> Adjudication:
    """What another payer decided on a line; without a code it is that of the line, as ``claim_of_abstract`` fills it in."""
    facts = an_object(where, value, ADJUDICATION)
    needed_in(where, facts, "payer", "paid")
    code, modifiers = facts.pop("code", None), facts.pop("modifiers", ())
    if code is None and modifiers:
        raise UnreadableClaimError(f"{where}.code: is missing; name the code that the modifiers belong to")
    service = None if code is None else Procedure("HC", undotted(code), modifiers)
    return Adjudication(service=service, **facts)


ADJUSTMENT: dict[str, Read] = {
    "group": one_of("CO", "PR", "OA", "PI", "CR"), "reason": capitals, "amount": money, "quantity": amount,
}  # fmt: skip
OTHER_PAYER: dict[str, Read] = {
    **COVERAGE,
    "sequence": one_of(*"PSTABCDEFGHU"),
    "subscriber": insured,
    "paid": money,
    "noncovered": money,
    "patient_owes": money,
    "adjustments": each(_adjustment),
    "adjudicated": day,
    "claim_number": filled,
    "authorization": filled,
    "referral": filled,
    "benefits_assigned": one_of("Y", "N", "W"),
    "release": one_of("Y", "I"),
    "remarks": each(capitals),
    "covered_days": amount,
}
ADJUDICATION: dict[str, Read] = {
    "payer": filled,
    "paid": money,
    "code": filled,
    "modifiers": each(capitals),
    "revenue": revenue,
    "units": amount,
    "bundled_into": whole,
    "adjustments": each(_adjustment),
    "adjudicated": day,
    "patient_owes": money,
}
