"""An attribute that is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class made_once(Generic[Value]):  # noqa: N801 (a decorator)
    """An attribute that is made when it is first asked for; like functools.cached_property, which takes a lock besides."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, run: Any, owner: type) -> Value:
        value = self._make(run)
        setattr(run, self._name, value)  # hides this descriptor from now on
        return value
