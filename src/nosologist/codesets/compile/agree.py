"""Documents of one release must agree: its order file, code list and PCS tables name the same codes."""

from __future__ import annotations

import io
import sqlite3
import zlib
from itertools import product

from nosologist.codesets.compile.icd10cm_tabular import read_tabular
from nosologist.errors import BookError


def check_agreement(release_id: str, connection: sqlite3.Connection) -> None:
    """Compare the codes that the documents of a release name.

    Raises:
        BookError: they are of different releases.
    """
    named = {
        "the code list": _column(connection, "listed", "SELECT code FROM listed"),
        "the order file": _column(connection, "ordered", "SELECT code FROM ordered WHERE valid"),
        "the tables": expanded(connection),
        "the Tabular": _of_tabular(connection),
    }
    given = [(what, codes) for what, codes in named.items() if codes]
    for what, codes in given[1:]:
        first, expected = given[0]
        if differing := expected ^ codes:
            sample = ", ".join(sorted(differing)[:3])
            raise BookError(
                f"{release_id}: mixed releases: {first} and {what} differ in {len(differing)} codes ({sample}); "
                "add documents of one release; nothing was added"
            )


def _of_tabular(connection: sqlite3.Connection) -> set[str]:
    if not has_table(connection, "tabular_file"):
        return set()
    row = connection.execute("SELECT content FROM tabular_file").fetchone()
    rows = read_tabular(io.BytesIO(zlib.decompress(row[0])), "the Tabular").codes if row else []
    return {row.value for row in rows if row.valid}


def _column(connection: sqlite3.Connection, table: str, question: str) -> set[str]:
    return {code for (code,) in connection.execute(question)} if has_table(connection, table) else set()


def has_table(connection: sqlite3.Connection, table: str) -> bool:
    """True when the release has a table of this name."""
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None


def expanded(connection: sqlite3.Connection) -> set[str]:
    """Every code that the PCS tables of a release make; empty where it has no tables."""
    if not has_table(connection, "pcs_row"):
        return set()
    rows = connection.execute("SELECT pcs_table, fourth, fifth, sixth, seventh FROM pcs_row")
    return {key + "".join(values) for key, *columns in rows for values in product(*columns)}
