"""A claim payment explained: every adjustment in words, its root cause, which lines were denied, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from nosologist.codesets.payer_codes import Cause, Meaning, causes, reason, remark
from nosologist.model.remittance import Adjustment, ClaimPayment, ServicePayment

_TOLD_BY_REMARKS = {"submission", "benefit", "other"}  # causes of reason codes that leave it to the remark codes
_ORDER = {"correct": 0, "appeal": 1, "other": 2, "routine": 3}
_NEW_CLAIM = {"MA130"}  # cannot be processed: no appeal, a new claim
_NO_APPEAL = {"N211", "MA44", "N704", "N83", "N111"}


class Outcome(StrEnum):
    """What became of a claim."""

    PAID = "paid"
    PARTLY = "partly denied"
    DENIED = "denied"
    PATIENT = "nothing to pay"  # all of it the patient's, the contract's or an earlier payer's
    REVERSED = "reversed"
    FORWARDED = "forwarded"
    PREDETERMINED = "predetermined"


class Explained(NamedTuple):
    """An adjustment in words. ``line`` is ``None`` where it is about the claim as a whole."""

    line: ServicePayment | None
    adjustment: Adjustment
    meaning: Meaning
    cause: Cause
    remarks: tuple[Meaning, ...]

    @property
    def denial(self) -> bool:
        """True where money was refused for a reason that is no routine."""
        return not self.cause.routine and self.adjustment.amount > 0


class ExplainedClaim(NamedTuple):
    """A claim payment with all that it means."""

    payment: ClaimPayment
    outcome: Outcome
    adjustments: tuple[Explained, ...]
    denied_lines: tuple[int, ...]

    @property
    def denials(self) -> tuple[Explained, ...]:
        """The adjustments that deny; none where the payment only takes an earlier one back."""
        if self.outcome in (Outcome.REVERSED, Outcome.FORWARDED, Outcome.PREDETERMINED):
            return ()
        return tuple(one for one in self.adjustments if one.denial)

    @property
    def at_stake(self) -> Decimal:
        """Dollars that the denials took."""
        return sum((one.adjustment.amount for one in self.denials), Decimal())

    @property
    def causes(self) -> tuple[Cause, ...]:
        """The root causes of the denials; what can be corrected comes first."""
        found = dict.fromkeys(one.cause for one in self.denials)
        return tuple(sorted(found, key=lambda cause: _ORDER[cause.kind]))

    @property
    def appealable(self) -> str:
        """Empty where an appeal is open; else why there is none."""
        remarks = {code for one in self.denials for code in _remarks_of(self.payment, one.line)}
        if found := sorted(remarks & _NEW_CLAIM):
            return f"{found[0]}: no appeal; send a new claim"
        if found := sorted(remarks & _NO_APPEAL):
            return f"{found[0]}: the payer states no right to appeal"
        return ""


def explain(payment: ClaimPayment) -> ExplainedClaim:
    """What a payer's decision on a claim means."""
    found = tuple(_explained(payment))
    denied = tuple(line.number for line in payment.services if _denied(line, found))
    return ExplainedClaim(payment, _outcome(payment, found, denied), found, denied)


def _explained(payment: ClaimPayment) -> Iterator[Explained]:
    for line in (None, *payment.services):
        remarks = tuple(map(remark, _remarks_of(payment, line)))
        for adjustment in payment.adjustments if line is None else line.adjustments:
            meaning = reason(adjustment.reason)
            yield Explained(line, adjustment, meaning, _cause(meaning, remarks), remarks)


def _remarks_of(payment: ClaimPayment, line: ServicePayment | None) -> tuple[str, ...]:
    """The remark codes that say more of a line: its own, then those of the claim."""
    return tuple(dict.fromkeys((*(line.remarks if line else ()), *payment.remarks)))


def _cause(meaning: Meaning, remarks: tuple[Meaning, ...]) -> Cause:
    known = causes()
    if meaning.cause in _TOLD_BY_REMARKS:
        for one in remarks:
            if one.cause not in ("information", "contractual"):
                return known[one.cause]
    return known[meaning.cause]


def _denied(line: ServicePayment, found: tuple[Explained, ...]) -> bool:
    return line.charge > 0 and line.paid == 0 and any(one.denial for one in found if one.line is line)


def _outcome(payment: ClaimPayment, found: tuple[Explained, ...], denied: tuple[int, ...]) -> Outcome:
    match payment.status:
        case "22":
            return Outcome.REVERSED
        case "23":
            return Outcome.FORWARDED
        case "25":
            return Outcome.PREDETERMINED
        case "4":
            return Outcome.DENIED
    if any(one.denial for one in found):
        charged = [line for line in payment.services if line.charge > 0]
        whole = len(denied) == len(charged) if charged else payment.paid == 0
        return Outcome.DENIED if whole and payment.paid == 0 else Outcome.PARTLY
    return Outcome.PAID if payment.paid > 0 or payment.charge == 0 else Outcome.PATIENT
