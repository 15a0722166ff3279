"""OG248."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import among
from nosologist.rules.guidelines.intent import POISONING, intent
from nosologist.rules.rule import Hit, guideline, rule

_POISON = read_patterns("T36-T65")


@rule("OG248", guideline("I.C.19.e.5.b"), guideline("I.C.19.e.5.d"), severity=Severity.WARN, concerns="T36-T65")
def poisoning_behind_its_effect(claim: Claim, books: Books) -> Iterator[Hit]:
    """A poisoning or toxic effect stands behind what it caused."""
    first = claim.first
    poison = next(
        (
            code
            for code in among(claim, _POISON)
            if (meant := intent(code)) and meant in POISONING and code.value[6] != "S"
        ),
        None,
    )
    if first and poison and first.code.value[:1] not in "OSTVWXYZ":
        yield Hit(
            f"{poison.dotted} goes before {first.code.dotted} where it caused it",
            (poison, first.code),
            (Reorder(poison, first.code),),
        )
