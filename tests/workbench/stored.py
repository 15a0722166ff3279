"""What a workbench has kept, read past it: straight from its SQLite file or from PostgreSQL."""

from __future__ import annotations

import json
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any


def asked(folder: Path, address: str, words: str) -> list[tuple[Any, ...]]:
    """The rows of a question to the database."""
    if address:
        import psycopg

        with psycopg.connect(address) as database:
            return database.execute(words.encode()).fetchall()
    with closing(sqlite3.connect(folder / "workbench.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute(words).fetchall()


def rows(folder: Path, address: str = "") -> dict[str, list[tuple[int, str]]]:
    """The number and id of each decision, and of each event of a query under the query's id, in order."""
    found: dict[str, list[tuple[int, str]]] = {"decision": []}
    for number, id in asked(folder, address, "SELECT number, id FROM workbench_decision ORDER BY number"):
        found["decision"].append((number, _id(id)))
    events = asked(folder, address, "SELECT query_id, number, id FROM workbench_queryevent ORDER BY query_id, number")
    for query, number, id in events:
        found.setdefault(_id(query), []).append((number, _id(id)))
    return found


def documents(folder: Path, address: str = "") -> list[str]:
    """The names of the documents of the one chart."""
    ((kept,),) = asked(folder, address, "SELECT documents FROM workbench_chart")
    return [one["id"] for one in (json.loads(kept) if isinstance(kept, str) else kept)]


def _id(value: object) -> str:
    return str(uuid.UUID(str(value)))
