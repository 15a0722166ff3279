"""Amounts of drugs, as descriptions and records write them; exact, in one measure each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Measured(StrEnum):
    """What an amount counts; each kind has one measure, to which the others are converted."""

    MASS = "mg"
    UNITS = "units"
    VOLUME = "mL"
    ACTIVITY = "mCi"
    EQUIVALENTS = "mEq"
    AREA = "sq cm"
    DOSES = "doses"


class Amount(NamedTuple):
    """A number in the measure of its kind."""

    number: Decimal
    measured: Measured

    def __str__(self) -> str:
        return f"{plain(self.number)} {self.measured.value}"


class FoundAmount(NamedTuple):
    """An amount and where it stands in a text."""

    amount: Amount
    start: int
    end: int


_MEASURES: tuple[tuple[str, Measured, str], ...] = (
    (r"mg|milligrams?|mgs", Measured.MASS, "1"),
    (r"mcg|micrograms?|µg|μg|ug|mcgs", Measured.MASS, "0.001"),
    (r"grams?|gms?|g|gr", Measured.MASS, "1000"),
    (r"kiu|usp units?|international units?|units?|iu|u", Measured.UNITS, "1"),
    (r"mu", Measured.UNITS, "1000000"),
    (r"ml|mls|cc|ccs|milliliters?", Measured.VOLUME, "1"),
    (r"liters?|l", Measured.VOLUME, "1000"),
    (r"millicuries?|millicurie|mci", Measured.ACTIVITY, "1"),
    (r"microcuries?|uci|µci|μci", Measured.ACTIVITY, "0.001"),
    (r"meq", Measured.EQUIVALENTS, "1"),
    (r"square centimeters?|sq\.? cm|cm2", Measured.AREA, "1"),
)
_FACTORS = {"thousand": Decimal(1000), "million": Decimal(1_000_000), "billion": Decimal(1_000_000_000)}
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
MEASURE = "|".join(f"(?:{names})" for names, _, _ in _MEASURES)
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<number>{NUMBER})[ -]?|\bper ){{1}}(?:(?P<factor>thousand|million|"
    rf"billion) )?(?P<measure>{MEASURE})(?![\w²])",
    re.IGNORECASE,
)
_NAMES = re.compile("|".join(f"(?P<m{at}>{names})" for at, (names, _, _) in enumerate(_MEASURES)), re.IGNORECASE)


def amounts_in(text: str) -> Iterator[FoundAmount]:
    """Each amount of a text in order; "per mL" counts as 1 mL."""
    for found in _AMOUNT.finditer(text):
        yield FoundAmount(as_amount(found["number"] or "1", found["measure"], found["factor"]), *found.span())


def amount_of(text: str) -> Amount | None:
    """The first amount of a text, or None."""
    found = next(amounts_in(text), None)
    return found.amount if found else None


def as_amount(number: str, measure: str, factor: str | None = None) -> Amount:
    """A number and its measure as written, in the measure of its kind."""
    named = _NAMES.fullmatch(measure)
    if named is None or named.lastgroup is None:
        raise ValueError(f"no measure: {measure}")
    _, measured, worth = _MEASURES[int(named.lastgroup[1:])]
    value = Decimal(number.replace(",", "")) * Decimal(worth) * _FACTORS.get((factor or "").lower(), Decimal(1))
    return Amount(value, measured)


def plain(number: Decimal) -> str:
    """A number without an exponent or idle zeros: ``100``, ``0.5``."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
