"""PCS609."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import of_kind, procedure_guideline, recorded
from nosologist.rules.rule import Hit, rule

_ROBOT, _OPERATION = re.compile("8E0.[0-9X]C"), re.compile("0|X")


@rule("PCS609", procedure_guideline("B3.2"), severity=Severity.WARN, procedures=(_ROBOT,))
def robot_without_operation(claim: Claim, books: Books) -> Iterator[Hit]:
    """Robotic assistance is coded without the operation that it assisted."""
    robots = of_kind(claim, _ROBOT)
    if robots and not of_kind(claim, _OPERATION):
        yield Hit(
            f"{robots[0].value}: the operation itself is not coded", (robots[0],), evidence=recorded(claim, robots[0])
        )
