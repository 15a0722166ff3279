"""PCS207."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Replace, Severity
from nosologist.rules.procedure_codes import differing, procedure_guideline
from nosologist.rules.rule import Hit, Needs, rule

_QUALIFIER = 7


@rule("PCS207", procedure_guideline("B3.4a"), severity=Severity.WARN, needs=Needs.RECORD)
def diagnostic_qualifier_of_record(claim: Claim, books: Books) -> Iterator[Hit]:
    """A biopsy is coded without the qualifier Diagnostic, or a treatment with it."""
    for code, record, _ in differing(claim, _QUALIFIER):
        recorded_as = record.code
        if recorded_as and {code.value[-1], record.pattern[-1]} == {"X", "Z"}:
            yield Hit(
                f"{code.value}: the record tells of {'a biopsy' if record.pattern[-1] == 'X' else 'no biopsy'}",
                (code,),
                (Replace(code, (recorded_as,)),),
                evidence=record.evidence,
            )
