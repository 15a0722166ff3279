"""CM113."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.conventions.notes import at_codes, having, named_before, short
from nosologist.rules.rule import Hit, guideline, rule


@rule("CM113", guideline("I.A.13"), guideline("I.B.7"), severity=Severity.WARN, concerns=having(NoteKind.CODE_FIRST))
def cause_behind_its_manifestation(claim: Claim, books: Books) -> Iterator[Hit]:
    """A condition stands behind a code whose "code first" note names it."""
    for diagnosis, groups in at_codes(claim, NoteKind.CODE_FIRST, books):
        code = diagnosis.code
        for group in groups:
            before, behind = named_before(claim, group, code)
            if behind and not before:
                message = f"{behind[0].dotted} is coded before {code.dotted}: code first {short(group.text)}"
                yield Hit(message, (code, behind[0]), (Reorder(behind[0], code),))
                break
