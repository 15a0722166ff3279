"""Claims out: one module a format, each with ``write(claims, file, asked)``. A new format is a module and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, cast

from nosologist.errors import UnwritableClaimError, UsageError
from nosologist.model.claim import Claim


class Asked(NamedTuple):
    """What a person asks of a file of claims beside its format."""

    created: datetime  # what the file says of the time of its making
    control: int = 1  # control number of the first interchange
    refuse: Callable[[Claim, UnwritableClaimError], None] | None = None  # told of a claim that is left out; None: raise


class ClaimWriter(Protocol):
    """A module of a format."""

    def write(self, claims: Iterable[Claim], file: BinaryIO, asked: Asked) -> None:
        """Write claims, one after another; memory stays flat.

        Raises:
            UnwritableClaimError: a claim lacks what the format cannot do without; the message names it.
        """


class Format(NamedTuple):
    """A format: its module, the endings of file names by which it is meant, and what it is."""

    module: str
    endings: tuple[str, ...]
    said: str


FORMATS = {
    "837": Format("x12_837", (".837", ".x12", ".edi"), "837P or 837I, as each claim is"),
    "837p": Format("x12_837p", (".837p",), "professional claims (005010X222A1)"),
    "837i": Format("x12_837i", (".837i",), "institutional claims (005010X223A2)"),
}


def format_for(path: Path, asked: str | None) -> str:
    """The format that is asked for, or that the name's ending means.

    Raises:
        UsageError: there is no such format, or none for this ending.
    """
    if asked is not None:
        if asked not in FORMATS:
            raise UsageError(f"--format {asked}: is none of {', '.join(FORMATS)}")
        return asked
    ending = path.suffix.lower()
    for name, one in FORMATS.items():
        if ending in one.endings:
            return name
    endings = ", ".join(ending for one in FORMATS.values() for ending in one.endings)
    raise UsageError(f"{path}: which format is this? Give --format ({', '.join(FORMATS)}), or an ending of {endings}")


def writer(name: str) -> ClaimWriter:
    """The module of a format."""
    return cast(ClaimWriter, import_module(f"{__name__}.{FORMATS[name].module}"))
