"""Sets of letters by the names that senders give them: those of HL7 table 0211, of web pages, of Windows."""

from __future__ import annotations

import re

WESTERN = "cp1252"
SWITCHING = "iso2022_jp_ext"  # between alphabets, by escape sequences
_ALPHABETS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "15")  # of ISO 8859
_WINDOWS = range(1250, 1259)
_SETS = {
    **{f"{name}8859{part}": f"iso8859_{part}" for part in _ALPHABETS for name in ("", "ISO")},
    **{f"{name}{page}": f"cp{page}" for page in _WINDOWS for name in ("WINDOWS", "CP", "WIN")},
    **dict.fromkeys(("88591", "ISO88591", "LATIN1", "ASCII", "USASCII", "ISOIR6", "ISOIR100", "ANSI"), WESTERN),
    **dict.fromkeys(("UNICODE", "UNICODEUTF8", "UTF8"), WESTERN),  # where it is not: read as before
    **dict.fromkeys(("UNICODEUTF16", "UTF16", "UNICODEUTF32", "UTF32"), WESTERN),  # a file of them shows it by itself
    **dict.fromkeys(("ISOIR14", "ISOIR87", "ISOIR159", "ISOIR13"), SWITCHING),
    **dict.fromkeys(("GB18030", "GB180302000", "GB2312", "GBK", "ISOIR58"), "gb18030"),
    **dict.fromkeys(("KSX1001", "KSC5601", "ISOIR149"), "cp949"),
    "BIG5": "cp950",
}
_NO_LETTER = re.compile(r"[^A-Z0-9]")


def codec_of(told: str, repetition: str = "~") -> str | None:
    """The codec of the set that is told, perhaps several; Windows-1252 where none is, ``None`` for one that is not read."""
    names = [_NO_LETTER.sub("", name.upper()) for name in told.split(repetition)]
    codecs = [_SETS.get(name) for name in names if name]
    if not codecs:
        return WESTERN
    return SWITCHING if SWITCHING in codecs else codecs[0]


def is_utf8(data: bytes) -> bool:
    """True for bytes that are UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
