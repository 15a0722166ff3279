"""Read every byte of the shelf again: is each file as it was added, and do its documents still agree?"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from nosologist.codesets.compile.agree import check_agreement
from nosologist.codesets.compile.official import Progress
from nosologist.codesets.compiled import connect, is_sound
from nosologist.codesets.releases import known_releases
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError


@dataclass(frozen=True, slots=True)
class Checked:
    """A release and what is wrong with it; None where it is sound."""

    release: str
    fault: str | None


def verify(shelf: Shelf, releases: Sequence[str], progress: Progress) -> tuple[Checked, ...]:
    """Check the releases named, or all: what we carry against its sha256, what was added against its seal and itself.

    Raises:
        BookError: a release that is not installed.
    """
    carried = {release.id: release for release in known_releases()}
    there = {path.stem.replace("-", ":", 1): path for path in sorted(shelf.folder.glob("*.sqlite"))}
    wanted = releases or (*carried, *(name for name in there if name not in carried))
    checked = []
    for number, name in enumerate(wanted):
        progress(f"reading {name}", number / len(wanted))
        if name not in carried and name not in there:
            raise BookError(f"{name}: not installed; installed are: {', '.join((*carried, *there))}")
        if name in carried:
            checked.append(Checked(f"{name} (carried)", _carried_fault(name)))
        if name in there:
            checked.append(Checked(name, _fault(name, there[name])))
    return tuple(checked)


def _carried_fault(name: str) -> str | None:
    import hashlib

    release = next(release for release in known_releases() if release.id == name)
    try:
        found = hashlib.sha256(release.content()).hexdigest()
    except BookError as error:
        return str(error)
    return None if found == release.sha256 else f"sha256 is {found}, expected {release.sha256}; {release.mend}"


def _fault(name: str, path: Path) -> str | None:
    again = f"`noso books remove {name}` and add it again"
    if not is_sound(path, thorough=True):
        return f"other bytes than were written; {again}"
    try:
        with closing(connect(path)) as connection:
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            check_agreement(name, connection)
    except (sqlite3.Error, BookError) as error:
        return f"{error}; {again}"
    return None if state == "ok" else f"{state}; {again}"
