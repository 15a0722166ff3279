"""OpenDocument texts (.odt): paragraphs, lists and tables in order; nothing that is deleted, hidden or struck out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from nosologist.errors import UnreadableNoteError
from nosologist.formats.blocks import Blocks
from nosologist.formats.packed import member_bytes, opened
from nosologist.formats.spanning import span
from nosologist.formats.xml import Node, parse

_CONTENT, _STYLES = "content.xml", "styles.xml"
_STRUCK = ("style:text-line-through-style", "style:text-line-through-type")
_SPANS = {"rowspan": "table:number-rows-spanned", "colspan": "table:number-columns-spanned"}
_LEFT_OUT = frozenset(
    {
        "covered-table-cell",
        "tracked-changes",
        "annotation",
        "automatic-styles",
        "scripts",
        "sequence-decls",
        "forms",
        "title",
        "desc",
    }
)


def odt_text(data: bytes, name: str) -> str:
    """The text of an OpenDocument file, its footnotes behind it.

    Raises:
        UnreadableNoteError: the file is damaged, encrypted, no text document, or holds no text.
    """
    with opened(io.BytesIO(data), name) as archive:
        content = _part(archive, _CONTENT, name)
        named = _part(archive, _STYLES, name) if _STYLES in archive.namelist() else None
    body = content.first("body", "text")
    if body is None:
        raise UnreadableNoteError(f"{name}: an OpenDocument file that is no text; save it as text or PDF")
    reading = _Reading(frozenset(one for root in (content, named) if root for one in _unsaid(root)))
    reading.flow(body)
    for note in reading.notes:
        reading.blocks.paragraph()
        reading.flow(note)
    text = reading.blocks.text()
    if not text:
        raise UnreadableNoteError(f"{name}: an OpenDocument text without text (only pictures?)")
    return text


def _part(archive: zipfile.ZipFile, part: str, name: str) -> Node:
    if part not in archive.namelist():
        raise UnreadableNoteError(f"{name}: an OpenDocument file without {part}: it is damaged; save it again")
    shown = f"{name} > {part}"
    return parse(member_bytes(archive, archive.getinfo(part), shown), shown)


def _unsaid(root: Node) -> Iterator[str]:
    """The styles that hide words or strike them out."""
    for style in root.all("style"):
        marks = style.first("text-properties")
        struck = (marks.get(name) for name in _STRUCK) if marks else ()
        if any(mark not in (None, "none") for mark in struck) or (marks and marks.get("text:display") == "none"):
            yield style.get("style:name") or ""


class _Reading:
    """Goes through a text in order; footnotes are kept for its end."""

    def __init__(self, unsaid: frozenset[str]) -> None:
        self.blocks = Blocks()
        self.notes: list[Node] = []
        self._unsaid = unsaid

    def flow(self, node: Node) -> None:
        """Read what stands in an element."""
        for part in node.content:
            if isinstance(part, str):
                self.blocks.words(part)
            elif part.tag in _LEFT_OUT or part.get("text:style-name") in self._unsaid:
                continue
            elif part.tag == "note":
                self.notes.extend(part.children("note-body"))
            elif part.tag in ("s", "tab"):
                self.blocks.words(" ")
            elif part.tag == "line-break":
                self.blocks.end_line()
            elif part.tag == "table-cell":
                self.blocks.begin_cell(*span({name: part.get(called) for name, called in _SPANS.items()}.get))
                self.flow(part)
                self.blocks.end_cell()
            elif part.get("text:display") != "none":
                self._block(part)

    def _block(self, part: Node) -> None:
        if part.tag == "table":
            self.blocks.begin_table()
        elif part.tag == "table-row":
            self.blocks.row()
        elif part.tag == "list-item":
            self.blocks.line()
            self.blocks.words("• ")
        self.flow(part)
        if part.tag in ("p", "h"):
            self.blocks.end_line()
        elif part.tag == "table":
            self.blocks.end_table()
