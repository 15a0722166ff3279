"""The decorator of the nouns that a note makes by the hundred."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def noun(cls: type[Class]) -> type[Class]:
    """A frozen dataclass with slots, frozen by the type checker: guarding each field at run time makes it five times as slow."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
