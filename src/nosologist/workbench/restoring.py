"""A backup put back: into an empty SQLite file or PostgreSQL database, all of it or nothing, its audit log verified."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nosologist.errors import UsageError
from nosologist.workbench import backup_file
from nosologist.workbench.configure import LOOPBACK, configure
from nosologist.workbench.place import DATABASE, made, secret_key
from nosologist.workbench.serving import look_for_libraries, telling_of_the_database

_AT_ONCE = 50
_WAITS = "10s"  # for a server that still uses the tables


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back; ``faults`` is what was wrong with the audit log when the backup was made."""

    rows: int
    made: str
    head: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be put back, and where."""

    file: Path
    folder: Path
    postgres: str | None = None
    key: Path | None = None  # the saved secret key
    key_is_lost: bool = False  # everybody makes a new second factor
    head: str | None = None  # a digest that must stand in the log
    force: bool = False  # overwrite what is there


def restore(wish: Wish) -> Restored:
    """Put a backup back.

    Raises:
        UsageError: the backup is not whole, the key is another one, there is something already, or the audit log was changed.
    """
    look_for_libraries()
    first, last = backup_file.checked(wish.file)
    folder = made(wish.folder)
    _put_key(wish, folder, first["key"])
    if wish.postgres is None:
        return _into_a_file(wish, folder, first, last)
    configure(folder, wish.postgres)
    with telling_of_the_database(folder, wish.postgres):
        return _into_postgres(wish, first, last)


def _put_key(wish: Wish, folder: Path, needed: str) -> None:
    """See that the folder has the key of the backup.

    Raises:
        UsageError: it has another one.
    """
    own = folder / "secret.key"
    if wish.key is not None:
        try:
            saved = wish.key.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise UsageError(f"{wish.key}: cannot be read as a key; give the file that --key-to wrote") from None
        if backup_file.fingerprint(saved) != needed:
            raise UsageError(f"{wish.key}: is not the key of this backup")
        if not own.exists() or secret_key(folder) != saved:
            with backup_file.private_file(own, wish.force) as file:
                file.write(saved.encode())
    elif wish.key_is_lost:
        secret_key(folder)
    elif not own.exists() or backup_file.fingerprint(secret_key(folder)) != needed:
        raise UsageError(
            f"{own}: is not the key of this backup; give the saved one with --key FILE, or --key-is-lost: "
            "then everybody makes a new second factor"
        )


def _into_a_file(wish: Wish, folder: Path, first: dict[str, Any], last: dict[str, Any]) -> Restored:
    """A fresh database beside the old one takes its place when it is whole."""
    target = folder / DATABASE
    if not wish.force and _is_used(target):
        raise UsageError(f"{target}: holds a workbench already; give another --folder, or overwrite it with --force")
    part = folder / f"restored.{os.getpid()}.part"
    _removed(part)
    configure(folder, None, LOOPBACK, False, part.name)
    try:
        with telling_of_the_database(folder, None):
            found = _loaded(wish, first, last)
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _folded(target)  # a log of changes that stayed behind would be applied to the new file
        part.replace(target)
    finally:
        _removed(part)
    return found


def _is_used(path: Path) -> bool:
    """True where somebody has begun to work there, or where it cannot be told."""
    if not path.exists() or not path.stat().st_size:
        return False
    try:
        with sqlite3.connect(path) as database:
            return bool(database.execute("SELECT EXISTS (SELECT 1 FROM workbench_auditentry)").fetchone()[0])
    except sqlite3.OperationalError as error:
        return "no such table" not in str(error)
    except sqlite3.DatabaseError:
        return True


def _folded(path: Path) -> None:
    """The old database without its log of changes; one that is damaged is given up as it is."""
    with suppress(sqlite3.DatabaseError):
        if path.exists():
            database = sqlite3.connect(path)
            try:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                database.close()
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _removed(part: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + end).unlink(missing_ok=True)


def _into_postgres(wish: Wish, first: dict[str, Any], last: dict[str, Any]) -> Restored:
    """One transaction: the old tables go and the new ones come, or nothing happens."""
    from django.db import OperationalError, connection, transaction

    with transaction.atomic():
        tables = [name for name in connection.introspection.table_names() if name.startswith("workbench_")]
        with connection.cursor() as cursor:
            if "workbench_auditentry" in tables and not wish.force:
                cursor.execute("SELECT EXISTS (SELECT 1 FROM workbench_auditentry)")
                if cursor.fetchone()[0]:
                    raise UsageError(
                        "the PostgreSQL database holds a workbench already; give another one, or overwrite it with --force"
                    )
            cursor.execute(f"SET LOCAL lock_timeout = '{_WAITS}'")
            try:
                for name in tables:
                    cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")
            except OperationalError:
                raise UsageError("the PostgreSQL database is in use; stop `noso serve` first") from None
            if "django_migrations" in connection.introspection.table_names():
                cursor.execute("DELETE FROM django_migrations WHERE app = 'workbench'")
            if "django_session" in connection.introspection.table_names():
                cursor.execute("DELETE FROM django_session")  # they would open for whoever has their number now
        return _loaded(wish, first, last)


def _loaded(wish: Wish, first: dict[str, Any], last: dict[str, Any]) -> Restored:
    """Tables as they were when the backup was made, their rows, then whatever this version changes."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.migrations.loader import MigrationLoader

    if ("workbench", first["schema"]) not in MigrationLoader(connection).graph.nodes:
        raise UsageError(f"{wish.file}: was made by another version ({first.get('program')}); update Nosologist first")
    call_command("migrate", "workbench", first["schema"], verbosity=0, interactive=False)
    with _models(first["schema"], first["tables"], wish.file) as models, transaction.atomic():
        total = 0
        for model, columns, group in _grouped(wish.file, models):
            fields = [model._meta.get_field(_named(model, column)) for column in columns]
            made = [
                model(**{f.attname: f.to_python(value) for f, value in zip(fields, row, strict=True)}) for row in group
            ]
            model._default_manager.bulk_create(made)
            total += len(made)
        connection.check_constraints()
    call_command("migrate", verbosity=0, interactive=False)
    return _verified(wish, total, first, last)


