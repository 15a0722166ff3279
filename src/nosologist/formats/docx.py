"""Word documents (.docx): paragraphs, lists, tables in order, then footnotes; nothing that is deleted, hidden or struck out."""

from __future__ import annotations

import io
import zipfile

from nosologist.errors import UnreadableNoteError
from nosologist.formats.blocks import Blocks
from nosologist.formats.chart import ReadWithin
from nosologist.formats.docx_chunks import Chunks, targets
from nosologist.formats.docx_lists import Lists
from nosologist.formats.docx_styles import Styles, is_on, style_of
from nosologist.formats.packed import member_bytes, opened
from nosologist.formats.spanning import UNTIL_TOLD
from nosologist.formats.xml import Node, parse

_MAIN = "word/document.xml"
_RELATIONS = "_rels/.rels"
_BESIDE = ("numbering", "styles", "footnotes", "endnotes")
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tblPr", "sectPr"})
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_TICKED, _EMPTY = "☒", "☐"
_SYMBOLS = {  # boxes in the fonts of symbols, with and without the offset that Word adds
    **dict.fromkeys(("FE", "FD", "FC", "78", "52", "54"), _TICKED), **dict.fromkeys(("A8", "6F", "71", "A3", "2A"), _EMPTY),
}  # fmt: skip
_SYMBOL_FONTS = ("wingdings", "webdings")


def docx_text(data: bytes, name: str, within: ReadWithin | None = None) -> str:
    """The text of a Word document; page headers and footers are left out. ``within`` reads the files that it holds.

    Raises:
        UnreadableNoteError: the file is damaged, encrypted, a bomb, or holds no text.
    """
    with opened(io.BytesIO(data), name) as archive:
        names = set(archive.namelist())
        main = _main_part(archive, names, name)
        folder, _, own = main.rpartition("/")
        beside = {
            part: _part(archive, f"{folder}/{part}.xml", name) for part in _BESIDE if f"{folder}/{part}.xml" in names
        }
        relations = f"{folder}/_rels/{own}.rels"
        related = targets(_part(archive, relations, name) if relations in names else None, folder)
        lists, styles = Lists(beside.pop("numbering", None)), Styles(beside.pop("styles", None))
        reading = _Reading(lists, styles, Chunks(archive, related, name, within))
        reading.flow(_part(archive, main, name))
    for notes in beside.values():
        reading.blocks.paragraph()
        reading.flow(notes)
    return reading.text(name)


def word_xml_text(root: Node, name: str) -> str:
    """The text of a Word document in one XML file (2003, or a package).

    Raises:
        UnreadableNoteError: it holds no text.
    """
    reading = _Reading(Lists(None), Styles(next(root.all("styles"), None)))
    for body in root.all("body"):
        reading.flow(body)
    return reading.text(name)


def _main_part(archive: zipfile.ZipFile, names: set[str], name: str) -> str:
    """Where the document stands: the package says so; almost always in the same place."""
    if _MAIN in names:
        return _MAIN
    relations = _part(archive, _RELATIONS, name).all("Relationship") if _RELATIONS in names else ()
    targets = [
        (one.get("Target") or "").lstrip("/")
        for one in relations
        if (one.get("Type") or "").endswith("/officeDocument")
    ]
    if found := next((one for one in targets if one in names and one.startswith("word/")), None):
        return found
    raise UnreadableNoteError(f"{name}: an Office file without {_MAIN}: no Word document; save it as text or PDF")


def _part(archive: zipfile.ZipFile, part: str, name: str) -> Node:
    shown = f"{name} > {part}"
    return parse(member_bytes(archive, archive.getinfo(part), shown), shown)


