"""COV002."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.necessity import line_diagnoses, line_policies
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import NOTICE, asked


@rule(
    "COV002",
    Citation("Medicare Program Integrity Manual", "13"),
    severity=Severity.STOP,
    needs=Needs.LINES,
    book="coverage",
)
def diagnosis_never_covered(claim: Claim, books: Books) -> Iterator[Hit]:
    """A policy names the diagnosis of a line as one for which the service is never covered."""
    if not asked(books).has_coverage():
        return
    for number, line in enumerate(claim.lines, 1):
        codes = line_diagnoses(line, claim)
        policies = line_policies(line, claim, books)
        if (
            not codes
            or NOTICE.intersection(line.modifiers)
            or any(one.covers(code.value) for one in policies for code in codes)
        ):
            continue
        for policy in policies:
            for code in codes:
                if policy.rejects(code.value):
                    yield Hit(
                        f"line {number}: {line.code.value} is not covered for {code.dotted} ({policy.number})",
                        (line.code, code),
                        lines=(number,),
                    )
