"""Denials counted: how often, for how much, by cause, reason, rule, code, provider and payer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from nosologist.answers.meaning import ExplainedClaim, Outcome
from nosologist.codesets.payer_codes import reason
from nosologist.model.remittance import ClaimPayment, ServicePayment

BY = ("cause", "reason", "rule", "code", "provider", "payer")
_LEFT_OUT = {Outcome.REVERSED, Outcome.FORWARDED, Outcome.PREDETERMINED}  # no decision of their own
_NO_RULE, _NO_CODE = "no rule finds it", "no line"


class Row(NamedTuple):
    """A row of the report. Of codes, ``decided`` counts lines; of all others, claims."""

    by: str
    key: str
    words: str
    decided: int
    denied: int  # in part or in whole
    dollars: Decimal  # that the denials took

    @property
    def rate(self) -> float:
        """Share that was denied, 0 to 1."""
        return self.denied / self.decided if self.decided else 0.0


@dataclass(slots=True)
class _Count:
    decided: Counter[str] = field(default_factory=Counter)
    denied: Counter[str] = field(default_factory=Counter)
    dollars: dict[str, Decimal] = field(default_factory=dict)

    def deny(self, key: str, dollars: Decimal) -> None:
        self.dollars[key] = self.dollars.get(key, Decimal()) + dollars


@dataclass(slots=True)
class Denials:
    """The counts of many claims; memory grows with the number of keys, not of claims."""

    claims: int = 0
    whole: int = 0  # denied in whole
    partly: int = 0
    charged: Decimal = Decimal()
    paid: Decimal = Decimal()
    at_stake: Decimal = Decimal()
    left_out: int = 0  # reversals and what was not decided
    counts: dict[str, _Count] = field(default_factory=lambda: {by: _Count() for by in BY})

    def add(self, claim: ExplainedClaim) -> None:
        """Count a claim payment."""
        if claim.outcome in _LEFT_OUT:
            self.left_out += 1
            return
        payment = claim.payment
        self.claims += 1
        self.whole += claim.outcome is Outcome.DENIED
        self.partly += claim.outcome is Outcome.PARTLY
        self.charged += payment.charge
        self.paid += payment.paid
        self.at_stake += claim.at_stake
        self._add_denials(claim)
        denied = claim.outcome in (Outcome.DENIED, Outcome.PARTLY)
        for by, key in (("provider", _provider(payment)), ("payer", payment.remittance.payer.name or "not named")):
            count = self.counts[by]
            count.decided[key] += 1
            count.denied[key] += denied
            count.deny(key, claim.at_stake)
        self._add_codes(claim)

    def _add_denials(self, claim: ExplainedClaim) -> None:
        """By cause, reason and rule: a claim counts once for each of them that denies some of it."""
        seen: set[tuple[str, str]] = set()
        for one in claim.denials:
            rules = one.meaning.rules or (_NO_RULE,)
            keys = [("cause", one.cause.name), ("reason", one.adjustment.reason), *(("rule", rule) for rule in rules)]
            for by, key in keys:
                self.counts[by].deny(key, one.adjustment.amount)
                seen.add((by, key))
        for by, key in seen:
            self.counts[by].denied[key] += 1

    def _add_codes(self, claim: ExplainedClaim) -> None:
        """By code: each charged line; denials of the claim as a whole have no code."""
        count = self.counts["code"]
        lines = {line.number: _code(line) for line in claim.payment.services if line.charge > 0}
        count.decided.update(lines.values())
        hit: set[int] = set()
        for one in claim.denials:
            number = one.line.number if one.line else None
            key = lines.get(number, _NO_CODE) if number else _NO_CODE
            count.deny(key, one.adjustment.amount)
            if number in lines:
                hit.add(number)
        count.denied.update(lines[number] for number in hit)

    def tallies(self) -> Iterator[tuple[str, str, int, int, Decimal]]:
        """Each count that is added up for a row: by, key, decided, denied, dollars; ``decided`` is zero where claims count."""
        for by, count in self.counts.items():
            for key in sorted(count.decided.keys() | count.denied.keys() | count.dollars.keys()):
                yield by, key, count.decided[key], count.denied[key], count.dollars.get(key, Decimal())

    def rows(self, by: Iterable[str] = BY) -> Iterator[Row]:
        """The rows, the most dollars first; what was never denied is left out, but payers and providers stand all."""
        for one in by:
            count = self.counts[one]
            keys = set(count.decided) if one in ("provider", "payer") else set(count.dollars)
            for key in sorted(keys, key=lambda key: (-count.dollars.get(key, Decimal()), key)):
                decided = count.decided[key] if one in ("code", "provider", "payer") else self.claims
                yield Row(one, key, _words(one, key), decided, count.denied[key], count.dollars.get(key, Decimal()))


def _code(line: ServicePayment) -> str:
    """The code that was billed, else the revenue code."""
    procedure = line.submitted or line.procedure
    return procedure.code if procedure else f"revenue {line.revenue_code}" if line.revenue_code else "not named"


def _provider(payment: ClaimPayment) -> str:
    """Who rendered the service, else whom the payment went to: the number, else the name."""
    party = payment.rendering or payment.remittance.payee
    return party.number or party.name or "not named"


def _words(by: str, key: str) -> str:
    return reason(key).words if by == "reason" else ""
