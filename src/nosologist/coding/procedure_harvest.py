"""The vein that a bypass of a limb is made of: taken from another place, it is an excision of its own (PCS guideline B3.9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nosologist.codesets.procedures import OPEN
from nosologist.coding.procedure_rows import Built, Source, Tables
from nosologist.model.document import Span

_BYPASSES = ("041", "031")  # tables: of arteries of trunk and leg, of neck and arm
_OWN_VEIN, _DEVICE, _PART = "9", 5, 3
_HARVEST, _SIDES = "06B", {"Right": "P", "Left": "Q"}
_TAKEN = re.compile(
    r"\b(?P<turned>(?:non-?)?reversed|harvested|translocated)\b(?P<where>[^.;\n]{0,40}?)\bsaphenous\b"
    r"|\bsaphenous(?: vein)? (?:was )?harvest\w*",
    re.IGNORECASE,
)
_LEFT_IN_PLACE = re.compile(r"\bin[- ]?situ\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(?:(?P<same>ipsilateral)|(?P<other>contralateral)|(?P<named>right|left))\b", re.IGNORECASE)
_BY_SCOPE = re.compile(r"\bendoscopic\w*[^.;\n]{0,30}\b(?:harvest|vein|saphenous)", re.IGNORECASE)


def with_harvests(found: Iterable[Built], text: str, tables: Tables) -> Iterator[Built]:
    """What was built, and behind a bypass the vein that its report says was taken for it."""
    listed = list(found)
    told = {one.session for one in listed if one.pattern.startswith(_HARVEST)}
    for one in listed:
        yield one
        is_of_vein = one.pattern[:3] in _BYPASSES and one.pattern[_DEVICE] == _OWN_VEIN
        vein = _vein(one, text, tables) if is_of_vein and one.session not in told else None
        if vein is not None:
            told.add(one.session)
            yield vein


def _vein(bypass: Built, text: str, tables: Tables) -> Built | None:
    said = _TAKEN.search(text, *bypass.session)
    if said is None or _LEFT_IN_PLACE.search(text, *bypass.session):
        return None
    source = Source(Span(*said.span()), "the vein that was taken for the bypass", "B3.9")
    scope = _BY_SCOPE.search(text, *bypass.session)
    way = (
        Source(Span(*scope.span()), "named by the words")
        if scope
        else Source(source.span, "done by incision where nothing else is said")
    )
    part = _part(said, bypass, tables)
    pattern = f"{_HARVEST}{part}{'4' if scope else '0'}ZZ"
    where = source if part != OPEN else None
    sources = (source, source, source, where, way, Source(None, "nothing is left in"), source)
    allowed = ("", "", "", "".join(_SIDES.values()) if part == OPEN else "", "", "", "")
    spans = (Span(*said.span()),)
    return Built(pattern, sources, spans, bypass.order, bypass.session, bypass.date, bypass.operator, allowed=allowed)


def _part(said: re.Match[str], bypass: Built, tables: Tables) -> str:
    """The vein by its side, as named or as that of the artery; open where neither is said."""
    side = _SIDE.search(said[0])
    if side is None:
        return OPEN
    if side["named"]:
        return _SIDES[side["named"].capitalize()]
    label = tables.columns(bypass.pattern)[_PART].values[0].label
    own = next((one for one in _SIDES if one in label), None)
    if own is None:
        return OPEN
    return _SIDES[own] if side["same"] else next(value for one, value in _SIDES.items() if one != own)
