"""Add official files to the shelf: tell what each is, load it into a copy of its release, and put that in place whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from nosologist.codesets.compile.agree import check_agreement
from nosologist.codesets.compile.official import OfficialDocument, Progress, Recognised, documents
from nosologist.codesets.compile.source import Source, sources
from nosologist.codesets.compiled import is_sound, locked, seal, seal_path
from nosologist.codesets.shelf import AddedDocument, Shelf, open_release
from nosologist.errors import BookError


@dataclass(frozen=True, slots=True)
class Found:
    """A file and the official document that it is."""

    source: Source
    recognised: Recognised
    document: OfficialDocument


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that stands on the shelf now; ``was_there`` when the very same file had been added before."""

    recognised: Recognised
    source: str
    rows: int
    was_there: bool


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition did: documents loaded, and files that are no official document that we know."""

    loaded: tuple[Loaded, ...]
    passed_over: tuple[str, ...]


def recognise(source: Source) -> Found | None:
    """Tell which official document a file is, or None."""
    for document in documents():
        if recognised := document.recognise(source):
            return Found(source, recognised, document)
    return None


def look(
    paths: Iterable[Path], progress: Progress, effective: date | None = None
) -> tuple[tuple[str, Recognised | None], ...]:
    """Tell what every file is; None for one that is no official document we know."""
    seen = []
    for path in paths:
        for source in sources(path, effective):
            progress(f"looking into {source.name}", 0.0)
            found = recognise(source)
            seen.append((source.where, found.recognised if found else None))
    return tuple(seen)


def add(paths: Iterable[Path], shelf: Shelf, progress: Progress, effective: date | None = None) -> Added:
    """Add every official document found in files, zips and folders.

    Raises:
        BookError: nothing was recognised, or a file is damaged, contradicts another or cannot be loaded; the releases that
            stood on the shelf are as they were.
    """
    found, passed_over = _survey(paths, effective, progress)
    if not found:
        names = ", ".join(passed_over[:3]) + (", ..." if len(passed_over) > 3 else "")
        raise BookError(f"no official document that can be added: {names or 'no file'}; see `noso books add --help`")
    by_release: dict[str, list[Found]] = {}
    for one in _each_once(found):
        by_release.setdefault(one.recognised.release_id, []).append(one)
    loaded: list[Loaded] = []
    try:
        shelf.folder.mkdir(parents=True, exist_ok=True)
        with locked(shelf.folder / "books.lock"):
            for part in shelf.folder.glob("*.part"):  # what a killed process left behind
                part.unlink()
            try:
                for of_release in by_release.values():
                    loaded += _load_release(of_release, shelf, progress)
                for part in sorted(shelf.folder.glob("*.part")):  # all of them, now that every one is whole
                    _put_in_place(part, part.with_suffix(".sqlite"))
            finally:
                for part in shelf.folder.glob("*.part"):
                    part.unlink()
    except OSError as error:
        raise BookError(
            f"{shelf.folder}: cannot be written ({error.strerror}); free space, or set NOSOLOGIST_BOOKS to another folder"
        ) from error
    return Added(tuple(loaded), tuple(passed_over))


def _survey(paths: Iterable[Path], effective: date | None, progress: Progress) -> tuple[list[Found], list[str]]:
    found, passed_over = [], []
    for path in paths:
        here: list[Found] = []
        for source in sources(path, effective):
            progress(f"looking into {source.name}", 0.0)
            one = recognise(source)
            if one:
                here.append(one)
            else:
                passed_over.append(source.where)
        _check_one_date(path, here)
        found += here
    return found, passed_over


def _check_one_date(path: Path, here: list[Found]) -> None:
    """One zip holds one release of a code set."""
    if path.is_dir():
        return
    dates: dict[str, Found] = {}
    for one in here:
        first = dates.setdefault(one.recognised.code_set, one)
        if first.recognised.release_id != one.recognised.release_id:
            raise BookError(
                f"{path}: mixed releases: {first.source.name} is of {first.recognised.release_id}, "
                f"{one.source.name} of {one.recognised.release_id}; add each release's files by themselves"
            )


def _each_once(found: list[Found]) -> list[Found]:
    """One file for each document of a release; where the publisher gives text and workbook, the text."""
    kept: dict[tuple[str, str], Found] = {}
    for one in sorted(found, key=lambda one: one.source.name.lower().endswith((".xlsx", ".xlsm"))):
        key = (one.recognised.release_id, one.recognised.document)
        first = kept.setdefault(key, one)
        workbook = one.source.name.lower().endswith((".xlsx", ".xlsm"))
        if first is not one and not workbook and first.source.sha256() != one.source.sha256():
            raise BookError(
                f"{one.source.where}: {one.recognised.title} ({one.recognised.release_id}) is also in "
                f"{first.source.where}, and they differ; add one of them"
            )
    return [one for one in found if kept[one.recognised.release_id, one.recognised.document] is one]


def _load_release(of_release: list[Found], shelf: Shelf, progress: Progress) -> list[Loaded]:
    """Load the documents of one release into a copy beside it (``.part``), whole and on disk; none where all were there."""
    recognised = of_release[0].recognised
    target = shelf.path(recognised.release_id)
    part = target.with_suffix(".part")
    digests = {one.source: one.source.sha256() for one in of_release}
    standing = open_release(target) if target.is_file() else None
    known = {document.name: document for document in standing.documents()} if standing else {}
    if standing:
        standing.connection.close()
        if seal_path(target).is_file() and not is_sound(target):
            raise BookError(
                f"{target}: other bytes than were written; `noso books remove {recognised.release_id}` and add its files again"
            )
        _check_dates(standing.effective_from, recognised, of_release[0].source)
    if all(_same(known, one, digests) for one in of_release):
        return [
            Loaded(one.recognised, one.source.where, known[one.recognised.document].rows, True) for one in of_release
        ]
    with _telling(recognised, shelf):
        if standing:
            shutil.copyfile(target, part)
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript("PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
            loaded = [_load(one, connection, digests[one.source], known, progress) for one in of_release]
            check_agreement(recognised.release_id, connection)
            connection.commit()
            progress("packing", 0.95)
            connection.execute("VACUUM")
        with part.open("rb+") as file:
            os.fsync(file.fileno())
    progress("done", 1.0)
    return loaded


def _same(known: Mapping[str, AddedDocument], one: Found, digests: dict[Source, str]) -> bool:
    there = known.get(one.recognised.document)
    return there is not None and there.sha256 == digests[one.source]


def _check_dates(standing: date, recognised: Recognised, source: Source) -> None:
    if standing != recognised.effective_from:
        raise BookError(
            f"{source.where}: counts from {recognised.effective_from}, but {recognised.release_id} on the shelf counts "
            f"from {standing}; state the right day with --effective, or remove the release first"
        )


@contextmanager
def _telling(recognised: Recognised, shelf: Shelf) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise BookError(
            f"{recognised.title}: a row stands twice or lacks a field ({error}); nothing was added"
        ) from error
    except sqlite3.Error as error:
        raise BookError(
            f"{shelf.folder}: {recognised.title} cannot be written ({error}); free space, or set NOSOLOGIST_BOOKS to another "
            "folder; nothing was added"
        ) from error


def _load(
    one: Found, connection: sqlite3.Connection, digest: str, known: Mapping[str, AddedDocument], progress: Progress
) -> Loaded:
    recognised, document = one.recognised, one.document
    for schema in ("added.sql", document.SCHEMA):
        connection.executescript((files("nosologist.codesets") / "schema" / schema).read_text("utf-8"))
    if not connection.execute("SELECT 1 FROM release").fetchone():
        last = recognised.effective_to.isoformat() if recognised.effective_to else None
        connection.execute(
            "INSERT INTO release VALUES (?, ?, ?, ?)",
            (recognised.release_id, recognised.code_set, recognised.effective_from.isoformat(), last),
        )
    if recognised.document in known:
        document.clear(recognised, connection)
    rows = document.load(one.source, recognised, connection, progress)
    if not rows:
        raise BookError(f"{one.source.where}: {recognised.title} without a row; fetch it again")
    connection.execute(
        "INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?, ?)",
        (recognised.document, recognised.title, " > ".join(reversed(one.source.places[:-1])), digest, rows),
    )
    return Loaded(recognised, one.source.where, rows, False)


def _put_in_place(part: Path, target: Path) -> None:
    """Give a file that is whole and on disk its name: whoever opens the release sees the old one or the new one."""
    seal_path(target).unlink(missing_ok=True)
    part.replace(target)
    seal(target)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def remove(release_id: str, shelf: Shelf) -> None:
    """Take a release off the shelf.

    Raises:
        BookError: it does not stand there.
    """
    path = shelf.path(release_id)
    if not path.is_file():
        there = ", ".join(release.id for release in shelf.releases()) or "none"
        raise BookError(f"{release_id}: no such release was added; added are: {there}")
    with locked(shelf.folder / "books.lock"):
        path.unlink()
        seal_path(path).unlink(missing_ok=True)
