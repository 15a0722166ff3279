"""The values of FHIR JSON, taken without trust in their shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

Resource = Mapping[str, Any]


def each(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; a single object is a list of one."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]


def dig(value: Any, *path: str) -> Any:
    """What stands at the end of a path of names, taking the first of every list; ``None`` where nothing does."""
    for name in path:
        value = next(iter(each(value)), {}).get(name)
    return value[0] if isinstance(value, list) and value else value


def word(value: Any) -> str | None:
    """A text that is not empty."""
    return value.strip() or None if isinstance(value, str) else None


def concept(value: Any) -> str | None:
    """What a CodeableConcept is called."""
    return word(dig(value, "text")) or word(dig(value, "coding", "display"))


def day(value: Any) -> date | None:
    """The day of a FHIR date or instant; ``None`` where it tells none."""
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def reference(url: Any) -> str:
    """The end of a reference: "Patient/1" of a full URL with or without a version; a urn as it is."""
    text = word(url) or ""
    if text.startswith("urn:") or not text:
        return text
    return "/".join(text.split("/_history/")[0].split("?")[0].split("/")[-2:])
