"""Operations on the spine for the claim: how many interspaces, and of which region, by the vertebrae that are named."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nosologist.coding.procedure_spine import LAST_CERVICAL, LAST_THORACIC, levels
from nosologist.coding.service_mentions import Statement, is_procedure_part
from nosologist.coding.service_tables import Fact, Family

_AXES = frozenset({"joints", "vertebrae"})


def spaced(family: Family, orders: frozenset[int], statements: Sequence[Statement]) -> dict[str, Fact]:
    """The facts ``joints`` (how many) and ``vertebrae`` (region), where the naming, or the first description, tells levels."""
    if _AXES.isdisjoint(family.axes):
        return {}
    own = [statements[order] for order in sorted(orders)]
    others = [one for one in statements if is_procedure_part(one.section)]
    for one in (*own, *others):
        if told := next(levels(one.run.text, one.span), None):
            joints, where = told
            regions = {_region(joint) for joint in joints}
            found = {"joints": Fact(Decimal(len(joints)), where)}
            return found | ({"vertebrae": Fact(regions.pop(), where)} if len(regions) == 1 else {})
    return {}


def _region(joint: int) -> str:
    """The joint of the last vertebra of a region with the next counts to the region above it."""
    return "cervical" if joint <= LAST_CERVICAL else "thoracic" if joint <= LAST_THORACIC else "lumbar"
