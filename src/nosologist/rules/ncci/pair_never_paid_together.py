"""NCCI001."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Remove, Severity
from nosologist.rules.code_pairs import pairs
from nosologist.rules.rule import Hit, Needs, rule


@rule("NCCI001", Citation("NCCI Policy Manual", "I"), severity=Severity.STOP, needs=Needs.SEVERAL_LINES, book="ncci")
def pair_never_paid_together(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two codes of one day are never paid together; no modifier helps."""
    for pair in pairs(claim, books):
        if not pair.edit.modifier_allowed:
            one, other = pair.codes
            yield Hit(
                f"{other.value} is not paid beside {one.value} on this day; no modifier helps ({pair.edit.rationale})",
                pair.codes,
                (Remove(other),),
                lines=pair.numbers,
            )
