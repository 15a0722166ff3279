"""Zips from outside: the guards that official archives pass, with limits that fit charts."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from nosologist.codesets.compile.source import MOST_MEMBERS, check_member
from nosologist.errors import BookError, UnreadableNoteError
from nosologist.formats.chart import LARGEST_FILE

_RATIO = 200  # XML packs 20 : 1, zeros 1,000 : 1
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError)  # OSError: what bzip2 says
_RATIO_FROM = 4_000_000  # bytes; below it no ratio can hurt


@contextmanager
def opened(file: IO[bytes], name: str) -> Iterator[zipfile.ZipFile]:
    """A zip; whatever layer finds damage, one sentence tells it.

    Raises:
        UnreadableNoteError: it is no whole zip, or one that cannot be trusted.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if len(archive.infolist()) > MOST_MEMBERS:
                raise UnreadableNoteError(f"{name}: {len(archive.infolist())} members are more than one zip of charts")
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError) as error:
        raise UnreadableNoteError(f"{name}: a zip that is cut short or damaged ({error}); fetch it again") from error
    except (NotImplementedError, RuntimeError) as error:  # an unknown packing, or a password
        raise UnreadableNoteError(f"{name}: {error}; unpack it first") from error


def member_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str) -> bytes:
    """A member, unpacked and checked.

    Raises:
        UnreadableNoteError: it is encrypted, damaged, too large, a bomb, or its name leads out of the archive.
    """
    try:
        check_member(entry, shown)
    except BookError as error:
        raise UnreadableNoteError(str(error)) from error
    size = entry.file_size
    if size > LARGEST_FILE or (size > _RATIO_FROM and size > entry.compress_size * _RATIO):
        raise UnreadableNoteError(f"{shown}: {size:,} bytes packed in {entry.compress_size:,}; refused as a zip bomb")
    try:
        with archive.open(entry) as member:
            return member.read(LARGEST_FILE + 1)
    except _DAMAGED as error:
        raise UnreadableNoteError(f"{shown}: cut short or damaged ({error}); fetch it again") from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnreadableNoteError(f"{shown}: {error}; unpack it first") from error
