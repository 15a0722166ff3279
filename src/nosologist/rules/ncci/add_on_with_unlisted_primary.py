"""NCCI103."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked, by_day

_MOST_NAMED = 6


@rule("NCCI103", Citation("NCCI Add-on Code Edits", "type 3"), severity=Severity.WARN, needs=Needs.LINES)
def add_on_with_unlisted_primary(claim: Claim, books: Books) -> Iterator[Hit]:
    """An add-on code stands beside none of the primary codes that CMS lists; the contractor may allow others."""
    added = asked(books)
    if not added.has_add_ons():
        return
    for day, lines in by_day(claim, books).items():
        codes = {line.code for line in lines}
        for line in lines:
            primaries = [
                edit.primary_code for edit in added.primaries(line.code, day) if edit.kind == 3 and edit.primary_code
            ]
            if primaries and codes.isdisjoint(primaries):
                named = ", ".join(primaries[:_MOST_NAMED]) + (", ..." if len(primaries) > _MOST_NAMED else "")
                yield Hit(
                    f"{line.code} is an add-on code; its primary is not on this day: {named}",
                    (line.line.code,),
                    lines=(line.number,),
                )
