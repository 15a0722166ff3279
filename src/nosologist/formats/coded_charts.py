"""Coded charts in: our own JSON, JSONL and CSV, and any table or JSON that has a document and a code column."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nosologist.errors import UsageError

_OURS = "icd10cm"  # codes of other systems (procedures) are not diagnoses
Chart = tuple[str, tuple[str, ...]]  # its name, its codes without dots
_NAMES = ("document", "chart", "encounter", "account", "claim", "id", "file")
_CODES = ("code", "codes", "icd10", "icd10cm", "icd-10-cm", "diagnosis", "dx")


def read_charts(path: Path) -> Iterator[Chart]:
    """Every chart in a file, or in the files of a folder (.json, .jsonl, .csv, .tsv), in name order.

    Raises:
        UsageError: there is no such file, or one that cannot be read as coded charts.
    """
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder")
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    readable = [file for file in files if file.suffix.lower() in _READERS]
    if not readable:
        raise UsageError(f"{path}: no coded charts there; expected .json, .jsonl, .csv or .tsv")
    for file in readable:
        try:
            text = file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file}: cannot be read as text ({error})") from error
        yield from _READERS[file.suffix.lower()](file, text)


def _from_table(file: Path, text: str) -> Iterator[Chart]:
    delimiter = "\t" if file.suffix.lower() == ".tsv" else ","
    rows = csv.DictReader(text.splitlines(), delimiter=delimiter)
    heading = {name.strip().lower(): name for name in rows.fieldnames or ()}
    code = next((heading[name] for name in _CODES if name in heading), None)
    name = next((heading[name] for name in _NAMES if name in heading), None)
    if code is None:
        raise UsageError(f"{file}: no column of codes; its heading is {', '.join(heading) or 'empty'}, expected 'code'")
    charts: dict[str, list[str]] = {}
    for row in rows:
        cell = (row.get(code) or "").lstrip("'")
        charts.setdefault(str(row.get(name) or file.stem) if name else file.stem, []).extend(_undotted([cell]))
    yield from ((chart, tuple(codes)) for chart, codes in charts.items())


def _from_json(file: Path, text: str) -> Iterator[Chart]:
    import orjson

    try:
        content = orjson.loads(text)
    except ValueError as error:
        raise UsageError(f"{file}: not JSON ({error})") from error
    for number, chart in enumerate(content if isinstance(content, list) else [content], 1):
        yield _chart(file, number, chart)


def _from_lines(file: Path, text: str) -> Iterator[Chart]:
    import orjson

    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield _chart(file, number, orjson.loads(line))
            except ValueError as error:
                raise UsageError(f"{file}: line {number}: not JSON ({error})") from error


def _chart(file: Path, number: int, chart: Any) -> Chart:
    codes = chart.get("codes") if isinstance(chart, dict) else None
    if not isinstance(codes, list):
        raise UsageError(f"{file}: chart {number} has no list of codes; expected an object with 'codes'")
    document = chart.get("document") or chart.get("id") or file.stem
    name = document.get("id", file.stem) if isinstance(document, dict) else document
    listed = [code for code in codes if not (isinstance(code, dict) and code.get("system", _OURS) != _OURS)]
    return str(name), tuple(_undotted(code.get("code") if isinstance(code, dict) else code for code in listed))


def _undotted(codes: Iterable[Any]) -> Iterator[str]:
    for code in codes:
        for one in str(code or "").replace(";", " ").replace(",", " ").split():
            yield one.replace(".", "").upper()


_READERS = {".csv": _from_table, ".tsv": _from_table, ".json": _from_json, ".jsonl": _from_lines}
