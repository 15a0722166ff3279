"""CM116."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.conventions.notes import at_codes, having, named_before, short
from nosologist.rules.rule import Hit, guideline, rule

_NAMED = "B95-B97, Z79, Z16, Z72.0, Z87.891, Z77.22, Z57.31, Z18, Y90"
_ADDITIONAL = read_patterns(_NAMED)


def _only_additional(code: Code) -> bool:
    return covered(_ADDITIONAL, code.value)


@rule(
    "CM116",
    guideline("I.A.13"),
    guideline("I.B.7"),
    severity=Severity.WARN,
    concerns=having(NoteKind.USE_ADDITIONAL),
    beside=_NAMED,
)
def additional_code_before_its_condition(claim: Claim, books: Books) -> Iterator[Hit]:
    """An additional code stands before the condition that it describes further."""
    for diagnosis, groups in at_codes(claim, NoteKind.USE_ADDITIONAL, books):
        code = diagnosis.code
        for group in groups:
            before, behind = named_before(claim, group, code)
            first = next((one for one in before if _only_additional(one)), None)
            if first and not behind:
                message = f"{first.dotted} is an additional code to {code.dotted}: use additional {short(group.text)}"
                yield Hit(message, (first, code), (Reorder(code, first),))
