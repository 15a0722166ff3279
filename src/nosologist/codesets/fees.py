"""What Medicare pays by: relative values and their rules, places, outpatient status, inpatient weights, CC and MCC.

Amounts are exact decimals. A table of a year or quarter that has ended answers for no later date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from nosologist.codesets.shelf import AddedRelease, Shelf
from nosologist.codesets.stored import stored
from nosologist.errors import BookError


@dataclass(frozen=True, slots=True)
class RelativeValue:
    """A service of the Physician Fee Schedule, whole or one component of it. Values in RVU."""

    code: str
    modifier: str  # 26, TC, 53, or "" for the whole service
    status: str  # A active, B bundled, C contractor, I invalid for Medicare, N not covered, ...
    not_medicare: bool  # the values are not those that Medicare pays by
    work: Decimal | None
    non_facility_pe: Decimal | None  # practice expense in an office
    facility_pe: Decimal | None
    malpractice: Decimal | None
    non_facility_na: bool  # rarely or never performed in an office
    facility_na: bool
    global_days: str  # 000, 010, 090; MMM maternity, XXX none, YYY contractor, ZZZ with another service
    preoperative: Decimal | None  # parts of the global package
    intraoperative: Decimal | None
    postoperative: Decimal | None
    pctc: str | None
    multiple: str | None
    bilateral: str | None
    assistant: str | None
    co_surgeons: str | None
    team: str | None
    supervision: str | None
    imaging_family: str | None
    endoscopic_base: str | None
    conversion: Decimal | None  # US dollars for one RVU
    release: str

    def total(self, *, facility: bool) -> Decimal | None:
        """Work, practice expense and malpractice together; None where one of them is not given."""
        parts = (self.work, self.facility_pe if facility else self.non_facility_pe, self.malpractice)
        return None if None in parts else sum((part for part in parts if part is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class CostIndex:
    """Geographic practice cost indices of a locality."""

    mac: str
    locality: str
    state: str | None
    name: str
    work: Decimal | None
    pe: Decimal | None
    malpractice: Decimal | None
    release: str


@dataclass(frozen=True, slots=True)
class OutpatientRate:
    """How the outpatient prospective payment system treats a code. Amounts in US dollars."""

    code: str
    status: str  # status indicator
    apc: str | None
    weight: Decimal | None
    rate: Decimal | None
    national_copayment: Decimal | None
    minimum_copayment: Decimal | None
    release: str


@dataclass(frozen=True, slots=True)
class DrgWeight:
    """An MS-DRG in Table 5. Days are mean lengths of stay."""

    number: str
    title: str
    mdc: str | None
    type: str | None  # medical, surgical
    post_acute: bool  # the post-acute transfer policy applies
    special_pay: bool
    weight: Decimal | None
    uncapped_weight: Decimal | None
    geometric_days: Decimal | None
    arithmetic_days: Decimal | None
    release: str


class PhysicianFees:
    """Medicare's Physician Fee Schedule."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def release(self, on: date | None = None, document: str = "pfs_rvu") -> AddedRelease | None:
        """The release in force on a date, or None."""
        return _in_force(self._shelf, "pfs", on, document)

    def relative_value(
        self, code: str, modifier: str = "", on: date | None = None, *, qualifying: bool = False
    ) -> RelativeValue | None:
        """The values of a code with a modifier; None where the schedule has none.

        Raises:
            BookError: no fee schedule in force on the date was added.
        """
        found = self.relative_values(code, on, qualifying=qualifying)
        return next((value for value in found if value.modifier == modifier), None)

    def relative_values(
        self, code: str, on: date | None = None, *, qualifying: bool = False
    ) -> tuple[RelativeValue, ...]:
        """The values of a code, the whole service first, then its components.

        From 2026 ``qualifying`` asks for those of a qualifying participant in an alternative payment model.

        Raises:
            BookError: no fee schedule in force on the date was added.
        """
        document = "pfs_rvu_qualifying" if qualifying else "pfs_rvu"
        release = self.release(on, document) or _missing("Physician Fee Schedule", on)
        return stored(
            RelativeValue, release, "rvu", f"qualifying = {qualifying:d} AND code = ? ORDER BY modifier", code
        )

    def localities(self, on: date | None = None) -> tuple[CostIndex, ...]:
        """Every locality with its indices.

        Raises:
            BookError: no indices in force on the date were added.
        """
        release = self.release(on, "pfs_gpci") or _missing("geographic practice cost indices", on)
        return stored(CostIndex, release, "gpci", "true ORDER BY mac, locality")

    def cost_index(self, mac: str, locality: str, on: date | None = None) -> CostIndex | None:
        """The indices of a contractor's locality, or None.

        Raises:
            BookError: no indices in force on the date were added.
        """
        release = self.release(on, "pfs_gpci") or _missing("geographic practice cost indices", on)
        return next(iter(stored(CostIndex, release, "gpci", "mac = ? AND locality = ?", mac, locality)), None)


class OutpatientRates:
    """Addendum B of the outpatient prospective payment system (OPPS)."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def release(self, on: date | None = None) -> AddedRelease | None:
        """The quarter in force on a date, or None."""
        return _in_force(self._shelf, "opps", on, "opps_addendum_b")

    def get(self, code: str, on: date | None = None) -> OutpatientRate | None:
        """How OPPS treats a code, or None.

        Raises:
            BookError: no Addendum B in force on the date was added.
        """
        release = self.release(on) or _missing("OPPS Addendum B", on)
        return next(iter(stored(OutpatientRate, release, "opps", "code = ?", code)), None)


class InpatientTables:
    """Table 5 (weights) and Tables 6I and 6J (MCC and CC) of the inpatient rule."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def release(self, on: date | None = None, document: str = "msdrg_table5") -> AddedRelease | None:
        """The fiscal year in force on a date, or None."""
        return _in_force(self._shelf, "msdrg", on, document)

    def drg(self, number: str, on: date | None = None) -> DrgWeight | None:
        """An MS-DRG by its number (``1`` or ``001``), or None.

        Raises:
            BookError: no Table 5 in force on the date was added.
        """
        release = self.release(on) or _missing("MS-DRG Table 5", on)
        return next(iter(stored(DrgWeight, release, "drg", "number = ?", number.zfill(3))), None)

    def complication(self, code: str, on: date | None = None) -> str | None:
        """``MCC`` or ``CC`` for a diagnosis code (no dot) that counts as one, else None.

        Raises:
            BookError: the two lists in force on the date were not both added.
        """
        found = None
        for document, table in (("msdrg_mcc", "6I"), ("msdrg_cc", "6J")):
            release = self.release(on, document) or _missing(f"MS-DRG Table {table}", on)
            found = (
                found or release.connection.execute("SELECT level FROM complication WHERE code = ?", (code,)).fetchone()
            )
        return str(found[0]) if found else None


def _in_force(shelf: Shelf, code_set: str, on: date | None, document: str) -> AddedRelease | None:
    found = shelf.in_force(code_set, on, document)
    return None if found and on and found.effective_to and found.effective_to < on else found


def _missing(what: str, on: date | None) -> AddedRelease:
    dated = f" in force on {on}" if on else ""
    raise BookError(f"no {what}{dated} among the added books; add CMS's file with `noso books add FILE`")
