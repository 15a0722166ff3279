"""NCCI103."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import without_primary


@rule("NCCI103", Citation("NCCI Add-on Code Edits", "type 3"), severity=Severity.WARN, needs=Needs.LINES, book="ncci")
def add_on_with_unlisted_primary(claim: Claim, books: Books) -> Iterator[Hit]:
    """An add-on code stands beside none of the primary codes that CMS lists; the contractor may allow others."""
    for line, named in without_primary(claim, books, 3):
        yield Hit(
            f"{line.code} is an add-on code; its primary is not on this day: {named}",
            (line.line.code,),
            lines=(line.number,),
        )
