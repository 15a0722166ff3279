"""CLM031."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule


@rule("CLM031", Citation("45 CFR", "162.1102"), severity=Severity.STOP, needs=Needs.FORM)
def received_segments(claim: Claim, books: Books) -> Iterator[Hit]:
    """Segments of a received claim are missing, stand in a wrong place, or hold what they cannot hold."""
    if claim.billing is not None and claim.billing.received is not None:
        for fault in claim.billing.received.faults:
            yield Hit(fault)
