"""X12 segments: the delimiters of each interchange are those of its ISA segment; a file of any size is read in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from nosologist.errors import UnreadableInterchangeError

ISA_LENGTH = 106  # with its terminator: the one segment of fixed length
_BROKEN_ISA = ISA_LENGTH + 8  # with the line breaks of a file that was cut into lines
LONGEST_SEGMENT = 1 << 20
_CHUNK = 1 << 20
_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)  # ISA01 to ISA16
_TRIMMED_ISA = re.compile(  # what has no blanks stands whole, and the next segment begins behind the terminator
    rb"ISA(?P<e>[!-/:-@\[-`{-~])"
    rb"(?:[^\r\n]{0,10}?(?P=e)){4}"  # ISA01 to ISA04
    rb"(?:[^\r\n]{0,15}?(?P=e)){4}"
    rb"\d{6}(?P=e)\d{4}(?P=e)(?P<r>[!-~])(?P=e)\d{5}(?P=e)\d{1,9}(?P=e)[01](?P=e)[PT](?P=e)"
    rb"(?P<c>[!-/:-@\[-`{-~])(?P<s>[!-/:-@\[-`{-~\x1c-\x1f\n\r])[\r\n ]*(?:GS|TA1)(?P=e)"
)
_BETWEEN = re.compile(rb"[ \t\r\n\x00\x1a]*")  # what editors, networks and mainframes put between and after segments
_BOM = b"\xef\xbb\xbf"
_TAG = re.compile(r"[A-Z][A-Z0-9]{1,2}\Z")


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The four marks of an interchange; ``repetition`` is empty where ISA11 declares none ("U" of older versions)."""

    element: str
    component: str
    repetition: str
    segment: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment as it is sent; ``elements[0]`` is its tag, so that ``elements[3]`` is what the trade calls CLP03."""

    elements: tuple[str, ...]
    number: int  # which segment of the file, counted from 1
    byte: int  # where it begins in the file, counted from 0
    marks: Delimiters

    @property
    def tag(self) -> str:
        """The segment's identifier: CLP."""
        return self.elements[0]

    def at(self, position: int) -> str:
        """An element (1 is the first after the tag), without blanks around it; empty where it is not sent."""
        return self.elements[position].strip() if position < len(self.elements) else ""

    def parts(self, position: int) -> list[str]:
        """The components of an element; no component where it is not sent."""
        element = self.at(position)
        return [part.strip() for part in element.split(self.marks.component)] if element else []

    def repeated(self, position: int) -> list[str]:
        """The repetitions of an element."""
        element = self.at(position)
        if not self.marks.repetition:
            return [element] if element else []
        return element.split(self.marks.repetition) if element else []

    def where(self, name: str, element: int = 0) -> str:
        """The place for a message: file, segment and byte. No content: it may be an identifier."""
        return place(name, self.number, self.byte, self.tag, element)


def place(name: str, number: int, byte: int, tag: str = "", element: int = 0) -> str:
    """ "a.835: segment 12 (CLP03) at byte 480"; a tag that is none is not shown."""
    shown = tag if _TAG.match(tag) else ""
    within = f"{shown}{element:02}" if shown and element else shown
    return f"{name}: segment {number}{f' ({within})' if within else ''} at byte {byte}"


def segments(file: BinaryIO, name: str) -> Iterator[Segment]:
    """The segments of all interchanges of a file, in order; memory stays flat.

    Line breaks and blanks between segments are skipped, and line breaks in them, which cut a file into records.
    Raises ``UnreadableInterchangeError`` where the file is no X12, ends inside a segment, or has an ISA segment whose
    delimiters cannot be told.
    """
    buffer, begin, at, number, ended = b"", 0, 0, 0, False  # begin: the byte of buffer[0] in the file
    marks: Delimiters | None = None
    while True:
        at = _skipped(buffer, at, first=begin + at == 0)
        if not ended and (marks is None or at >= len(buffer)) and len(buffer) - at < _BROKEN_ISA:
            buffer, begin, at, ended = _more(file, buffer, begin, at)
            continue
        if at >= len(buffer):
            return
        if marks is None or (buffer[at : at + 3] == b"ISA" and not buffer[at + 3 : at + 4].isalnum()):
            if not ended and len(buffer) - at < _BROKEN_ISA:
                buffer, begin, at, ended = _more(file, buffer, begin, at)
                continue
            marks = _marks(buffer[at : at + _BROKEN_ISA], name, number + 1, begin + at)
        end = buffer.find(marks.segment.encode("ascii"), at)
        if end < 0 and not ended:
            if len(buffer) - at > LONGEST_SEGMENT:
                raise _endless(name, number + 1, begin + at)
            buffer, begin, at, ended = _more(file, buffer, begin, at)
            continue
        if end < 0 and not buffer.startswith(b"IEA", at):
            raise UnreadableInterchangeError(
                f"{place(name, number + 1, begin + at)}: the file ends inside this segment; ask for it again"
            )
        end = len(buffer) if end < 0 else end
        number += 1
        text = _text(_unbroken(buffer[at:end]))
        yield Segment(tuple(text.split(marks.element)), number, begin + at, marks)
        if text.startswith("IEA"):
            marks = None
        at = end + 1


