"""Claims from files: the batch contract in JSON or JSON lines, a table in CSV, X12 837, FHIR, or what
``noso code`` wrote.

A table has one row a code, rows of a claim together: ``claim``, ``code`` and, where known, ``kind`` (dx, px, line; dx without
it), ``poa``, ``modifiers`` (``25 LT``), ``units``, ``pointers`` (``1 2``), and the facts of the claim (``setting``, ``date``,
``age``, ``sex``, ``disposition``), which need only stand in its first row.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from nosologist.errors import NosologistError, UnreadableClaimError
from nosologist.formats.claim_json import read_claim
from nosologist.formats.fhir_claims import claims_of, is_fhir
from nosologist.model.claim import Claim
from nosologist.model.encounter import Setting

SUFFIXES = (".jsonl", ".json", ".csv", ".tsv", ".837", ".837p", ".837i", ".x12", ".edi")
_X12 = SUFFIXES[4:]
_FACTS = ("setting", "date", "admitted", "age", "sex", "disposition")
_COLUMNS = ("claim", "code", "kind", "poa", "modifiers", "units", "pointers", "charge", "place", *_FACTS)
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_KINDS = {"": "diagnoses", "dx": "diagnoses", "px": "procedures", "line": "lines"}


def read_claims(path: Path, setting: Setting, tell: Callable[[str], None] | None = None) -> Iterator[Claim]:
    """Every claim in a file, in order; a file of X12 is known by its beginning. ``tell`` is told what is wrong in such a
    file outside of claims.

    Raises:
        UnreadableClaimError: the file cannot be read, or a claim in it breaks the contract; the message says where.
    """
    if _is_x12(path):
        from nosologist.formats.x12.claims_837 import read_837_file

        yield from read_837_file(path, tell or (lambda message: None))
        return
    for where, content in _objects(path):
        try:
            yield read_claim(content, setting)
        except NosologistError as error:
            raise UnreadableClaimError(f"{where}: {error}") from error


def _is_x12(path: Path) -> bool:
    from nosologist.formats.x12.claims_837 import is_x12

    try:
        with path.open("rb") as file:
            head = file.read(200)
    except OSError:
        return False  # said where it is read
    return path.suffix.lower() in _X12 or is_x12(head)


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a file in UTF-8, or in UTF-16 with its mark, as spreadsheets save text.

    Raises:
        UnreadableClaimError: it cannot be read.
    """
    try:
        with path.open("rb") as begun:
            encoding = encoding_of(begun.read(2))
        with path.open(encoding=encoding) as file:
            yield from file
    except (OSError, UnicodeError) as error:
        raise UnreadableClaimError(f"{path}: cannot be read as text ({error}); save it as UTF-8") from error


def encoding_of(beginning: bytes) -> str:
    """How a text is encoded, by its first two bytes."""
    return "utf-16" if beginning in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def _objects(path: Path) -> Iterator[tuple[str, Any]]:
    if path.suffix.lower() == ".jsonl":
        for number, line in enumerate(lines_of(path), 1):
            if line.strip():
                yield f"{path}: line {number}", _parsed(f"{path}: line {number}", line)
    elif path.suffix.lower() in (".csv", ".tsv"):
        yield from _from_table(path)
    else:
        content = _parsed(str(path), "".join(lines_of(path)))
        if is_fhir(content):
            yield from claims_of(content, str(path))
            return
        for number, one in enumerate(content if isinstance(content, list) else [content], 1):
            yield f"{path}: claim {number}", one


def _parsed(where: str, text: str) -> Any:
    import orjson

    try:
        return orjson.loads(text)
    except ValueError as error:
        raise UnreadableClaimError(f"{where}: is no JSON ({error})") from error


def _from_table(path: Path) -> Iterator[tuple[str, Any]]:
    rows = csv.DictReader(lines_of(path), delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
    try:
        rows.fieldnames = _heading(path, rows.fieldnames or ())
        for name, group in groupby(rows, key=lambda row: (row.get("claim") or path.stem).strip()):
            yield f"{path}: claim {name}", _from_rows(f"{path}: claim {name}", name, group)
    except csv.Error as error:
        raise UnreadableClaimError(f"{path}: behind line {rows.line_num}: is no table ({error})") from error


def _heading(path: Path, named: Iterable[str]) -> list[str]:
    """The names of the columns; refused where one is unknown, twice there, or ``code`` is missing."""
    known = [(name or "").strip().lower() for name in named]
    if "code" not in known:
        said = "no column 'code'"
    elif unknown := set(known) - set(_COLUMNS):
        said = ", ".join(sorted(unknown))
    elif twice := {name for name in known if known.count(name) > 1}:
        said = f"{', '.join(sorted(twice))} twice"
    else:
        return known
    raise UnreadableClaimError(f"{path}: heading: {said}; known are {', '.join(_COLUMNS)}")


def _from_rows(where: str, name: str, rows: Iterable[dict[str, str]]) -> dict[str, Any]:
    claim: dict[str, Any] = {"id": name, "diagnoses": [], "procedures": [], "lines": []}
    for row in rows:
        cells = {column: (cell or "").strip() for column, cell in row.items() if column}
        kind = _KINDS.get(cells.get("kind", "").lower())
        if kind is None:
            raise UnreadableClaimError(f"{where}: kind: {cells['kind']!r} is none of dx, px, line")
        claim[kind].append(_row(kind, cells))
        for fact in _FACTS:
            if cells.get(fact):
                claim.setdefault(fact, _whole(cells[fact]) if fact == "age" else cells[fact])
    return claim


def _row(kind: str, cells: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"code": cells["code"].lstrip("'")}
    if kind == "diagnoses" and cells.get("poa"):
        row["poa"] = cells["poa"]
    if kind == "lines":
        for column in ("units", "charge", "place"):
            if cells.get(column):
                row[column] = cells[column]
        row["modifiers"] = cells.get("modifiers", "").split()
        row["pointers"] = [_whole(one) for one in cells.get("pointers", "").split()]
    return row


def _whole(cell: str) -> int | str:
    """The whole number in a cell; the cell itself where it holds none, to be refused by its field."""
    return int(cell) if _WHOLE.fullmatch(cell) else cell
