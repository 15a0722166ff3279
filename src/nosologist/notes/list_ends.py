"""Where a cue of a list ends: behind some words it says nothing of the next item, before others nothing of the one before."""

from __future__ import annotations

from collections.abc import Sequence

_AT_COMMA = frozenset({"sequelae", "sequela", "complications", "incidents"})  # no list goes on behind these
# Nor behind these: "wound without foreign body, cellulitis of the foot", "concussion without LOC, laceration".
_WOUND = frozenset({"fb", "fbs", "foreign", "loc", "consciousness"})
_WITHOUT = frozenset({"without", "w"})
# Nor behind these, unless "or" joins its last item: "no known drug allergies, smoker, hypertensive".
_HABITS = frozenset({"allergies", "habits"})
_OR = frozenset({"or", "nor"})
_OPENING = frozenset({"suspected", "questionable"})
_ITEM_OPENS = frozenset({",", "and", "with", "&", "/"})


def ends_at_comma(tokens: Sequence[str], start: int, end: int) -> bool:
    """True for what no list goes on behind: "without complications, fever", "no drug allergies, smoker"."""
    if not _AT_COMMA.isdisjoint(tokens[start : start + 2]):
        return True
    if not _WOUND.isdisjoint(tokens[start : start + 3]) and not _WITHOUT.isdisjoint(tokens[max(0, start - 3) : start]):
        return _OR.isdisjoint(tokens[start:end])
    return not _HABITS.isdisjoint(tokens[start : start + 3]) and _OR.isdisjoint(tokens[start:end])


def opens_item(tokens: Sequence[str], first: int, last: int) -> bool:
    """True for a word that doubts what stands behind it: "femur fracture, suspected abuse"."""
    doubts = first == last and tokens[first] in _OPENING and first > 0 and tokens[first - 1] in _ITEM_OPENS
    return doubts and last + 1 < len(tokens) and tokens[last + 1][0].isalnum()
