"""The letters of HL7 v2: each message tells its character set in MSH-18 (table 0211). UTF-8 is read whatever a message says.

Senders leave MSH-18 empty or name one set and send UTF-8, which no text of another set happens to be. So UTF-8 comes first, then
the set that is told, then Windows-1252. Sets that switch between alphabets (ISO IR) are those of ISO 2022.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

WESTERN = "cp1252"
_ALPHABETS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "15")  # of ISO 8859
_WINDOWS = range(1250, 1259)
_SETS = {
    **{f"{name}8859{part}": f"iso8859_{part}" for part in _ALPHABETS for name in ("", "ISO")},
    **{f"{name}{page}": f"cp{page}" for page in _WINDOWS for name in ("WINDOWS", "CP", "WIN")},
    **dict.fromkeys(("88591", "ISO88591", "LATIN1", "ASCII", "USASCII", "ISOIR6", "ISOIR100", "ANSI"), WESTERN),
    **dict.fromkeys(("UNICODE", "UNICODEUTF8", "UTF8"), WESTERN),  # where it is not: read as before
    **dict.fromkeys(("UNICODEUTF16", "UTF16", "UNICODEUTF32", "UTF32"), WESTERN),  # a file of them shows it by itself
    **dict.fromkeys(("ISOIR14", "ISOIR87", "ISOIR159", "ISOIR13"), "iso2022_jp_ext"),
    **dict.fromkeys(("GB18030", "GB180302000", "GB2312", "GBK", "ISOIR58"), "gb18030"),
    **dict.fromkeys(("KSX1001", "KSC5601", "ISOIR149"), "cp949"),
    "BIG5": "cp950",
}
_NO_LETTER = re.compile(r"[^A-Z0-9]")
_SWITCHES = b"\x1b$", b"\x1b("
_HEAD = re.compile(rb"[\x0b\xef\xbb\xbf \t]*MSH(.)", re.IGNORECASE | re.DOTALL)
_CHARSET = 17  # MSH-18 among the parts of its segment
UNREAD = "\ufffd"


def codec_of(told: str, repetition: str = "~") -> str | None:
    """The codec of what MSH-18 tells; Windows-1252 where it tells nothing, ``None`` for a set that is not read."""
    names = [_NO_LETTER.sub("", name.upper()) for name in told.split(repetition)]
    codecs = [_SETS.get(name) for name in names if name]
    if not codecs:
        return WESTERN
    return "iso2022_jp_ext" if "iso2022_jp_ext" in codecs else codecs[0]


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
        if self._codec == "iso2022_jp_ext" and segment.isascii():
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
    return not any(switch in data for switch in _SWITCHES) and (data.isascii() or _is_utf8(data))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
