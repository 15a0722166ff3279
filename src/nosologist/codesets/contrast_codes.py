"""Codes of iodinated contrast, read from their descriptions: osmolality, and the iodine in a milliliter that each is for."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from nosologist.codesets.amounts import Amount, Measured
from nosologist.codesets.drug_codes import DrugCode

_TITLE = re.compile(
    r"(?P<kind>low|high) osmolar contrast material, "
    r"(?:up to (?P<most>\d+)|(?P<least>\d+)(?:-(?P<last>\d+)|"
    r" or greater)) mg/ml iodine"
)


class ContrastCode(NamedTuple):
    """A code with the range of iodine (mg in 1 mL) that it is for."""

    code: DrugCode
    kind: str  # low, high: osmolality
    least: int
    most: int


def contrast_code(value: str, title: str) -> ContrastCode | None:
    """A code of iodinated contrast by its description; None for any other."""
    found = _TITLE.match(title.lower())
    if found is None:
        return None
    words = frozenset({f"{found['kind']} osmolar contrast"})
    own = ((value.lower(),),)  # the concentration alone tells it from the others
    code = DrugCode(value, title, (), words, frozenset(), frozenset(), own, Amount(Decimal(1), Measured.VOLUME), frozenset(),
                    is_injection=True, on_dialysis=None, is_for_one_maker=False, is_self_given=False,
                    is_in_place_of_injection=False)  # fmt: skip
    if found["most"]:
        return ContrastCode(code, found["kind"], 0, int(found["most"]))
    return ContrastCode(code, found["kind"], int(found["least"]), int(found["last"] or 9999))
