"""What a token costs that stands between two words of a term: the farther apart, the less they belong together."""

from __future__ import annotations

from functools import lru_cache

from nosologist.codesets.words import STOP_WORDS

_MARK_COST = {",": 4, ";": 8, ":": 6, "(": 2, ")": 2, ".": 3, "?": 3, "•": 8, "–": 5, "—": 5, "/": 2}
_CONJUNCTION_COST = {"and": 3, "or": 3, "but": 7, "with": 2, "without": 3, "versus": 14, "vs": 14}
_PARTING = frozenset({"versus", "vs"})  # "asthma vs COPD" names two, though a term may hold the word
_STOP_COST, _WORD_COST = 1, 2
_SIDES = frozenset({"right", "left", "bilateral", "both"})


@lru_cache(maxsize=50_000)
def gap_cost(token: str, known: bool) -> int:
    """The cost of a token as written; a word that terms have costs the same wherever it stands, unless it is a side."""
    token = token.lower()
    if known and token not in _SIDES and token not in _PARTING:
        return _WORD_COST
    cost = _MARK_COST.get(token) or _CONJUNCTION_COST.get(token)
    if cost is None:
        cost = _STOP_COST if token in STOP_WORDS or token in _SIDES else _WORD_COST if token[0].isalnum() else 0
    return cost
