"""Compile a release from its official file into one read-only SQLite file."""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from nosologist.codesets.compile.code_ranges import code_ranges
from nosologist.codesets.compile.documents import index_of, tabular_of
from nosologist.codesets.compile.icd10cm_tabular import TabularRows
from nosologist.codesets.compile.search_apart import writing_search
from nosologist.codesets.compile.terms import ranked_words, write_terms
from nosologist.codesets.releases import ReleaseSource, fingerprint, known_releases
from nosologist.errors import BookError

Progress = Callable[[str, float], None]  # (what is being done, part done from 0 to 1)


def compile_release(source: ReleaseSource, target: Path, stamp: str, progress: Progress) -> None:
    """Compile into ``target``; it appears whole or not at all.

    Raises:
        BookError: the official file is missing, changed or not what the release says.
        IndexMistakeError: our Index names a code that the release does not have.
    """
    progress("reading the Tabular", 0.0)
    tabular = tabular_of(source)
    progress("reading the Index", 0.05)
    index = index_of(source, tabular)
    part = target.with_suffix(f".part{os.getpid()}")
    draft = part.with_suffix(f"{part.suffix}-draft")
    for left in (part, draft):
        left.unlink(missing_ok=True)
    collecting = gc.isenabled()
    gc.disable()  # a million small tuples and no cycles: looking for garbage would double the time
    try:
        with closing(sqlite3.connect(draft)) as connection:
            connection.executescript(
                f"PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;{_schema()}"
            )
            progress("writing the Tabular", 0.1)
            _write_release(connection, source, stamp)
            _write_tabular(connection, tabular)
            progress("reading every wording", 0.15)
            words = ranked_words(tabular, index)
            with writing_search(source, dict(words.rows()), part) as search:
                progress("writing the terms", 0.55)
                write_terms(connection, words, tabular, index)
                progress("writing what is looked up by words", 0.95)
                search.into(connection, tabular, index)
            progress("packing", 0.98)
            connection.execute("VACUUM INTO ?", (str(part),))  # the same bytes however the draft was written
        part.replace(target)
    except (OSError, sqlite3.OperationalError) as error:  # SQLite's own word for a full disk
        raise BookError(f"{target}: cannot be written ({error}); free space or set NOSOLOGIST_CACHE") from error
    finally:
        for left in (part, draft):
            left.unlink(missing_ok=True)
        if collecting:
            gc.enable()
    progress("done", 1.0)


def _schema() -> str:
    return (files("nosologist.codesets") / "schema" / "icd10cm.sql").read_text("utf-8")


def _write_release(connection: sqlite3.Connection, source: ReleaseSource, stamp: str) -> None:
    connection.execute(
        "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?, ?)",
        (source.id, source.effective_from, source.effective_to, source.title, source.file, source.sha256, stamp),
    )


def _write_tabular(connection: sqlite3.Connection, tabular: TabularRows) -> None:
    connection.executemany("INSERT INTO chapter VALUES (?, ?)", tabular.chapters)
    connection.executemany("INSERT INTO block VALUES (?, ?, ?)", sorted(tabular.blocks))
    connection.executemany(
        "INSERT INTO code VALUES (?, ?, ?, ?, ?, ?, ?)",
        sorted(
            (row.value, row.title, row.parent, row.block, row.chapter, row.valid, row.seventh) for row in tabular.codes
        ),
    )
    connection.executemany(
        "INSERT INTO note VALUES (?, ?, ?, ?)",
        [(number, row.owner, row.kind, row.text) for number, row in enumerate(tabular.notes, 1)],
    )
    titles = {row.value: row.title for row in tabular.codes}
    connection.executemany(
        "INSERT INTO note_range VALUES (?, ?, ?, ?)",
        [
            (number, *one)
            for number, row in enumerate(tabular.notes, 1)
            if row.kind not in ("inclusion", "seventh_note")
            for one in code_ranges(row.text, titles)
        ],
    )
    connection.executemany("INSERT INTO seventh VALUES (?, ?, ?)", sorted(tabular.sevenths))


if __name__ == "__main__":
    release = known_releases()[-1]
    compile_release(release, Path(sys.argv[1]), fingerprint(release), lambda what, part: print(f"{part:.0%} {what}"))
