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


@rule("CM112", guideline("I.A.13"), severity=Severity.STOP)
def manifestation_first(claim: Claim, books: Books) -> Iterator[Hit]:
    """A manifestation is principal or first-listed."""
    first = claim.first
    code = books.tabular.get(first.code.value) if first else None
    if first and code and _MANIFESTATION.search(code.title.lower()):
        groups = note_groups(code.value, NoteKind.CODE_FIRST, books)
        causes = [one for group in groups for one in named_before(claim, group, first.code)[1]]
        yield Hit(
            f"{first.code.dotted} ({code.title}) is never first",
            (first.code,),
            tuple(Reorder(cause, first.code) for cause in causes[:1]),
        )