@contextmanager
def _models(schema: str, tables: list[Any], file: Path) -> Iterator[list[tuple[Any, list[str]]]]:
    """The tables of a backup as Django knew them then, with their columns; rows keep the times that they have."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    apps = MigrationLoader(connection).project_state(("workbench", schema)).apps
    try:
        found = [(apps.get_model("workbench", name), columns) for name, columns in tables]
        for model, columns in found:
            if {field.attname for field in model._meta.concrete_fields} != set(columns):
                raise ValueError
            for field in model._meta.concrete_fields:
                if hasattr(field, "auto_now_add"):
                    field.auto_now = field.auto_now_add = False
    except (LookupError, TypeError, ValueError):
        raise UsageError(f"{file}: its tables are not those of a workbench") from None
    yield found


def _named(model: Any, attname: str) -> str:
    return next(field.name for field in model._meta.concrete_fields if field.attname == attname)


def _grouped(file: Path, models: list[tuple[Any, list[str]]]) -> Iterator[tuple[Any, list[str], list[list[Any]]]]:
    """Rows of one table at a time, a few at once."""
    waiting: list[list[Any]] = []
    place = -1
    for row in backup_file.rows(file):
        if waiting and (row[0] != place or len(waiting) == _AT_ONCE):
            yield *models[place], waiting
            waiting = []
        place = row[0]
        waiting.append(row[1:])
    if waiting:
        yield *models[place], waiting


def _verified(wish: Wish, total: int, first: dict[str, Any], last: dict[str, Any]) -> Restored:
    """The audit log read again; it must be as whole as it was.

    Raises:
        UsageError: it is not.
    """
    from django.apps import apps
    from django.core.management import call_command
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from nosologist.workbench import audit
    from nosologist.workbench.models import User

    found = audit.verify(wish.head)
    if len(found.faults) > last["faults"] or found.head != last["head"] or total != last["rows"]:
        why = found.faults[0] if found.faults else "it does not end as the backup says"
        raise UsageError(f"{wish.file}: its audit log is not whole ({why}); nothing was restored")
    with transaction.atomic(), connection.cursor() as cursor:
        for line in connection.ops.sequence_reset_sql(no_style(), apps.get_app_config("workbench").get_models()):
            cursor.execute(line)
        audit.write("restored", user="", made=first["made"])
        if wish.key_is_lost:
            User.objects.update(factor="", factor_confirmed=False, recovery=[])
            audit.write("second factors begin anew", user="")
    call_command("clearsessions")
    return Restored(total, first["made"], found.head, found.faults)
