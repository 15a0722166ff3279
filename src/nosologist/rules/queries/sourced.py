"""Where and when an indicator was found, as the query says it."""

from __future__ import annotations

import re

from nosologist.model.query import Indicator, Query

_LONGEST_SHOWN = 50  # characters
# What a person writes between indicators; it quotes nothing.
_NO_FACT = re.compile(r"^(?:\W*|reason\b.*|sources?\b.*|(?:thank|regards|sincerely).*)$", re.IGNORECASE)
_FACT = re.compile(
    r"\d|[\"“”]|\b(?:documented|states?|says?|shows?|describes?|started|given|seemed|reported|noted|wound|edema|confus\w+)\b",
    re.IGNORECASE,
)


def _facts(query: Query) -> list[Indicator]:
    return [
        one for one in query.indicators if (one.sourced or _FACT.search(one.quote)) and not _NO_FACT.match(one.quote)
    ]


def undated(query: Query) -> list[Indicator]:
    """Indicators without a date; in a running text the sentence before may give it."""
    return _lacking(query, "dated")


def unsourced(query: Query) -> list[Indicator]:
    """Indicators without a source; in a running text the sentence before may give it."""
    return _lacking(query, "sourced")


def _lacking(query: Query, what: str) -> list[Indicator]:
    found, given = [], False
    for one in _facts(query):
        has = bool(getattr(one, what))
        if not has and not (given and one.quote[-1:] in ".!"):
            found.append(one)
        given = given or has
    return found


def shortened(text: str) -> str:
    """The beginning of a quote, for a message."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[:_LONGEST_SHOWN].rstrip()}…"
