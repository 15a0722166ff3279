"""CM115."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Severity
from nosologist.rules.conventions.notes import NoteGroup, at_codes, having, note_groups, short
from nosologist.rules.rule import Hit, LastingHit, guideline, rule


@kept_by_code
def _hits(value: str, books: Books) -> tuple[tuple[NoteGroup, LastingHit], ...]:
    """The notes that a code need not follow, each with what there is to say where no code that it names is on the claim."""
    code = icd10cm(value)
    return tuple(
        [
            (
                group,
                LastingHit(f"{code.dotted}: if the record supports it, use additional {short(group.text)}", (code,)),
            )
            for group in note_groups(value, NoteKind.USE_ADDITIONAL, books)
            if group.owner != value or group.conditional
        ]
    )


@rule(
    "CM115", guideline("I.A.13"), guideline("I.B.7"), severity=Severity.INFO, concerns=having(NoteKind.USE_ADDITIONAL)
)
def additional_code_if_applicable(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code may need an additional code, if the record supports one."""
    for diagnosis, _ in at_codes(claim, NoteKind.USE_ADDITIONAL, books):
        if diagnosis.assignment is not None:
            return  # coded from a record that was searched for it
        for group, hit in _hits(diagnosis.code.value, books):
            if not group.names_any(claim):
                yield hit
