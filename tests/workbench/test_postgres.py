"""The same tests of recording, audit and access on a real PostgreSQL, which is started here."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import postgres

HERE = Path(__file__).parent
SAME = (  # run together: a start and the tables of a fresh database cost more than most of the tests
    (
        "test_recording.py",
        "test_audit.py",
        "test_factor.py",
        "test_upload.py",
        "test_record.py",
        "test_query_recording.py",
    ),
    (
        "test_worklist.py",
        "test_arranging.py",
        "test_reports.py",
        "test_privacy.py",
        "test_rule_switches.py",
        "test_denials.py",
    ),
    ("test_restricting.py", "test_claim.py", "test_query_pages.py", "test_query_amending.py", "test_demonstrating.py"),
    ("test_both_claims.py", "test_other_payer.py", "test_usual_charges.py", "test_attacks.py", "api/test_signed.py"),
    ("test_settling.py", "test_acknowledged.py", "test_both_uploaded.py", "api/test_people.py", "api/test_practice.py"),
    ("api/test_worklist.py", "api/test_privacy.py", "api/test_doors.py", "api/test_record.py", "api/test_appeals.py"),
    ("test_access.py",),
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    yield from postgres.started()


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[0])
def test_what_holds_on_sqlite_holds_on_postgresql(address: str, names: tuple[str, ...]) -> None:
    root = HERE.parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *(str(HERE / name) for name in names)],
        capture_output=True, text=True, cwd=root, check=False, timeout=600,
        env={**os.environ, "NOSOLOGIST_TEST_POSTGRES": address, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root / 'tests'}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert " skipped" not in done.stdout
