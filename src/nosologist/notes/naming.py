"""Find the statement that is a name: a whole title or inclusion term of the Tabular and nothing else but cues.

"Other specified hypothyroidism" is such a statement, and so is "No other specified hypothyroidism": a cue at either end speaks of
the name, a cue inside belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.names import OPENING, Names, name_words
from nosologist.notes.assertion import may_cue
from nosologist.notes.reading import WordRun

_LONGEST = 60  # tokens; no title is longer


def find_name(run: WordRun, names: Names) -> tuple[int, tuple[int, ...]] | None:
    """The term that the whole statement names, and the positions of its words; None for nearly every statement."""
    if not names.may_open(run.opening, may_cue) or len(run.surfaces) > _LONGEST:
        return None
    for first, last in _extents(run, names):
        number = _named(run.surfaces[first : last + 1], names)
        positions = _positions(run, first, last) if number is not None else ()
        if number is not None and positions:  # none where an abbreviation holds the whole of it
            return number, positions
    return None


def _extents(run: WordRun, names: Names) -> Iterator[tuple[int, int]]:
    """First and last token of what may be a name: the whole statement, or all but a cue before or behind it."""
    last = len(run.surfaces) - 1
    first = _first_word(run.surfaces)
    if names.may_begin_with(run.surfaces[first : first + OPENING]):
        yield first, last
        for cue in run.cues:
            if cue.end < cue.first and not any(one.isalnum() for one in run.surfaces[cue.last + 1 :]):
                yield first, cue.first - 1
    if may_cue(run.tokens[first]):
        for cue in run.cues:
            behind = cue.last + 1
            if cue.first == first and names.may_begin_with(run.surfaces[behind : behind + OPENING]):
                yield behind, last


def _first_word(surfaces: list[str]) -> int:
    """The place of the first token that is no mark; the first token where all are marks."""
    return next((place for place, surface in enumerate(surfaces) if surface[0].isalnum()), 0)


def _named(surfaces: list[str], names: Names) -> int | None:
    return names.find(name_words(surfaces)) or _without_brackets(surfaces, names)


def _without_brackets(surfaces: list[str], names: Names) -> int | None:
    """The name without what stands in brackets, which is a nonessential modifier or an explanation."""
    kept: list[str] = []
    depth = 0
    for surface in surfaces:
        depth += surface in "(["
        if not depth:
            kept.append(surface)
        depth -= surface in ")]" and depth > 0
    return names.find(name_words(kept)) if 0 < len(kept) < len(surfaces) else None


def _positions(run: WordRun, first: int, last: int) -> tuple[int, ...]:
    return tuple(
        place
        for place in range(len(run.ids))
        if first <= run.token(place) <= last and run.surfaces[run.token(place)][0].isalnum()
    )
