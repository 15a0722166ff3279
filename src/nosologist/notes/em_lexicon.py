"""The words of ``em_words.txt``, found in a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from nosologist.model.document import Span

_LEAST_STEM = 2  # letters before a suffix: "losartan", but not "April"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon as it stands in a note: its group's name for it, and the panel that it is part of."""

    name: str
    panel: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class _Group:
    pattern: re.Pattern[str]
    names: dict[str, str]  # spelling -> name; empty where the spelling is the name
    panels: dict[str, str]


@lru_cache(maxsize=1)
def _groups() -> dict[str, _Group]:
    spellings: dict[str, dict[str, str]] = {}
    suffixes: dict[str, list[str]] = {}
    panels: dict[str, dict[str, str]] = {}
    for line in (files("nosologist.notes") / "em_words.txt").read_text("utf-8").splitlines():
        head, equals, tail = line.partition(" = ")
        if not equals or line.startswith("#"):
            continue
        group, _, name = head.partition(" > ")
        name, _, panel = name.partition(" < ")
        known = spellings.setdefault(group, {})
        for spelling in tail.split(", "):
            if name == "suffix":
                suffixes.setdefault(group, []).append(spelling[1:])
            else:
                known[spelling] = spelling if name == "name" else name
        if panel:
            panels.setdefault(group, {})[name] = panel
    return {
        group: _Group(_pattern(known, suffixes.get(group, [])), known, panels.get(group, {}))
        for group, known in spellings.items()
    }


def _pattern(spellings: dict[str, str], suffixes: list[str]) -> re.Pattern[str]:
    """The longest spelling first, so that "CT head" is not "CT"."""
    parts = [re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True)]
    if suffixes:
        parts.append(rf"[a-z]{{{_LEAST_STEM},}}(?:{'|'.join(suffixes)})")
    one = f"(?:{'|'.join(parts)})"
    several = rf"{one}(?:-{one})*" if suffixes else one  # "carbidopa-levodopa" is one drug; "insulin-dependent" is none
    return re.compile(rf"(?<![\w-]){several}(?![\w-])", re.IGNORECASE)


def words_of(group: str, text: str, start: int, end: int) -> Iterator[Word]:
    """The words of a group between two places of the text, in order."""
    known = _groups()[group]
    for match in known.pattern.finditer(text, start, end):
        written = match[0].lower()
        name = known.names.get(written, written)
        yield Word(name, known.panels.get(name), Span(*match.span()))


def panel_of(group: str, name: str) -> str | None:
    """The panel that a test is part of."""
    return _groups()[group].panels.get(name)
