"""DOC206."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.sides import side_of
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.document import Span
from nosologist.model.finding import Ask, Severity
from nosologist.model.mention import Experiencer, Polarity
from nosologist.rules.documentation.several import quoted, record_of
from nosologist.rules.rule import Hit, Needs, guideline, rule

_Said = tuple[str, frozenset[str], Code, Span]  # right or left, the title without it, the code, where it is said


@rule("DOC206", guideline("I.B.13"), guideline("I.B.14"), severity=Severity.WARN, needs=Needs.DOCUMENTS)
def sides_differ(claim: Claim, books: Books) -> Iterator[Hit]:
    """One document names the right side of a condition and another the left."""
    record = record_of(claim)
    said = list(_said(claim, books))
    named: dict[tuple[int, frozenset[str]], set[str]] = {}
    for side, rest, _, span in said:
        named.setdefault((record.encounter.number_at(span.start), rest), set()).add(side)
    told: set[frozenset[str]] = set()
    for side, rest, code, span in said:
        number = record.encounter.number_at(span.start)
        other = next((one for one in said if one[1] == rest and one[0] != side
                      and record.encounter.number_at(one[3].start) != number), None)  # fmt: skip
        if other is None or rest in told:
            continue
        both = [sides for (_, of), sides in named.items() if of == rest and len(sides) > 1]
        if not both:  # a document that names both sides speaks of two conditions
            told.add(rest)
            yield Hit(
                f"{side} in {quoted(record, span)}, {other[0]} in {quoted(record, other[3])}",
                tuple(dict.fromkeys((code, other[2]))),
                (Ask("The record names both sides. Which side is affected?"),),
                evidence=(span, other[3]),
            )


def _said(claim: Claim, books: Books) -> Iterator[_Said]:
    """Every condition with a side that a document of this encounter affirms of the patient, coded or not."""
    record = record_of(claim)
    for assignment in record.assignments:
        side = side_of(assignment.title)
        if side and side.side in ("right", "left"):
            yield from ((side.side, side.rest, assignment.code, span) for span in assignment.evidence)
    for entry in record.not_coded:
        said = entry.mention.assertion if entry.mention else None
        if said is None or said.polarity is Polarity.NEGATED or said.experiencer is not Experiencer.PATIENT:
            continue
        if record.encounter.place(entry.span).document.about.is_earlier:
            continue
        for code in entry.candidates:
            known = books.tabular.get(code.value)
            side = side_of(known.title) if known else None
            if side and side.side in ("right", "left"):
                yield side.side, side.rest, code, entry.span
