"""The workbench in a folder of its own; each test begins with an empty database."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nosologist.workbench.configure import configure
from workbench import postgres

# Django is set up once in a process, before the tests that import its models are read: here, on SQLite, or on the PostgreSQL
# that NOSOLOGIST_TEST_POSTGRES names.
FOLDER = Path(tempfile.mkdtemp(prefix="workbench-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
configure(FOLDER, os.environ.get("NOSOLOGIST_TEST_POSTGRES"), ("localhost", "127.0.0.1", "testserver"))


@pytest.fixture(scope="session", autouse=True)
def _migrated() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def _empty(_migrated: None) -> Iterator[None]:
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        _emptied(connection)
    else:
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    yield
    connection.close()


def _emptied(connection: Any) -> None:
    """Take every row out; to truncate forty small tables, as Django does, takes PostgreSQL much longer."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # in any order of tables
        cursor.execute(
            "; ".join(f'DELETE FROM "{name}"' for name in connection.introspection.django_table_names(True, False))
        )
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """For a workbench of its own: a folder, and the address of the database where that is no file in it."""
    for address in postgres.started() if request.param == "postgresql" else [""]:
        yield tmp_path / "bench", address
