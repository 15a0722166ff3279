"""A list of breached passwords in a file: lines of a SHA-1 in hex, a colon and a count, in the order of the SHA-1, as the
downloader of Have I Been Pwned writes them. It is searched by halves where it lies: 40 GB are some forty short reads."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

from nosologist.errors import UsageError

_LINE = re.compile(rb"([0-9A-Fa-f]{40})(?::\d{1,15})?\r?\n?")
_LONGEST = 60  # bytes of a line
_PROBES = 64  # places at which the order is tried


def is_listed(file: Path, password: str) -> bool:
    """True for a password that stands in the list.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no such list.
    """
    wanted = hashlib.sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as lines:
        low, high = 0, _size(lines)  # the first line that is not smaller begins between them
        while low < high:
            middle = (low + high) // 2
            start, found = _line_from(lines, middle)
            if found is None or found[0] >= wanted:
                high = middle
            else:
                low = start + found[1]
        return (found := _line_from(lines, low)[1]) is not None and found[0] == wanted


def checked(file: Path) -> Path:
    """The file, when it can be read and looks like such a list.

    Raises:
        UsageError: it cannot be used.
    """
    try:
        with file.open("rb") as lines:
            size = _size(lines)
            found = [_line_from(lines, size * probe // _PROBES)[1] for probe in range(_PROBES)]
    except OSError as error:
        raise UsageError(f"--breached-passwords {file}: cannot be read ({error.strerror})") from None
    except ValueError:
        raise UsageError(
            f"--breached-passwords {file}: is no list of SHA-1 digests (40 hex digits, a colon, a count); take the SHA-1 list "
            "of Have I Been Pwned, ordered by hash, not that of NTLM"
        ) from None
    digests = [one[0] for one in found if one is not None]
    if not digests or digests != sorted(digests):
        raise UsageError(f"--breached-passwords {file}: is empty or not in the order of the digests; sort it first")
    return file.resolve()


def _size(lines: BinaryIO) -> int:
    return lines.seek(0, 2)


def _line_from(lines: BinaryIO, place: int) -> tuple[int, tuple[bytes, int] | None]:
    """The first line that begins at a place or after it: where, its digest and its length; None after the last."""
    if place:
        lines.seek(place - 1)
        lines.readline(_LONGEST)
    else:
        lines.seek(0)
    start, line = lines.tell(), lines.readline(_LONGEST)
    if not line:
        return start, None
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError
    return start, (found[1].upper(), len(line))
