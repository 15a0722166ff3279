"""CM114."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Add, Severity
from nosologist.rules.conventions.notes import at_codes, having, short
from nosologist.rules.rule import Hit, guideline, rule

_MOST = 6


@rule(
    "CM114", guideline("I.A.13"), guideline("I.B.7"), severity=Severity.WARN, concerns=having(NoteKind.USE_ADDITIONAL)
)
def additional_code_missing(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code asks for an additional code that is not there."""
    for diagnosis, groups in at_codes(claim, NoteKind.USE_ADDITIONAL, books):
        code = diagnosis.code
        for group in groups:
            if group.owner == code.value and not group.conditional and not group.names_any(claim):
                wanted = tuple(dict.fromkeys(icd10cm(one.first) for one in group.ranges))[:_MOST]
                yield Hit(f"{code.dotted}: use additional {short(group.text)}", (code,), (Add(wanted),))
