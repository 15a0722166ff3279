"""CLM024."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked

_SAID = {
    "B": "is always part of another service",
    "I": "has another code for Medicare",
    "N": "is not covered by Medicare",
    "P": "is part of a service of the same day, or excluded",
    "X": "is not in the fee schedule by statute",
}


@rule(
    "CLM024",
    Citation("Medicare Physician Fee Schedule", "status indicators"),
    severity=Severity.WARN,
    needs=Needs.LINES,
    book="pfs",
)
def bundled_service(claim: Claim, books: Books) -> Iterator[Hit]:
    """The fee schedule does not pay the code by itself."""
    added = asked(books)
    for number, line in enumerate(claim.lines, 1):
        fee = added.fee(line.code.value, line.date or claim.date)
        if fee is not None and fee.status in _SAID:
            yield Hit(
                f"line {number}: {line.code.value} {_SAID[fee.status]} (status {fee.status})",
                (line.code,),
                lines=(number,),
            )
