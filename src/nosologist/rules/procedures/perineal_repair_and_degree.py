"""PCS603."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.procedure_codes import of_kind, procedure_guideline, recorded
from nosologist.rules.rule import Hit, rule

_LAYERS = (
    re.compile("0HQ9|0UQ[GM]"),
    re.compile("0KQM"),
    re.compile("0DQ[PR]"),
)  # skin and mucosa, muscle, sphincter and rectum
_REPAIR = re.compile("0HQ9|0UQ[GM]|0KQM|0DQ[PR]")
_DEGREES = {
    "O700": (0, "a first degree laceration is repaired in skin or mucosa"),
    "O701": (1, "a second degree laceration is repaired in the perineal muscle (0KQM0ZZ)"),
    "O702": (2, "a third degree laceration is repaired in the anal sphincter (0DQR0ZZ)"),
    "O703": (2, "a fourth degree laceration is repaired in anal sphincter and rectum (0DQR0ZZ, 0DQP0ZZ)"),
}


@rule("PCS603", procedure_guideline("B3.5"), severity=Severity.WARN, concerns="O70", procedures=(_REPAIR,))
def perineal_repair_and_degree(claim: Claim, books: Books) -> Iterator[Hit]:
    """The layer of a perineal repair does not fit the degree of the laceration."""
    for degree, (depth, told) in _DEGREES.items():
        if any(value.startswith(degree) for value in claim.values):
            for code in of_kind(claim, _REPAIR):
                if _depth(code.value) != depth and not of_kind(claim, _LAYERS[depth]):
                    yield Hit(f"{code.value}: {told}", (code,), evidence=recorded(claim, code))
            break


def _depth(value: str) -> int:
    return next(depth for depth, layer in enumerate(_LAYERS) if layer.match(value))
