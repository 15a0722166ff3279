"""Files inside a C-CDA: a body that is no XML, and the documents that entries carry (notes, scanned reports)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace

from nosologist.errors import UnreadableNoteError
from nosologist.formats.base64_text import from_base64, is_file
from nosologist.formats.chart import LARGEST_FILE, ReadWithin, stamp
from nosologist.formats.html import has_tags, page_of
from nosologist.formats.xml import Node
from nosologist.model.document import Document

_UNPACKED = {"DF": 15, "ZL": 15, "GZ": 31}  # compression -> window bits of zlib
_CARRIERS = frozenset({"act", "observation", "observationMedia"})


def unstructured(body: Node, document: Document, within: ReadWithin, told: list[str]) -> tuple[Document, ...]:
    """The documents inside a body that is no XML: text, or a packed file of any kind that is read.

    Raises:
        UnreadableNoteError: the file cannot be read.
    """
    where = f"{document.id} > body"
    text = "".join(part for part in body.content if isinstance(part, str)).strip()
    if (body.get("representation") or "").upper() == "B64" or is_file(text):
        packed = _unpacked(body, text, where)
        packed = page_of(packed) if "html" in (body.get("mediaType") or "").lower() else packed
        return _documents(packed, where, document, within, told)
    if reference := body.first("reference"):
        told.append(f"{where}: line {reference.line}: is in another file, which is not fetched; add that file")
        return ()
    if text.startswith("{\\rtf") or has_tags(text):
        return _documents(text.encode(), where, document, within, told)
    return (replace(document, text=text),) if text else ()


def attached(root: Node, name: str, within: ReadWithin, told: list[str], unreadable: list[str]) -> Iterator[Document]:
    """The documents that entries carry; pictures are told, not read."""
    for entry in root.all("entry"):
        for carrier in entry.all():
            if carrier.tag not in _CARRIERS:
                continue
            for content in (*carrier.children("text"), *carrier.children("value")):
                if (content.get("representation") or "").upper() != "B64":
                    continue
                where = f"{name} > line {content.line}"
                if (content.get("mediaType") or "").startswith("image/"):
                    told.append(f"{where}: a picture in an entry is not read")
                    continue
                text = "".join(part for part in content.content if isinstance(part, str))
                try:
                    packed = _unpacked(content, text, where)
                    yield from _documents(packed, where, _carried(carrier, where), within, told)
                except UnreadableNoteError as error:
                    unreadable.append(str(error))


def _carried(carrier: Node, where: str) -> Document:
    """What an entry says of its document: kind, author, day."""
    code, time = carrier.first("code"), carrier.first("effectiveTime")
    kinds = (*code.children("translation"), code) if code else ()
    kind = next((one for each in kinds if (one := each.get("displayName"))), None)
    written = (time.get("value") or next((one.get("value") for one in time.children("low")), None)) if time else None
    return Document(where, "", kind, author_of(carrier), stamp(written))


def author_of(node: Node) -> str | None:
    """The person who wrote it, as "Family, Given"."""
    person = node.first("author", "assignedAuthor", "assignedPerson", "name")
    if person is None:
        return None
    family = " ".join(part.text() for part in person.children("family"))
    given = " ".join(part.text() for part in person.children("given"))
    return ", ".join(part for part in (family, given) if part) or person.text() or None


def _documents(data: bytes, where: str, about: Document, within: ReadWithin, told: list[str]) -> tuple[Document, ...]:
    chart = within(data, where)
    told.extend(chart.remarks)
    return tuple(replace(about, text=one.text, format=one.format, places=one.places) for one in chart.documents)


def _unpacked(node: Node, text: str, where: str) -> bytes:
    try:
        data = from_base64(text)
        if bits := _UNPACKED.get((node.get("compression") or "").upper()):
            unpacking = zlib.decompressobj(bits)
            data = unpacking.decompress(data, LARGEST_FILE + 1)
            if not unpacking.eof:
                raise ValueError("cut short, or larger than a document can be")
        return data
    except (ValueError, zlib.error) as error:
        raise UnreadableNoteError(f"{where}: line {node.line}: is not valid base64 ({error})") from error
