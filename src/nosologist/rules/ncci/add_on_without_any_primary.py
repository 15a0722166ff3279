"""NCCI102."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked, by_day


@rule("NCCI102", Citation("NCCI Add-on Code Edits", "type 2"), severity=Severity.STOP, needs=Needs.LINES, book="ncci")
def add_on_without_any_primary(claim: Claim, books: Books) -> Iterator[Hit]:
    """An add-on code whose primary codes the contractor decides stands alone."""
    added = asked(books)
    if not added.has_add_ons():
        return
    for day, lines in by_day(claim, books).items():
        for line in lines:
            edits = added.primaries(line.code, day)
            if any(edit.kind == 2 for edit in edits) and all(added.primaries(other.code, day) for other in lines):
                yield Hit(
                    f"{line.code} is an add-on code; no other service of this day stands beside it",
                    (line.line.code,),
                    lines=(line.number,),
                )
