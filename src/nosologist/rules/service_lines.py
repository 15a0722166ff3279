"""What the rules on service lines share: whose edits hold, which lines are of one day, what modifiers and codes are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from nosologist.codesets.edits import EditSetting
from nosologist.codesets.library import Books, kept_with_claim
from nosologist.codesets.line_books import LineBooks, line_books
from nosologist.model.claim import Claim, ClaimKind, ClaimLine
from nosologist.model.encounter import Setting


def _modifiers(text: str) -> frozenset[str]:
    return frozenset(text.split(" "))


LEFT = _modifiers("LT FA F1 F2 F3 F4 TA T1 T2 T3 T4 E1 E2")
RIGHT = _modifiers("RT F5 F6 F7 F8 F9 T5 T6 T7 T8 T9 E3 E4")
ANATOMICAL = LEFT | RIGHT | _modifiers("LC LD RC LM RI")
SEPARATE = _modifiers("59 XE XS XP XU")  # a service apart from the other
BYPASSING = ANATOMICAL | SEPARATE | _modifiers("24 25 27 57 58 78 79 91")  # 76 and 77 are not among them
NOTICE = _modifiers("GA GX GY GZ")  # the state of a notice of noncoverage


MOST = Decimal(100_000_000)  # units or dollars of a line stay below: an 837 has eight digits for them
_MOST_UNITS = Decimal(1_000_000_000)
_MOST_NAMED = 6  # primary codes


class PlacedLine(NamedTuple):
    """A line with its place on the claim, counted from 1."""

    number: int
    line: ClaimLine

    @property
    def code(self) -> str:
        """Its code."""
        return self.line.code.value

    @property
    def bypassing(self) -> frozenset[str]:
        """Its modifiers with which NCCI lets both codes of a pair be paid."""
        return BYPASSING.intersection(self.line.modifiers)

    @property
    def units(self) -> Decimal:
        """Its units; a line that states none has at least one. A number beyond all reason is cut, so that sums stay numbers."""
        return Decimal(1) if self.line.units is None else min(self.line.units, _MOST_UNITS)


def placed(claim: Claim) -> tuple[PlacedLine, ...]:
    """The lines with their places."""
    return tuple(PlacedLine(number, line) for number, line in enumerate(claim.lines, 1))


@kept_with_claim
def by_day(claim: Claim, books: Books) -> Mapping[date | None, Sequence[PlacedLine]]:
    """The lines of each day, worked out once for all rules; a line without a date has that of the claim."""
    days: dict[date | None, list[PlacedLine]] = defaultdict(list)
    for line in placed(claim):
        days[line.line.date or claim.date].append(line)
    return days


def by_code(lines: Iterable[PlacedLine]) -> dict[str, list[PlacedLine]]:
    """The lines of each code."""
    codes: dict[str, list[PlacedLine]] = defaultdict(list)
    for line in lines:
        codes[line.code].append(line)
    return codes


def edit_setting(claim: Claim) -> EditSetting:
    """Whose edits hold for the lines of a claim: a practitioner's, unless an institution bills an outpatient."""
    hospital = claim.kind is ClaimKind.INSTITUTIONAL and claim.setting is not Setting.INPATIENT
    return EditSetting.OUTPATIENT_HOSPITAL if hospital else EditSetting.PRACTITIONER


def decimals(number: Decimal) -> int:
    """How many digits behind the point a number needs."""
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def is_institutional(claim: Claim) -> bool:
    """True for the claim of an institution."""
    return claim.setting is Setting.INPATIENT if claim.kind is None else claim.kind is ClaimKind.INSTITUTIONAL


def asked(books: Books) -> LineBooks:
    """The added books that speak of service lines."""
    return line_books(books)


def is_evaluation(code: str) -> bool:
    """True for the numbers of evaluation and management, and of the eye visits that count as such."""
    return len(code) == 5 and ("99202" <= code <= "99499" or "92002" <= code <= "92014") and code.isdigit()


def without_primary(claim: Claim, books: Books, kind: int) -> Iterator[tuple[PlacedLine, str]]:
    """Add-on codes of a type that stand beside none of their primary codes of the day, with the first of these."""
    added = asked(books)
    if not added.has_add_ons():
        return
    for day, lines in by_day(claim, books).items():
        codes = {line.code for line in lines}
        for line in lines:
            edits = added.primaries(line.code, day)
            primaries = [edit.primary_code for edit in edits if edit.kind == kind and edit.primary_code]
            if primaries and codes.isdisjoint(primaries):
                yield line, ", ".join(primaries[:_MOST_NAMED]) + (", ..." if len(primaries) > _MOST_NAMED else "")


class Surgery(NamedTuple):
    """A procedure with a global period: the days after it whose usual care its payment holds."""

    line: PlacedLine
    day: date
    days: int


@kept_with_claim
def surgeries(claim: Claim, books: Books) -> tuple[Surgery, ...]:
    """The procedures of a professional's claim with a global period of 0, 10 or 90 days, where the fee schedule is there."""
    return tuple(_surgeries(claim, books))


def _surgeries(claim: Claim, books: Books) -> Iterator[Surgery]:
    added = asked(books)
    if claim.kind is ClaimKind.INSTITUTIONAL:
        return
    for day, lines in by_day(claim, books).items():
        if day is None or not added.has_fees(day):
            continue
        for line in lines:
            fee = added.fee(line.code, day)
            if fee and fee.global_days in ("000", "010", "090"):
                yield Surgery(line, day, int(fee.global_days))
