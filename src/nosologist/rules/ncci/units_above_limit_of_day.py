"""MUE003."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked, by_code, by_day, edit_setting


@rule("MUE003", Citation("NCCI Medically Unlikely Edits", "MAI 3"), severity=Severity.WARN, needs=Needs.LINES)
def units_above_limit_of_day(claim: Claim, books: Books) -> Iterator[Hit]:
    """A day has more units of a code than are medically likely."""
    setting, added = edit_setting(claim), asked(books)
    for day, lines in by_day(claim).items():
        for code, same in by_code(lines).items():
            edit = added.most(code, day, setting)
            if edit is not None and edit.indicator == 3 and (units := sum(line.units for line in same)) > edit.most:
                yield Hit(
                    f"{code}: {units:f} units on one day; at most {edit.most} ({edit.rationale})",
                    (same[0].line.code,),
                    lines=tuple(line.number for line in same),
                )
