"""Word documents (.docx): paragraphs and tables in order, footnotes after them; deleted, hidden and struck-out text is left out."""

from __future__ import annotations

import io
import zipfile

from nosologist.errors import UnreadableNoteError
from nosologist.formats.blocks import Blocks
from nosologist.formats.packed import member_bytes, opened
from nosologist.formats.xml import Node, parse

_MAIN = "word/document.xml"
_FOOTNOTES = ("word/footnotes.xml", "word/endnotes.xml")
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "tblPr", "sectPr"})
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_UNSAID = ("vanish", "strike", "dstrike")


def docx_text(data: bytes, name: str) -> str:
    """The text of a Word document; page headers and footers are left out.

    Raises:
        UnreadableNoteError: the file is damaged, encrypted, a bomb, or holds no text.
    """
    blocks = Blocks()
    with opened(io.BytesIO(data), name) as archive:
        names = set(archive.namelist())
        if _MAIN not in names:
            raise UnreadableNoteError(
                f"{name}: an Office file without {_MAIN}: no Word document; save it as text or PDF"
            )
        _flow(_part(archive, _MAIN, name), blocks)
        for part in _FOOTNOTES:
            if part in names:
                blocks.paragraph()
                _flow(_part(archive, part, name), blocks)
    text = blocks.text()
    if not text:
        raise UnreadableNoteError(f"{name}: a Word document without text (only pictures?)")
    return text


def _part(archive: zipfile.ZipFile, part: str, name: str) -> Node:
    shown = f"{name} > {part}"
    return parse(member_bytes(archive, archive.getinfo(part), shown), shown)


def _flow(node: Node, blocks: Blocks) -> None:
    for part in node.content:
        if isinstance(part, str) or part.tag in _LEFT_OUT or (part.tag == "r" and _is_unsaid(part)):
            continue
        if part.tag == "t":
            blocks.words("".join(text for text in part.content if isinstance(text, str)))
        elif part.tag in _SIGNS:
            blocks.words(_SIGNS[part.tag])
        elif part.tag in ("br", "cr"):
            blocks.end_line()
        elif part.tag == "tc":
            blocks.begin_cell()
            _flow(part, blocks)
            blocks.end_cell()
        else:
            if part.tag == "tr":
                blocks.row()
            _flow(part, blocks)
            if part.tag == "p":
                blocks.end_line()
            elif part.tag == "tbl":
                blocks.row()


def _is_unsaid(run: Node) -> bool:
    """True for a run that is hidden or struck out."""
    properties = run.first("rPr")
    if properties is None:
        return False
    marks = (properties.first(mark) for mark in _UNSAID)
    return any(mark is not None and (mark.get("w:val") or "1") not in ("0", "false", "off") for mark in marks)
