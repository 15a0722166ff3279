"""Answers as plain JSON and back, so that what a payer said is explained anew by the tables of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from nosologist.model.acknowledgement import (
    ClaimStatus,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SetAcknowledgement,
)
from nosologist.model.remittance import ClaimPayment

Answer = TypeVar(
    "Answer", ClaimPayment, ClaimStatus, GroupAcknowledgement, InterchangeAcknowledgement, SetAcknowledgement
)


def packed(value: Any) -> Any:
    """An answer as JSON holds it; a NUL, which no database keeps, becomes a blank."""
    match value:
        case Enum():
            return value.value
        case str():
            return value.replace("\x00", " ")
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            if hasattr(value, "_asdict"):
                return {name: packed(one) for name, one in value._asdict().items()}
            return [packed(one) for one in value]
    if is_dataclass(value):
        return {one.name: packed(getattr(value, one.name)) for one in fields(value)}
    return value


def unpacked(kind: type[Answer], content: Mapping[str, Any]) -> Answer:
    """The answer again."""
    found: Answer = _read(kind, content)
    return found


def _read(kind: Any, content: Any) -> Any:
    if content is None:
        return None
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _read(next(one for one in inner if one is not type(None)), content)
    if origin is tuple:
        parts = list(content.values()) if isinstance(content, Mapping) else content  # of one whose parts had names
        kinds = [inner[0]] * len(parts) if inner[-1] is Ellipsis else inner
        return tuple(_read(one, each) for one, each in zip(kinds, parts, strict=True))
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        return kind(**{name: _read(one, content[name]) for name, one in _hints(kind).items() if name in content})
    if kind is date:
        return date.fromisoformat(content)
    return kind(content)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
