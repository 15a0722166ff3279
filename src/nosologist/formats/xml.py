"""XML from outside, read without trust: no document type (so no entities), nothing fetched, depth and size bounded.

Prefixes are taken as written, not resolved: pieces of C-CDA often use one that they do not declare. The local name counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from nosologist.errors import UnreadableNoteError

DEEPEST = 200  # elements inside one another; the deepest C-CDA has about 40
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
    return _Builder(name).built(data)


class _Builder:
    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0
        self._top = Node("", {}, 0)
        self._open = [self._top]
        self._parser = parser = expat.ParserCreate()
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
