"""CMS's ICD-10-PCS definitions in XML: operations, approaches, body parts, devices, and which device stands for which."""

from __future__ import annotations

import sqlite3
from typing import Final

from nosologist.codesets.compile.icd10_codes import recognised_as
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source
from nosologist.codesets.compile.xml_elements import elements, head_text, squeezed, xml_root

SCHEMA: Final = "icd10pcs.sql"


def recognise(source: Source) -> Recognised | None:
    """The root element is ICD10PCS.definitions; its version is the fiscal year."""
    if xml_root(source) != "ICD10PCS.definitions":
        return None
    version = head_text(source, "version") or ""
    return recognised_as(
        source, "icd10pcs", "definitions", "definitions", int(version) if version.isdecimal() else None
    )


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget the definitions."""
    for table in ("pcs_definition", "pcs_term", "pcs_includes"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM pcs_aggregate WHERE document = ?", (recognised.document,))


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write definitions, terms and what they include; returns how many definitions."""
    number = 0
    for section in elements(source, "section", lambda part: progress(source.name, part)):
        title = squeezed(section.findtext("title"))
        for axis in section.findall("axis"):
            for terms in axis.findall("terms"):
                number += 1
                said = [squeezed(terms.findtext(tag)) for tag in ("definition", "explanation")]
                place = (section.get("code", ""), title, int(axis.get("pos", "0")), squeezed(axis.findtext("title")))
                connection.execute("INSERT INTO pcs_definition VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *place, *said))
                for table, tag in (("pcs_term", "title"), ("pcs_includes", "includes")):
                    connection.executemany(
                        f"INSERT INTO {table} VALUES (?, ?)",
                        [(number, squeezed(element.text)) for element in terms.findall(tag)],
                    )
    _load_aggregates(source, recognised.document, connection)
    return number


def _load_aggregates(source: Source, document: str, connection: sqlite3.Connection) -> None:
    rows = [
        (
            squeezed(one.findtext("device")),
            squeezed(operation.text),
            squeezed(system.text),
            squeezed(one.findtext("parent")),
        )
        for one in elements(source, "aggregate")
        for operation in one.findall("operation")
        for system in one.findall("bodySys")
    ]
    connection.executemany(
        "INSERT INTO pcs_aggregate VALUES (?, ?, ?, ?, ?, ?)",
        [(document, line, *row) for line, row in enumerate(rows, 1)],
    )
