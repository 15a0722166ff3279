"""CDC's Tabular XML as an added book. It is kept as it is; the library compiles it when a date in its year is coded."""

from __future__ import annotations

import io
import sqlite3
import zlib
from typing import Final

from nosologist.codesets.compile.icd10_codes import recognised_as
from nosologist.codesets.compile.icd10cm_tabular import read_tabular
from nosologist.codesets.compile.official import Progress, Recognised
from nosologist.codesets.compile.source import Source, check_xml
from nosologist.codesets.compile.xml_elements import head_text, xml_root
from nosologist.errors import BookError

SCHEMA: Final = "icd10cm_tabular.sql"


def recognise(source: Source) -> Recognised | None:
    """The root element is ICD10CM.tabular; its version is the fiscal year."""
    if xml_root(source) != "ICD10CM.tabular":
        return None
    version = head_text(source, "version") or ""
    return recognised_as(source, "icd10cm", "tabular", "Tabular", int(version) if version.isdecimal() else None)


def clear(recognised: Recognised, connection: sqlite3.Connection) -> None:
    """Forget the Tabular."""
    connection.execute("DELETE FROM tabular_file")


def load(source: Source, recognised: Recognised, connection: sqlite3.Connection, progress: Progress) -> int:
    """Read it once, so that a file with a fault is told now, and keep it; returns how many valid codes it has.

    Raises:
        BookError: the file is not CDC's Tabular, or a code stands twice in it.
    """
    check_xml(source)
    progress("reading the Tabular", 0.1)
    with source.open() as file:
        content = file.read()
    rows = read_tabular(io.BytesIO(content), source.where)
    codes = [row.value for row in rows.codes]
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise BookError(f"{source.where}: code {twice} stands twice; fetch the file again")
    connection.execute("INSERT INTO tabular_file VALUES (?, ?)", (recognised.document, zlib.compress(content, 9)))
    return sum(row.valid for row in rows.codes)
