"""RTF notes, read with striprtf; what is hidden, deleted or struck out is taken out before."""

from __future__ import annotations

import re

from nosologist.errors import UnreadableNoteError
from nosologist.formats.extra import missing
from nosologist.formats.rtf_tables import rows, with_merged

_ESCAPED = re.compile(rb"\\[{}\\]")
_MAY_BE_UNSAID = re.compile(r"\\(?:v|deleted|striked?)1?(?![a-z0-9])")
_UNSAID = frozenset({"v", "deleted", "strike", "striked"})
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<value>-?\d{1,10})? ?|(?P<group>[{}])|(?P<text>\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[^\\{}]+)",
    re.DOTALL,
)
_UNICODE_TWIN = re.compile(r"\{\\upr(?![a-z])")  # a text, and once more in Unicode
_BOX = re.compile(r"\{(?:\\\*)?\\(?:footnote|shptxt)(?![a-z])(?:\\ftnalt)? ?")
_DEEPEST = 3  # boxes inside one another
_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_PAGES = {b"65001": "utf-8"} | {b"%d" % page: f"cp{page}" for page in (437, 850, *range(1250, 1259))}
_TEXTUAL = frozenset({"u", "tab", "emdash", "endash", "bullet", "lquote", "rquote", "ldblquote", "rdblquote"})
_LETTERS = ((b"\\mac", "mac_roman"), (b"\\pca", "cp850"), (b"\\pc", "cp437"))
_HEAD = 200  # bytes in which the letters of a file are told


def rtf_text(data: bytes, name: str) -> str:
    """The text of an RTF file; pictures, styles and document properties are left out.

    Raises:
        UnreadableNoteError: the file is cut short, holds no text, or the library that reads it is not installed.
    """
    try:
        from striprtf.striprtf import rtf_to_text
    except ImportError as error:
        raise missing(name, "RTF", "striprtf") from error
    _check_whole(data, name)
    source = _letters(data).replace("\\\r\n", "\\\n")
    if _MAY_BE_UNSAID.search(source):
        source = _said(source)
    source = with_merged(_with_boxes(_UNICODE_TWIN.sub("{", source)))
    encoding = next(
        (codec for mark, codec in _LETTERS if re.search(re.escape(mark) + rb"(?![a-z])", data[:_HEAD])), "cp1252"
    )
    try:
        text: str = rtf_to_text(source, encoding=encoding, errors="replace")  # type: ignore[no-untyped-call]
    except Exception as error:  # the library states no errors of its own
        raise UnreadableNoteError(f"{name}: RTF that cannot be read ({type(error).__name__}); save it again") from error
    if not text.strip():
        raise UnreadableNoteError(f"{name}: an RTF file without text")
    return rows(text.replace("\xad", "")).strip()


def _letters(data: bytes) -> str:
    """The source. Letters of eight bits that stand in it as they are belong to the code page of the file."""
    page = _PAGE.search(data[:_HEAD])
    try:
        return data.decode(_PAGES[page[1]] if page and page[1] in _PAGES else "cp1252")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _with_boxes(source: str, depth: int = 0) -> str:
    """RTF whose footnotes and text boxes, which the library leaves out, stand at its end."""
    kept, boxes, at = list[str](), list[str](), 0
    while (box := _BOX.search(source, at)) and depth < _DEEPEST:
        end = _group_end(source, box.start())
        kept.append(source[at : box.start()])
        boxes.append(f"\\par {_with_boxes(f'{{{source[box.end() : end - 1]}}}', depth + 1)}")
        at = end
    if not boxes:
        return source
    body, brace, rest = "".join((*kept, source[at:])).rpartition("}")
    return "".join((body, *boxes, brace, rest))


def _group_end(source: str, start: int) -> int:
    """Where the group ends that begins there."""
    depth = 0
    for token in _TOKEN.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(token["group"] or "", 0)
        if not depth:
            return token.end()
    return len(source)


def _said(source: str) -> str:
    """RTF without the words that are hidden, deleted or struck out. Formats hold until their group ends."""
    out: list[str] = []
    groups: list[frozenset[str]] = []
    unsaid: frozenset[str] = frozenset()
    for token in _TOKEN.finditer(source):
        word = token["word"]
        if token["group"] == "{":
            groups.append(unsaid)
        elif token["group"]:
            unsaid = groups.pop() if groups else frozenset()
        elif word in _UNSAID:
            unsaid = unsaid - {word} if token["value"] == "0" else unsaid | {word}
        elif word == "plain":
            unsaid &= {"deleted"}
        if not (unsaid and (token["text"] or word in _TEXTUAL)):
            out.append(token[0])
    return "".join(out)


def _check_whole(data: bytes, name: str) -> None:
    """Every group of an RTF file is closed; in a file cut short one is not, and a part of the chart would be lost."""
    if b"\\bin" in data:
        return  # raw bytes may hold any brace
    plain = _ESCAPED.sub(b"", data)
    unclosed = plain.count(b"{") - plain.count(b"}")
    if unclosed > 0:
        raise UnreadableNoteError(
            f"{name}: byte {len(data)}: the RTF file ends with {unclosed} groups still open: it is cut short; fetch it again"
        )
