"""What an OBX carries that is no plain text: packed documents (ED), and RTF, HTML or base64 that stands where text should."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from nosologist.formats.base64_text import from_base64
from nosologist.formats.base64_text import is_file as is_base64_file
from nosologist.formats.hl7_message import Segment
from nosologist.formats.html import has_tags, html_text
from nosologist.formats.recognise import Kind, kind_of

_ENCODINGS = ("base64", "hex")
_LINE_ENDS = re.compile(r"\\\.br\\|\\X(?:0D|0A|0D0A)\\|[\s~]+", re.IGNORECASE)  # senders break the letters of base64
_ESCAPED_TAGS = re.compile(r"&lt;(?:br|/?(?:p|div|li|ul|ol|tr|table))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Packed:
    """A packed document: the segment that it begins in, how it is packed, its letters."""

    segment: Segment
    encoding: str
    content: str

    def data(self) -> bytes:
        """The document.

        Raises:
            ValueError: it is not packed as it says.
        """
        if self.encoding == "a":
            return self.segment.plain(self.content).encode()
        packed = _LINE_ENDS.sub("", self.content)
        if self.encoding == "hex":
            return bytes.fromhex(packed)
        return from_base64(packed)


def packed_in(obx: Segment) -> list[Packed]:
    """The documents of an ED. Encoding and letters are its fourth and fifth components, but senders leave some out."""
    found: list[Packed] = []
    for repetition in obx.repetitions(5):
        parts = repetition.split(obx.marks[1])
        if len(parts) == 1 and found:  # a sender that repeats the field for each row of letters
            found[-1] = replace(found[-1], content=found[-1].content + parts[0])
        elif one := _packed(obx, parts):
            found.append(one)
    return found


def _packed(obx: Segment, parts: list[str]) -> Packed | None:
    if len(parts) > 4 and parts[3].strip().lower() == "a":
        return Packed(obx, "a", obx.marks[1].join(parts[4:]))
    named = next((place for place, part in enumerate(parts[:-1]) if part.strip().lower() in _ENCODINGS), None)
    if named is not None:
        return Packed(obx, parts[named].strip().lower(), parts[named + 1]) if parts[named + 1] else None
    if len(parts) > 4 and parts[4]:
        return Packed(obx, parts[3].strip().lower() or "base64", parts[4])
    return next((Packed(obx, "base64", part) for part in parts if is_file(part)), None)


def goes_on(before: Packed, one: Packed) -> bool:
    """True for a piece of the file that the OBX before it begins: the same identifier and type, and no file by itself."""
    same = before.segment.raw(3) == one.segment.raw(3) and before.encoding == one.encoding == "base64"
    return same and is_file(before.content) and not is_file(one.content)


def is_file(text: str) -> bool:
    """True for base64 of a file whose kind its first letters tell; words are none."""
    return is_base64_file(_LINE_ENDS.sub("", text))


def is_marked_up(text: str) -> bool:
    """True for a text that is RTF, or HTML as a whole or in its line breaks."""
    return text.lstrip().startswith("{\\rtf") or bool(has_tags(text) or _ESCAPED_TAGS.search(text))


def shown(text: str, where: str) -> str:
    """What HTML in a text shows; the line breaks of a text that only has tags in it count too."""
    if _ESCAPED_TAGS.search(text):
        text = html.unescape(text)
    return html_text(text if kind_of(text.encode()) is Kind.HTML else text.replace("\n", "<br>"), where)
