"""Fetch an official file from its publisher: resumed where it broke off, measured, checked; offline it says so."""

from __future__ import annotations

import hashlib
import shutil
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import cast
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from nosologist.codesets.compile.official import Progress
from nosologist.errors import BookError

MOST_BYTES = 2 << 30
_CHUNK = 1 << 18
_TIMEOUT = 30  # seconds without a byte
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def fetch(address: str, folder: Path, progress: Progress, sha256: str | None = None) -> Path:
    """Download into a folder and return the file; what an earlier attempt left is continued.

    Raises:
        BookError: offline, not found, too large, broken off, or other bytes than ``sha256`` says.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise BookError(f"{address}: only https addresses are fetched")
    target = folder / (Path(unquote(parts.path)).name or "download")
    part = target.with_name(target.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _receive(address, part, progress)
    except HTTPError as error:
        raise BookError(f"{address}: {error.code} {error.reason}; {_BY_HAND}") from error
    except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", error)
        raise BookError(
            f"{address}: cannot be reached ({reason}); when online again, the same command goes on; {_BY_HAND}"
        ) from error
    except OSError as error:
        raise BookError(f"{folder}: cannot be written ({error.strerror}); free space") from error
    if sha256 and (found := _sha256(part)) != sha256:
        part.unlink()
        raise BookError(
            f"{address}: sha256 is {found}, expected {sha256}; the publisher changed the file, or it is damaged"
        )
    part.replace(target)
    return target


_BY_HAND = "or fetch the file by hand and run `noso books add FILE`"


def _receive(address: str, part: Path, progress: Progress) -> None:
    have = part.stat().st_size if part.is_file() else 0
    request = Request(address, headers={"User-Agent": "nosologist", "Accept-Encoding": "identity"})
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        response = cast(HTTPResponse, urlopen(request, timeout=_TIMEOUT))
    except HTTPError as error:
        if error.code == 416 and have:  # the whole file was there, or another one is now
            part.unlink()
            return _receive(address, part, progress)
        raise
    with response:
        resumed = response.status == 206
        start = have if resumed else 0
        total = start + int(response.headers.get("Content-Length") or 0)
        if total > MOST_BYTES or (total and shutil.disk_usage(part.parent).free < total - start):
            raise BookError(f"{address}: {total:,} bytes; more than there is room for")
        with part.open("ab" if resumed else "wb") as file:
            done = start
            while chunk := response.read(_CHUNK):
                file.write(chunk)
                done += len(chunk)
                if done > MOST_BYTES:
                    raise BookError(f"{address}: more than {MOST_BYTES:,} bytes; that is no official file")
                progress(f"fetching {Path(address).name}", done / total if total else 0.0)
        if response.headers.get("Content-Length") and done < total:
            raise ConnectionError(f"broke off after {done:,} of {total:,} bytes")
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
