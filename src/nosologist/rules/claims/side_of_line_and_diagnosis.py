"""CLM111."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation, Code
from nosologist.model.finding import Ask, Severity
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import LEFT, RIGHT


def _sides(code: Code, books: Books) -> set[str]:
    """The sides that the title of a diagnosis names."""
    found = books.tabular.get(code.value)
    return {word for word in ("left", "right", "bilateral") if found and re.search(rf"\b{word}\b", found.title.lower())}


@rule("CLM111", Citation("NCCI Policy Manual", "I.E"), severity=Severity.STOP, needs=Needs.MODIFIERS)
def side_of_line_and_diagnosis(claim: Claim, books: Books) -> Iterator[Hit]:
    """A modifier names one side, and the diagnoses of the line name the other."""
    for number, line in enumerate(claim.lines, 1):
        left, right = bool(LEFT.intersection(line.modifiers)), bool(RIGHT.intersection(line.modifiers))
        if left == right:
            continue
        other, same = ("right", "left") if left else ("left", "right")
        codes = [claim.diagnoses[at - 1].code for at in line.pointers if 1 <= at <= len(claim.diagnoses)]
        sides = [(code, _sides(code, books)) for code in codes]
        against = tuple(code for code, named in sides if named == {other})
        if against and not any(same in named for _, named in sides):
            yield Hit(
                f"line {number}: the service is on the {same}, {against[0].dotted} on the {other}",
                (line.code, *against),
                (Ask("Which side was it?"),),
                lines=(number,),
            )
