"""CLM004."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import is_institutional

_MOST = 50


@rule("CLM004", Citation("ASC X12N 837P", "2400"), severity=Severity.STOP, needs=Needs.LINES)
def too_many_lines(claim: Claim, books: Books) -> Iterator[Hit]:
    """A professional claim has more lines than it takes."""
    if len(claim.lines) > _MOST and not (claim.kind is not None and is_institutional(claim)):
        yield Hit(
            f"{len(claim.lines)} service lines; a professional claim takes {_MOST}",
            lines=tuple(range(_MOST + 1, len(claim.lines) + 1)),
        )
