"""The workbench in a folder of its own; each test begins with an empty database."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nosologist.workbench.configure import configure

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

    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    yield
    from django.db import connection

    connection.close()
