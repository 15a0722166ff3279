"""Documents with their evidence marked: the text in pieces, each with the codes that rest on it. Offsets count characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.html import escape
from django.utils.safestring import mark_safe

COPIED = "copied"
Anchor = tuple[int, int, str]  # start, end, whose: "s0", "n3"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; ``keys`` are the codes and unassigned mentions that rest on it, blank-separated."""

    start: int
    text: str
    keys: str

    @property
    def is_code(self) -> bool:
        """True where a code rests on it, not only a mention that was not coded."""
        return any(not key.startswith("n-") and key != COPIED for key in self.keys.split())

    @property
    def is_copied(self) -> bool:
        """True for words that an earlier document of the record has already."""
        return COPIED in self.keys.split()

    @property
    def is_evidence(self) -> bool:
        """True where a code or an unassigned mention rests on it."""
        return self.keys not in ("", COPIED)

    @property
    def shown(self) -> str:
        """The text for a page; a carriage return would else be dropped by the browser, and offsets would shift."""
        return mark_safe(escape(self.text).replace("\r", "&#13;"))


def anchors(owners: Iterable[tuple[str, Iterable[Mapping[str, Any]]]], document: str, is_first: bool) -> list[Anchor]:
    """The places of one document that owners rest on; a span that names no document is of the first."""
    return [
        (span["start"], span["end"], key)
        for key, spans in owners
        for span in spans
        if (span["document"] == document if "document" in span else is_first)
    ]


def pieces(text: str, places: Iterable[Anchor]) -> list[Piece]:
    """Cut a text where marks begin and end; the pieces joined are the text."""
    places = [place for place in places if 0 <= place[0] < place[1] <= len(text)]
    cuts = sorted({0, len(text), *(place[0] for place in places), *(place[1] for place in places)})
    opening: dict[int, list[Anchor]] = {}
    for place in places:
        opening.setdefault(place[0], []).append(place)
    found: list[Piece] = []
    standing: list[Anchor] = []
    for start, end in pairwise(cuts):
        standing = [*(place for place in standing if place[1] > start), *opening.get(start, ())]
        keys = " ".join(dict.fromkeys(place[2] for place in standing))
        found.append(Piece(start, text[start:end], keys))
    return found
