"""What is installed, and what is in force on a date.

A release is compiled into the user's cache folder on first use, under a name that carries the fingerprint of what it was
made from, so a new Index or compiler never meets an old file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from nosologist.codesets.compiled import connect, is_sound, locked, seal
from nosologist.codesets.names import Names
from nosologist.codesets.releases import ReleaseSource, fingerprint, known_releases
from nosologist.codesets.tabular import Tabular
from nosologist.codesets.terms import Terms
from nosologist.errors import BookError

Progress = Callable[[str, float], None]
Derived = TypeVar("Derived")


@dataclass(frozen=True, slots=True)
class Books:
    """The books in force for an encounter."""

    releases: tuple[str, ...]
    tabular: Tabular
    terms: Terms
    names: Names
    memo: dict[object, Any] = field(default_factory=dict, compare=False)  # what steps derive from the books, once


def kept_by_code(derive: Callable[[str, Books], Derived]) -> Callable[[str, Books], Derived]:
    """Keep what a function derives from a code and the books, and nothing else."""

    def kept(value: str, books: Books) -> Derived:
        known: dict[str, Derived] | None = books.memo.get(derive)
        if known is None:
            known = books.memo[derive] = {}
        if value not in known:
            known[value] = derive(value, books)
        return known[value]

    return wraps(derive)(kept)


def cache_folder() -> Path:
    """Where compiled releases are kept: ``NOSOLOGIST_CACHE``, or the platform's cache folder."""
    if chosen := os.environ.get("NOSOLOGIST_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "nosologist" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "nosologist"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nosologist"


def _silent(_what: str, _part: float) -> None:
    """Report no progress."""


class Library:
    """The releases on this machine."""

    def __init__(self, folder: Path | None = None, progress: Progress = _silent) -> None:
        self._folder = folder or cache_folder()
        self._progress = progress
        self._open: dict[str, Books] = {}

    def in_force(self, on: date | None = None) -> Books:
        """The books for a date of service or discharge; the newest release where the date is unknown.

        Raises:
            BookError: no known release was in force on that date.
        """
        releases = known_releases()
        fitting = [release for release in releases if on is None or _covers(release, on)]
        if not fitting:
            spans = ", ".join(
                f"{release.id} from {release.effective_from} to {release.effective_to}" for release in releases
            )
            raise BookError(f"no ICD-10-CM release is installed for {on}; installed: {spans}")
        return self._books(fitting[-1])

    def _books(self, release: ReleaseSource) -> Books:
        if release.id not in self._open:
            connection = connect(self.compiled(release))
            self._open[release.id] = Books((release.id,), Tabular(connection), Terms(connection), Names(connection))
        return self._open[release.id]

    def compiled(self, release: ReleaseSource) -> Path:
        """The compiled file of a release; compiled now when it is missing, stale or damaged."""
        stamp = fingerprint(release)
        target = self._folder / f"{release.id.replace(':', '-')}-{stamp}.sqlite"
        if is_sound(target):
            return target
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with locked(target.with_suffix(".lock")):
                if not is_sound(target):  # another process may have compiled it while this one waited
                    from nosologist.codesets.compile.release import compile_release

                    compile_release(release, target, stamp, self._progress)
                    seal(target)
        except OSError as error:
            raise BookError(
                f"{self._folder}: compiled books cannot be kept there ({error.strerror}); set NOSOLOGIST_CACHE to a folder "
                "that you may write to"
            ) from error
        return target


def _covers(release: ReleaseSource, on: date) -> bool:
    return release.effective_from <= on.isoformat() <= (release.effective_to or "9999-12-31")
