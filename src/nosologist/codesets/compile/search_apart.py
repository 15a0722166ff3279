"""What the look-up asks, written by a second process while this one writes the terms: a quarter of the waiting is saved.

Where no second process can be had or it fails, this one writes it all. The release has the same content either way.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from nosologist.codesets.compile.documents import index_of, tabular_of
from nosologist.codesets.compile.icd10cm_index import OwnIndex
from nosologist.codesets.compile.icd10cm_tabular import TabularRows
from nosologist.codesets.compile.search import write_search
from nosologist.codesets.releases import ReleaseSource

_FAST = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"


class SearchApart:
    """The tables of the look-up in the making."""

    def __init__(self, of_terms: dict[str, int], process: subprocess.Popen[bytes] | None, file: Path) -> None:
        self._of_terms = of_terms
        self._process = process
        self._file = file

    def into(self, connection: sqlite3.Connection, tabular: TabularRows, index: OwnIndex) -> None:
        """Put the tables into the release, and commit."""
        connection.commit()
        if self._process is None or self._process.wait() != 0:
            write_search(connection, self._of_terms, tabular, index)
            connection.commit()
            return
        connection.execute("ATTACH ? AS apart", (str(self._file),))
        made = "SELECT name, sql FROM apart.sqlite_master WHERE type = 'table' ORDER BY rowid"
        for name, statement in connection.execute(made).fetchall():
            connection.execute(statement)
            connection.execute(f"INSERT INTO main.{name} SELECT * FROM apart.{name}")
        connection.commit()
        connection.execute("DETACH apart")


@contextmanager
def writing_search(source: ReleaseSource, of_terms: dict[str, int], beside: Path) -> Iterator[SearchApart]:
    """Begin to write the tables of the look-up; leaves neither process nor file behind."""
    file = beside.with_suffix(f"{beside.suffix}-search")
    process = _begun(source, of_terms, file)
    try:
        yield SearchApart(of_terms, process, file)
    finally:
        if process is not None:
            process.kill()
            process.wait()
        file.unlink(missing_ok=True)


def _begun(source: ReleaseSource, of_terms: dict[str, int], file: Path) -> subprocess.Popen[bytes] | None:
    if (os.cpu_count() or 1) < 2 or not sys.executable:
        return None
    command = [sys.executable, "-m", __name__]
    quiet = subprocess.DEVNULL  # this process says what is wrong, when it does the work itself
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)
        with closing(process.stdin) as asked:  # type: ignore[type-var]
            pickle.dump((source, of_terms, file), asked)  # type: ignore[arg-type]
    except OSError:
        return None
    return process


def _write(source: ReleaseSource, of_terms: dict[str, int], file: Path) -> None:
    file.unlink(missing_ok=True)
    tabular = tabular_of(source)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(_FAST)
        write_search(connection, of_terms, tabular, index_of(source, tabular))
        connection.commit()


if __name__ == "__main__":
    _write(*pickle.load(sys.stdin.buffer))
