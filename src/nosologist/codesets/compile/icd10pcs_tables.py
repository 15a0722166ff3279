"""CMS's ICD-10-PCS tables in XML: for each first three characters, the rows of values that may be combined."""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ET
from math import prod
from typing import Final

from nosologist.codesets.compile.icd10_codes import recognised_as
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source
from nosologist.codesets.compile.xml_elements import elements, head_text, squeezed, xml_root
from nosologist.errors import BookError

SCHEMA: Final = "icd10pcs.sql"
_Axis = tuple[str, list[tuple[str, str]]]  # title, (value, label)


def recognise(source: Source) -> Recognised | None:
    """The root element is ICD10PCS.tabular; its version is the fiscal year."""
    if xml_root(source) != "ICD10PCS.tabular":
        return None
    version = head_text(source, "version") or ""
    return recognised_as(source, "icd10pcs", "tables", "tables", int(version) if version.isdecimal() else None)


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget the tables."""
    for table in ("pcs_table", "pcs_row", "pcs_value"):
        connection.execute(f"DELETE FROM {table}")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Write tables, rows and values; returns how many codes they make.

    Raises:
        BookError: a table stands twice, or a row does not make as many codes as it says.
    """
    seen: set[str] = set()
    codes = row_id = 0
    for table in elements(source, "pcsTable", lambda part: progress(source.name, part)):
        axes = [_axis(axis) for axis in table.findall("axis")]
        if len(axes) != 3 or any(len(values) != 1 for _, values in axes):
            raise BookError(
                f"{source.where}: a table that does not have one value for each of its first three characters"
            )
        key = "".join(values[0][0] for _, values in axes)
        if key in seen:
            raise BookError(f"{source.where}: table {key} stands twice; fetch the file again")
        seen.add(key)
        labels = [values[0][1] for _, values in axes]
        definition = squeezed(table.findtext("axis[@pos='3']/definition"))
        connection.execute("INSERT INTO pcs_table VALUES (?, ?, ?, ?, ?, ?)", (key, *labels, axes[2][0], definition))
        for row in table.findall("pcsRow"):
            row_id += 1
            codes += _write_row(row, row_id, key, source, connection)
    return codes


def _write_row(row: ET.Element, row_id: int, key: str, source: Source, connection: sqlite3.Connection) -> int:
    axes = [_axis(axis) for axis in row.findall("axis")]
    values = ["".join(value for value, _ in axis[1]) for axis in axes]
    made = prod(map(len, values))
    if len(axes) != 4 or made != int(row.get("codes", "0")) or any(len(set(column)) < len(column) for column in values):
        raise BookError(
            f"{source.where}: a row of table {key} makes {made} codes and says {row.get('codes')}; fetch the file again"
        )
    titles = "\t".join(title for title, _ in axes)
    connection.execute("INSERT INTO pcs_row VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (row_id, key, made, *values, titles))
    connection.executemany(
        "INSERT INTO pcs_value VALUES (?, ?, ?, ?)",
        [(row_id, at, value, label) for at, (_, labels) in enumerate(axes, 4) for value, label in labels],
    )
    return made


def _axis(axis: ET.Element) -> _Axis:
    labels = [(label.get("code", ""), squeezed(label.text)) for label in axis.findall("label")]
    return squeezed(axis.findtext("title")), labels
