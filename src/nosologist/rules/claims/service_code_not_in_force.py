"""CLM019."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked


@rule("CLM019", Citation("45 CFR", "162.1002"), severity=Severity.STOP, needs=Needs.LINES, book="hcpcs")
def service_code_not_in_force(claim: Claim, books: Books) -> Iterator[Hit]:
    """A HCPCS Level II code does not exist on the day of service."""
    added = asked(books)
    for number, line in enumerate(claim.lines, 1):
        day = line.date or claim.date
        if not line.code.value[:1].isalpha() or not added.has_hcpcs(day):
            continue
        code = added.hcpcs(line.code.value, day)
        if code is None:
            yield Hit(f"line {number}: HCPCS Level II has no {line.code.value[:12]}", (line.code,), lines=(number,))
        elif day and code.is_valid(day) is False:
            until = f"until {code.ended}" if code.ended and code.ended < day else f"from {code.added} on"
            yield Hit(f"line {number}: {line.code.value} is valid {until}", (line.code,), lines=(number,))
