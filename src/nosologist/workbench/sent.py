"""JSON and fields as they are sent: only what every database keeps gets in. A NUL or half a character in a text, an endless number
or one of more than 64 bits would break in the middle of the work, on one database and not on the other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.http.request import RawPostDataException

_NEVER = re.compile("[\x00\ud800-\udfff]")
_LARGEST = 2**63 - 1


def read_json(request: Any) -> Any:
    """What the body of a request says.

    Raises:
        ValueError: it is no JSON, too deep, or holds what cannot be kept.
    """
    try:
        text = request.body.decode("utf-8")
        found = json.loads(text, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
    except (RecursionError, RawPostDataException):  # the latter: it is a form
        raise ValueError from None
    # Neither can stand in UTF-8 as such, only written as an escape.
    if "\\u" in text and not all(map(is_kept, _texts(found))):
        raise ValueError
    return found


def is_kept(text: str) -> bool:
    """True for a text that every database keeps as it is."""
    return _NEVER.search(text) is None


def are_kept(*forms: Any) -> bool:
    """True for forms and queries of which every field is."""
    return all(is_kept(text) for form in forms for name, values in form.lists() for text in (name, *values))


def _texts(found: Any) -> Iterable[str]:
    """Every text in what was read, keys too."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += (*one, *one.values())
        elif isinstance(one, list):
            waiting += one


def _whole(text: str) -> int:
    found = int(text) if len(text) < 25 else _LARGEST + 1
    if abs(found) > _LARGEST:
        raise ValueError
    return found


def _finite(text: str) -> float:
    found = float(text)
    if not abs(found) < float("inf"):
        raise ValueError
    return found
