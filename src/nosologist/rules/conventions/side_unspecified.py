"""CM121."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books, by_code, kept_by_code
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Ask, Replace, Severity
from nosologist.rules.conventions.sided import open_sides
from nosologist.rules.rule import Hit, LastingHit, guideline, rule


@kept_by_code
def _open(value: str, books: Books) -> LastingHit | None:
    code, choices = icd10cm(value), tuple(map(icd10cm, open_sides(value, books)))
    changes = (Replace(code, choices), Ask("Which side is affected?"))
    return LastingHit(f"{code.dotted}: the side is not stated", (code,), changes) if choices else None


@rule("CM121", guideline("I.B.13"), severity=Severity.WARN, concerns=_open)
def side_unspecified(claim: Claim, books: Books) -> Iterator[Hit]:
    """The side is left unspecified where the Tabular has right and left."""
    known = by_code(_open, books)
    yield from filter(None, [known[value] for value in claim.values])
