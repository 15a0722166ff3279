"""Relatives: how far a statement goes on speaking of one, and where it is the patient again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

# "A man with a family history of sudden death in an uncle, who consulted for syncope": it is the patient who comes.
_WHO, _WHO_REACH = "who", 6
_COMING = """consulted consults presented presents came comes went goes attended attends admitted referred brought
visits visited seen begins began started debuted"""
_COMES = frozenset(_COMING.split())
_WHOM = frozenset(["patient", "man", "woman", "male", "female", "boy", "girl", "child", "infant", "newborn", "lady"])
_NAMED_WITHIN = 8  # tokens at the beginning of the statement
_SAID_OF_SUBJECT = frozenset({"has", "have", "had", "with", "diagnosed", "now", "currently", "which", "that", "who"})


def goes_on(tokens: Sequence[str], first: int, stop: int) -> bool:
    """True for a word behind which a relative is still spoken of: "mother, who had asthma", not the patient, "who consulted"."""
    of_patient = not _WHOM.isdisjoint(tokens[: min(first, _NAMED_WITHIN)])
    if tokens[stop] not in _SAID_OF_SUBJECT:
        return tokens[stop - 1] == _WHO and not of_patient  # "his mother, who presented with breast cancer"
    if tokens[stop] != _WHO or tokens[stop - 1] != "," or not of_patient:
        return True
    said = takewhile(lambda token: token != ",", tokens[stop + 1 : stop + 1 + _WHO_REACH])
    return _COMES.isdisjoint(said)
