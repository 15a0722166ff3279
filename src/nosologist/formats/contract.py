"""Reading the objects of a contract: each field has its reader, and an error names the field, what it holds and what it should."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from nosologist.errors import UnreadableClaimError

Read = Callable[[str, Any], Any]


def fields(where: str, content: Mapping[str, Any], known: Mapping[str, Read]) -> dict[str, Any]:
    """Each field of an object, read; fields that are null are left out."""
    found = {}
    for name, value in content.items():
        read = known.get(name)
        if read is None:
            raise UnreadableClaimError(f"{where}{name}: no such field; known are {', '.join(known)}")
        if value is not None:
            found[name] = read(where + name, value)
    return found


def text(where: str, value: Any) -> str:
    """A text; a whole number is one too."""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise UnreadableClaimError(f"{where}: {shown(value)} is no text")
    return str(value).strip()


def whole(where: str, value: Any) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnreadableClaimError(f"{where}: {shown(value)} is no whole number")
    return value


def truth(where: str, value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise UnreadableClaimError(f"{where}: {shown(value)} is neither true nor false")
    return value


def amount(where: str, value: Any) -> Decimal:
    """A number with its decimals as they are written."""
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        number = Decimal(str(value))
        if not number.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise UnreadableClaimError(f"{where}: {shown(value)} is no number") from None
    return number


def day(where: str, value: Any) -> date:
    """A date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UnreadableClaimError(f"{where}: {shown(value)} is no date; write it as YYYY-MM-DD") from None


def each(read: Read, known: Callable[[Any], Any] = lambda _: None) -> Read:
    """Read a list; ``known`` gives what was read before, or None."""

    def several(where: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise UnreadableClaimError(f"{where}: {shown(value)} is no list [...]")
        return tuple([known(one) or read(f"{where}[{place}]", one) for place, one in enumerate(value, 1)])

    return several


def made(make: Callable[..., Any], known: Mapping[str, Read], needed: str = "code") -> Read:
    """Read an object; a text alone stands for the field that is needed."""

    def one(where: str, value: Any) -> Any:
        if isinstance(value, str) and needed:
            value = {needed: value}
        if not isinstance(value, dict):
            raise UnreadableClaimError(f"{where}: {shown(value)} is no object {{...}}")
        facts = fields(f"{where}.", value, known)
        if needed and needed not in facts:
            raise UnreadableClaimError(f"{where}.{needed}: is missing")
        return make(**facts)

    return one


def shown(value: Any) -> str:
    """A value as it was written, cut short."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    said = repr(value)
    return said if len(said) <= 40 else f"{said[:37]}..."


def one_of(*values: str) -> Read:
    """One of these words or codes, in whatever case."""
    known = {value.upper(): value for value in values}

    def one(where: str, value: Any) -> str:
        found = known.get(text(where, value).upper())
        if found is None:
            raise UnreadableClaimError(f"{where}: {shown(value)} is none of {', '.join(values)}")
        return found

    return one


def an_object(where: str, value: Any, known: Mapping[str, Read]) -> dict[str, Any]:
    """The fields of an object."""
    if not isinstance(value, dict):
        raise UnreadableClaimError(f"{where}: {shown(value)} is no object of fields")
    return fields(f"{where}.", value, known)


def needed_in(where: str, facts: Mapping[str, Any], *names: str) -> None:
    """Refuse an object that lacks one of these fields."""
    for name in names:
        if name not in facts:
            raise UnreadableClaimError(f"{where}.{name}: is missing")


def filled(where: str, value: Any) -> str:
    """A text that is not empty and has no line breaks."""
    said = text(where, value)
    if not said or not said.isprintable():
        raise UnreadableClaimError(f"{where}: {shown(value)} is empty or holds line breaks")
    return said


def capitals(where: str, value: Any) -> str:
    """A text that is not empty, in capitals."""
    return filled(where, value).upper()
