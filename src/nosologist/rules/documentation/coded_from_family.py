"""DOC103."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.coded import CodedEncounter
from nosologist.model.finding import Remove, Severity
from nosologist.model.mention import Experiencer, Mention
from nosologist.rules.documentation.record import compared
from nosologist.rules.rule import Hit, Needs, guideline, rule

_WORD = re.compile(r"[a-z]+")


def _of_relatives(record: CodedEncounter) -> list[Mention]:
    mentions = [entry.mention for entry in record.not_coded if entry.mention]
    return [one for one in mentions if one.assertion.experiencer is not Experiencer.PATIENT]


@rule("DOC103", guideline("I.C.21.c.4"), severity=Severity.STOP, needs=Needs.RECORD)
def coded_from_family(claim: Claim, books: Books) -> Iterator[Hit]:
    """A code is reported for a condition of a relative."""
    found = compared(claim)
    for code in found[1] if found else ():
        title = books.tabular.get(code.value)
        words = set(_WORD.findall(title.title.lower())) if title else set()
        for mention in _of_relatives(found[0]) if found else ():
            if set(_WORD.findall(mention.term.lower())) <= words:
                yield Hit(
                    f"{code.dotted}: the record names it of a relative",
                    (code,),
                    (Remove(code),),
                    evidence=(mention.span,),
                )
                break
