"""The numbers that decide a service: views, size, minutes, how many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from nosologist.coding.service_tables import Fact
from nosologist.model.document import Span
from nosologist.notes.signs import Rare, Sought

_SPELLED = {name: number for number, name in enumerate(
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
     "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
)}  # fmt: skip
_SPELLED |= {"single": 1, "a": 1, "an": 1, "both": 2}
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(_SPELLED) + r")"
_VIEWS = re.compile(rf"\b{_COUNT}[- ]?(?:views?|projections?)\b|\b(?:views?|v)\s*[:x]\s*(?P<after>\d)", re.IGNORECASE)
_VIEW_NAMES = re.compile(
    r"\b(?:AP|PA|lateral|oblique|obliques|sunrise|mortise|merchant|scaphoid view|odontoid|tunnel|"
    r"axillary(?! (?:line|node|vein|artery|incision))|y[- ]view|internal and external oblique|flexion|extension|frog[- ]?leg)\b",
    re.IGNORECASE,
)
_NUMBER = r"\d{1,3}(?:\.\d+)?|\.\d+"
_SIZE = re.compile(
    rf"(?<![\d.])(?P<first>{_NUMBER})(?:\s*(?:cm|mm)?\s*(?:x|by|×)\s*(?P<second>{_NUMBER}))?"
    rf"(?:\s*(?:cm|mm)?\s*(?:x|by|×)\s*(?:{_NUMBER}))?[- ]?(?P<unit>cm|mm|centimeters?|millimeters?|inch(?:es)?)\b",
    re.IGNORECASE,
)
_MARGIN = re.compile(r"^\s*(?:\w+\s+){0,2}?margins?\b", re.IGNORECASE)
_MARGIN_BEFORE = re.compile(r"\bmargins?(?: \w+){0,3}\s*$", re.IGNORECASE)
_DEFECT = re.compile(r"^\s*(?:\w+\s+){0,2}?(?:defect|neck|fascial opening|ring)\b", re.IGNORECASE)
_DEFECT_BEFORE = re.compile(r"\b(?:defect|fascial opening)(?: \w+){0,3}\W*$", re.IGNORECASE)
_NOT_A_SIZE = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:deep|depth|punch|from the|distal to|proximal to|lateral to|above|below|trocar|port|drape|"
    r"suture|away|scope|dilated|catheter|balloon)\b", re.IGNORECASE,
)  # fmt: skip
_EXCISED = re.compile(
    r"\b(?:excised|excision|total|resected)\s+(?:\w+\s+)?(?:diameter|size|length)\b[^.;]{0,20}$", re.IGNORECASE
)
_AREA = re.compile(
    r"(?<![\d.])(\d{1,4}(?:\.\d+)?)\s*(?:sq\.?\s?cm|square (?:cm|centimeters?)|cm2|cm²)(?!\w)", re.IGNORECASE
)
_MINUTES = re.compile(
    r"(?<![\d.:-])(?:(?P<hours>\d{1,2}(?:\.\d+)?|one|two|three|four|five|six|an?)\s*[- ]?(?:hours?|hrs?|hr|h)\b"
    r"(?:\s*(?:and|,)?\s*(?P<more>\d{1,2}|a half)\s*(?:minutes?|mins?|min|m)?\b)?"
    r"|(?P<minutes>\d{1,3})\s*-?\s*(?:minutes?|mins?|min)\b)",
    re.IGNORECASE,
)
_CLOCK = r"(\d{1,2}):?(\d{2})\s*(am|pm|a\.m\.|p\.m\.)?"
_FROM_TO = re.compile(
    rf"\b(?:from|start(?:ed)?(?: time)?(?: at)?:?|between|begun at|began at)?\s*{_CLOCK}\s*(?:h|hrs?)?,?\s*(?:-|–|to|until|and|;|"
    rf"(?:and )?(?:stop(?:ped)?|end(?:ed)?|finished|completed)(?: time)?(?: at)?:?)\s*{_CLOCK}",
    re.IGNORECASE,
)
_LESIONS = (
    r"(?P<noun>lesions?|warts?|tags?|keratos[ei]s|aks?|molluscum|mollusca|condylomas?|condylomata|papules?|(?:toe|finger)?nails?|callus(?:es)?|corns?|"
    r"fibroids?|myomas?|leiomyomas?|implants?|(?:lymph node )?stations?|"
    r"polyps?|cysts?|sites?|specimens?|biops(?:y|ies)|levels?|muscles?|trigger points?|vaccines?|units?|vessels?|stents?|"
    r"nevi|nevus|areas?|components?|joints?|regions?|abscess(?:es)?|blisters?)"
)
_HOW_MANY = re.compile(rf"\b{_COUNT}[ -](?:\w+[ -]){{0,4}}?{_LESIONS}\b", re.IGNORECASE)
_TIMES = re.compile(
    rf"\b(?:x\s?(?P<x>\d)|{_COUNT} (?:times|treatments?|doses|rounds))\b|\b(?P<twice>twice)\b", re.IGNORECASE
)
_GRAMS = re.compile(r"(?<![\d.])(\d{2,4})\s*(?:g|gm|grams?)\b", re.IGNORECASE)
_INCH = Decimal("2.54")


def _has_views(chunk: str) -> bool:
    return "view" in chunk or "projection" in chunk or _V.search(chunk) is not None


_MAY_BE_TIME = re.compile(r"(?:\b|\d|one|two|three|four|five|six|an?)(?:hours?|hrs?|h|minutes?|mins?)\b")
_MAY_BE_GRAMS = re.compile(r"(?:\b|\d)(?:g|gm|grams?)\b")
_MAY_BE_CLOCK = re.compile(r"\d:?\d\d")
_V = re.compile(r"\bv(?:$|[:x])")
SOUGHT: Sought = {
    "views": _has_views,
    "names": _VIEW_NAMES,
    "size": _SIZE,
    "area": lambda chunk: "cm" in chunk or "square" in chunk,
    "minutes": lambda chunk: _MAY_BE_TIME.search(chunk) is not None,
    "clock": lambda chunk: _MAY_BE_CLOCK.search(chunk) is not None,
    "lesions": _HOW_MANY,
    "times": _TIMES,
    "grams": lambda chunk: _MAY_BE_GRAMS.search(chunk) is not None,
}
OF_AXES = {  # the signs without which a number is not told
    "views": ("views", "names"),
    **dict.fromkeys(("cm", "margin", "excised", "defect"), ("size",)),
    "area": ("size", "area"),
    "minutes": ("minutes", "clock"),
    "count": ("lesions",),
    "times": ("times",),
    "grams": ("grams",),
}


def measures(text: str, span: Span, may_hold: Callable[[str], bool]) -> Iterator[tuple[str, Fact]]:
    """Every number of a part of a text that can decide a service, with its axis; ``may_hold``: which signs it has."""
    if may_hold("views") or may_hold("names"):
        yield from _views(text, span)
    if may_hold("size"):
        yield from _sizes(text, span)
    if may_hold("area"):
        for match in _AREA.finditer(text, span.start, span.end):
            yield "area", Fact(Decimal(match[1]), Span(*match.span()))
    if may_hold("minutes") or may_hold("clock"):
        yield from _spells(text, span)
    if may_hold("lesions"):
        for match in _HOW_MANY.finditer(text, span.start, span.end):
            yield "count", Fact(_number(match["count"]), Span(*match.span()))
    if may_hold("times"):
        for match in _TIMES.finditer(text, span.start, span.end):
            value = Decimal(2) if match["twice"] else _number(match["x"] or match["count"])
            yield "times", Fact(value, Span(*match.span()))
    if may_hold("grams"):
        for match in _GRAMS.finditer(text, span.start, span.end):
            yield "grams", Fact(Decimal(match[1]), Span(*match.span()))


def _number(said: str) -> Decimal:
    return Decimal(said) if said[0].isdigit() else Decimal(_SPELLED[said.lower()])


def _views(text: str, span: Span) -> Iterator[tuple[str, Fact]]:
    found = False
    for match in _VIEWS.finditer(text, span.start, span.end):
        found = True
        yield "views", Fact(_number(match["count"] or match["after"]), Span(*match.span()))
    names = [] if found else list(_VIEW_NAMES.finditer(text, span.start, span.end))
    if names:
        both = sum(1 + ("external" in match[0].lower() or match[0].lower() == "obliques") for match in names)
        yield "views", Fact(Decimal(both), Span(names[0].start(), names[-1].end()))


def _sizes(text: str, span: Span) -> Iterator[tuple[str, Fact]]:
    for match in _SIZE.finditer(text, span.start, span.end):
        unit = match["unit"].lower()
        size = max(Decimal(match["first"]), Decimal(match["second"] or 0))
        scale = _INCH if unit.startswith("in") else Decimal("0.1") if unit.startswith("m") else Decimal(1)
        size *= scale
        after, before = text[match.end() : span.end], text[span.start : match.start()]
        fact = Fact(size, Span(*match.span()))
        if _MARGIN.match(after) or _MARGIN_BEFORE.search(before):
            yield "margin", fact
        elif _EXCISED.search(before):
            yield "excised", fact
        elif not _NOT_A_SIZE.match(after):
            yield "cm", fact
            if _DEFECT.match(after) or _DEFECT_BEFORE.search(before):
                yield "defect", fact
            if match["second"]:
                yield "area", Fact(Decimal(match["first"]) * Decimal(match["second"]) * scale * scale, fact.span)


def _spells(text: str, span: Span) -> Iterator[tuple[str, Fact]]:
    for match in _MINUTES.finditer(text, span.start, span.end):
        yield "minutes", Fact(_length(match), Span(*match.span()))
    for match in _FROM_TO.finditer(text, span.start, span.end):
        start, stop = _clock(match[1], match[2], match[3] or match[6]), _clock(match[4], match[5], match[6])
        if start is not None and stop is not None:
            yield "minutes", Fact(Decimal((stop - start) % (24 * 60)), Span(*match.span()))


def _length(match: re.Match[str]) -> Decimal:
    if match["minutes"]:
        return Decimal(match["minutes"])
    more = match["more"] or "0"
    return _number(match["hours"]) * 60 + (30 if more == "a half" else Decimal(more))


def _clock(hour: str, minute: str, half: str | None) -> int | None:
    hours, minutes = int(hour), int(minute)
    if hours > 23 or minutes > 59:
        return None
    if half and half[0].lower() == "p" and hours < 12:
        hours += 12
    return hours * 60 + minutes


_AGE = re.compile(
    r"\b(?P<years>\d{1,3})[- ]?(?:years?|yrs?|y)[- /]?(?:old|o)\b|\b(?P<months>\d{1,2})[- ]months?[- ]old\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\d+")
_CALLED = re.compile(r"\bage:? {1,2}$", re.IGNORECASE)  # "Age: 6"
_YEARS = re.compile(r"(?P<years>\d{1,3})\b(?!\s*(?:mo|w(?:ee)?k|d\b|day))(?P<months>)", re.IGNORECASE)


def stated_age(text: str) -> Fact | None:
    """The first age that a note states, in years; less than a year is a part of one."""
    numbers = (
        _AGE.match(text, at) or (_YEARS.match(text, at) if _CALLED.search(text, max(0, at - 6), at) else None)
        for at in (number.start() for number in _WHOLE.finditer(text))
    )
    match = next(filter(None, numbers), None)
    if match is None:
        return None
    years = Decimal(match["years"]) if match["years"] else Decimal(match["months"]) / 12
    return Fact(years, Span(*match.span()))


_EXPLORED_AGAIN = Rare(
    r"\b(?:return(?:ed)?|taken back|brought back) to (?:the )?(?:OR|operating room)\b[^.]*"
    r"\b(?:bleed\w*|ha?emorrhage|ha?ematoma|thrombosis|infection|abscess)\b"
)


def explored_again(text: str) -> Fact | None:
    """That the patient came back to the operating room for bleeding, a clot or an infection, where the record says so."""
    said = _EXPLORED_AGAIN.search(text)
    return Fact("again", Span(*said.span())) if said else None
