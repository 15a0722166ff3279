"""What a token costs that stands between two words of a term: the farther apart, the less they belong together."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from nosologist.codesets.words import STOP_WORDS

_MARK_COST = {",": 4, ";": 8, ":": 6, "(": 2, ")": 2, ".": 3, "?": 3, "•": 8, "–": 5, "—": 5, "/": 2}
_CONJUNCTION_COST = {"and": 3, "or": 3, "but": 7, "with": 2, "without": 3}
# "Asthma vs COPD" names two; what a tumor or a pain extends to is not its site. (A term may hold such a word itself.)
_PARTING = frozenset(
    {"versus", "vs", "radiating", "radiates", "irradiating", "extending", "extends", "invading", "invades", "infiltrating",
     "infiltrates", "spreading", "spreads", "compressing", "compresses", "displacing"}
)  # fmt: skip
_PARTING_COST = 14
_STOP_COST, _WORD_COST = 1, 2
# Adjectives that say where on a body part ("the lower pole of the right kidney", "the great toe"), or how long ("early remission").
_SIDES = frozenset({"right", "left", "bilateral", "both", "sided", "great", "big", "early", "sustained"}) | frozenset(
    {"anterior", "posterior", "upper", "lower", "superior", "inferior", "middle", "proximal", "distal"}
)


@lru_cache(maxsize=1)
def _observed() -> frozenset[str]:
    """How a report says that something is there, where and how large (``observed.txt``): it parts no condition from its site."""
    lines = Path(__file__).with_name("observed.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=50_000)
def gap_cost(token: str, known: bool) -> int:
    """The cost of a token as written; a word that terms have costs the same wherever it stands, unless it is a side."""
    token = token.lower()
    if token in _observed() or token.isdecimal():
        return 0
    if token in _PARTING:
        return _PARTING_COST
    if known and token not in _SIDES:
        return _WORD_COST
    cost = _MARK_COST.get(token) or _CONJUNCTION_COST.get(token)
    if cost is None:
        cost = _STOP_COST if token in STOP_WORDS or token in _SIDES else _WORD_COST if token[0].isalnum() else 0
    return cost
