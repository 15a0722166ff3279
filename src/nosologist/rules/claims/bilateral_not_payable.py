"""CLM113."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import SetModifiers, Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import asked

_SAID = {"0": "is not for two sides", "2": "is for both sides already", "9": "has no sides"}


@rule(
    "CLM113",
    Citation("Medicare Physician Fee Schedule", "bilateral indicator"),
    severity=Severity.WARN,
    needs=Needs.MODIFIERS,
    book="pfs",
)
def bilateral_not_payable(claim: Claim, books: Books) -> Iterator[Hit]:
    """Modifier 50 stands on a code that the fee schedule does not pay for both sides."""
    added = asked(books)
    for number, line in enumerate(claim.lines, 1):
        fee = added.fee(line.code.value, line.date or claim.date) if "50" in line.modifiers else None
        if fee is not None and fee.bilateral in _SAID:
            yield Hit(
                f"line {number}: {line.code.value} {_SAID[fee.bilateral]}",
                (line.code,),
                (SetModifiers(number, (tuple(one for one in line.modifiers if one != "50"),)),),
                lines=(number,),
            )
