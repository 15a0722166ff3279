"""OG162."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Severity
from nosologist.rules.among import among
from nosologist.rules.rule import Hit, guideline, rule

_DEMENTIA = read_patterns("F01-F03")


@rule("OG162", guideline("I.C.5.d"), severity=Severity.WARN, concerns="F01-F03")
def dementia_of_two_severities(claim: Claim, books: Books) -> Iterator[Hit]:
    """One dementia is coded with two severities."""
    kinds: dict[str, dict[str, Code]] = defaultdict(dict)
    for code in among(claim, _DEMENTIA):
        kinds[code.category].setdefault(code.value[3], code)
    for grades in kinds.values():
        if len(grades) > 1:
            yield Hit(
                f"{' and '.join(code.dotted for code in grades.values())}: one code, for the highest severity of the stay",
                tuple(grades.values()),
            )
