"""Operations on the spine for the claim: how many interspaces or vertebrae, and of which region, by those that are named."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nosologist.coding.procedure_spine import LAST_CERVICAL, LAST_THORACIC, VERTEBRA, levels
from nosologist.coding.service_mentions import Statement, is_procedure_part
from nosologist.coding.service_tables import Fact, Family
from nosologist.model.document import Span

_AXES, _BODIES = frozenset({"joints", "vertebrae"}), "bodies"


def spaced(family: Family, orders: frozenset[int], statements: Sequence[Statement]) -> dict[str, Fact]:
    """The facts ``joints`` (how many) and ``vertebrae`` (region), where the naming, or the first description, tells levels.

    Of an operation on single vertebrae, ``bodies`` and the region of the highest.
    """
    own = [statements[order] for order in sorted(orders)]
    if _BODIES in family.axes:
        return _bodies(own)
    if _AXES.isdisjoint(family.axes):
        return {}
    others = [one for one in statements if is_procedure_part(one.section)]
    for one in (*own, *others):
        if told := next(levels(one.run.text, one.span), None):
            joints, where = told
            regions = {_region(joint) for joint in joints}
            found = {"joints": Fact(Decimal(len(joints)), where)}
            return found | ({"vertebrae": Fact(regions.pop(), where)} if len(regions) == 1 else {})
    return {}


def _bodies(told: Sequence[Statement]) -> dict[str, Fact]:
    named = {
        match[0].upper(): Span(*match.span()) for one in told for match in VERTEBRA.finditer(one.run.text, *one.span)
    }
    if not named:
        return {}
    highest = max(named, key=lambda name: name[0])  # T before L
    region = "cervical" if highest.startswith("T") else "lumbar"
    return {_BODIES: Fact(Decimal(len(named)), named[highest]), "leveled": Fact(region, named[highest])}


def _region(joint: int) -> str:
    """The joint of the last vertebra of a region with the next counts to the region above it."""
    return "cervical" if joint <= LAST_CERVICAL else "thoracic" if joint <= LAST_THORACIC else "lumbar"
