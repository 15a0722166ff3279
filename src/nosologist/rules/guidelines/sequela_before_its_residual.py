"""OG104."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.code_patterns import read_patterns
from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.among import is_first
from nosologist.rules.rule import Hit, guideline, rule

_SEQUELA = read_patterns("S00-T88, M80, M84, B90-B94, E64, E68, G09, O94")


@rule(
    "OG104",
    guideline("I.B.10"),
    guideline("I.C.19.a"),
    severity=Severity.WARN,
    concerns="S00-T88, M80, M84, B90-B94, E64, E68, G09, O94",
)
def sequela_before_its_residual(claim: Claim, books: Books) -> Iterator[Hit]:
    """The code for a sequela stands first; the condition that it left goes before it."""
    first = is_first(claim, _SEQUELA)
    title = books.tabular.get(first.value) if first else None
    if first and title and (first.value[:1] not in "STM" or title.title.endswith("sequela")):
        residual = next((one.code for one in claim.diagnoses[1:] if one.code.value[:1] not in "STVWXYZ"), None)
        said = f"; {residual.dotted} may be what it left" if residual else "; what it left is not coded"
        yield Hit(
            f"{first.dotted} says what came before{said}", (first,), (Reorder(residual, first),) if residual else ()
        )