class _Reading:
    """Goes through the parts of a document in order."""

    def __init__(self, lists: Lists, styles: Styles, chunks: Chunks | None = None) -> None:
        self.blocks = Blocks()
        self._lists, self._styles, self._chunks = lists, styles, chunks
        self._style = ""  # of the paragraph

    def text(self, name: str) -> str:
        """All that was read."""
        text = self.blocks.text()
        if not text:
            raise UnreadableNoteError(f"{name}: a Word document without text (only pictures?)")
        return text

    def flow(self, node: Node) -> None:
        """Read what stands in an element."""
        for part in node.content:
            if isinstance(part, str) or part.tag in _LEFT_OUT or self._is_unsaid(part):
                continue
            if part.tag == "t":
                self.blocks.words("".join(text for text in part.content if isinstance(text, str)))
            elif part.tag in _SIGNS:
                self.blocks.words(_SIGNS[part.tag])
            elif part.tag == "sym":
                self.blocks.words(_symbol(part))
            elif part.tag == "ffData":
                self.blocks.words(_field(part))
            elif part.tag in ("br", "cr"):
                self.blocks.end_line()
            elif part.tag == "AlternateContent":
                self.flow(_shown(part))
            elif part.tag == "altChunk" and self._chunks:
                self.blocks.lines(f"{self._chunks.text(part)}\n")
            else:
                self._block(part)

    def _block(self, part: Node) -> None:
        if part.tag == "tc":
            self._cell(part)
            return
        if part.tag == "tr" and all(map(_goes_on, part.children("tc"))) and part.first("tc"):
            return
        if part.tag == "tbl":
            self.blocks.begin_table()
        elif part.tag == "tr":
            self.blocks.row()
        elif part.tag == "p":
            self.blocks.words(self._lists.opener(part))
            self._style = style_of(part)
        self.flow(part)
        if part.tag == "p":
            self.blocks.end_line()
        elif part.tag == "tbl":
            self.blocks.end_table()

    def _is_unsaid(self, part: Node) -> bool:
        """True for a run that is hidden or struck out, and for what a field asks for that nobody filled in."""
        if part.tag == "r":
            return self._styles.unsaid(part, self._style)
        return part.tag == "sdt" and (asks := part.first("sdtPr", "showingPlcHdr")) is not None and is_on(asks)

    def _cell(self, cell: Node) -> None:
        """A cell; one that goes on with the cell above holds nothing of its own."""
        goes_on = _goes_on(cell)
        self.blocks.cell_from_above(goes_on)
        if goes_on:
            return
        wide = cell.first("tcPr", "gridSpan")
        columns = (wide.get("w:val") if wide else None) or "1"
        rows = UNTIL_TOLD if cell.first("tcPr", "vMerge") else 1
        self.blocks.begin_cell(rows, int(columns) if columns.isdecimal() else 1)
        self.flow(cell)
        self.blocks.end_cell()


def _goes_on(cell: Node) -> bool:
    """True for a cell that is one with the cell above it, and empty, as Word leaves it."""
    merged = cell.first("tcPr", "vMerge")
    return merged is not None and merged.get("w:val") != "restart" and not cell.text()


def _shown(alternatives: Node) -> Node:
    """Of several ways to show something the first that has words."""
    choices = [one for one in alternatives.content if isinstance(one, Node)]
    return next(
        (one for one in choices if one.tag == "Choice" and one.text()), choices[-1] if choices else alternatives
    )


def _symbol(symbol: Node) -> str:
    """A box; other signs of such fonts say nothing that is known."""
    is_known = (symbol.get("w:font") or "").lower().startswith(_SYMBOL_FONTS)
    return _SYMBOLS.get((symbol.get("w:char") or "").upper()[-2:], "") if is_known else ""


def _field(field: Node) -> str:
    """What a field of a form holds: a box, or the choice of a list; the text of a text field follows it."""
    if box := field.first("checkBox"):
        state = box.first("checked") or box.first("default")
        return _TICKED if state is not None and is_on(state) else _EMPTY
    if choices := field.first("ddList"):
        chosen = choices.first("result") or choices.first("default")
        number = (chosen.get("w:val") if chosen else None) or "0"
        entries = [one.get("w:val") or "" for one in choices.children("listEntry")]
        return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""
    return ""
