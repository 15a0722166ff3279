"""CM112."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.conventions.notes import named_before, note_groups
from nosologist.rules.rule import Hit, guideline, rule

_MANIFESTATION = re.compile(r"\bin\b[^,]*\bclassified elsewhere")


def _is_manifestation(value: str, books: Books) -> bool:
    code = books.tabular.get(value)
    return code is not None and _MANIFESTATION.search(code.title.lower()) is not None


@rule("CM112", guideline("I.A.13"), severity=Severity.STOP, concerns=_is_manifestation)
def manifestation_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """A manifestation is principal or first-listed."""
    first = claim.first
    if first and _is_manifestation(first.code.value, books):
        groups = note_groups(first.code.value, NoteKind.CODE_FIRST, books)
        causes = [one for group in groups for one in named_before(claim, group, first.code)[1]]
        yield Hit(
            f"{first.code.dotted} is a manifestation, which is never first",
            (first.code,),
            tuple(Reorder(cause, first.code) for cause in causes[:1]),
        )
