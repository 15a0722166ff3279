"""XML of the publishers, streamed: one element of interest at a time, without a document type and so without entities."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import suppress
from xml.parsers import expat

from nosologist.codesets.compile.source import Source, Watch, check_xml
from nosologist.errors import BookError


def xml_root(source: Source) -> str | None:
    """The name of the root element, or None where the file is not XML. A safe look at the first bytes only."""
    head = source.head().lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<"):
        return None
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _attributes: found.append(name)
    if b"<!DOCTYPE" not in head and b"<!ENTITY" not in head:
        with suppress(expat.ExpatError):
            parser.Parse(head)
    return found[0] if found else None


def elements(source: Source, tag: str, watch: Watch | None = None) -> Iterator[ET.Element]:
    """Each element of a name, whole, in the order of the file; what was passed is forgotten.

    Raises:
        BookError: the file is not well-formed, or declares a document type.
    """
    check_xml(source)
    with source.watched() as (file, part):
        try:
            depth, path = 0, list[ET.Element]()
            for event, element in ET.iterparse(file, events=("start", "end")):
                if event == "start":
                    path.append(element)
                    depth += element.tag == tag
                    continue
                path.pop()
                if element.tag != tag:
                    continue
                depth -= 1
                if depth == 0:
                    yield element
                    if path:
                        path[-1].remove(element)
                    if watch:
                        watch(part())
        except ET.ParseError as error:
            raise BookError(f"{source.where}: not well-formed XML ({error}); fetch it again") from error


def head_text(source: Source, tag: str) -> str | None:
    """The text of the first element of a name within the first bytes (``version``), or None."""
    opening, _, rest = source.head().partition(f"<{tag}>".encode())
    text, closing, _ = rest.partition(f"</{tag}>".encode())
    return text.decode("utf-8", "replace").strip() if opening and closing else None


def squeezed(text: str | None) -> str:
    """Text with runs of blanks made one; empty for None."""
    return " ".join((text or "").split())
