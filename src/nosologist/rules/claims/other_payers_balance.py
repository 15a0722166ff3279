"""CLM033."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from nosologist.codesets.library import Books
from nosologist.model.billing import Adjudication, Billing, OtherPayer
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.model.remittance import Adjustment
from nosologist.rules.rule import Hit, Needs, rule


@rule("CLM033", Citation("ASC X12N 837", "2320 AMT, CAS; 2430 SVD, CAS"), severity=Severity.STOP, needs=Needs.FORM)
def other_payers_balance(claim: Claim, books: Books) -> Iterator[Hit]:
    """What another payer paid and adjusted does not add up to what was charged."""
    billing = claim.billing
    if billing is None:
        return
    for place, one in enumerate(billing.other_payers, 1):
        decisions = {
            number: [decided for decided in line.adjudications if decided.payer == one.coverage.payer.id]
            for number, line in enumerate(billing.lines, 1)
        }
        for number, found in decisions.items():
            charge = billing.lines[number - 1].charge
            if found and charge is not None and (off := charge - _accounted(found)):
                accounted = f"paid and adjusted {charge - off:.2f} of {charge:.2f}"
                yield Hit(f"billed line {number}: other payer {place} {accounted}", lines=billing.service_line(number))
        yield from _whole(one, place, billing, [decided for found in decisions.values() for decided in found])


def _accounted(decisions: Iterable[Adjudication]) -> Decimal:
    """What was paid and adjusted; a line may be decided in parts."""
    return sum((one.paid + _sum(one.adjustments) for one in decisions), Decimal(0))


def _sum(adjustments: Iterable[Adjustment]) -> Decimal:
    return sum((one.amount for one in adjustments), Decimal(0))


def _whole(one: OtherPayer, place: int, billing: Billing, decided: list[Adjudication]) -> Iterator[Hit]:
    """The claim as a whole: what was paid for its lines less its own adjustments, else its charge less these."""
    total = billing.charges if billing.total is None else billing.total
    if one.noncovered is not None:
        if one.paid is not None or one.adjustments or decided:
            yield Hit(f"other payer {place} is said to cover nothing, and to have decided on the claim")
        if one.noncovered != total:
            yield Hit(f"other payer {place}: {one.noncovered:.2f} are not covered; the claim's total is {total:.2f}")
        return
    if one.paid is None:
        if one.adjustments or decided:
            yield Hit(f"other payer {place}: what it paid for the claim is missing")
        return
    lines = sum((line.paid for line in decided), Decimal(0)) if decided else total
    left = lines - _sum(one.adjustments)
    if one.paid != left:
        of = "paid for the lines" if decided else "charged"
        yield Hit(
            f"other payer {place} paid {one.paid:.2f}; {lines:.2f} {of} less adjustments of the claim are {left:.2f}"
        )
    if one.adjudicated is None and not decided:
        yield Hit(f"other payer {place}: the date on which it decided is missing")
