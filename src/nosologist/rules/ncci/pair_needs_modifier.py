"""NCCI002."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.code import Citation
from nosologist.model.finding import Remove, SetModifiers, Severity
from nosologist.rules.code_pairs import pairs
from nosologist.rules.rule import Hit, Needs, rule
from nosologist.rules.service_lines import is_evaluation


@rule("NCCI002", Citation("NCCI Policy Manual", "I"), severity=Severity.STOP, needs=Needs.SEVERAL_LINES, book="ncci")
def pair_needs_modifier(claim: Claim, books: Books) -> Iterator[Hit]:
    """Two codes of one day are paid together only with a modifier that fits the record, and none stands there."""
    for pair in pairs(claim, books):
        if not pair.edit.modifier_allowed or not (bare := pair.unmodified):
            continue
        one, other = pair.codes
        near = pair.first if is_evaluation(one.value) and not is_evaluation(other.value) else bare
        choices = (("25",),) if is_evaluation(near[0].code) else (("59",), ("XE",), ("XS",), ("XP",), ("XU",))
        changes = [
            SetModifiers(line.number, tuple((*choice, *line.line.modifiers) for choice in choices)) for line in near
        ]
        repeated = any({"76", "77"}.intersection(line.line.modifiers) for line in bare)
        told = "; 76 and 77 do not set services apart" if repeated else ""
        yield Hit(
            f"{other.value} is part of {one.value} on this day unless the record sets them apart ({pair.edit.rationale}){told}",
            pair.codes,
            (Remove(other), *changes),
            lines=pair.numbers,
        )
