"""DOC104."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.coded import CodedEncounter
from nosologist.model.finding import Ask, Remove, Severity
from nosologist.rules.documentation.record import compared
from nosologist.rules.rule import Hit, Needs, guideline, rule

# A condition that the record states together with another (I.C.9.a): "hypertension, CKD" is I12.9 and states hypertension.
_STATED_BY = ((read_patterns("I10"), read_patterns("I11-I13")),)


@rule("DOC104", guideline("I.A.19"), severity=Severity.WARN, needs=Needs.RECORD)
def not_in_the_record(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code is reported that nothing in the record leads to."""
    found = compared(claim)
    if found:
        record, codes = found
        named = {one.category for entry in record.not_coded for one in entry.candidates}
        named |= {assignment.code.category for assignment in record.assignments}
        for code in codes:
            if code.category not in named and code.value[:1] not in "VWXYZ" and not _is_stated(code, record):
                yield Hit(
                    f"{code.dotted}: no statement of the record was found that leads to it",
                    (code,),
                    (Remove(code), Ask("Where does the record state it?")),
                )


def _is_stated(code: Code, record: CodedEncounter) -> bool:
    """True for a condition inside a combination code that the record leads to."""
    stating = [codes for conditions, codes in _STATED_BY if conditions[code.value]]
    return any(codes[one.code.value] for codes in stating for one in record.assignments)
