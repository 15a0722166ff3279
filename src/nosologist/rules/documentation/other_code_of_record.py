"""DOC107."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.coded import CodedEncounter
from nosologist.model.finding import Ask, Replace, Severity
from nosologist.rules.documentation.record import compared, says_more
from nosologist.rules.rule import Hit, Needs, guideline, rule


@rule("DOC107", guideline("I.B.2"), guideline("I.A.19"), severity=Severity.WARN, needs=Needs.RECORD)
def other_code_of_record(claim: Claim, books: Books) -> Iterator[Hit]:
    """The record leads to another code of the same category."""
    found = compared(claim)
    if found:
        record, codes = found
        for code in codes:
            others = [one.code for one in record.assignments if one.code.category == code.category]
            left = [one for one in others if one.value not in claim.values]
            if left and len(others) == 1 and not _is_named(code, record) and not says_more(code, left, books):
                yield Hit(
                    f"{code.dotted} is coded; the record leads to {left[0].dotted}",
                    (code, left[0]),
                    (Replace(code, (left[0],)), Ask(f"Where does the record state {code.dotted}?")),
                )


def _is_named(code: Code, record: CodedEncounter) -> bool:
    """True where a statement that gave no code may mean it."""
    return any(code.value.startswith(one.value) for entry in record.not_coded for one in entry.candidates)
