"""The words of ``em_words.txt``, found in a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from operator import itemgetter

from nosologist.model.document import Span
from nosologist.model.noun import noun
from nosologist.notes.signs import MayHold
from nosologist.notes.telling import telling

_PIECES = re.compile(r"\w+")
_LEAST_STEM = 2  # letters before a suffix: "losartan", but not "April"


@noun
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
    pieces: frozenset[str]  # the letters and digits that tell each spelling
    signs: tuple[str, ...]  # spellings of single letters: "i&d"
    suffixes: tuple[str, ...]


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
        group: _Group(
            _pattern(known, suffixes.get(group, [])),
            known,
            panels.get(group, {}),
            frozenset(telling(_PIECES.findall(spelling)) for spelling in known if not _is_sign(spelling)),
            tuple(filter(_is_sign, known)),
            tuple(suffixes.get(group, ())),
        )
        for group, known in spellings.items()
    }


def _is_sign(spelling: str) -> bool:
    return " " not in spelling and max(map(len, _PIECES.findall(spelling))) == 1


def _pattern(spellings: dict[str, str], suffixes: list[str]) -> re.Pattern[str]:
    """The longest spelling first, so that "CT head" is not "CT"."""
    parts = [_alternatives(sorted(spellings))]
    if suffixes:
        parts.append(rf"[a-z]{{{_LEAST_STEM},}}{_alternatives(sorted(suffixes))}")
    one = f"(?:{'|'.join(parts)})"
    several = rf"{one}(?:-{one})*" if suffixes else one  # "carbidopa-levodopa" is one drug; "insulin-dependent" is none
    return re.compile(rf"(?<![\w-]){several}(?![\w-])", re.IGNORECASE)


def _alternatives(spellings: list[str], begun: int = 0) -> str:
    """Spellings (sorted) that begin alike, as one pattern that tells them apart letter by letter and takes the longest."""
    is_whole = len(spellings[0]) == begun
    ways = []
    for letter, those in groupby(spellings[is_whole:], itemgetter(begun)):
        ways.append(re.escape(letter) + _alternatives(list(those), begun + 1))
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)})?" if is_whole else ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def holds(group: str) -> MayHold:
    """Whether what stands between two blanks (small letters) may belong to a word of a group: the rest may stand beside it."""

    def may_belong(chunk: str) -> bool:
        known = _groups()[group]
        pieces = _PIECES.findall(chunk)
        is_told = any(piece in known.pieces or piece.endswith(known.suffixes) for piece in pieces)
        return is_told or any(sign in chunk for sign in known.signs)

    return may_belong


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
