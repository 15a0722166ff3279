"""Units of one day against NCCI's medically unlikely edits."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.rules.rule import Hit
from nosologist.rules.service_lines import asked, by_code, by_day, edit_setting


def days_above_limit(claim: Claim, books: Books, indicator: int) -> Iterator[Hit]:
    """The codes whose units on a day are more than an edit with this adjudication indicator (2 or 3) lets them be."""
    setting, added = edit_setting(claim), asked(books)
    for day, lines in by_day(claim, books).items():
        if not added.has_units(day, setting):
            continue
        for code, same in by_code(lines).items():
            edit = added.most(code, day, setting)
            if (
                edit is not None
                and edit.indicator == indicator
                and (units := sum(line.units for line in same)) > edit.most
            ):
                yield Hit(
                    f"{code}: {units:g} units on one day; at most {edit.most} ({edit.rationale})",
                    (same[0].line.code,),
                    lines=tuple(line.number for line in same),
                )
