"""HL7 v2 messages: segments, fields, components and the escape sequences in them; the delimiters are those of each message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import LARGEST_FILE
from nosologist.formats.hl7_letters import UNREAD, is_western, texts
from nosologist.formats.letters import WESTERN, codec_of
from nosologist.formats.text import decode

_BREAKS = re.compile(
    r"\r\n|[\r\n\x1c]"
)  # 1C ends the frame of a network, which some senders put right behind a segment
_BYTE_BREAKS = re.compile(rb"\r\n|[\r\n\x1c]")
_SMALL = re.compile(r"[a-z][a-z0-9]{2}(?=\W)")
_CHUNK = 1 << 20
_WIDE = 512  # bytes in which letters of two or four bytes show themselves
_ENVELOPE = ("FHS", "BHS", "BTS", "FTS")
_BLANKS = re.compile(r"\.(?:br|sp|ce|in|ti|sk)\s*([+-]?\d*)")
_FRAME = "\x0b\x1c\ufeff \t"  # what a network (MLLP) or an editor puts around a message
MOST_BLANKS = 80


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of a message. Fields count from 1 as in the standard (MSH-1 is the field separator itself)."""

    name: str
    number: int  # which segment of the message, counted from 1
    fields: tuple[str, ...]
    marks: str  # field, component, repetition, escape, subcomponent
    letters: str = WESTERN  # the codec that the message tells, for the bytes of escape sequences

    def raw(self, field: int) -> str:
        """A field as it is sent; empty where it is missing or explicitly null."""
        text = self.fields[field] if field < len(self.fields) else ""
        return "" if text == '""' else text

    def text(self, field: int, component: int = 1) -> str:
        """A component of the first repetition, unescaped (its first subcomponent); empty where missing."""
        part = _at(_at(self.raw(field), self.marks[2], 1), self.marks[1], component)
        return self.plain(_at(part, self.marks[4], 1)).strip()

    def person(self, field: int) -> str | None:
        """A person (XCN or XPN with a number first) as "Family, Given"; ``None`` where nobody is named."""
        family, given = self.text(field, 2), self.text(field, 3)
        return ", ".join(part for part in (family, given) if part) or None

    def interpreter(self, field: int) -> str | None:
        """A person whose number and names are the parts of one component (NDL, CNN); ``None`` where nobody is named."""
        _number, family, given, *_ = (*_first(self.raw(field), self.marks).split(self.marks[4]), "", "", "")
        return ", ".join(part for part in (self.plain(family), self.plain(given)) if part) or None

    def repetitions(self, field: int) -> list[str]:
        """The repetitions of a field, still escaped."""
        raw = self.raw(field)
        return raw.split(self.marks[2]) if raw else []

    def plain(self, text: str) -> str:
        """Text without escape sequences: delimiters as they are, formatting commands as line breaks and blanks."""
        escape = self.marks[3]
        if escape not in text:
            return text
        parts = text.split(escape)
        out = [parts[0]]
        index = 1
        while index < len(parts):
            if index + 1 == len(parts):  # an escape character that nothing closes is a character
                out.append(escape + parts[index])
                break
            found = self._escaped(parts[index])
            if found is None:
                out.append(escape + parts[index])
                index += 1
            else:
                out.append(found + parts[index + 1])
                index += 2
        return "".join(out)

    def _escaped(self, sequence: str) -> str | None:
        """What an escape sequence stands for; ``None`` where it is none."""
        if sequence in ("F", "S", "R", "E", "T"):
            return self.marks["FSRET".index(sequence)]
        if sequence in ("H", "N", ".fi", ".nf"):
            return ""
        if sequence[:1] == ".":
            sequence = sequence.lower()
        if command := _BLANKS.fullmatch(sequence):
            if sequence.startswith(".sk"):
                return " " * min(int(command[1] or 1), MOST_BLANKS) if (command[1] or "1").isdigit() else " "
            return "\n" if sequence.startswith((".br", ".sp", ".ce")) else ""
        if sequence[:1] == "X":
            return _from_hex(sequence[1:], self.letters)
        if sequence[:1] in ("C", "M", "Z") and sequence[1:].isalnum():
            return ""  # a switch of the character set, or a site's own
        return None


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``number`` is its place in the batch, counted from 1."""

    number: int
    segments: tuple[Segment, ...]

    @property
    def kind(self) -> str:
        """Message type and trigger event: "MDM^T02"."""
        head = self.segments[0]
        return f"{head.text(9, 1)}^{head.text(9, 2)}".rstrip("^")

    def first(self, name: str) -> Segment | None:
        """The first segment of that name."""
        return next((segment for segment in self.segments if segment.name == name), None)


def messages(lines: Iterable[str], name: str, trailers: list[str]) -> Iterator[Message | UnreadableNoteError]:
    """The messages of a file, one after the other; one that cannot be read is an error in its place, the others go on.

    ``lines`` are those of ``lines_of`` or ``lines_in``; the trailers of batches (BTS) are added to ``trailers``.
    """
    held: list[str] = []
    number = size = 0
    for line in lines:
        if line.startswith(_ENVELOPE):
            if line.startswith("BTS"):
                trailers.append(line)
            continue
        if line.startswith(("MSH", "msh")) and held:
            number += 1
            yield _message(held, number, name)
            held, size = [], 0
        held.append(line)
        size += len(line)
        if size > LARGEST_FILE:
            raise UnreadableNoteError(f"{name}: message {number + 1}: is longer than {LARGEST_FILE / 1e6:.0f} MB")
    if held:
        yield _message(held, number + 1, name)


def stated_count(trailers: list[str]) -> int | None:
    """How many messages the trailer of a batch says there are (BTS-1); ``None`` without a single trailer."""
    count = re.match(r"BTS.(\d+)", trailers[0]) if len(trailers) == 1 else None
    return int(count[1]) if count else None


def text_of(data: bytes, name: str) -> str:
    """The text of a file, each message in the letters that it tells.

    Raises:
        UnreadableNoteError: the bytes are too many or no text.
    """
    text = decode(data, name, LARGEST_FILE)
    if is_western(data) or b"\x00" in data[:_WIDE]:
        return text
    return "\r".join(texts(_BYTE_BREAKS.split(data)))


def lines_of(text: str) -> Iterator[str]:
    """The segments of a text."""
    return filter(None, map(_unframed, _BREAKS.split(text)))


def lines_in(path: Path) -> Iterator[str]:
    """The segments of a file of any size, a megabyte at a time, each in the letters that its message tells."""
    return filter(None, map(_unframed, texts(_segments_in(path))))


def _segments_in(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            *whole, rest = _BYTE_BREAKS.split(rest + chunk)
            yield from whole
            if len(rest) > LARGEST_FILE:
                raise UnreadableNoteError(f"{path}: a segment is longer than {LARGEST_FILE / 1e6:.0f} MB")
        yield rest


def _unframed(line: str) -> str:
    line = line.strip(_FRAME) if line[:1] in _FRAME or line[-1:] in _FRAME else line
    return line[:-4] if line[-4:] in ("<CR>", "<cr>") else line  # an end of a segment that a log or a guide shows


def _message(lines: list[str], number: int, name: str) -> Message | UnreadableNoteError:
    if lines[0].startswith("msh"):
        lines = [
            _SMALL.sub(lambda name: name[0].upper(), line, count=1) if _SMALL.match(line) else line for line in lines
        ]
    head = lines[0]
    where = f"{name}: message {number}"
    if not head.startswith("MSH"):
        return UnreadableNoteError(f"{where}: segment 1 is {head[:3]!a}, not MSH; a message begins with its header")
    marks = head[3:8]
    if len(marks) < 5 or len(set(marks[:4])) < 4 or any(mark.isalnum() for mark in marks[:4]):
        return UnreadableNoteError(
            f"{where}: segment 1 (MSH): its delimiters are cut short or not five different marks"
        )
    if marks[4] == marks[0]:  # no subcomponents declared
        marks = f"{marks[:4]}\x00"
    told = head.split(marks[0])[17] if head.count(marks[0]) > 16 else ""
    letters = codec_of(told, marks[2])
    if letters is None and any(UNREAD in line for line in lines):
        return UnreadableNoteError(
            f"{where}: segment 1 (MSH): field 18 names a set of letters that is not read; send it as UTF-8"
        )
    segments: list[Segment] = []
    for place, line in enumerate(_joined(lines, marks[0]), 1):
        fields = line.split(marks[0])
        if fields[0] == "ADD" and segments:
            segments[-1] = _continued(segments[-1], fields)
            continue
        if not segments:
            fields.insert(1, marks[0])
        segments.append(Segment(fields[0], place, tuple(fields), marks, letters or WESTERN))
    if len(segments[0].fields) < 10 or not segments[0].text(9):
        return UnreadableNoteError(f"{where}: segment 1 (MSH): field 9, the message type, is missing")
    return Message(number, tuple(segments))


def _continued(segment: Segment, added: list[str]) -> Segment:
    """A segment with what an ADD segment behind it holds: its last field goes on (HL7 2.x, chapter 2)."""
    *before, last = segment.fields
    return replace(segment, fields=(*before, last + added[1], *added[2:]) if len(added) > 1 else segment.fields)


def _joined(lines: list[str], separator: str) -> list[str]:
    """Segments; a line that begins none belongs to the text before it, as senders forget to escape line breaks."""
    begins = re.compile(rf"[A-Z][A-Z0-9]{{2}}(?:{re.escape(separator)}|$)")
    joined: list[list[str]] = []
    for line in lines:
        if begins.match(line):
            joined.append([line])
        else:
            joined[-1].append(line)
    return ["\n".join(parts) for parts in joined]


def _first(text: str, marks: str) -> str:
    return _at(_at(text, marks[2], 1), marks[1], 1)


def _at(text: str, mark: str, position: int) -> str:
    parts = text.split(mark)
    return parts[position - 1] if position <= len(parts) else ""


def _from_hex(digits: str, letters: str) -> str | None:
    try:
        raw = bytes.fromhex(digits)
    except ValueError:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(letters, "replace")
