"""The first sheet of an Excel workbook (xlsx), row by row.

A workbook is a zip of XML. It comes from outside and is trusted no more than one: its parts are measured, document types and
entities are refused. Read here, not by a library: those that there are fall over a damaged file in a dozen ways.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from nosologist.codesets.compile.source import Source, Watch, check_member, told
from nosologist.errors import BookError

_CHUNK = 1 << 18
_MOST_TEXT = 512 << 20  # characters of shared strings; the largest official workbook has 2 million
_COLUMN = re.compile(r"[A-Z]{1,3}")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def is_workbook(source: Source) -> bool:
    """True for an xlsx file: a zip that calls itself one."""
    return source.name.lower().endswith((".xlsx", ".xlsm")) and source.head(4) == b"PK\x03\x04"


def workbook_rows(source: Source, watch: Watch | None = None) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet with their numbers, every cell as text, empty cells as "".

    Raises:
        BookError: not a workbook, damaged, or larger than an official file can be.
    """
    with source.open() as file:
        content = io.BytesIO(file.read())  # a zip is read from its end
    with told(source.where), zipfile.ZipFile(content) as archive:
        for entry in archive.infolist():
            check_member(entry, f"{source.where} > {entry.filename}")
        try:
            texts = _shared_strings(archive, source.where)
            yield from _sheet_rows(archive, _first_sheet(archive), texts, source.where, watch)
        except (KeyError, ValueError) as error:
            raise BookError(f"{source.where}: not a workbook that can be read ({error}); save it again") from error
        except expat.ExpatError as error:
            raise BookError(f"{source.where}: damaged workbook ({error}); fetch it again") from error


class _Reader:
    """An expat parser that refuses what no workbook has."""

    def __init__(self, where: str) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self._where = where

    def _refuse(self, *_: object) -> None:
        raise BookError(f"{self._where}: declares a document type or entities; no official workbook does")

    def read(self, archive: zipfile.ZipFile, member: str, watch: Watch | None = None) -> Iterator[None]:
        """Parse a member, pausing after each piece of it."""
        size = archive.getinfo(member).file_size or 1
        seen = 0
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                seen += len(chunk)
                self.parser.Parse(chunk)
                if watch:
                    watch(seen / size)
                yield
        self.parser.Parse(b"", True)
        yield


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The member that holds the first sheet of the workbook's own order."""
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" sheet"):
            sheets.append(attributes[f"{_OFFICE} id"])

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            targets[attributes["Id"]] = attributes["Target"]

    for member, handler in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
        reader = _Reader(archive.filename or "")
        reader.parser.StartElementHandler = handler
        for _ in reader.read(archive, member):
            pass
    target = targets[sheets[0] if sheets else "no sheet"]
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _shared_strings(archive: zipfile.ZipFile, where: str) -> list[str]:
    """The texts that cells refer to by number."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    texts: list[str] = []
    parts: list[str] = []
    inside = {"text": False, "spoken": False}  # a <t>; not one inside <rPh>, which tells how a word is read aloud
    size = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "si":
            parts.clear()
        elif local == "rPh":
            inside["spoken"] = True
        inside["text"] = local == "t" and not inside["spoken"]

    def end(name: str) -> None:
        nonlocal size
        local = name.rpartition(" ")[2]
        inside["text"] = False
        if local == "rPh":
            inside["spoken"] = False
        elif local == "si":
            texts.append("".join(parts))
            size += len(texts[-1])
            if size > _MOST_TEXT:
                raise BookError(f"{where}: holds more text than an official file can; refused")

    def text(data: str) -> None:
        if inside["text"]:
            parts.append(data)

    reader = _Reader(where)
    reader.parser.StartElementHandler, reader.parser.EndElementHandler = start, end
    reader.parser.CharacterDataHandler = text
    for _ in reader.read(archive, "xl/sharedStrings.xml"):
        pass
    return texts


class _Sheet:
    """Collects the rows of a sheet while its XML is read."""

    def __init__(self, texts: list[str]) -> None:
        self.rows: list[tuple[int, list[str]]] = []
        self._texts = texts
        self._number = 0
        self._cells: list[str] = []
        self._column = 0
        self._kind = ""
        self._parts: list[str] | None = None
        self._value = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "row":
            self._number = int(attributes.get("r") or self._number + 1)
            self._cells = []
        elif local == "c":
            self._column = _column(attributes.get("r", "")) or len(self._cells) + 1
            self._kind = attributes.get("t", "n")
            self._value = ""
        elif local in ("v", "t"):
            self._parts = []

    def text(self, data: str) -> None:
        if self._parts is not None:
            self._parts.append(data)

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local in ("v", "t") and self._parts is not None:
            self._value += "".join(self._parts)
            self._parts = None
        elif local == "c":
            self._cells += [""] * (self._column - 1 - len(self._cells))
            self._cells.append(self._shown())
        elif local == "row":
            self.rows.append((self._number, self._cells))

    def _shown(self) -> str:
        if self._kind == "s":
            number = int(self._value or -1)
            if not 0 <= number < len(self._texts):
                raise KeyError(f"row {self._number} refers to text {self._value}, which is missing")
            return self._texts[number]
        if self._kind == "n" and ("." in self._value or "E" in self._value):
            return f"{float(self._value):.15g}"  # as Excel shows it: 0.07, stored as 7.0000000000000007E-2
        return self._value


def _column(reference: str) -> int:
    """``AB12`` -> 28."""
    letters = _COLUMN.match(reference)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - 64
    return number


def _sheet_rows(
    archive: zipfile.ZipFile, member: str, texts: list[str], where: str, watch: Watch | None
) -> Iterator[tuple[int, list[str]]]:
    sheet = _Sheet(texts)
    reader = _Reader(where)
    reader.parser.StartElementHandler, reader.parser.EndElementHandler = sheet.start, sheet.end
    reader.parser.CharacterDataHandler = sheet.text
    for _ in reader.read(archive, member, watch):
        ready, sheet.rows = sheet.rows, []
        yield from ready
