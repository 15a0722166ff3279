"""Numbers and bullets of the lists of a Word document, which its paragraphs name and ``numbering.xml`` describes."""

from __future__ import annotations

from nosologist.formats.xml import Node

_BULLETS = frozenset({"bullet", "none"})
_BULLET = "• "


class Lists:
    """Counts the items of every list as Word would show them; letters and Roman numerals are shown as numbers."""

    def __init__(self, numbering: Node | None) -> None:
        self._bullets = _bullets(numbering) if numbering else frozenset[tuple[str, str]]()
        self._counts: dict[tuple[str, int], int] = {}

    def opener(self, paragraph: Node) -> str:
        """What stands before a paragraph: "2. ", "• ", or nothing."""
        place = paragraph.first("pPr", "numPr")
        number = place.first("numId") if place else None
        name = number.get("w:val") if number else None
        if not name or name == "0":  # 0 takes a paragraph out of the list of its style
            return ""
        level = place.first("ilvl") if place else None
        depth = (level.get("w:val") if level else None) or "0"
        if (name, depth) in self._bullets or not depth.isdecimal():
            return _BULLET
        return f"{self._next(name, int(depth[:2]))}. "

    def _next(self, name: str, depth: int) -> int:
        for deeper in [key for key in self._counts if key[0] == name and key[1] > depth]:
            del self._counts[deeper]
        self._counts[name, depth] = self._counts.get((name, depth), 0) + 1
        return self._counts[name, depth]


def _bullets(numbering: Node) -> frozenset[tuple[str, str]]:
    """The lists and levels that have bullets."""
    marked: dict[str, set[str]] = {}
    for kind in numbering.children("abstractNum"):
        for level in kind.children("lvl"):
            form = level.first("numFmt")
            if form is not None and form.get("w:val") in _BULLETS:
                marked.setdefault(kind.get("w:abstractNumId") or "", set()).add(level.get("w:ilvl") or "0")
    found: set[tuple[str, str]] = set()
    for one in numbering.children("num"):
        kinds = one.first("abstractNumId")
        levels = marked.get((kinds.get("w:val") if kinds else None) or "", set())
        found.update((one.get("w:numId") or "", level) for level in levels)
    return frozenset(found)
