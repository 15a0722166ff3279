"""OG310."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Remove, Severity
from nosologist.model.mention import Certainty, Polarity
from nosologist.rules.documentation.record import only_as
from nosologist.rules.rule import OUTPATIENT, Hit, Needs, guideline, rule


@rule("OG310", guideline("IV.H"), severity=Severity.STOP, settings=OUTPATIENT, needs=Needs.RECORD)
def uncertain_diagnosis_outpatient(claim: Claim, books: Books) -> Iterator[Hit]:
    """An uncertain diagnosis is coded in the outpatient setting."""
    for code, entry, said in only_as(claim):
        if said.certainty is Certainty.UNCERTAIN and said.polarity is Polarity.AFFIRMED:
            yield Hit(
                f"{code.dotted} rests on an uncertain statement",
                (code,),
                (Remove(code), Ask("Is the diagnosis confirmed?")),
                evidence=(entry.span,),
            )
