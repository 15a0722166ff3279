"""A wound and what is hurt in it: "wrist laceration with median nerve injury" are two injuries, each with its own word."""

from __future__ import annotations

from collections.abc import Sequence

_INJURY_WORDS = """laceration lacerations lac cut wound injury injuries transection transected severed rupture ruptured tear
avulsion     fracture stab puncture involvement disruption"""
_INJURIES = frozenset(_INJURY_WORDS.split())
_PARTS = frozenset({"with", "w", "and", "&", "involving", "plus"})
_ENDS = frozenset({",", ";", ".", ":"})
_NERVES_VESSELS_TENDONS = frozenset(
    "456"
)  # third character from the neck to the foot (S14-S16, S24-S25, S34-S35, S44-S96)
_BEFORE_ITEM = frozenset({",", ";", "and", "&", "+", "/"})
_INSIDE = ("S06", "S26", "S36")  # of these the third character says what lies inside


def spans_two_injuries(words: Sequence[str], positions: Sequence[int], code: str) -> bool:
    """True for a nerve, vessel or tendon whose words stand on both sides of "with", each side with an injury of its own."""
    if code[0] != "S" or code[2] not in _NERVES_VESSELS_TENDONS or code.startswith(_INSIDE):
        return False
    first, last = positions[0], positions[-1]
    parted = next((at for at in range(last - 1, first, -1) if words[at] in _PARTS), None)
    if parted is None:
        return False
    start = next((at for at in range(first, 0, -1) if words[at - 1] in _ENDS), 0)
    return not (_INJURIES.isdisjoint(words[start:parted]) or _INJURIES.isdisjoint(words[parted : last + 2]))


def is_side_of_next(words: Sequence[str], ids: Sequence[int], at: int) -> bool:
    """True for a side that opens the next item of a list: "abrasions of both hands and left knee" are none of the left hand."""
    return words[at - 1] in _BEFORE_ITEM and at + 1 < len(ids) and ids[at + 1] > 0
