"""CM117."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Severity
from nosologist.rules.conventions.notes import at_codes, having, note_groups, short
from nosologist.rules.rule import Hit, LastingHit, guideline, rule


@kept_by_code
def _hits(value: str, books: Books) -> tuple[LastingHit, ...]:
    """What there is to say of each note where no code that it names is on the claim."""
    code = icd10cm(value)
    groups = note_groups(value, NoteKind.CODE_ALSO, books)
    return tuple([LastingHit(f"{code.dotted}: code also {short(group.text)}", (code,)) for group in groups])


@rule("CM117", guideline("I.A.17"), severity=Severity.INFO, concerns=having(NoteKind.CODE_ALSO))
def code_also_open(claim: Claim, books: Books) -> Iterator[Hit]:
    """A "code also" note names a condition that is not coded."""
    for diagnosis, groups in at_codes(claim, NoteKind.CODE_ALSO, books):
        if diagnosis.assignment is not None:
            return  # coded from a record that was searched for it
        for group, hit in zip(groups, _hits(diagnosis.code.value, books), strict=True):
            if not group.names_any(claim):
                yield hit
