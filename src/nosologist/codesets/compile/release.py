"""Compile a release from its official file into one read-only SQLite file."""

from __future__ import annotations

import gc
import hashlib
import io
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from nosologist.codesets.compile.code_ranges import code_ranges
from nosologist.codesets.compile.icd10cm_index import FOLDER, OwnIndex, read_index, within
from nosologist.codesets.compile.icd10cm_tabular import TabularRows, read_tabular
from nosologist.codesets.compile.official_index import official_paths
from nosologist.codesets.compile.search import write_search
from nosologist.codesets.compile.terms import write_terms
from nosologist.codesets.releases import ReleaseSource, fingerprint, known_releases
from nosologist.errors import BookError, IndexMistakeError

Progress = Callable[[str, float], None]  # (what is being done, part done from 0 to 1)


def compile_release(source: ReleaseSource, target: Path, stamp: str, progress: Progress) -> None:
    """Compile into ``target``; it appears whole or not at all.

    Raises:
        BookError: the official file is missing, changed or not what the release says.
        IndexMistakeError: our Index names a code that the release does not have.
    """
    progress("checking the official file", 0.0)
    content = source.content()
    _check_file(source, content)
    progress("reading the Tabular", 0.05)
    tabular = read_tabular(io.BytesIO(content), source.file)
    _check_codes(source, tabular)
    progress("reading the Index", 0.2)
    index = _index(source, {row.value for row in tabular.codes})
    part = target.with_suffix(f".part{os.getpid()}")
    part.unlink(missing_ok=True)
    collecting = gc.isenabled()
    gc.disable()  # a million small tuples and no cycles: looking for garbage would double the time
    try:
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript(
                f"PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;{_schema()}"
            )
            progress("writing the Tabular", 0.3)
            _write_release(connection, source, stamp)
            _write_tabular(connection, tabular)
            progress("writing the terms", 0.45)
            write_terms(connection, tabular, index)
            progress("writing what is looked up by words", 0.8)
            write_search(connection, tabular, index)
            connection.commit()
            progress("packing", 0.9)
            connection.execute("VACUUM")
        part.replace(target)
    except OSError as error:
        raise BookError(
            f"{target}: cannot be written ({error.strerror}); free space or set NOSOLOGIST_CACHE"
        ) from error
    finally:
        part.unlink(missing_ok=True)
        if collecting:
            gc.enable()
    progress("done", 1.0)


def _schema() -> str:
    return (files("nosologist.codesets") / "schema" / "icd10cm.sql").read_text("utf-8")


def _index(source: ReleaseSource, codes: set[str]) -> OwnIndex:
    """Our Index, and before it CDC's where the user added it.

    Our Index is written for the release that we carry; what it says of codes that another release does not have is left out.
    """
    index = read_index(codes.__contains__, FOLDER)
    if source.added_to:
        index = within(index, codes)
    elif index.mistakes:
        first = index.mistakes[0]
        raise IndexMistakeError(
            f"{first.file}:{first.number}: {first.message} ({len(index.mistakes)} mistakes in all); amend the Index file"
        )
    if source.index_in is None:
        return index
    return replace(index, paths=(*official_paths(source.index_in, codes.__contains__), *index.paths))


def _check_file(source: ReleaseSource, content: bytes) -> None:
    found = hashlib.sha256(content).hexdigest()
    if found != source.sha256:
        raise BookError(f"{source.file}: sha256 is {found}, {source.id} needs {source.sha256}; {source.mend}")


def _check_codes(source: ReleaseSource, tabular: TabularRows) -> None:
    count = sum(row.valid for row in tabular.codes)
    if count != source.valid_codes:
        raise BookError(f"{source.id}: {count} valid codes were read, {source.valid_codes} are official")


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
    connection.executemany(
        "INSERT INTO note_range VALUES (?, ?, ?)",
        [
            (number, first, last)
            for number, row in enumerate(tabular.notes, 1)
            if row.kind not in ("inclusion", "seventh_note")
            for first, last in code_ranges(row.text)
        ],
    )
    connection.executemany("INSERT INTO seventh VALUES (?, ?, ?)", sorted(tabular.sevenths))


if __name__ == "__main__":
    release = known_releases()[-1]
    compile_release(release, Path(sys.argv[1]), fingerprint(release), lambda what, part: print(f"{part:.0%} {what}"))
