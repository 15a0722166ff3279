"""The edits of the National Correct Coding Initiative (NCCI): pairs, units a day, add-on codes.

The files of CMS carry their own history: for pairs and add-on codes the newest file answers for every date, and the dates of
the edit itself decide. Units (MUE) come as one list a quarter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nosologist.codesets.shelf import AddedRelease, Shelf
from nosologist.codesets.stored import stored
from nosologist.errors import BookError


class EditSetting(StrEnum):
    """Whose claims an edit is for. Pairs have no list for DME suppliers."""

    PRACTITIONER = "practitioner"
    OUTPATIENT_HOSPITAL = "outpatient_hospital"
    DME = "dme"


_PTP_NUMBER = {EditSetting.PRACTITIONER: 0, EditSetting.OUTPATIENT_HOSPITAL: 1}
_PTP = (
    "SELECT one.code, two.code, first_day, last_day, indicator, before_1996, rationale FROM ptp "
    "JOIN ruling ON ruling.id = ptp.ruling JOIN number one ON one.id = column1 JOIN number two ON two.id = column2 "
    "WHERE setting = ? AND "
)
_NUMBER = "(SELECT id FROM number WHERE code = ?)"
_NEVER = 9  # the modifier indicator of edits that CMS took back to their first day


@dataclass(frozen=True, slots=True)
class PtpEdit:
    """Column 2 is not paid beside column 1 on the same day, unless a modifier is allowed and fits."""

    column1: str
    column2: str
    first_day: date | None  # None: the file does not say
    last_day: date | None  # last day on which it counts; None: no end
    indicator: int  # 0 no modifier helps, 1 a modifier may, 9 never counted
    before_1996: bool
    rationale: str

    def counts(self, on: date | None = None) -> bool:
        """True when the edit counts on a date (without one: has no end). Indicator 9 never counts."""
        if self.indicator == _NEVER:
            return False
        if on is None:
            return self.last_day is None
        return (self.first_day is None or self.first_day <= on) and (self.last_day is None or on <= self.last_day)

    @property
    def modifier_allowed(self) -> bool:
        """True when a modifier that fits the record lets both be paid."""
        return self.indicator == 1


@dataclass(frozen=True, slots=True)
class MueEdit:
    """The most units of service that one patient can have of a code."""

    code: str
    most: int
    indicator: int  # 1 by claim line; 2 by day, policy; 3 by day, clinical
    rationale: str
    release: str

    @property
    def by_day(self) -> bool:
        """True when all lines of a day count together."""
        return self.indicator in (2, 3)


@dataclass(frozen=True, slots=True)
class AddOnEdit:
    """An add-on code and a primary code beside which it may be reported."""

    kind: int  # 1 only these primaries, 2 the contractor decides, 3 these and others that the contractor allows
    code: str
    primary_code: str | None  # None: the contractor decides
    first_day: date | None
    last_day: date | None
    notes: str

    def counts(self, on: date | None = None) -> bool:
        """True when it counts on a date (without one: has no end)."""
        if on is None:
            return self.last_day is None
        return (self.first_day is None or self.first_day <= on) and (self.last_day is None or on <= self.last_day)


class Edits:
    """The NCCI edits that were added to a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._newest: dict[
            str, tuple[tuple[AddedRelease, ...], AddedRelease | None]
        ] = {}  # of which list it is the newest

    def ptp_release(self, setting: EditSetting = EditSetting.PRACTITIONER) -> AddedRelease | None:
        """The newest release with pairs of a setting, or None where none was added."""
        return self._with(f"ncci_ptp_{setting}")

    def mue_release(
        self, setting: EditSetting = EditSetting.PRACTITIONER, on: date | None = None
    ) -> AddedRelease | None:
        """The quarter whose list of units counts on a date (the newest one begun by then), or None."""
        return self._shelf.in_force("ncci", on, f"ncci_mue_{setting}")

    def add_on_release(self) -> AddedRelease | None:
        """The newest release with add-on codes, or None where none was added."""
        return self._with("ncci_add_on")

    def ptp(
        self, column1: str, column2: str, on: date | None = None, setting: EditSetting = EditSetting.PRACTITIONER
    ) -> PtpEdit | None:
        """The edit that counts for a pair, in this order of columns, on a date; None where there is none.

        Raises:
            BookError: no pairs of this setting were added.
        """
        return next((edit for edit in self.ptp_history(column1, column2, setting) if edit.counts(on)), None)

    def ptp_history(
        self, column1: str, column2: str, setting: EditSetting = EditSetting.PRACTITIONER
    ) -> tuple[PtpEdit, ...]:
        """Everything that the file ever said of a pair, ended edits and those that never counted included."""
        return self._ptp(setting, f"column1 = {_NUMBER} AND column2 = {_NUMBER}", column1, column2)

    def partners(
        self, code: str, on: date | None = None, setting: EditSetting = EditSetting.PRACTITIONER
    ) -> tuple[PtpEdit, ...]:
        """Every edit that counts on a date and has a code in either column: column 1 first, then by the other code."""
        dated = "ifnull(first_day, '') <= ? AND ifnull(last_day, '9999') >= ?" if on else "last_day IS NULL"
        days = (on.isoformat(), on.isoformat()) if on else ()
        found = (
            self._ptp(setting, f"{column} = {_NUMBER} AND indicator <> {_NEVER} AND {dated}", code, *days)
            for column in ("column1", "column2")
        )
        return tuple(edit for half in found for edit in half)

    def _ptp(self, setting: EditSetting, condition: str, *values: str) -> tuple[PtpEdit, ...]:
        release = self.ptp_release(setting) or _missing(f"NCCI PTP edits ({setting.replace('_', ' ')})")
        rows = release.connection.execute(
            f"{_PTP}{condition} ORDER BY one.code, two.code, last_day IS NULL, last_day",
            (_PTP_NUMBER[setting], *values),
        )
        return tuple(
            PtpEdit(one, two, _day(first), _day(last), indicator, bool(before), rationale)
            for one, two, first, last, indicator, before, rationale in rows
        )

    def mue(self, code: str, on: date | None = None, setting: EditSetting = EditSetting.PRACTITIONER) -> MueEdit | None:
        """The most units of a code on a date; None where CMS publishes none.

        Raises:
            BookError: no list of this setting had begun by the date.
        """
        release = self.mue_release(setting, on) or _missing(f"NCCI MUE ({setting.replace('_', ' ')})", on)
        return next(iter(stored(MueEdit, release, "mue", "setting = ? AND code = ?", setting, code)), None)

    def primaries(self, code: str, on: date | None = None) -> tuple[AddOnEdit, ...]:
        """The primary codes of an add-on code on a date; empty where the code is no add-on code.

        Raises:
            BookError: no add-on codes were added.
        """
        return self._add_on("code", code, on)

    def add_on_codes(self) -> frozenset[str]:
        """Every add-on code of the newest release, ended ones included.

        Raises:
            BookError: no add-on codes were added.
        """
        release = self.add_on_release() or _missing("NCCI add-on code edits")
        return frozenset(code for (code,) in release.connection.execute("SELECT DISTINCT code FROM add_on"))

    def add_ons(self, primary: str, on: date | None = None) -> tuple[AddOnEdit, ...]:
        """The add-on codes that name a code as their primary on a date.

        Raises:
            BookError: no add-on codes were added.
        """
        return self._add_on("primary_code", primary, on)

    def _add_on(self, column: str, code: str, on: date | None) -> tuple[AddOnEdit, ...]:
        release = self.add_on_release() or _missing("NCCI add-on code edits")
        found = stored(AddOnEdit, release, "add_on", f"{column} = ? ORDER BY code, primary_code, first_day", code)
        return tuple(edit for edit in found if edit.counts(on))

    def _with(self, document: str) -> AddedRelease | None:
        """The newest release that holds a document, in one file or in several (``..._f1``)."""
        releases = self._shelf.releases("ncci")
        known = self._newest.get(document)
        if known is None or known[0] is not releases:
            holding = (
                release
                for release in reversed(releases)
                if any(part.name == document or part.name.startswith(f"{document}_f") for part in release.documents())
            )
            known = self._newest[document] = (releases, next(holding, None))
        return known[1]


def _missing(what: str, on: date | None = None) -> AddedRelease:
    dated = f" in force on {on}" if on else ""
    raise BookError(f"no {what}{dated} among the added books; add CMS's file with `noso books add FILE`")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
