"""What is hidden or struck out in a Word document: by the format of its run, or by a style of the run or its paragraph."""

from __future__ import annotations

from nosologist.formats.xml import Node

_UNSAID = ("vanish", "strike", "dstrike")
_DEEPEST = 12  # styles based on one another


class Styles:
    """The marks of every style that says what is no longer said; those of a style that it is based on hold in it."""

    def __init__(self, styles: Node | None) -> None:
        found = {one.get("w:styleId") or "": one for one in styles.children("style")} if styles else {}
        self._marks = {name: marks for name in found if (marks := _inherited(name, found))}

    def unsaid(self, run: Node, paragraph: str) -> bool:
        """True for a run, in a paragraph of that style, that is hidden or struck out."""
        properties = run.first("rPr")
        if properties is None and not self._marks:
            return False
        style = properties.first("rStyle") if properties else None
        named = self._marks.get((style.get("w:val") if style else None) or "", {})
        marks = self._marks.get(paragraph, {}) | named | (_own(properties) if properties else {})
        return any(marks.values())


def style_of(paragraph: Node) -> str:
    """The style of a paragraph; empty where it names none."""
    style = paragraph.first("pPr", "pStyle")
    return (style.get("w:val") if style else None) or ""


def is_on(mark: Node) -> bool:
    """True for a mark that is set: it may say that it is not."""
    return (mark.get("w:val") or "1") not in ("0", "false", "off")


def _own(properties: Node) -> dict[str, bool]:
    marks = ((name, properties.first(name)) for name in _UNSAID)
    return {name: is_on(mark) for name, mark in marks if mark is not None}


def _inherited(name: str, styles: dict[str, Node]) -> dict[str, bool]:
    chain: list[Node] = []
    while (style := styles.get(name)) is not None and len(chain) < _DEEPEST:
        chain.append(style)
        base = style.first("basedOn")
        name = (base.get("w:val") if base else None) or ""
    marks: dict[str, bool] = {}
    for style in reversed(chain):
        marks |= _own(properties) if (properties := style.first("rPr")) else {}
    return marks
