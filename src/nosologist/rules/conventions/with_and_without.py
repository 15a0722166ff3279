"""CM124."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.contradictions import denied_by
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Severity
from nosologist.rules.rule import Hit, guideline, rule

_OG150 = read_patterns("E08.9, E09.9, E10.9, E11.9, E13.9")


@rule("CM124", guideline("I.A.15"), guideline("I.B.2"), severity=Severity.WARN, concerns=denied_by)
def with_and_without(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code says without, or uncomplicated, what another of the same condition says with."""
    for diagnosis in claim.diagnoses if len(claim.categories) < len(claim.values) else ():
        code = diagnosis.code
        stated = denied_by(code.value, books).intersection(claim.values)
        if stated and not _OG150[code.value]:
            other = icd10cm(min(stated))
            yield Hit(f"{code.dotted} denies what {other.dotted} states", (code, other), (Remove(code), Remove(other)))
