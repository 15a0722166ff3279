"""COV001."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Ask, Severity
from nosologist.rules.necessity import line_diagnoses, line_policies
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import NOTICE, asked


@rule(
    "COV001",
    Citation("Medicare Program Integrity Manual", "13"),
    severity=Severity.STOP,
    needs=Needs.LINES,
    book="coverage",
)
def diagnosis_not_covered(claim: Claim, books: Books) -> Iterator[Hit]:
    """No diagnosis of a line is among those that make its service necessary."""
    if not asked(books).has_coverage():
        return
    for number, line in enumerate(claim.lines, 1):
        policies = [one for one in line_policies(line, claim, books) if one.covered]
        codes = line_diagnoses(line, claim)
        if not policies or not codes or NOTICE.intersection(line.modifiers):
            continue
        if not any(policy.covers(code.value) for policy in policies for code in codes):
            named = ", ".join(dict.fromkeys(policy.number for policy in policies))
            yield Hit(
                f"line {number}: {line.code.value} is covered for other diagnoses only ({named})",
                (line.code, *codes),
                (Ask("Is another reason for the service documented?"),),
                lines=(number,),
            )
