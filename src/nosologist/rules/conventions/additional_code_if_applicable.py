"""CM115."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.conventions.notes import at_codes, having, short
from nosologist.rules.rule import Hit, guideline, rule


@rule(
    "CM115", guideline("I.A.13"), guideline("I.B.7"), severity=Severity.INFO, concerns=having(NoteKind.USE_ADDITIONAL)
)
def additional_code_if_applicable(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code may need an additional code, if the record supports one."""
    for diagnosis, groups in at_codes(claim, NoteKind.USE_ADDITIONAL, books):
        if diagnosis.assignment is not None:
            return  # coded from a record that was searched for it
        code = diagnosis.code
        for group in groups:
            own = group.owner == code.value and not group.conditional
            if not own and not group.names_any(claim):
                yield Hit(f"{code.dotted}: if the record supports it, use additional {short(group.text)}", (code,))
