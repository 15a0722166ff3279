"""CLM032."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.billing import Adjudication, Billing
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule

_PLACES = {"P": "primary", "S": "secondary", "T": "tertiary"}


@rule("CLM032", Citation("ASC X12N 837", "2320 SBR, 2430 SVD01"), severity=Severity.STOP, needs=Needs.FORM)
def other_payers_named(claim: Claim, books: Books) -> Iterator[Hit]:
    """The payers of a claim do not follow one another, or a decision is of one that the claim does not name."""
    billing = claim.billing
    if billing is None:
        return
    yield from _order(billing)
    named = Counter(one.coverage.payer.id for one in billing.other_payers)
    for number, line in enumerate(billing.lines, 1):
        for decided in line.adjudications:
            if wrong := _wrong(decided, named[decided.payer], len(billing.lines)):
                yield Hit(f"billed line {number}: {wrong}", lines=billing.service_line(number))


def _wrong(decided: Adjudication, payers: int, lines: int) -> str | None:
    """What is wrong with a decision of one of so many payers of its id, on a claim of so many lines."""
    if not payers:
        return "an adjudication is of a payer that is none of the other payers"
    if payers > 1:
        return f"an adjudication is of one of {payers} payers of the same id"
    if decided.bundled_into is not None and not 0 < decided.bundled_into <= lines:
        return f"was bundled into line {decided.bundled_into}, which the claim has not"
    return None


def _order(billing: Billing) -> Iterator[Hit]:
    """No place in the order of payment twice, and none before the payer that is billed left out."""
    own = billing.coverage.sequence
    places = Counter((own, *(one.coverage.sequence for one in billing.other_payers)))
    for sequence, name in _PLACES.items():
        if places[sequence] > 1:
            yield Hit(f"{places[sequence]} payers are {name}")
    if own not in _PLACES:  # unknown, or one that comes after the third
        return
    for sequence, name in _PLACES.items():
        if sequence == own:
            return
        if not places[sequence]:
            yield Hit(f"the claim goes to the {_PLACES[own]} payer and names no {name} one")
