"""Where the publishers keep their files (``releases.toml``), and fetching what a user names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from nosologist.codesets.compile.download import fetch
from nosologist.codesets.compile.official import Progress
from nosologist.errors import BookError


@dataclass(frozen=True, slots=True)
class Address:
    """Where a publisher keeps the files of a release."""

    release: str  # icd10pcs:2026-04
    urls: tuple[str, ...]
    page: str  # the publisher's page that leads to them
    checked: bool  # False: named after the publisher's custom, not yet fetched by us
    sha256: tuple[str, ...] = ()  # in the order of the addresses; none where it is not known


def known_addresses() -> tuple[Address, ...]:
    """Every address that we know, by release."""
    listed = tomllib.loads((files("nosologist.codesets") / "releases.toml").read_text("utf-8"))
    return tuple(
        Address(entry["release"], tuple(entry["urls"]), entry["page"], entry["checked"], tuple(entry.get("sha256", ())))
        for entry in listed.get("address", ())
    )


def fetched(what: str, folder: Path, progress: Progress) -> list[Path]:
    """The files that a user names: a path as it is; an address or a release is fetched from its publisher first.

    Raises:
        BookError: a release whose address is not known, or a file that cannot be fetched.
    """
    if what.startswith(("https://", "http://")):
        return [fetch(what, folder, progress)]
    if Path(what).exists() or ":" not in what or "/" in what or "\\" in what:
        return [Path(what)]
    address = next((address for address in known_addresses() if address.release == what), None)
    if address is None:
        known = ", ".join(address.release for address in known_addresses())
        raise BookError(f"{what}: neither a file nor a release whose address is known; known are: {known}")
    digests = address.sha256 or (None,) * len(address.urls)
    try:
        return [fetch(url, folder, progress, sha256) for url, sha256 in zip(address.urls, digests, strict=True)]
    except BookError as error:
        doubt = "" if address.checked else " (an address that we have not been able to check)"
        raise BookError(f"{error}{doubt}; the publisher's page is {address.page}") from error


def forget(paths: list[Path], folder: Path) -> None:
    """Remove what was fetched, once it stands on the shelf."""
    for path in paths:
        if path.parent == folder:
            path.unlink(missing_ok=True)
