"""Keys of ICD-10-PCS as JSON: body part key, device key, device aggregation table.

CMS prints them in its PDF and, since FY2026, within the definitions XML. This JSON is how others have typed them over:
``{"name", "version", "data": {word: [values]}}``, or ``"records"`` for the aggregation table.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Final

from nosologist.codesets.compile.icd10_codes import recognised_as
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source
from nosologist.errors import BookError

SCHEMA: Final = "icd10pcs.sql"
_KINDS = {"body part key": "body_part_key", "device key": "device_key", "device aggregation": "device_aggregation"}


def recognise(source: Source) -> Recognised | None:
    """A JSON object whose name says one of the keys of ICD-10-PCS."""
    head = source.head(1024).decode("utf-8", "replace").lower()
    if not head.lstrip("\ufeff \r\n").startswith("{") or "icd-10-pcs" not in head:
        return None
    name = head.partition('"name"')[2].split(",")[0]
    kind = next((kind for said, kind in _KINDS.items() if said in name), None)
    return recognised_as(source, "icd10pcs", kind, kind.replace("_", " ")) if kind else None


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget the key."""
    connection.execute("DELETE FROM pcs_key WHERE document = ?", (recognised.document,))
    connection.execute("DELETE FROM pcs_aggregate WHERE document = ?", (recognised.document,))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write the key; returns how many terms or devices it has.

    Raises:
        BookError: the file is not JSON of this form.
    """
    document = recognised.document
    with source.open() as file:
        try:
            content: dict[str, Any] = json.load(file)
        except ValueError as error:
            raise BookError(f"{source.where}: not JSON ({error}); fetch it again") from error
    try:
        if document.endswith("aggregation"):
            return _load_aggregates(content["records"], document, connection)
        rows = {(document, term, value) for term, values in content["data"].items() for value in values}
        connection.executemany("INSERT INTO pcs_key VALUES (?, ?, ?)", sorted(rows))
        return len(content["data"])
    except (KeyError, TypeError, AttributeError) as error:
        raise BookError(f"{source.where}: not the form of a key of ICD-10-PCS ({error!r})") from error


def _load_aggregates(records: list[dict[str, Any]], document: str, connection: sqlite3.Connection) -> int:
    rows = [
        (record["specific_device"], record["operation"], system, record["general_device"])
        for record in records
        for system in record["body_systems"]
    ]
    connection.executemany(
        "INSERT INTO pcs_aggregate VALUES (?, ?, ?, ?, ?, ?)",
        [(document, line, *row) for line, row in enumerate(rows, 1)],
    )
    return len(records)
