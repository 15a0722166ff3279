"""Backup and restore as a user types them: into a fresh place, where coding goes on; SQLite and a real PostgreSQL."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from nosologist.errors import UsageError
from nosologist.workbench import audit, backing_up, backup_file
from nosologist.workbench.deciding import Kind
from nosologist.workbench.models import AuditEntry, Passkey
from nosologist.workbench.roles import Role
from workbench import postgres
from workbench.practice import chart, decided, person, program
from workbench.running import SOURCE, Running
from workbench.visitor import Visitor


def noso(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "nosologist", *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )  # fmt: skip


def refused(done: subprocess.CompletedProcess[str], words: str) -> None:
    """One line says why, and the exit code is 2."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@dataclass(slots=True)
class Worked:
    """A place where one chart was decided on, and a backup that was made while its server ran."""

    folder: Path
    backup: Path
    key: Path
    chart: str
    secret: str  # of ann's app
    head: str


def worked_at(folder: Path, address: str = "") -> Worked:
    running = Running(folder / "bench", postgres=address).start()
    where = ["--folder", running.folder, *(["--postgres", address] if address else [])]
    try:
        visitor = Visitor(running)
        visitor.begin()
        one = visitor.upload()
        assert visitor.decide(one, {"id": str(uuid.uuid4()), "kind": "claim", "seen": 0}) == 200
        done = noso("backup", folder / "b", "--key-to", folder / "k", *where)
        assert done.returncode == 0, done.stderr
        assert visitor.decide(one, {"id": str(uuid.uuid4()), "kind": "accept", "seen": 1, "lines": ["s0"]}) == 200
    finally:
        running.kill()
    return Worked(running.folder, folder / "b", folder / "k", one, visitor.secret, done.stdout.split()[-1])


def coded_on(worked: Worked, folder: Path, address: str = "") -> None:
    """The restored workbench lets the same person in, stands where it was backed up, and takes the next decision."""
    running = Running(folder, postgres=address).start()
    try:
        visitor = Visitor(running)
        assert "Worklist" in visitor.come_back(worked.secret)
        page = visitor.get(f"/chart/{worked.chart}/")
        assert 'data-seen="1"' in page
        decision = {"id": str(uuid.uuid4()), "kind": "accept", "seen": 1, "lines": ["s1"]}
        assert visitor.decide(worked.chart, decision) == 200
        assert "/chart/" in visitor.post("/upload/", text="Migraine.", name="new")  # its numbers go on
    finally:
        running.kill()
    where = ["--folder", folder, *(["--postgres", address] if address else [])]
    done = noso("verify-log", "--head", worked.head, *where)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Worked:
    return worked_at(tmp_path_factory.mktemp("worked"))


@pytest.fixture(scope="module")
def new_database() -> Iterator[Callable[[], str]]:
    """The addresses of empty databases of one PostgreSQL."""
    import psycopg

    started = postgres.started()
    address = next(started)
    numbers = iter(range(9))

    def made() -> str:
        name = f"noso{next(numbers)}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return address.replace("/postgres", f"/{name}")

    yield made
    started.close()


def test_a_backup_is_restored_into_a_fresh_place_and_coding_goes_on(worked: Worked, tmp_path: Path) -> None:
    done = noso("restore", worked.backup, "--key", worked.key, "--folder", tmp_path / "new", "--head", worked.head)
    assert done.returncode == 0, done.stderr
    assert worked.head in done.stdout
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["secret.key", "workbench.sqlite"]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()} == {0o600}
    coded_on(worked, tmp_path / "new")


def test_what_is_there_is_overwritten_only_with_force(worked: Worked) -> None:
    refused(noso("restore", worked.backup, "--folder", worked.folder), "holds a workbench already")
    refused(noso("backup", worked.backup, "--folder", worked.folder), "is there already")
    done = noso("restore", worked.backup, "--folder", worked.folder, "--force")
    assert done.returncode == 0, done.stderr
    coded_on(worked, worked.folder)  # as it was backed up: the later decision is gone


