"""Rows of an added release as the nouns they stand for: each field is the column of its name, read by the field's type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

from nosologist.codesets.shelf import AddedRelease


class Noun(Protocol):
    """A frozen dataclass; a field ``release`` is the id of the release that says it, not a column."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


Kind = TypeVar("Kind", bound=Noun)
_RELEASE = "release"
_READERS: tuple[tuple[str, Callable[[Any], Any]], ...] = (
    ("bool", bool),
    ("Decimal", lambda cell: None if cell is None else Decimal(cell)),
    ("date", lambda cell: None if cell is None else date.fromisoformat(cell)),
    ("tuple[str", lambda cell: tuple(cell.split("|")) if cell else ()),
)


def stored(kind: type[Kind], release: AddedRelease, table: str, condition: str, *values: str) -> tuple[Kind, ...]:
    """The rows of a table that meet a condition (which says their order too)."""
    names, readers, told = _columns(kind)
    rows = release.connection.execute(f"SELECT {names} FROM {table} WHERE {condition}", values)
    more = {_RELEASE: release.id} if told else {}
    return tuple(
        kind(**{name: read(cell) for (name, read), cell in zip(readers, row, strict=True)}, **more) for row in rows
    )


@cache
def _columns(kind: type[Noun]) -> tuple[str, tuple[tuple[str, Callable[[Any], Any]], ...], bool]:
    """The columns to ask for, how each is read, and whether the noun names its release."""
    columns = [field for field in fields(kind) if field.name != _RELEASE]
    readers = tuple((field.name, _reader(str(field.type))) for field in columns)
    return ", ".join(f'"{name}"' for name, _ in readers), readers, len(columns) < len(fields(kind))


def _reader(type_: str) -> Callable[[Any], Any]:
    return next((read for begin, read in _READERS if type_.startswith(begin)), lambda cell: cell)
