"""The shelf: releases that the user added from official files, one SQLite file each.

They stand in the user's data folder, side by side, and are opened read-only. What is in force follows the date.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nosologist.codesets.compiled import connect
from nosologist.errors import BookError

_UNSEEN = -2
_MOST_KEPT = 20_000  # answers


def books_folder() -> Path:
    """Where added releases are kept: ``NOSOLOGIST_BOOKS``, or the platform's data folder."""
    if chosen := os.environ.get("NOSOLOGIST_BOOKS"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "nosologist" / "Books"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "nosologist" / "books"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "nosologist" / "books"


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """An official document that was loaded into a release."""

    name: str
    title: str
    source: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class AddedRelease:
    """A release on the shelf."""

    id: str
    code_set: str
    effective_from: date
    effective_to: date | None
    path: Path
    connection: sqlite3.Connection

    def documents(self) -> tuple[AddedDocument, ...]:
        """What was loaded, in name order."""
        rows = self.connection.execute("SELECT name, title, source, sha256, rows FROM document ORDER BY name")
        return tuple(AddedDocument(*row) for row in rows)

    def has(self, document: str) -> bool:
        """True when a document of this name was loaded."""
        return self.connection.execute("SELECT 1 FROM document WHERE name = ?", (document,)).fetchone() is not None


class Shelf:
    """The releases in one folder; each file is opened once, when it is first asked for.

    A ``still`` shelf stays as it is first seen: a million claims are checked with the same books.
    """

    def __init__(self, folder: Path | None = None, *, still: bool = False) -> None:
        self.folder = folder or books_folder()
        self._still = still
        self._open: dict[Path, tuple[int, AddedRelease]] = {}  # with the time of the file that is open
        self._listed: dict[str | None, tuple[AddedRelease, ...]] = {}
        self._found: dict[tuple[str, date | None, str | None], AddedRelease | None] = {}
        self._code_sets: frozenset[str] | None = None
        self._changed = _UNSEEN  # when the folder last changed, as what is kept is of then

    def releases(self, code_set: str | None = None) -> tuple[AddedRelease, ...]:
        """Every release (of one code set), by code set and date.

        Raises:
            BookError: a file there is no release of ours.
        """
        self._look()
        if code_set not in self._listed:
            pattern = f"{code_set}-[0-9]*.sqlite" if code_set else "*.sqlite"
            found = [self._opened(path) for path in sorted(self.folder.glob(pattern))]
            found.sort(key=lambda release: (release.code_set, release.effective_from))
            self._listed[code_set] = tuple(found)
        return self._listed[code_set]

    def code_sets(self) -> frozenset[str]:
        """The code sets of which there is a release, by the names of the files: none is opened."""
        self._look()
        if self._code_sets is None:
            self._code_sets = frozenset(path.stem.partition("-")[0] for path in self.folder.glob("*-[0-9]*.sqlite"))
        return self._code_sets

    def _look(self) -> None:
        """Forget what is kept where the folder has changed."""
        if self._still and self._changed != _UNSEEN:
            return
        try:
            changed = self.folder.stat().st_mtime_ns
        except OSError:
            changed = -1  # no release was added yet
        if changed != self._changed:
            self._listed.clear()
            self._found.clear()
            self._code_sets = None
            self._changed = changed

    def get(self, release_id: str) -> AddedRelease | None:
        """The release of this id, or None where it was not added."""
        path = self.path(release_id)
        return self._opened(path) if path.is_file() else None

    def in_force(self, code_set: str, on: date | None = None, document: str | None = None) -> AddedRelease | None:
        """The newest release that had begun on a date (the newest of all where it is unknown), or None.

        It may have ended since: compare ``effective_to`` and say so. ``document`` asks for a release that has it.
        """
        self._look()
        key = (code_set, on, document)
        if key not in self._found:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            begun = [
                release
                for release in self.releases(code_set)
                if (on is None or release.effective_from <= on) and (document is None or release.has(document))
            ]
            self._found[key] = begun[-1] if begun else None
        return self._found[key]

    def path(self, release_id: str) -> Path:
        """The file of a release, whether it exists or not."""
        return self.folder / f"{release_id.replace(':', '-')}.sqlite"

    def _opened(self, path: Path) -> AddedRelease:
        written = path.stat().st_mtime_ns
        if path not in self._open or self._open[path][0] != written:  # another file stands there now
            self._open[path] = (written, open_release(path))
        return self._open[path][1]


def open_release(path: Path) -> AddedRelease:
    """Open one file of the shelf.

    Raises:
        BookError: it is damaged or no release of ours.
    """
    try:
        connection = connect(path)
        row = connection.execute("SELECT id, code_set, effective_from, effective_to FROM release").fetchone()
        release_id, code_set, first, last = row
        return AddedRelease(
            release_id,
            code_set,
            date.fromisoformat(first),
            date.fromisoformat(last) if last else None,
            path,
            connection,
        )
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise BookError(
            f"{path}: is damaged or no release of Nosologist ({error}); remove the file and add the release again"
        ) from error
