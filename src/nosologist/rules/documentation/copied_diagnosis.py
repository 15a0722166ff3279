"""DOC208."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.assignment import NotCoded
from nosologist.model.claim import Claim
from nosologist.model.finding import Ask, Severity
from nosologist.model.mention import Experiencer, Polarity
from nosologist.rules.documentation.several import quoted, record_of
from nosologist.rules.rule import Hit, Needs, guideline, rule

_COPIED = "copied from"


@rule("DOC208", guideline("I.A.19"), severity=Severity.WARN, needs=Needs.DOCUMENTS)
def copied_diagnosis(claim: Claim, books: Books) -> Iterator[Hit]:
    """A diagnosis stands only in what a note copied from an earlier one."""
    record = record_of(claim)
    told: set[str] = set()
    for entry in record.not_coded:
        if entry.reason.startswith(_COPIED) and _affirms(entry):
            codes = [code for code in entry.candidates if code.value not in told and code.value[0] not in "RVWXYZ"]
            told.update(code.value for code in codes)
            if codes:
                yield Hit(
                    f"{quoted(record, entry.span)} is {entry.reason} and stated nowhere else in this encounter",
                    changes=(Ask("Was the condition evaluated, treated or monitored in this encounter?"),),
                    evidence=(entry.span,),
                )


def _affirms(entry: NotCoded) -> bool:
    said = entry.mention.assertion if entry.mention else None
    return said is not None and said.polarity is Polarity.AFFIRMED and said.experiencer is Experiencer.PATIENT