def _skipped(buffer: bytes, at: int, first: bool) -> int:
    """The place of the next byte that is no blank; the byte order mark of an editor is none of the file."""
    if first and buffer.startswith(_BOM, at):
        at += len(_BOM)
    between = _BETWEEN.match(buffer, at)
    return between.end() if between else at


def _more(file: BinaryIO, buffer: bytes, begin: int, at: int) -> tuple[bytes, int, int, bool]:
    """The rest of the buffer with the next piece of the file behind it."""
    chunk = file.read(_CHUNK)
    return buffer[at:] + chunk, begin + at, 0, not chunk


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _unbroken(raw: bytes) -> bytes:
    """A segment without line breaks; where they end segments there are none in it."""
    return raw.translate(None, b"\r\n") if b"\n" in raw or b"\r" in raw else raw


def _marks(head: bytes, name: str, number: int, byte: int) -> Delimiters:
    """The marks that an ISA segment declares, which may be cut into lines or have lost its blanks."""
    whole = head[:ISA_LENGTH]
    try:
        return _delimiters(whole, name, number, byte)
    except UnreadableInterchangeError:
        if found := _trimmed(head) or _trimmed(_unbroken(head)):
            return found
        if _unbroken(whole[:-1]) == whole[:-1]:
            raise
        return _delimiters(_unbroken(head)[:ISA_LENGTH], name, number, byte)


def _trimmed(head: bytes) -> Delimiters | None:
    """The marks of an ISA segment whose blanks were trimmed, where every other element shows that it stands in its place."""
    found = _TRIMMED_ISA.match(head)
    if found is None:
        return None
    element, repetition, component, segment = (found[mark].decode("latin-1") for mark in ("e", "r", "c", "s"))
    marks = [element, component, segment, *([] if repetition.isalnum() else [repetition])]
    if len(set(marks)) < len(marks) or segment.encode("latin-1") in head[: found.start("s")]:
        return None
    return Delimiters(element, component, marks[3] if len(marks) == 4 else "", segment)


def trimmed_elements(isa: Segment) -> list[int]:
    """The elements of an ISA segment that are shorter than their fixed width."""
    sent = zip(isa.elements[1:], _WIDTHS, strict=False)
    return [position for position, (element, width) in enumerate(sent, 1) if len(element) < width]


def _delimiters(head: bytes, name: str, number: int, byte: int) -> Delimiters:
    """The marks that an ISA segment declares; every element of it has its fixed width."""
    where = place(name, number, byte)
    if not head.startswith(b"ISA"):
        begins = place(name, number, byte, head[:3].decode("latin-1").rstrip("*|~^"))
        raise UnreadableInterchangeError(f"{begins}: an X12 interchange begins with an ISA segment, and this is none")
    if len(head) < ISA_LENGTH:
        raise UnreadableInterchangeError(f"{where}: the file ends inside the ISA segment ({ISA_LENGTH} bytes)")
    elements = head[:-1].split(head[3:4])
    for position, width in enumerate(_WIDTHS, 1):
        if position >= len(elements) or len(elements[position]) != width:
            found = len(elements[position]) if position < len(elements) else 0
            raise UnreadableInterchangeError(
                f"{place(name, number, byte, 'ISA', position)}: has {found} characters instead of {width}, so that the "
                "delimiters cannot be told; ask the sender for a whole ISA segment"
            )
    repetition = elements[11]
    marks = [head[3:4], elements[16], head[105:106], *([] if repetition.isalnum() else [repetition])]
    if len(set(marks)) < len(marks) or any(mark.isalnum() or mark == b" " or mark[0] > 0x7E for mark in marks):
        raise UnreadableInterchangeError(
            f"{where} (ISA): the delimiters for elements, components, repetitions and segments are not different marks"
        )
    texts = [mark.decode("ascii") for mark in marks]
    return Delimiters(texts[0], texts[1], texts[3] if len(texts) == 4 else "", texts[2])


def _endless(name: str, number: int, byte: int) -> UnreadableInterchangeError:
    return UnreadableInterchangeError(
        f"{place(name, number, byte)}: no segment terminator (the one that ISA declares) within "
        f"{LONGEST_SEGMENT / 1e6:.0f} MB; the file is no X12 or was changed on its way"
    )
