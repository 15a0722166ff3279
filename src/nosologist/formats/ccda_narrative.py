"""The narrative of a C-CDA: its sections in order, each under a heading that its LOINC code decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from nosologist.formats.blocks import Blocks
from nosologist.formats.html import HIDDEN, UNSAID, has_tags, html_into
from nosologist.formats.spanning import span
from nosologist.formats.xml import Node

_PARAGRAPHS = frozenset({"paragraph", "list", "table", "caption", "p", "ul", "ol", "h1", "h2", "h3", "h4"})
_LINES = frozenset({"item", "li", "div"})  # some senders write the tags of HTML
_CAPTIONED = frozenset({"item", "li"})
_LAID_OUT = re.compile(r"^[ \t]*(?:[-*•#]|\d{1,2}[.)]|[A-Z][A-Za-z /&]{1,40}:)", re.MULTILINE)
_FEWEST = 2  # lines that begin as items or headings do, in a text that is laid out by its line breaks


def body_text(root: Node) -> str:
    """The sections in order, each under its heading; sections inside a section follow it."""
    parts: list[str] = []
    for section in _sections(root):
        narrative = section.first("text")
        text = _narrative(narrative) if narrative else ""
        if text:
            heading = heading_of(section)
            parts.append(f"{heading.upper().rstrip(':')}:\n{text}" if heading else text)
    return "\n\n".join(parts)


@lru_cache(maxsize=1)
def section_headings() -> dict[str, str]:
    """LOINC code of a section -> the heading that our reader knows (``ccda_sections.txt``)."""
    rows = Path(__file__).with_name("ccda_sections.txt").read_text("utf-8").splitlines()
    pairs = (row.partition(" = ") for row in rows if " = " in row and not row.startswith("#"))
    return {code: heading for code, _, heading in pairs}


def heading_of(section: Node) -> str:
    """By the code of a section or a translation of it, else its title."""
    code, title = section.first("code"), section.first("title")
    codes = (code, *code.children("translation")) if code else ()
    known = (section_headings().get(one.get("code") or "") for one in codes)
    return (
        next(filter(None, known), None)
        or (title.text() if title else "")
        or ((code.get("displayName") or "") if code else "")
    )


def _sections(root: Node) -> Iterator[Node]:
    if root.tag == "section":
        yield root
    yield from root.all("section")


def _narrative(narrative: Node) -> str:
    blocks = Blocks()
    _flow(narrative, blocks)
    return blocks.text()


def _flow(node: Node, blocks: Blocks) -> None:
    for part in node.content:
        if isinstance(part, str):
            _words(part, node, blocks)
        elif _is_unsaid(part):
            continue
        elif part.tag in ("td", "th"):
            blocks.begin_cell(*span(part.get))
            _flow(part, blocks)
            blocks.end_cell()
        elif part.tag == "tr":
            blocks.row()
            _flow(part, blocks)
        elif part.tag in _PARAGRAPHS and node.tag in _CAPTIONED and part.tag == "caption":
            _flow(part, blocks)
            blocks.words(" ")
        elif part.tag in _PARAGRAPHS:
            blocks.paragraph()
            if part.tag == "table":
                blocks.begin_table()
            _flow(part, blocks)
            if part.tag == "table":
                blocks.end_table()
            blocks.paragraph()
        elif part.tag == "br":
            blocks.end_line()
        elif part.tag in _LINES:
            blocks.line()
            _flow(part, blocks)
        else:
            _flow(part, blocks)


def _is_unsaid(part: Node) -> bool:
    """True for what is deleted, struck out or hidden, in the words of CDA or of HTML."""
    if part.tag in UNSAID or part.get("revised") == "delete":
        return True
    style = part.get("style")
    return "strikethrough" in (part.get("styleCode") or "").lower() or bool(style and HIDDEN.search(style))


def _words(text: str, node: Node, blocks: Blocks) -> None:
    """Running text; HTML inside it is read as such, and text that its line breaks lay out keeps them."""
    if "<" in text and has_tags(text):
        html_into(text, blocks)
    elif "\n" in text and (node.get("xml:space") == "preserve" or len(_LAID_OUT.findall(text)) >= _FEWEST):
        blocks.lines("\n".join(line.strip() for line in text.split("\n")))
    else:
        blocks.words(text)
