"""MCE004."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.mce import AGES, flagged, raised
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule(
    "MCE004",
    Citation("CMS Definitions of Medicare Code Edits", "4"),
    severity=Severity.STOP,
    settings=INPATIENT,
    needs=Needs.EDITS,
)
def age_conflict(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis does not fit the patient's age."""
    if claim.age is None or not raised(claim, books, "AGE_CONFLICT"):
        return
    named = False
    for flag, (least, most) in AGES.items():
        for code in flagged(claim, books, flag) if not least <= claim.age <= most else ():
            named = True
            yield Hit(f"{code.dotted} is for ages {least} to {most}; the patient is {claim.age}", (code,))
    if not named:  # an age range of another year
        yield Hit(f"a diagnosis does not fit the age of {claim.age}")
