"""CLM010."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, rule


@rule("CLM010", Citation("Medicare Claims Processing Manual", "26 §10.4, item 24A"), severity=Severity.STOP)
def dates_out_of_order(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two dates of the claim cannot both be right."""
    if claim.admitted and claim.date and claim.admitted > claim.date:
        yield Hit(f"admitted {claim.admitted}, after the discharge on {claim.date}")
    received = claim.form.received if claim.form else None
    if received and claim.date and received < claim.date:
        yield Hit(f"received {received}, before the service on {claim.date}")
    for number, line in enumerate(claim.lines, 1):
        if line.date and claim.admitted and claim.date and claim.admitted <= claim.date:
            if not claim.admitted <= line.date <= claim.date:
                yield Hit(f"line {number} is of {line.date}, outside the stay", (line.code,), lines=(number,))
        elif line.date and received and received < line.date:
            yield Hit(f"line {number} is of {line.date}, after the claim was received", (line.code,), lines=(number,))
    for procedure in claim.procedures:
        if procedure.date and claim.date and procedure.date > claim.date:
            yield Hit(f"{procedure.code.value} is of {procedure.date}, after the discharge", (procedure.code,))
