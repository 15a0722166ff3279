"""PCS503."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Remove, Replace, Severity
from nosologist.rules.procedure_codes import beside, definition, pcs, recorded
from nosologist.rules.rule import Hit, Needs, rule

_OUT, _IN = re.compile("0[BDT]P"), re.compile("0[BDT][19H]")
_CHANGES = (
    (re.compile("0TPB[78X]0"), re.compile("0T9B[78]0"), "0T2BX0Z"),
    (re.compile("0BP1.F"), re.compile("0B11.F"), "0B21XFZ"),
    (re.compile("0DP6.U"), re.compile("0DH6.U"), "0D20XUZ"),
)


@rule("PCS503", definition("Change"), severity=Severity.WARN, procedures=(_OUT, _IN), needs=Needs.SEVERAL_PROCEDURES)
def device_exchanged(claim: Claim, books: Books) -> Iterator[Hit]:
    """A tube that was exchanged without a cut is coded as taken out and put in."""
    for out, put_in in beside(claim, _OUT, _IN):
        kind = next(
            (change for taken, put, change in _CHANGES if taken.match(out.value) and put.match(put_in.value)), None
        )
        if kind:
            yield Hit(
                f"{out.value} and {put_in.value}: exchanged without cutting skin or mucous membrane it is {kind}",
                (out, put_in),
                (Replace(out, (pcs(kind),)), Remove(put_in)),
                evidence=recorded(claim, out, put_in),
            )
