"""CM117."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.conventions.notes import at_codes, having, short
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM117", guideline("I.A.17"), severity=Severity.INFO, concerns=having(NoteKind.CODE_ALSO))
def code_also_open(claim: Claim, books: Books) -> Iterator[Hit]:
    """A "code also" note names a condition that is not coded."""
    for diagnosis, groups in at_codes(claim, NoteKind.CODE_ALSO, books):
        if diagnosis.assignment is not None:
            return  # coded from a record that was searched for it
        code = diagnosis.code
        for group in groups:
            if not group.names_any(claim):
                yield Hit(f"{code.dotted}: code also {short(group.text)}", (code,))
