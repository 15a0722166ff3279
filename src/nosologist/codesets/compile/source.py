"""An official file as the publisher gives it: by itself, gzipped, or a member of a zip. It is opened in place, never unpacked.

A file from outside is not trusted: what it unpacks to is measured while it is read, zips nest only so deep, a member whose
name leaves its folder is refused, and XML may not declare a document type (so it can have no entities).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast
from xml.parsers import expat

from nosologist.errors import BookError

MOST_BYTES = 4 << 30  # the largest official file (a quarter of PTP edits) has about 200 MB
MOST_RATIO = 250  # the tightest official file packs 42 : 1; zeros pack 1,000 : 1
RATIO_FROM = 32 << 20  # below this size no ratio can hurt
DEEPEST = 2  # a zip in a zip, no more
MOST_NESTED = 512 << 20  # the inner one is held in memory
MOST_MEMBERS = 20_000
HEAD = 1 << 16
_CHUNK = 1 << 20

Opened = tuple[BinaryIO, Callable[[], float]]  # the bytes, and which part of them is read (0 to 1)
Watch = Callable[[float], None]


class Source:
    """One official document, readable as often as needed.

    ``name`` is that of the file or member itself; ``where`` is what a person is shown; ``places`` are the names that may say
    a date, nearest first (member, zip, folder); ``modified`` is the day a zip gives for its member; ``effective`` is the
    effective date that the user stated, which wins over all others.
    """

    __slots__ = ("_head", "_open", "effective", "modified", "name", "places", "where")

    def __init__(
        self,
        places: tuple[str, ...],
        where: str,
        open_: Callable[[], Opened],
        modified: date | None = None,
        effective: date | None = None,
    ) -> None:
        self.name = places[0]
        self.places = places
        self.where = where
        self.modified = modified
        self.effective = effective
        self._open = open_
        self._head: bytes | None = None

    def head(self, size: int = 4096) -> bytes:
        """The first bytes (at most 65,536)."""
        if self._head is None:
            with self.open() as file:
                self._head = file.read(HEAD)
        return self._head[:size]

    def head_lines(self, count: int = 5) -> list[str]:
        """The first lines as text, for telling what a file is; a line that the first 65,536 bytes cut is left out."""
        head = self.head(HEAD)
        lines = head.split(b"\n")[: count + 1]
        if len(lines) > 1 and len(lines) <= count and len(head) == HEAD:
            lines.pop()
        return [decoded(line) for line in lines[:count]]

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The content, unpacked, measured while it is read.

        Raises:
            BookError: the file is truncated, damaged, encrypted or unpacks to more than an official file can.
        """
        with self.watched() as (file, _):
            yield file

    @contextmanager
    def watched(self) -> Iterator[Opened]:
        """As ``open``, with a function that tells which part is read (0 to 1)."""
        with told(self.where):
            file, part = self._open()
            with file:
                yield file, part

    def lines(self, encoding: str | None = None, watch: Watch | None = None) -> Iterator[str]:
        """The lines without their ends. With no encoding named, UTF-8, and Windows-1252 for a line that is not UTF-8.

        ``watch`` is told after every megabyte which part is read.
        """
        with self.watched() as (file, part):
            seen = 0
            for number, raw in enumerate(file):
                seen += len(raw)
                if watch and seen > _CHUNK:
                    watch(part())
                    seen = 0
                if encoding:
                    yield raw.decode(encoding).rstrip("\r\n")
                else:
                    yield decoded(raw) if number else decoded(raw).lstrip("\ufeff")

    def sha256(self) -> str:
        """The digest of the unpacked content."""
        with self.open() as file:
            return hashlib.file_digest(cast(Any, file), "sha256").hexdigest()

    def __repr__(self) -> str:
        return f"Source({self.where!r})"


def decoded(raw: bytes) -> str:
    """A line as text: UTF-8, or Windows-1252 (some files of CMS) where it is not."""
    try:
        return raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace").rstrip("\r\n")


