"""How large and how many: the size that counts of an excision, and a number that is only implied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from nosologist.coding.service_mentions import Statement
from nosologist.coding.service_tables import Fact, Family
from nosologist.model.document import Span


def sized(facts: dict[str, Fact], family: Family) -> dict[str, Fact]:
    """What counts of an excision is the lesion with the margins that it needed, or the excised diameter as stated.

    Of a hernia it is the defect.
    """
    if "defect" in facts:
        return {"cm": facts["defect"]}
    if "excision" not in family.flags:
        return {}
    excised, size, margin = (facts.get(axis) for axis in ("excised", "cm", "margin"))
    if excised:
        return {"cm": excised}
    if size and margin and isinstance(size.value, Decimal) and isinstance(margin.value, Decimal):
        return {"cm": Fact(size.value + 2 * margin.value, size.span)}
    return {}


_PLURAL = re.compile(
    r"\b(?:lesions|warts|tags|keratoses|aks|mollusca|nails|toenails|biopsies|areas|sites|muscles|points|several|multiple|"
    r"levels|vessels|specimens|calluses|corns|injections)\b",
    re.IGNORECASE,
)


def counted(
    family: Family, orders: frozenset[int], name: Span, facts: dict[str, Fact], statements: Sequence[Statement]
) -> dict[str, Fact]:
    """How many, where no number is told: as many as places are named; one where nothing stands in the plural."""
    if "counted" not in family.flags or "count" in facts:
        return {}
    told = [statements[order] for order in sorted(orders)]
    spots = {fact.value for part in told for fact in part.on("spot")} if "spots" in family.flags else set()
    if len(spots) > 1:
        return {"count": Fact(Decimal(len(spots)), name)}
    several = any(_PLURAL.search(part.run.text, *part.span) for part in told)
    return {} if several else {"count": Fact(Decimal(1), name)}
