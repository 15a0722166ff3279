"""Claims out: one module a format, each with ``write(claims, file, asked)``. A new format is a module and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, TypeVar, cast

from nosologist.errors import UnwritableClaimError, UsageError
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Finding

Made = TypeVar("Made")


def _untitled(claim: Claim, code: Code) -> str | None:
    return None


def _unchecked(claim: Claim) -> tuple[Finding, ...]:
    return ()


class Asked(NamedTuple):
    """What a person asks of a file of claims beside its format."""

    created: datetime  # what the file says of the time of its making
    control: int = 1  # control number of the first interchange
    refuse: Callable[[Claim, UnwritableClaimError], None] | None = None  # told of a claim that is left out; None: raise
    title: Callable[[Claim, Code], str | None] = _untitled  # of a code, from the books of the claim's date
    findings: Callable[[Claim], tuple[Finding, ...]] = _unchecked  # what the rules find in a claim
    face_sheet: bool = False  # name the patient where the format leaves that open (summaries)


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
    tells_reasons: bool = False  # why a finding stands has a place in it


FORMATS = {
    "837": Format("x12_837", (".837", ".x12", ".edi"), "837P or 837I, as each claim is"),
    "837p": Format("x12_837p", (".837p",), "professional claims (005010X222A1)"),
    "837i": Format("x12_837i", (".837i",), "institutional claims (005010X223A2)"),
    "fhir": Format("fhir", (".fhir.json", ".json"), "FHIR R4: a Bundle of Claim, Condition and Procedure"),
    "cms1500": Format("cms1500", (".cms1500.pdf",), "professional claims on paper: the boxes of the CMS-1500 (PDF)"),
    "ub04": Format("ub04", (".ub04.pdf",), "institutional claims on paper: the form locators of the UB-04 (PDF)"),
    "summary": Format("summary_pdf", (".summary.pdf",), "a printable coding summary with evidence (PDF)", True),
    "summary-html": Format("summary_html", (".summary.html", ".html"), "the same as one HTML page", True),
    "csv": Format("csv_lines", (".csv",), "a table, one row a billed line"),
    "csv-codes": Format("csv_codes", (".codes.csv",), "a table, one row a diagnosis or procedure"),
    "xlsx": Format("xlsx", (".xlsx",), "a workbook: claims, lines, diagnoses, procedures", True),
}


def each_written(claims: Iterable[Claim], asked: Asked, made: Callable[[Claim, Asked], Made]) -> Iterator[Made]:
    """What ``made`` makes of each claim; one that it refuses is told and left out.

    Raises:
        UnwritableClaimError: of the first refused claim, where nobody is to be told.
    """
    for claim in claims:
        try:
            one = made(claim, asked)
        except UnwritableClaimError as error:
            if asked.refuse is None:
                raise
            asked.refuse(claim, error)
        else:
            yield one


def format_for(path: Path, asked: str | None) -> str:
    """The format that is asked for, or that the name's ending means.

    Raises:
        UsageError: there is no such format, or none for this ending.
    """
    if asked is not None:
        if asked not in FORMATS:
            raise UsageError(f"--format {asked}: is none of {', '.join(FORMATS)}")
        return asked
    named = path.name.lower()
    meant = [(len(ending), name) for name, one in FORMATS.items() for ending in one.endings if named.endswith(ending)]
    if meant:
        return max(meant)[1]  # the longest ending: .codes.csv before .csv
    endings = ", ".join(ending for one in FORMATS.values() for ending in one.endings)
    raise UsageError(f"{path}: which format is this? Give --format ({', '.join(FORMATS)}), or an ending of {endings}")


def writer(name: str) -> ClaimWriter:
    """The module of a format."""
    return cast(ClaimWriter, import_module(f"{__name__}.{FORMATS[name].module}"))
