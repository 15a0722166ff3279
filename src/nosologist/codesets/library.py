"""What is installed, and what is in force on a date.

A release is compiled into the user's cache folder on first use, under a name that carries the fingerprint of what it was
made from, so a new Index or compiler never meets an old file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from nosologist.codesets.code_lists import ICD10_BEGAN, CodeLists
from nosologist.codesets.compiled import clear_old, connect, in_use, is_sound, locked, seal
from nosologist.codesets.entries import Entries
from nosologist.codesets.names import Names
from nosologist.codesets.releases import ReleaseSource, all_releases
from nosologist.codesets.shelf import AddedRelease, Shelf
from nosologist.codesets.spelling import Spellings
from nosologist.codesets.stamp import stamp
from nosologist.codesets.tabular import NoteKind, Tabular, TabularNote
from nosologist.codesets.terms import Terms
from nosologist.codesets.validity import Validity, open_validity
from nosologist.errors import BookError
from nosologist.model.code import undotted

if TYPE_CHECKING:
    from nosologist.codesets.facts import Facts
    from nosologist.codesets.procedure_sheet import ProcedureSheet
    from nosologist.codesets.service_sheet import ServiceSheet
    from nosologist.codesets.sheet import Sheet
    from nosologist.model.answer import Answer
    from nosologist.model.claim import Claim

Progress = Callable[[str, float], None]
Derived = TypeVar("Derived")


@dataclass(frozen=True, slots=True)
class Books:
    """The books in force for an encounter."""

    releases: tuple[str, ...]
    tabular: Tabular
    terms: Terms
    names: Names
    entries: Entries
    spellings: Spellings
    source: ReleaseSource
    folder: Path  # where compiled files are kept
    shelf: Shelf  # the books that the user added
    lists: Callable[[], CodeLists]  # which codes are valid on a date; opened when first asked
    progress: Progress  # told how far a compilation is
    notice: str | None = None  # what to know where the full Tabular of the date is not installed
    memo: dict[object, Any] = field(default_factory=dict, compare=False)  # what steps derive from the books, once

    def find(
        self, words: str, *, top: int = 10, typing: bool = False, systems: tuple[str, ...] = ("icd10cm",)
    ) -> Answer:
        """Look codes up in a coder's own words; ``typing``: the last word may not be whole yet.

        ``systems``: the code sets that are asked (icd10cm, icd10pcs, hcpcs); the last two need added books.
        """
        # The look-up asks the coder's steps, which stand above the books: this is the books' only door upwards.
        found: Answer = import_module("nosologist.search.finding").find(
            words, self, top=top, typing=typing, systems=systems
        )
        return found

    def show(self, code: str) -> Sheet | None:
        """Everything that the books say of a code or header, as people write it; None where the release has none."""
        from nosologist.codesets.sheet import sheet

        return sheet(code, self)

    def service(self, code: str) -> ServiceSheet | None:
        """Everything that added books say of a HCPCS code, modifier or CPT number; None for what is none."""
        from nosologist.codesets.service_sheet import service_sheet

        return service_sheet(code, self.shelf)

    def procedure(self, code: str) -> ProcedureSheet | None:
        """What the added ICD-10-PCS tables say of a procedure code; None for what is none."""
        from nosologist.codesets.procedure_sheet import procedure_sheet

        return procedure_sheet(code, self.shelf)

    def notes(self, code: str, kind: NoteKind | None = None) -> tuple[TabularNote, ...]:
        """The instructional notes in force at a code, its own and those of its headers, block and chapter, nearest first."""
        return self.tabular.notes(undotted(code), kind)

    def excludes1(self, code: str) -> tuple[TabularNote, ...]:
        """What may not be coded together with a code, inherited notes included, with the code ranges that they name."""
        return self.notes(code, NoteKind.EXCLUDES1)

    def excludes2(self, code: str) -> tuple[TabularNote, ...]:
        """What is not included in a code but may be coded together with it."""
        return self.notes(code, NoteKind.EXCLUDES2)

    def code_first(self, code: str) -> tuple[TabularNote, ...]:
        """What is sequenced before a code."""
        return self.notes(code, NoteKind.CODE_FIRST)

    def use_additional(self, code: str) -> tuple[TabularNote, ...]:
        """What a code calls for in addition."""
        return self.notes(code, NoteKind.USE_ADDITIONAL)

    def facts(self) -> Facts | None:
        """CC/MCC, MDC and HCC of every code; None where the libraries that carry them are not installed."""
        if "facts" not in self.memo:
            from nosologist.codesets.facts import open_facts

            self.memo["facts"] = open_facts(self.folder, self.source, self.progress)
        facts: Facts | None = self.memo["facts"]
        return facts


class _ByCode(dict[str, Any]):
    """Code -> what is derived from it and the books, when it is first asked for."""

    __slots__ = ("_books", "_derive")

    def __init__(self, derive: Callable[[str, Books], Any], books: Books) -> None:
        self._derive, self._books = derive, books

    def __missing__(self, value: str) -> Any:
        found = self[value] = self._derive(value, self._books)
        return found


def kept_by_code(derive: Callable[[str, Books], Derived]) -> Callable[[str, Books], Derived]:
    """Keep what a function derives from a code and the books, and nothing else."""

    def kept(value: str, books: Books) -> Derived:
        known = books.memo.get(derive)
        return (by_code(derive, books) if known is None else known)[value]

    return wraps(derive)(kept)


def by_code(derive: Callable[[str, Books], Derived], books: Books) -> Mapping[str, Derived]:
    """What a function that keeps it derives from codes, as a mapping: the quickest way to ask about each code of a claim."""
    derive = getattr(derive, "__wrapped__", derive)
    known: _ByCode | None = books.memo.get(derive)
    if known is None:
        known = books.memo[derive] = _ByCode(derive, books)
    return known


def kept_with_claim(work: Callable[[Claim, Books], Derived]) -> Callable[[Claim, Books], Derived]:
    """Keep what a function makes of a claim and the books with the claim: for what several ask about it."""

    def kept(claim: Claim, books: Books) -> Derived:
        known = claim.kept.get(work)
        if known is None or known[0] is not books:
            known = claim.kept[work] = (books, work(claim, books))
        return known[1]

    return wraps(work)(kept)


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
    """The releases on this machine: those that we carry, and those that the user added."""

    def __init__(self, folder: Path | None = None, progress: Progress = _silent, shelf: Shelf | None = None) -> None:
        self._folder = folder or cache_folder()
        self._progress = progress
        self._shelf = shelf or Shelf()
        self._open: dict[str, Books] = {}
        self._lists: CodeLists | None = None
        self._validity: Validity | None = None
        self._releases: tuple[ReleaseSource, ...] = ()
        self._added: tuple[AddedRelease, ...] | None = None  # that were on the shelf when they were listed

    def in_force(self, on: date | None = None) -> Books:
        """The books for a date of service or discharge; the newest full Tabular where the date is unknown.

        For a date whose full Tabular is not installed the nearest one is used and ``notice`` says so; which codes are valid
        on that date is known all the same (``lists``).

        Raises:
            BookError: the date is earlier than what is known.
        """
        releases = self._all_releases()
        if on is None:
            return self._books(releases[-1])
        fitting = [release for release in releases if _covers(release, on)]
        if fitting:
            return self._books(fitting[-1])
        begun = [release for release in releases if release.effective_from <= on.isoformat()]
        nearest = begun[-1] if begun else releases[0]
        first = self.validity().known.first
        if on < first:
            raise BookError(
                f"no ICD-10-CM release is known for {on}: full Tabulars are installed for {_spans(releases)}, the dates of "
                f"each code are known from {first} on; add the Tabular of that year (noso books add FILE)"
            )
        return replace(self._books(nearest), notice=self._notice(nearest, on))

    def for_claim(self, on: date | None = None) -> Books:
        """The books for checking a claim: as ``in_force``, and back to the day on which ICD-10 began.

        For dates earlier than what is checked against the publishers' lists the nearest Tabular is used, and ``notice`` says so.

        Raises:
            BookError: the claim is of a day before ICD-10.
        """
        if on is None or not ICD10_BEGAN <= on < self.validity().known.first:
            return self.in_force(on)
        if self.tabular_on(on):
            return self.in_force(on)
        nearest = self._all_releases()[0]
        return replace(self._books(nearest), notice=self._notice(nearest, on))

    def _all_releases(self) -> tuple[ReleaseSource, ...]:
        """Every release with a full Tabular; listed anew where others are on the shelf."""
        added = self._shelf.releases("icd10cm")
        if added is not self._added:
            self._releases, self._added = all_releases(self._shelf), added
        return self._releases

    def _notice(self, nearest: ReleaseSource, on: date) -> str:
        lists = self.lists()
        known = lists.known_by("icd10cm", on)
        later = " which is the newest known," if lists.is_beyond("icd10cm", on) else ""
        return (
            f"the full Tabular for {on} is not installed: {nearest.id} (to {nearest.effective_to or 'now'}) was used, and each "
            f"code was checked against {known},{later} for validity on that date"
        ).replace(",,", ",")

    def _books(self, release: ReleaseSource) -> Books:
        if release.id not in self._open:
            connection = connect(self.compiled(release))
            self._open[release.id] = Books(
                (release.id,),
                Tabular(connection),
                Terms(connection),
                Names(connection),
                Entries(connection),
                Spellings(connection),
                release,
                self._folder,
                self._shelf,
                self.lists,
                self._progress,
            )
        return self._open[release.id]

    def tabular(self, release_id: str) -> Tabular | None:
        """The full Tabular of a release, or None where it is not installed."""
        found = next((release for release in self._all_releases() if release.id == release_id), None)
        return self._books(found).tabular if found else None

    def tabular_on(self, on: date) -> Tabular | None:
        """The full Tabular in force on a date, or None where it is not installed."""
        found = [release for release in self._all_releases() if _covers(release, on)]
        return self._books(found[-1]).tabular if found else None

    def validity(self) -> Validity:
        """From when to when each code is valid, as we carry it."""
        if self._validity is None:
            self._validity = open_validity(self._folder)
        return self._validity

    def lists(self) -> CodeLists:
        """Which codes are valid on a date: by the publishers' lists that were added, else by the dates that we carry."""
        if self._lists is None:
            self._lists = CodeLists(self._shelf, self.validity())
        return self._lists

    def compiled(self, release: ReleaseSource) -> Path:
        """The compiled file of a release; compiled now when it is missing, stale or damaged."""
        mark = stamp(release, self._folder)
        target = self._folder / f"{release.id.replace(':', '-')}-{mark}.sqlite"
        if is_sound(target):
            in_use(target)
            return target
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with locked(target.with_suffix(".lock")):
                if not is_sound(target):  # another process may have compiled it while this one waited
                    from nosologist.codesets.compile.release import compile_release

                    compile_release(release, target, mark, self._progress)
                    seal(target)
                    clear_old(target, release.id.replace(":", "-"))
        except OSError as error:
            raise BookError(
                f"{self._folder}: compiled books cannot be kept there ({error.strerror}); set NOSOLOGIST_CACHE to a folder "
                "that you may write to"
            ) from error
        return target


def _covers(release: ReleaseSource, on: date) -> bool:
    return release.effective_from <= on.isoformat() <= (release.effective_to or "9999-12-31")


def _spans(releases: tuple[ReleaseSource, ...]) -> str:
    return ", ".join(f"{release.id} ({release.effective_from} to {release.effective_to})" for release in releases)
