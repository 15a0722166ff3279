"""The letters of HL7 v2: each message tells its character set in MSH-18 (table 0211). UTF-8 is read whatever a message says.

Senders leave MSH-18 empty or name one set and send UTF-8, which no text of another set happens to be. So UTF-8 comes first, then
the set that is told, then Windows-1252. Sets that switch between alphabets (ISO IR) are those of ISO 2022.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nosologist.formats.letters import SWITCHING, WESTERN, codec_of, is_utf8

_SWITCHES = b"\x1b$", b"\x1b("
_HEAD = re.compile(rb"[\x0b\xef\xbb\xbf \t]*MSH(.)", re.IGNORECASE | re.DOTALL)
_CHARSET = 17  # MSH-18 among the parts of its segment
UNREAD = "\ufffd"


class Letters:
    """Decodes the segments of a file, one after the other, each as its message tells."""

    def __init__(self) -> None:
        self._codec: str | None = WESTERN

    def text(self, segment: bytes) -> str:
        """A segment as text; what is of no known set becomes marks (U+FFFD)."""
        if head := _HEAD.match(segment):
            parts = segment.split(head[1])
            self._codec = codec_of(parts[_CHARSET].decode("ascii", "replace") if len(parts) > _CHARSET else "")
        if segment.isascii() and not any(switch in segment for switch in _SWITCHES):
            return segment.decode("ascii")
        if self._codec == SWITCHING and segment.isascii():
            return segment.decode(self._codec, "replace")
        try:
            return segment.decode("utf-8")
        except UnicodeDecodeError:
            return segment.decode(self._codec or "ascii", "replace")


def texts(segments: Iterable[bytes]) -> Iterator[str]:
    """The segments of a file as text."""
    letters = Letters()
    return map(letters.text, segments)


def is_western(data: bytes) -> bool:
    """True for a file whose letters need no message to tell them."""
    return not any(switch in data for switch in _SWITCHES) and (data.isascii() or is_utf8(data))
