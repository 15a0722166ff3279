"""Bars as inline SVG, drawn by the server: a title and a description for who hears them, colors from the style sheet.

Every picture stands beside the table that it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_WIDTH, _ROW, _LABEL, _NUMBER = 720, 22, 240, 56  # pixels
_HEIGHT, _LONGEST_LABEL = 120, 36


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label and its parts, one for each of the parts that the picture names."""

    label: str
    parts: tuple[float, ...]
    shown: str = ""  # behind the bar; empty: the sum


def across(id: str, title: str, names: Sequence[str], bars: Sequence[Bar]) -> SafeString:
    """Bars one below the other, of parts side by side."""
    most = max((sum(bar.parts) for bar in bars), default=0) or 1
    room = _WIDTH - _LABEL - _NUMBER
    drawn = []
    for place, bar in enumerate(bars):
        top, left = place * _ROW, float(_LABEL)
        drawn.append(_text(_LABEL - 6, top + 15, _short(bar.label), "end"))
        for number, part in enumerate(bar.parts):
            width = part / most * room
            drawn.append(_box(left, top + 3, width, _ROW - 6, number))
            left += width
        drawn.append(_text(left + 5, top + 15, bar.shown or f"{sum(bar.parts):g}", "start"))
    return _picture(id, title, _told(names, bars), len(bars) * _ROW + 4, drawn)


def upright(id: str, title: str, names: Sequence[str], bars: Sequence[Bar]) -> SafeString:
    """Bars beside each other, of parts side by side: for days and weeks; every few of them have a label."""
    most = max((part for bar in bars for part in bar.parts), default=0) or 1
    room, drawn = (_WIDTH - 40) / max(1, len(bars)), [_text(34, 12, f"{most:g}", "end"), _text(34, _HEIGHT, "0", "end")]
    every = max(1, round(len(bars) / 10))
    for place, bar in enumerate(bars):
        left, width = 40 + place * room, room * 0.85 / max(1, len(bar.parts))
        for number, part in enumerate(bar.parts):
            height = part / most * (_HEIGHT - 4)
            drawn.append(_box(left + number * width, _HEIGHT - height, width, height, number))
        if place % every == 0:
            drawn.append(_text(left, _HEIGHT + 14, bar.label, "start"))
    return _picture(id, title, _told(names, bars), _HEIGHT + 20, drawn)


def _told(names: Sequence[str], bars: Sequence[Bar]) -> str:
    """What the picture shows, in words; the table has the rest."""
    if not bars:
        return "nothing to show"
    totals = [f"{name} {sum(bar.parts[place] for bar in bars):g}" for place, name in enumerate(names)]
    return f"{len(bars)} bars, {bars[0].label} to {bars[-1].label}; in all: {', '.join(totals)}. The table below has the numbers."


def _picture(id: str, title: str, desc: str, height: int, drawn: Sequence[SafeString]) -> SafeString:
    return format_html(
        '<svg class="picture-of" role="img" aria-labelledby="{id}-t {id}-d" viewBox="0 0 {width} {height}" width="{width}" '
        'height="{height}"><title id="{id}-t">{title}</title><desc id="{id}-d">{desc}</desc>{drawn}</svg>',
        id=id, width=_WIDTH, height=height, title=title, desc=desc,
        drawn=format_html_join("", "{}", ((one,) for one in drawn)),
    )  # fmt: skip


def _box(left: float, top: float, width: float, height: float, number: int) -> SafeString:
    return format_html(
        '<rect class="part{}" x="{}" y="{}" width="{}" height="{}"/>', number, *(f"{one:.1f}" for one in (left, top, width, height))
    )  # fmt: skip


def _text(left: float, top: float, text: str, anchor: str) -> SafeString:
    return format_html('<text x="{}" y="{}" text-anchor="{}">{}</text>', f"{left:.1f}", f"{top:.1f}", anchor, text)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
