"""CM117."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.conventions.notes import having, note_groups, short
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM117", guideline("I.A.17"), severity=Severity.INFO, concerns=having(NoteKind.CODE_ALSO))
def code_also_open(claim: Claim, books: Books) -> Iterator[Hit]:
    """A "code also" note names a condition that is not coded."""
    for diagnosis in claim.diagnoses:
        if diagnosis.assignment is not None:
            return  # coded from a record that was searched for it
        code = diagnosis.code
        for group in note_groups(code.value, NoteKind.CODE_ALSO, books):
            if not group.names_any(claim):
                yield Hit(f"{code.dotted}: code also {short(group.text)}", (code,))
