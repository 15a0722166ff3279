"""Repairs of one kind are one: their lengths together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nosologist.coding.service_found import Found, joined
from nosologist.coding.service_tables import Fact

WOUNDS = "wounds"  # how many were summed


def summed(found: Sequence[Found]) -> list[Found]:
    """Repairs of one kind and group of places are one: their lengths together (CPT counts the sum)."""
    kept: list[Found] = []
    groups: dict[tuple[int, int], int] = {}
    for one in found:
        at = _group(one) if "summed" in one.family.flags else None
        if at is None or at not in groups:
            if at is not None:
                groups[at] = len(kept)
            kept.append(one)
            continue
        first = kept[groups[at]]
        length = Fact(_length(first) + _length(one), first.facts["cm"].span)
        wounds = Fact(Decimal(_wounds(first) + 1), None)
        lengths = tuple(fact.span for whole in (first, one) if (fact := whole.facts["cm"]).span)
        both = joined(first, one)
        spans = tuple(dict.fromkeys((*both.spans, *lengths)))
        kept[groups[at]] = replace(both, facts={**first.facts, "cm": length, WOUNDS: wounds}, spans=spans)
    return kept


def _wounds(one: Found) -> int:
    known = one.facts.get(WOUNDS)
    return int(known.value) if known else 1


def _length(one: Found) -> Decimal:
    value = one.facts["cm"].value
    return value if isinstance(value, Decimal) else Decimal(0)


def _group(one: Found) -> tuple[int, int] | None:
    """The first row whose kind and place hold, whatever the length; None where something is not said."""
    if "cm" not in one.facts:
        return None
    for at, row in enumerate(one.family.rows):
        if all(condition.holds(one.facts) for condition in row.conditions if condition.axis != "cm"):
            return id(one.family), at
    return None
