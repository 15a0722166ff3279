"""Coronary bypass for the claim: how many grafts are arteries, how many veins, as far as the record tells each."""

from __future__ import annotations

from decimal import Decimal

from nosologist.coding.procedure_grafts import conduits
from nosologist.coding.service_tables import Fact
from nosologist.model.document import Span

_VEIN = "9"  # device of ICD-10-PCS


def grafted(text: str) -> dict[str, Fact]:
    """The facts ``arterial`` and ``venous``; none where no conduit is told with its arteries."""
    counts = {"arterial": 0, "venous": 0}
    where: Span | None = None
    for device, _, arteries, words in conduits(text, Span(0, len(text))):
        counts["venous" if device == _VEIN else "arterial"] += arteries
        where = where or words
    return {axis: Fact(Decimal(count), where) for axis, count in counts.items()} if where else {}
