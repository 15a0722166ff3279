"""Charts in: a file of any kind that hospitals send, recognised by its content, as the documents of its encounters."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import DEEPEST, LARGEST_FILE, LARGEST_MARKUP, LARGEST_TEXT, Chart, ReadWithin
from nosologist.formats.recognise import Kind, kind_of
from nosologist.formats.text import decode
from nosologist.formats.visits import gathered, gathered_neighbours
from nosologist.formats.zipped import zipped_charts
from nosologist.model.document import Document
from nosologist.model.places import Places

ENDINGS = frozenset(
    {
        ".txt",
        ".rtf",
        ".html",
        ".htm",
        ".docx",
        ".odt",
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
        ".xml",
        ".cda",
        ".ccda",
        ".ccd",
        ".json",
        ".ndjson",
        ".hl7",
        ".zip",
        ".eml",
        ".mht",
        ".mhtml",
    }
)
_MARKED = {
    ".json": (b"resourceType",),
    ".ndjson": (b"resourceType",),
    ".xml": (b"urn:hl7-org:v3", b"http://hl7.org/fhir"),
}
_FORMATS = {Kind.TEXT: "text", Kind.RTF: "RTF", Kind.HTML: "HTML", Kind.PDF: "PDF", Kind.IMAGE: "image"}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OPEN_DOCUMENT = frozenset({"mimetype", "META-INF/manifest.xml"})


def read_charts(path: Path) -> Iterator[Chart]:
    """The charts of a file: one, or one for each message of a batch, encounter of a Bundle and file of a zip.

    Raises:
        UnreadableNoteError: the file is missing, too large, damaged or of a kind that is not read.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(65_536)
        if size > LARGEST_FILE and head[:2] not in _UTF16 and (read := _LARGE.get(kind_of(head))):
            yield from read(path)
            return
        if size > LARGEST_FILE:
            raise UnreadableNoteError(
                f"{path}: {size / 1e6:.1f} MB are more than one chart ({LARGEST_FILE / 1e6:.0f} MB at most); split it"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableNoteError(
            f"{path}: cannot be read ({error.strerror}); check the name and your rights"
        ) from error
    stem = path.stem if kind_of(data) is Kind.TEXT else path.name
    yield from charts_in(data, str(path), stem)


def _large_batch(path: Path) -> Iterator[Chart]:
    """The charts of an HL7 v2 batch that is larger than a chart can be."""
    from nosologist.formats.hl7v2 import read_hl7_file

    yield from _named(gathered_neighbours(read_hl7_file(path, _within)), str(path), path.name)


def _large_lines(path: Path) -> Iterator[Chart]:
    """The charts of a FHIR export in one file that is larger than a chart can be."""
    from nosologist.formats.fhir_export import read_export

    with path.open("rb") as file:
        yield from _named(read_export([(str(path), file)], str(path), _within), str(path), path.name)


_LARGE = {Kind.HL7: _large_batch, Kind.JSON: _large_lines}


def read_exported(folder: Path) -> Iterator[Chart]:
    """The charts of a FHIR bulk export: NDJSON files of one folder that refer to one another.

    Raises:
        UnreadableNoteError: it holds none, or one that cannot be read.
    """
    from nosologist.formats.fhir_export import read_export

    paths = sorted((one for one in folder.glob("*.ndjson") if one.is_file()), key=lambda one: one.name)
    if not paths:
        raise UnreadableNoteError(f"{folder}: holds no .ndjson files; name the folder of an export")
    try:
        with ExitStack() as opened:
            files = [(str(path), opened.enter_context(path.open("rb"))) for path in paths]
            yield from _named(read_export(files, str(folder), _within), str(folder), folder.resolve().name)
    except OSError as error:
        raise UnreadableNoteError(f"{folder}: cannot be read ({error.strerror}); check your rights") from error


def _within(inner: bytes, place: str) -> Chart:
    """What a message or resource of a large file carries."""
    return _together(_charts(inner, place, 1))


def charts_in(data: bytes, where: str, name: str) -> Iterator[Chart]:
    """The charts in a file's content. ``where`` is how messages call it, ``name`` how its documents are called.

    Raises:
        UnreadableNoteError: damaged, or of a kind that is not read.
    """
    yield from _named(gathered(_charts(data, where, 0)), where, name)


def _named(charts: Iterator[Chart], where: str, name: str) -> Iterator[Chart]:
    """Charts whose documents are called as the person calls their file, without those that are too long."""
    for chart in charts:
        fitting = tuple(_tidy(one, where, name) for one in chart.documents if len(one.text) <= LARGEST_TEXT)
        too_long = [
            f"{one.id}: {len(one.text):,} characters are more than one document ({LARGEST_TEXT:,} at most); split it"
            for one in chart.documents
            if len(one.text) > LARGEST_TEXT
        ]
        facts = tuple(replace(fact, source=_called(fact.source, where, name)) for fact in chart.facts)
        yield replace(chart, documents=fitting, unreadable=(*chart.unreadable, *too_long), facts=facts)


def is_chart(path: Path) -> bool:
    """True for a file of a folder that may be a chart: by its ending, and XML and JSON by what they say that they are."""
    ending = path.suffix.lower()
    if ending not in ENDINGS or path.name.startswith(".") or not path.is_file():
        return False
    if ending not in _MARKED:
        return True
    with path.open("rb") as file:
        head = file.read(65_536)
    head = head.replace(b"\x00", b"")
    return any(mark in head for mark in _MARKED[ending])


def _charts(data: bytes, where: str, depth: int) -> Iterator[Chart]:
    if depth > DEEPEST:
        raise UnreadableNoteError(f"{where}: documents nest too deep; unpack it first")
    if len(data) > LARGEST_FILE:
        raise UnreadableNoteError(f"{where}: {len(data) / 1e6:.0f} MB are more than one document")
    kind = kind_of(data)

    def within(inner: bytes, place: str) -> Chart:
        return _together(_charts(inner, place, depth + 1))

    if kind is Kind.ZIP:
        if document := _office(data, where, within):
            yield Chart((document,))
        else:
            yield from zipped_charts(data, where, lambda inner, place: _charts(inner, place, depth + 1))
    elif kind is Kind.XML:
        from nosologist.formats.xml_charts import read_xml

        yield from read_xml(data, where, within)
    elif kind is Kind.JSON:
        from nosologist.formats.fhir import read_fhir

        yield from read_fhir(data, where, within)
    elif kind is Kind.MAIL:
        from nosologist.formats.mail import mailed_charts

        yield from mailed_charts(data, where, lambda inner, place: _charts(inner, place, depth + 1))
    elif kind is Kind.HL7:
        from nosologist.formats.hl7v2 import read_hl7

        yield from read_hl7(data, where, within)
    else:
        text, remarks, places = _text(kind, data, where)
        places = replace(places, file=data) if places else None
        yield Chart((Document(where, text, format=_FORMATS[kind], places=places),), remarks=remarks)


def _text(kind: Kind, data: bytes, where: str) -> tuple[str, tuple[str, ...], Places | None]:
    """The text of a kind that holds one document, remarks, and where its words stand on pages."""
    if kind is Kind.TEXT:
        text = decode(data, where)
        return text, () if text.strip() else (f"{where}: holds no text of a note",), None
    if kind is Kind.RTF:
        from nosologist.formats.rtf import rtf_text

        return rtf_text(data, where), (), None
    if kind is Kind.HTML:
        from nosologist.formats.html import html_text, in_utf8

        return html_text(decode(in_utf8(data), where, LARGEST_MARKUP), where), (), None
    if kind is Kind.PDF:
        from nosologist.formats.pdf import pdf_text

        return pdf_text(data, where)
    if kind is Kind.IMAGE:
        from nosologist.formats.image import image_text

        return image_text(data, where)
    raise UnreadableNoteError(f"{where}: is {kind.value}, which is not read; {_INSTEAD[kind]}")


_INSTEAD = {
    Kind.OLE: "save it as .docx, PDF or text without a password",
    Kind.GZIP: "unpack it first",
    Kind.X12: "a chart is expected here",
}


def _together(charts: Iterator[Chart]) -> Chart:
    """What a document carries, as one chart.

    Raises:
        UnreadableNoteError: nothing in it could be read.
    """
    parts = list(charts)
    documents = tuple(document for part in parts for document in part.documents)
    unreadable = [error for part in parts for error in part.unreadable]
    if unreadable and not documents:
        raise UnreadableNoteError(unreadable[0])
    return Chart(documents, remarks=(*(remark for part in parts for remark in part.remarks), *unreadable))


def _office(data: bytes, where: str, within: ReadWithin) -> Document | None:
    """The document of an Office file; ``None`` for any other zip."""
    from nosologist.formats.docx import docx_text
    from nosologist.formats.odt import odt_text
    from nosologist.formats.packed import opened

    with opened(io.BytesIO(data), where) as archive:
        names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return Document(where, docx_text(data, where, within), format="Word")
    return Document(where, odt_text(data, where), format="OpenDocument") if names >= _OPEN_DOCUMENT else None


def _called(id: str, where: str, name: str) -> str:
    return name + id.removeprefix(where) if id.startswith(where) else id


def _tidy(document: Document, where: str, name: str) -> Document:
    """Called as the person calls it, and without halves of characters, which no output can hold."""
    label = _called(document.id, where, name)
    text = document.text
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    places = document.places if len(text) == len(document.text) else None
    return replace(document, id=label, text=text, places=places)
