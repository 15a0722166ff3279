"""Where a cue of a list ends: behind some words it says nothing of the next item, before others nothing of the one before."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

_AT_COMMA = frozenset({"sequelae", "sequela", "complications", "incidents"})  # no list goes on behind these
# Nor behind these: "wound without foreign body, cellulitis of the foot", "concussion without LOC, laceration".
_WOUND = frozenset({"fb", "fbs", "foreign", "loc", "consciousness"})
_WITHOUT = frozenset({"without", "w"})
# Nor behind these, unless "or" joins its last item: "no known drug allergies, smoker, hypertensive".
_HABITS = frozenset({"allergies", "habits"})
_OR = frozenset({"or", "nor"})
_INJURY_WORDS = """fracture fractures fx fxs laceration lacerations lac contusion contusions abrasion abrasions sprain strain
hematoma wound burn bruise dislocation avulsion amputation assault fall mvc mva"""
_INJURIES = frozenset(_INJURY_WORDS.split())
_OPENING = frozenset({"suspected", "questionable"})
_ITEM_OPENS = frozenset({",", "and", "with", "&", "/"})


def ends_at_comma(tokens: Sequence[str], start: int, end: int) -> bool:
    """True for what no list goes on behind: "without complications, fever", "no drug allergies, smoker"."""
    if not _AT_COMMA.isdisjoint(tokens[start : start + 2]):
        return True
    without = not _WITHOUT.isdisjoint(tokens[max(0, start - 3) : start])
    of_wound = not _WOUND.isdisjoint(tokens[start : start + 3]) and _OR.isdisjoint(tokens[start:end])
    if of_wound and (without or _goes_on_with_injury(tokens, start, end)):
        return True
    return not _HABITS.isdisjoint(tokens[start : start + 3]) and _OR.isdisjoint(tokens[start:end])


def _goes_on_with_injury(tokens: Sequence[str], start: int, end: int) -> bool:
    """True where the item behind the next comma is an injury: "traumatic SAH, no LOC, zygomatic fracture"."""
    comma = next((at for at in range(start, end) if tokens[at] == ","), None)
    if comma is None:
        return False
    item_end = next((at for at in range(comma + 1, end) if tokens[at] == ","), end)
    return not _INJURIES.isdisjoint(tokens[comma + 1 : item_end])


def opens_item(tokens: Sequence[str], first: int, last: int) -> bool:
    """True for a word that doubts what stands behind it: "femur fracture, suspected abuse"."""
    doubts = first == last and tokens[first] in _OPENING and first > 0 and tokens[first - 1] in _ITEM_OPENS
    return doubts and last + 1 < len(tokens) and tokens[last + 1][0].isalnum()


def bracket_ends(tokens: Sequence[str], first: int, last: int, barrier: int) -> int:
    """Where the brackets close in which a cue stands: "AF (not on AC - hx GIB), HTN"."""
    opened = next((token for token in reversed(tokens[:first]) if token in "()"), ")")
    if opened == ")":
        return barrier
    closes = next((at for at in range(last + 1, barrier) if tokens[at] in "()"), barrier)
    return closes if closes < barrier and tokens[closes] == ")" else barrier


def items_between(words: Sequence[str], marks: Container[str]) -> Iterator[list[int]]:
    """The places of the words of each item of a list that marks part."""
    item: list[int] = []
    for at, word in enumerate(words):
        if word not in marks:
            item.append(at)
        elif item:
            yield item
            item = []
    if item:
        yield item
