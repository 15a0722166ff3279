"""A backup of the workbench: every row of every table as it stood at one moment, whatever the database, while people work on."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from nosologist import __version__
from nosologist.errors import UsageError
from nosologist.workbench import backup_file
from nosologist.workbench.place import secret_key

_AT_ONCE = 50  # rows read at once: those of charts hold whole documents


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds. ``head`` is the digest of the last line of the audit log; ``faults`` is what is wrong with the log."""

    rows: int
    head: str
    faults: tuple[str, ...]


def back_up(path: Path, force: bool = False) -> BackedUp:
    """Write a backup; the audit log tells it.

    Raises:
        UsageError: the file is there already, or cannot be written.
    """
    from django.apps import apps
    from django.conf import settings

    from nosologist.workbench import audit

    if path.exists() and not force:
        raise UsageError(f"{path}: is there already; choose another name, or overwrite it with --force")
    audit.write("backup", user="")
    models = sorted(
        apps.get_app_config("workbench").get_models(include_auto_created=True), key=lambda one: one._meta.db_table
    )
    columns = [[field.attname for field in model._meta.concrete_fields] for model in models]
    total = 0
    with backup_file.written(path, force) as file, _one_moment():
        file.line({
            "backup": backup_file.VERSION, "program": __version__, "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "schema": schema(), "key": backup_file.fingerprint(settings.SECRET_KEY),
            "tables": [[model._meta.model_name, names] for model, names in zip(models, columns, strict=True)],
        })  # fmt: skip
        for place, (model, names) in enumerate(zip(models, columns, strict=True)):
            for row in model._default_manager.order_by("pk").values_list(*names).iterator(chunk_size=_AT_ONCE):
                file.line([place, *map(_plain, row)])
                total += 1
        found = audit.verify()
        file.end(entries=found.entries, decisions=found.decisions, head=found.head, faults=len(found.faults))
    return BackedUp(total, found.head, found.faults)


def copy_key(folder: Path, path: Path, force: bool = False) -> None:
    """Copy the secret key.

    Raises:
        UsageError: another file is there already, or it cannot be written.
    """
    key = secret_key(folder).encode()
    if path.is_file() and path.read_bytes() == key:
        return
    with backup_file.private_file(path, force) as file:
        file.write(key)


def schema() -> str:
    """The last migration of the database."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    return str(MigrationLoader(connection).graph.leaf_nodes("workbench")[0][1])


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read inside is of one moment; nobody waits for it."""
    from django.db import connection

    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        # Not `atomic`: on SQLite that would keep writers waiting.
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if is_postgres else "BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _plain(value: Any) -> Any:
    """A value as JSON keeps it without loss; fields read it back."""
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    return base64.b64encode(bytes(value)).decode() if isinstance(value, (bytes, memoryview)) else value
