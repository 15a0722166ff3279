"""The abbreviations of one release, and which tokens need a closer look for their sake."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from nosologist.codesets.words import CLASS_FORMS, LETTERED, PREFIXES, SIDE_LETTERS, STOP_WORDS

Words = tuple[str, ...]
OPENS_TITLE = "^"  # in a context: the word opens the title of a problem, and a mark or nothing stands behind it


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of an abbreviation: the stems of the context that calls for it, and its words (none: no term)."""

    context: frozenset[str]
    ids: tuple[int, ...]


class Abbreviations:
    """Abbreviations by their first token. Their senses are read when a note first uses them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._written: dict[str, list[tuple[Words, str]]] = {}  # first token -> (all tokens, packed senses)
        self._at: dict[str, list[tuple[Words, tuple[Sense, ...]]]] = {}
        self._opens_only: dict[str, frozenset[str] | None] = {}
        later: set[str] = set()
        for text, senses in connection.execute("SELECT written, senses FROM abbreviation ORDER BY written"):
            tokens = tuple(text.split(" "))
            self._written.setdefault(tokens[0], []).append((tokens, senses))
            if len(tokens) > 1:
                later.add(_telling(tokens))
        self._telling = later - {""}

    def at(self, surface: str) -> list[tuple[Words, tuple[Sense, ...]]]:
        """The abbreviations that begin with this token, longest first; one in small letters is known in any case."""
        if surface not in self._written and surface.lower() not in self._written:
            return []
        found = self._at.get(surface)
        if found is None:
            entries = list(self._written.get(surface, ()))
            if surface.lower() != surface:
                entries += self._written.get(surface.lower(), ())
            entries.sort(key=lambda entry: -len(entry[0]))
            found = self._at[surface] = [(tokens, _senses(packed)) for tokens, packed in entries]
        return found

    def opens_only(self, surface: str) -> frozenset[str] | None:
        """The words behind which a token opens an abbreviation ("a fib"); None where it may mean something by itself."""
        if surface not in self._opens_only:
            written = [tokens for tokens, _ in self.at(surface)]
            alone = is_special(surface) or any(len(tokens) == 1 for tokens in written)
            self._opens_only[surface] = None if alone else frozenset(tokens[1].lower() for tokens in written)
        return self._opens_only[surface]

    def is_told_later(self, surface: str) -> bool:
        """True where each abbreviation that a token may open has a telling token behind it: "fib" tells more than "a"."""
        return all(_telling(tokens) for tokens, _ in self.at(surface))

    def may_tell(self, token: str) -> bool:
        """True for a token that tells of an abbreviation which may have begun before it."""
        return token.lower() in self._telling


def is_special(surface: str) -> bool:
    """True for a class word that may take a number, a prefix that may be written apart, or a letter for a side."""
    lower = surface.lower()
    return lower in CLASS_FORMS or lower in PREFIXES or lower in LETTERED or surface.upper() in SIDE_LETTERS


def _telling(tokens: Words) -> str:
    """The first token behind the opening one that is no everyday word: in small letters, "" where there is none.

    A mark tells only right behind the opening token, because it may be written together with the word before it.
    """
    for place, token in enumerate(tokens[1:]):
        if token.lower() not in STOP_WORDS:
            return token.lower() if place == 0 or token[0].isalnum() else ""
    return ""


def _senses(packed: str) -> tuple[Sense, ...]:
    return tuple(Sense(frozenset(context), tuple(ids)) for context, ids in json.loads(packed))
