"""XML from outside, read without trust: no document type (so no entities), nothing fetched, depth and size bounded.

Prefixes are taken as written, not resolved: pieces of C-CDA often use one that they do not declare. The local name counts.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from xml.parsers import expat

from nosologist.errors import UnreadableNoteError

DEEPEST = 200  # elements inside one another; the deepest C-CDA has about 40
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHER = re.compile(rb"encoding\s*=\s*[\"']utf-?16", re.IGNORECASE)
MOST_BYTES = 64_000_000
MOST_ELEMENTS = 1_000_000  # a C-CDA of 250 KB has 5,000


class Node:
    """An element: its local name, attributes, texts and elements in order, and the line where it begins."""

    __slots__ = ("attributes", "content", "line", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag, self.attributes, self.line = tag, attributes, line
        self.content: list[Node | str] = []

    def get(self, name: str) -> str | None:
        """An attribute without blanks around it; ``None`` where it is missing or empty."""
        return (self.attributes.get(name) or "").strip() or None

    def children(self, tag: str) -> Iterator[Node]:
        """The elements of that name right below."""
        return (child for child in self.content if isinstance(child, Node) and child.tag == tag)

    def first(self, *path: str) -> Node | None:
        """The first element at the end of a path of names."""
        node: Node | None = self
        for tag in path:
            node = next(node.children(tag), None) if node else None
        return node

    def all(self, tag: str | None = None) -> Iterator[Node]:
        """Every element below, in document order."""
        left = self.content[::-1]
        while left:
            child = left.pop()
            if isinstance(child, Node):
                if tag is None or child.tag == tag:
                    yield child
                left.extend(reversed(child.content))

    def text(self) -> str:
        """All text below, blanks run together."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.content:
            if isinstance(child, Node):
                yield from child._texts()
            else:
                yield child


def parse(data: bytes, name: str) -> Node:
    """The root element.

    Raises:
        UnreadableNoteError: not well-formed, too large or deep, or it declares a document type.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableNoteError(f"{name}: {len(data) / 1e6:.0f} MB of XML are more than one document")
    try:
        return _Builder(name).built(data)
    except UnreadableNoteError:
        if (again := _in_utf8(data)) is None:
            raise
        return _Builder(name, "utf-8").built(again)


def _in_utf8(data: bytes) -> bytes | None:
    """XML whose declaration is wrong about its letters, or that has something before or behind it; ``None`` for any other.

    Databases hand out UTF-8 that says "utf-16", and Windows-1252 that says "UTF-8".
    """
    try:
        if b"\x00" in data[:4]:
            text = data.decode("utf-16" if data[:2] in _UTF16 else "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    again = text.strip("\ufeff \t\r\n\x00").encode("utf-8", "replace")
    return None if again == data and not _OTHER.search(data[:200]) else again


class _Builder:
    def __init__(self, name: str, encoding: str | None = None) -> None:
        self._name = name
        self._count = 0
        self._top = Node("", {}, 0)
        self._open = [self._top]
        self._parser = parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = self._refuse

    def built(self, data: bytes) -> Node:
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise UnreadableNoteError(
                f"{self._name}: line {error.lineno}, column {error.offset + 1}: not well-formed XML "
                f"({expat.ErrorString(error.code)}); export it again"
            ) from error
        except (LookupError, ValueError) as error:  # an encoding that nobody knows
            raise UnreadableNoteError(f"{self._name}: XML in an encoding that cannot be read ({error})") from error
        return next(node for node in self._top.content if isinstance(node, Node))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) > DEEPEST:
            raise UnreadableNoteError(
                f"{self._name}: line {self._parser.CurrentLineNumber}: more than {DEEPEST} elements inside one another"
            )
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise UnreadableNoteError(
                f"{self._name}: line {self._parser.CurrentLineNumber}: more than {MOST_ELEMENTS:,} elements"
            )
        node = Node(tag.rpartition(":")[2], attributes, self._parser.CurrentLineNumber)
        self._open[-1].content.append(node)
        self._open.append(node)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _data(self, text: str) -> None:
        self._open[-1].content.append(text)

    def _refuse(self, *_: object) -> None:
        raise UnreadableNoteError(
            f"{self._name}: line {self._parser.CurrentLineNumber}: declares a document type or entities; "
            "refused, because no clinical document needs them"
        )
