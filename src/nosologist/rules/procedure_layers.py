"""Skin, subcutaneous tissue and muscle of one place: which ICD-10-PCS body part lies over which."""

from __future__ import annotations

_SKIN, _UNDER, _MUSCLE = "H", "J", "K"  # body systems, from outside in
# Each place: its values in the body systems of skin, of subcutaneous tissue and fascia, and of muscle.
_PLACES = (
    ("0", "0", "0"),  # scalp, head
    ("1", "1", "1"),  # face
    ("4", "45", "23"),  # neck
    ("5", "6", "HJ"),  # chest
    ("6", "7", "FG"),  # back
    ("7", "8", "KL"),  # abdomen
    ("8", "9", "NP"),  # buttock
    ("9", "B", "M"),  # perineum
    ("B", "D", "7"),  # upper arm
    ("C", "F", "8"),
    ("D", "G", "9"),  # lower arm
    ("E", "H", "B"),
    ("F", "J", "C"),  # hand
    ("G", "K", "D"),
    ("H", "L", "Q"),  # upper leg
    ("J", "M", "R"),
    ("K", "N", "S"),  # lower leg
    ("L", "P", "T"),
    ("M", "Q", "V"),  # foot
    ("N", "R", "W"),
)
_LAYERS = (_SKIN, _UNDER, _MUSCLE)
UNDER_SKIN = {
    skin: under for skin, under, _ in _PLACES
}  # body parts of skin, and those of the subcutaneous tissue below


def is_over(outer: str, deeper: str) -> bool:
    """True where the body part of the first code is a layer over that of the second, at the same place."""
    if outer[1] not in _LAYERS or deeper[1] not in _LAYERS:
        return False
    first, second = _LAYERS.index(outer[1]), _LAYERS.index(deeper[1])
    return first < second and any(outer[3] in place[first] and deeper[3] in place[second] for place in _PLACES)
