"""Zips of charts: what is a document in them, what only came beside it, each read in name order."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from zipfile import ZipInfo

from nosologist.errors import UnreadableNoteError
from nosologist.formats.chart import Chart
from nosologist.formats.packed import member_bytes, opened

_BESIDE = frozenset({".xsl", ".xslt", ".xsd", ".css", ".js", ".md5", ".sha256"})
_OF_SYSTEMS = frozenset({"thumbs.db", "desktop.ini"})
_EXCHANGE = "IHE_XDM/"  # the folder of an exchange (XDM); what stands outside of it is a page and a leaflet for people
_TABLE_OF_CONTENTS = "metadata.xml"
_MOST_UNPACKED = 1_000_000_000  # bytes of all members of a zip


def zipped_charts(data: bytes, where: str, read: Callable[[bytes, str], Iterator[Chart]]) -> Iterator[Chart]:
    """The charts of every file in a zip, in name order; one that cannot be read is told, the others go on.

    Raises:
        UnreadableNoteError: damaged, or without a document.
    """
    left = _MOST_UNPACKED
    with opened(io.BytesIO(data), where) as archive:
        entries = _documents(archive.infolist())
        if not entries:
            raise UnreadableNoteError(f"{where}: a zip without documents")
        for entry in sorted(entries, key=lambda entry: entry.filename):
            shown = f"{where} > {entry.filename}"
            try:
                left -= entry.file_size
                if left < 0:
                    raise UnreadableNoteError(
                        f"{shown}: the zip unpacks to more than {_MOST_UNPACKED / 1e9:.0f} GB; split it"
                    )
                yield from read(member_bytes(archive, entry, shown), shown)
            except UnreadableNoteError as error:
                yield Chart(unreadable=(str(error),))


def _documents(entries: list[ZipInfo]) -> list[ZipInfo]:
    """The members that are documents."""
    is_exchange = any(entry.filename.upper().startswith(_EXCHANGE) for entry in entries)
    return [
        entry
        for entry in entries
        if not _is_beside(entry.filename) and not (is_exchange and _is_of_exchange(entry.filename))
    ]


def _is_of_exchange(member: str) -> bool:
    return not member.upper().startswith(_EXCHANGE) or PurePosixPath(member).name.lower() == _TABLE_OF_CONTENTS


def _is_beside(member: str) -> bool:
    path = PurePosixPath(member)
    return (
        member.endswith("/")
        or member.startswith("__MACOSX/")
        or path.name.startswith((".", "~$"))
        or path.name.lower() in _OF_SYSTEMS
        or path.suffix.lower() in _BESIDE
    )