@contextmanager
def told(where: str) -> Iterator[None]:
    """Tell a damaged file by its name, in one sentence, whatever layer found the damage."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error, lzma.LZMAError) as error:
        raise BookError(f"{where}: truncated or damaged ({error}); fetch it again") from error
    except NotImplementedError as error:
        raise BookError(f"{where}: {error}; unpack it and add the folder") from error
    except RuntimeError as error:  # zipfile's word for a password
        raise BookError(f"{where}: {error}; unpack it and add the folder") from error
    except UnicodeDecodeError as error:
        raise BookError(f"{where}: byte {error.start} is not {error.encoding} text; fetch it again") from error
    except OSError as error:
        raise BookError(f"{where}: cannot be read ({error.strerror or error})") from error


def sources(path: Path, effective: date | None = None) -> Iterator[Source]:
    """Every file at a path: the file itself, the members of a zip, all files of a folder, in name order.

    Raises:
        BookError: there is no such file, or an archive that cannot be trusted.
    """
    if not path.exists():
        raise BookError(f"{path}: no such file or folder")
    if path.is_dir():
        for entry in sorted(path.iterdir()):
            if not entry.name.startswith(".") and not entry.is_symlink():
                yield from sources(entry, effective)
        return
    places = (path.name, path.absolute().parent.name)
    with told(str(path)), path.open("rb") as file:
        start = file.read(4)
    if start == b"PK\x03\x04" and not _is_workbook(path.name):
        yield from _members(lambda: path.open("rb"), places, str(path), effective, 1)
    elif start[:2] == b"\x1f\x8b":
        yield Source((path.name.removesuffix(".gz"), *places), str(path), lambda: _gzipped(path), None, effective)
    else:
        yield Source(places, str(path), lambda: _plain(path), None, effective)


def _is_workbook(name: str) -> bool:
    return name.lower().endswith((".xlsx", ".xlsm", ".docx", ".pptx"))


def _members(
    open_archive: Callable[[], IO[bytes]], above: tuple[str, ...], where: str, effective: date | None, depth: int
) -> Iterator[Source]:
    with told(where), open_archive() as file, zipfile.ZipFile(file) as archive:
        entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
    if len(entries) > MOST_MEMBERS:
        raise BookError(f"{where}: {len(entries)} members; that is no official archive")
    for entry in entries:
        if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
            continue
        shown = f"{where} > {entry.filename}"
        check_member(entry, shown)
        places = (PurePosixPath(entry.filename).name, *above)
        open_member = _member_opener(open_archive, entry, shown)
        if entry.filename.lower().endswith(".zip"):
            if depth >= DEEPEST or entry.file_size > MOST_NESTED:
                raise BookError(f"{shown}: zips nest too deep or too large; unpack it and add the folder")
            yield from _members(_spooled(open_member, shown), places, shown, effective, depth + 1)
        else:
            yield Source(places, shown, open_member, date(*entry.date_time[:3]), effective)


def check_member(entry: zipfile.ZipInfo, shown: str) -> None:
    """Refuse a member of a zip that is encrypted, leads out of the archive or unpacks to too much."""
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in "".join(name.parts[:1]):
        raise BookError(f"{shown}: the name of this member leads out of the archive; refused")
    if entry.flag_bits & 1:
        raise BookError(f"{shown}: is encrypted; unpack it first")
    _check_size(entry.file_size, entry.compress_size, shown)


def _check_size(unpacked: int, packed: int, shown: str) -> None:
    if unpacked > MOST_BYTES or (unpacked > RATIO_FROM and unpacked > packed * MOST_RATIO):
        raise BookError(f"{shown}: {unpacked:,} bytes packed in {packed:,}; refused as a zip bomb")


def _plain(path: Path) -> Opened:
    file = path.open("rb")
    size = path.stat().st_size or 1
    return file, lambda: file.tell() / size


def _gzipped(path: Path) -> Opened:
    packed = path.open("rb")
    size = path.stat().st_size or 1
    guarded = _Measured(cast(IO[bytes], gzip.GzipFile(fileobj=packed)), size, str(path), packed)
    return _buffered(guarded), lambda: packed.tell() / size


def _member_opener(open_archive: Callable[[], IO[bytes]], entry: zipfile.ZipInfo, shown: str) -> Callable[[], Opened]:
    def opened() -> Opened:
        archive_file = open_archive()
        archive = zipfile.ZipFile(archive_file)
        member = archive.open(entry)
        guarded = _Measured(member, entry.compress_size, shown, archive, archive_file)
        size = entry.file_size or 1
        return _buffered(guarded), lambda: guarded.count / size

    return opened


def _spooled(open_member: Callable[[], Opened], shown: str) -> Callable[[], IO[bytes]]:
    """A zip inside a zip, held in memory: zips are read from their end."""

    def opened() -> IO[bytes]:
        with told(shown):
            file, _ = open_member()
            with file:
                return io.BytesIO(file.read())

    return opened


def _buffered(raw: io.RawIOBase) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(cast(Any, raw), _CHUNK))


class _Measured(io.RawIOBase):
    """Passes bytes on and stops when they become more than the packed file can honestly hold."""

    def __init__(self, inner: IO[bytes], packed: int, shown: str, *owned: IO[bytes] | zipfile.ZipFile) -> None:
        self._inner, self._packed, self._shown, self._owned = inner, packed, shown, owned
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        chunk = self._inner.read(len(buffer))
        buffer[: len(chunk)] = chunk
        self.count += len(chunk)
        _check_size(self.count, self._packed, self._shown)
        return len(chunk)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
            for owner in self._owned:
                owner.close()
        super().close()


def check_xml(source: Source) -> None:
    """Refuse XML that declares a document type: official files have none, and entities can only be declared there.

    Raises:
        BookError: the file declares a document type or is not XML.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise BookError(f"{source.where}: declares a document type or entities; no official file does")

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    root: list[str] = []
    parser.StartElementHandler = lambda name, _attributes: root.append(name)
    with source.open() as file:
        while not root and (chunk := file.read(4096)):
            try:
                parser.Parse(chunk)
            except expat.ExpatError as error:
                raise BookError(f"{source.where}: not well-formed XML ({error}); fetch it again") from error
