"""DRG101."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.grouping.msdrg import drg_of
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import INPATIENT, Hit, Needs, rule


@rule("DRG101", Citation("42 CFR", "412.154"), severity=Severity.WARN, settings=INPATIENT, needs=Needs.DIAGNOSES)
def hospital_acquired_condition(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis is a hospital-acquired condition that was not present on admission."""
    drg = drg_of(claim, books)
    for one in drg.diagnoses if drg else ():
        for hac in one.hacs:
            if hac.met:
                yield Hit(
                    f"{one.code.dotted} belongs to {hac.category}, {hac.title}, and was not present on admission",
                    (one.code,),
                    (Ask(f"Was {one.code.dotted} present at the time of the order to admit?"),),
                )
