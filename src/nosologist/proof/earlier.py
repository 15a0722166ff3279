"""What is stated today as version 1 of the proof wrote it, so that old proofs are checked for all that they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_AGAIN = ("codes", "procedures", "services", "open_services", "not_coded", "findings", "rules_passed")
_AGAIN_1 = ("codes", "procedures", "not_coded", "findings", "rules_passed")


def parts_of(version: int) -> tuple[str, ...]:
    """The parts of a record that coding the chart again must give."""
    return _AGAIN_1 if version == 1 else _AGAIN


def as_of(version: int, part: str, items: list[Any]) -> list[Any]:
    """A part of a record as a version of the proof wrote it."""
    return [_first(part, one) for one in items] if version == 1 and part != "rules_passed" else items


def _first(part: str, one: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(one)
    if "spans" in told:
        told["spans"] = [_bare(each) for each in told["spans"]]
    if part == "codes":
        told["reasons"] = [{name: value for name, value in each.items() if name != "span"} for each in told["reasons"]]
    elif part == "procedures":
        told["axes"] = [axis["text"] for axis in told["axes"]]
        told["open"] = [axis["title"] for axis in told["open"]]
        return {name: value for name, value in told.items() if name not in ("date", "operator")}
    elif part == "not_coded":
        return _bare(told) | {name: told[name] for name in ("candidates", "reason")}
    elif part == "findings":
        return {name: value for name, value in told.items() if name not in ("lines", "spans")}
    return told


def _bare(span: Mapping[str, Any]) -> dict[str, Any]:
    return {name: span[name] for name in ("start", "end", "quote")}
