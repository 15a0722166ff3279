"""Writing the rows of an official document into its tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain, islice

from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Watch

_BATCH = 20_000

Value = str | int | None


def write(connection: sqlite3.Connection, table: str, rows: Iterable[Sequence[Value]], verb: str = "INSERT") -> int:
    """Write rows in batches, never all in memory, and return how many were given. The table is named by the program."""
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return 0
    statement = f"{verb} INTO {table} VALUES ({', '.join('?' * len(first))})"
    waiting, total = chain([first], waiting), 0
    while batch := list(islice(waiting, _BATCH)):
        connection.executemany(statement, batch)
        total += len(batch)
    return total


def watched(progress: Progress, recognised: Recognised) -> Watch:
    """Tell the progress of reading a document."""
    return lambda part: progress(f"reading {recognised.title}", part)
