"""OpenDocument texts (.odt): paragraphs, lists and tables in order; what was deleted while changes were recorded is left out."""

from __future__ import annotations

import io
import zipfile

from nosologist.errors import UnreadableNoteError
from nosologist.formats.blocks import Blocks
from nosologist.formats.packed import member_bytes, opened
from nosologist.formats.spanning import span
from nosologist.formats.xml import Node, parse

_CONTENT = "content.xml"
_SPANS = {"rowspan": "table:number-rows-spanned", "colspan": "table:number-columns-spanned"}
_LEFT_OUT = frozenset(
    {"covered-table-cell", "tracked-changes", "annotation", "automatic-styles", "scripts", "sequence-decls", "forms"}
)


def odt_text(data: bytes, name: str) -> str:
    """The text of an OpenDocument file.

    Raises:
        UnreadableNoteError: the file is damaged, encrypted, no text document, or holds no text.
    """
    with opened(io.BytesIO(data), name) as archive:
        body = _content(archive, name).first("body", "text")
    if body is None:
        raise UnreadableNoteError(f"{name}: an OpenDocument file that is no text; save it as text or PDF")
    blocks = Blocks()
    _flow(body, blocks)
    text = blocks.text()
    if not text:
        raise UnreadableNoteError(f"{name}: an OpenDocument text without text (only pictures?)")
    return text


def _content(archive: zipfile.ZipFile, name: str) -> Node:
    if _CONTENT not in archive.namelist():
        raise UnreadableNoteError(f"{name}: an OpenDocument file without {_CONTENT}: it is damaged; save it again")
    shown = f"{name} > {_CONTENT}"
    return parse(member_bytes(archive, archive.getinfo(_CONTENT), shown), shown)


def _flow(node: Node, blocks: Blocks) -> None:
    for part in node.content:
        if isinstance(part, str):
            blocks.words(part)
        elif part.tag in _LEFT_OUT:
            continue
        elif part.tag in ("s", "tab"):
            blocks.words(" ")
        elif part.tag == "line-break":
            blocks.end_line()
        elif part.tag == "table-cell":
            blocks.begin_cell(*span({name: part.get(called) for name, called in _SPANS.items()}.get))
            _flow(part, blocks)
            blocks.end_cell()
        else:
            _block(part, blocks)


def _block(part: Node, blocks: Blocks) -> None:
    if part.tag == "table":
        blocks.begin_table()
    elif part.tag == "table-row":
        blocks.row()
    elif part.tag == "list-item":
        blocks.line()
        blocks.words("• ")
    _flow(part, blocks)
    if part.tag in ("p", "h"):
        blocks.end_line()
    elif part.tag == "table":
        blocks.end_table()
