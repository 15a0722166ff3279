"""MUE001."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked, edit_setting, placed


@rule(
    "MUE001", Citation("NCCI Medically Unlikely Edits", "MAI 1"), severity=Severity.STOP, needs=Needs.LINES, book="ncci"
)
def units_above_limit_of_line(claim: Claim, books: Books) -> Iterator[Hit]:
    """A line has more units than one line may have."""
    setting, added = edit_setting(claim), asked(books)
    for line in placed(claim):
        day = line.line.date or claim.date
        edit = added.most(line.code, day, setting) if added.has_units(day, setting) else None
        if edit is not None and edit.indicator == 1 and line.units > edit.most:
            yield Hit(
                f"{line.code}: {line.units:g} units on a line; at most {edit.most} ({edit.rationale})",
                (line.line.code,),
                lines=(line.number,),
            )