def test_the_key_must_be_that_of_the_backup(worked: Worked, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    refused(noso("restore", worked.backup, "--folder", folder), "--key FILE")
    (tmp_path / "other").write_text("x" * 86)
    refused(
        noso("restore", worked.backup, "--folder", folder, "--key", tmp_path / "other"), "is not the key of this backup"
    )
    assert not list(folder.iterdir())
    assert noso("restore", worked.backup, "--folder", folder, "--key-is-lost").returncode == 0
    running = Running(folder).start()
    try:
        visitor = Visitor(running)
        visitor.get("/sign-in/")
        page = visitor.post("/sign-in/", username="ann", password="correct horse battery")
        assert "Set up two-factor sign-in" in page
    finally:
        running.kill()


@pytest.mark.parametrize("harm", ["cut", "changed", "text", "later", "empty", "missing", "log"])
def test_a_damaged_backup_is_refused_and_nothing_is_left(worked: Worked, tmp_path: Path, harm: str) -> None:
    lines = gzip.decompress(worked.backup.read_bytes()).splitlines(keepends=True)
    bad, packed = tmp_path / "bad", gzip.compress
    if harm == "cut":
        bad.write_bytes(worked.backup.read_bytes()[:-40])
    elif harm == "changed":
        bad.write_bytes(packed(b"".join(lines).replace(b"Elm Street", b"Oak Street")))
    elif harm == "text":
        bad.write_text("no backup")
    elif harm == "later":
        bad.write_bytes(packed(b"".join([b'{"backup": 99, "program": "9.0"}\n', *lines[1:]])))
    elif harm == "empty":
        bad.write_bytes(packed(b""))
    elif harm == "log":  # rewritten with a sha256 that is right: the chain of the log still shows it
        with backup_file.written(bad, force=False) as file:
            for line in lines[:-1]:
                file.line(
                    json.loads(
                        line.replace(b'"signed in"', b'"signed on"').replace(b'"ann","uploaded"', b'"eve","uploaded"')
                    )
                )
            last = json.loads(lines[-1])
            file.end(**{name: last[name] for name in ("entries", "decisions", "head", "faults")})
    done = noso("restore", bad, "--folder", tmp_path / "new", "--key", worked.key)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert str(bad) in done.stderr
    assert [path.name for path in (tmp_path / "new").glob("*")] in ([], ["secret.key"])


def test_a_head_that_the_log_does_not_hold_is_refused(worked: Worked, tmp_path: Path) -> None:
    done = noso("restore", worked.backup, "--folder", tmp_path / "new", "--key", worked.key, "--head", "f" * 64)
    refused(done, "--head stands nowhere")


def test_postgresql_goes_back_into_postgresql(tmp_path: Path, new_database: Callable[[], str]) -> None:
    first, second = new_database(), new_database()
    worked = worked_at(tmp_path, first)
    done = noso("restore", worked.backup, "--key", worked.key, "--folder", tmp_path / "new", "--postgres", second)
    assert done.returncode == 0, done.stderr
    coded_on(worked, tmp_path / "new", second)
    refused(
        noso("restore", worked.backup, "--folder", tmp_path / "new", "--postgres", second), "holds a workbench already"
    )
    done = noso("restore", worked.backup, "--folder", tmp_path / "new", "--postgres", second, "--force")
    assert done.returncode == 0, done.stderr
    coded_on(worked, tmp_path / "new", second)


def test_sqlite_goes_into_postgresql_and_back(worked: Worked, tmp_path: Path, new_database: Callable[[], str]) -> None:
    address = new_database()
    where = ["--folder", tmp_path / "new"]
    done = noso("restore", worked.backup, "--key", worked.key, *where, "--postgres", address)
    assert done.returncode == 0, done.stderr
    done = noso("backup", tmp_path / "again", *where, "--postgres", address)
    assert done.returncode == 0, done.stderr
    done = noso("restore", tmp_path / "again", "--key", worked.key, "--folder", tmp_path / "back")
    assert done.returncode == 0, done.stderr
    coded_on(worked, tmp_path / "back")


def test_a_log_that_is_not_whole_is_backed_up_and_told(tmp_path: Path) -> None:
    ann, one = person("ann", Role.CODER), chart()
    decided(one, ann, Kind.CLAIM)
    AuditEntry.objects.filter(number=1).update(user="eve")
    done = backing_up.back_up(tmp_path / "b")
    assert done.faults
    _first, last = backup_file.checked(tmp_path / "b")
    assert last["faults"] == len(done.faults)
    assert last["head"] == audit.verify().head


def test_a_backup_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        backing_up.back_up(tmp_path / "nowhere" / "b")
    assert not list(tmp_path.iterdir())


def test_values_of_every_kind_come_back_as_they_were(tmp_path: Path) -> None:
    from django.apps import apps
    from django.core.files.uploadedfile import SimpleUploadedFile

    ann = person("ann", Role.CODER)
    Passkey.objects.create(
        user=ann, credential="x", place="localhost", name="key", public_key=bytes(range(256)), count=3
    )
    program(ann).post("/api/files", {"files": SimpleUploadedFile("a.txt", b"\x00\xffMigraine.")})
    decided(chart(), ann, Kind.CLAIM)
    backing_up.back_up(tmp_path / "b")
    first, _last = backup_file.checked(tmp_path / "b")
    seen = set()
    for place, *values in backup_file.rows(tmp_path / "b"):
        name, columns = first["tables"][place]
        model = apps.get_model("workbench", name)
        fields = {field.attname: field for field in model._meta.concrete_fields}
        read = [fields[column].to_python(value) for column, value in zip(columns, values, strict=True)]
        kept = model.objects.filter(pk=read[columns.index(model._meta.pk.attname)]).values_list(*columns).get()
        assert [bytes(one) if isinstance(one, memoryview) else one for one in read] == [
            bytes(one) if isinstance(one, memoryview) else one for one in kept
        ]
        seen.add(name)
    assert {"passkey", "intakefile", "token", "decision", "chart", "auditentry"} <= seen


def test_every_table_is_in_the_backup(tmp_path: Path) -> None:
    from django.apps import apps

    chart()
    backing_up.back_up(tmp_path / "b")
    first, last = backup_file.checked(tmp_path / "b")
    kept = {name for name, _ in first["tables"]}
    assert kept == {model._meta.model_name for model in apps.get_app_config("workbench").get_models()}
    assert (
        last["rows"] == len(list(backup_file.rows(tmp_path / "b"))) == 4
    )  # organization, chart and its line of the worklist, the line of the backup
