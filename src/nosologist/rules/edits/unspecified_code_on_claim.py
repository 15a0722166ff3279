"""MCE020."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import flagged, raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE020",
    Citation("CMS Definitions of Medicare Code Edits", "20"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def unspecified_code_on_claim(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis leaves the side open that another code names."""
    if raised(claim, books, "UNSPECIFIED"):
        for code in flagged(claim, books, "unspecified"):
            yield Hit(
                f"{code.dotted} leaves the side open; a code that names it exists", (code,), (Ask("Which side?"),)
            )
