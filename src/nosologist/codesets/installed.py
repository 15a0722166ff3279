"""Everything that is installed: the releases that we carry, and those on the shelf."""

from __future__ import annotations

from dataclasses import dataclass

from nosologist.codesets.releases import known_releases
from nosologist.codesets.shelf import Shelf
from nosologist.errors import BookError


@dataclass(frozen=True, slots=True)
class Installed:
    """A release, from when to when it counts, and its documents with their rows."""

    id: str
    effective_from: str
    effective_to: str | None
    source: str  # the library that carries it, or "added"
    documents: tuple[tuple[str, int], ...]


def installed(shelf: Shelf) -> tuple[Installed, ...]:
    """All of them, by code set and date; what we carry before what was added."""
    rows = []
    for release in known_releases():
        try:
            release.path()
        except BookError:
            continue
        package = release.carrier.partition(".")[0]
        rows.append(
            Installed(
                release.id,
                release.effective_from,
                release.effective_to,
                package,
                ((release.title, release.valid_codes),),
            )
        )
    for added in shelf.releases():
        documents = tuple((document.title, document.rows) for document in added.documents())
        last = added.effective_to.isoformat() if added.effective_to else None
        rows.append(Installed(added.id, added.effective_from.isoformat(), last, "added", documents))
    return tuple(rows)
