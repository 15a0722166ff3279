"""Names: whole titles and inclusion terms of the Tabular, by their words in order.

The matcher of terms drops the words that say little ("other", "unspecified", "and"), so that they never make a false match
inside running text. A statement that consists of nothing but a title means its code, those words included.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from nosologist.codesets.words import PREFIXES, TOKEN, fold, fuse, stem

_SILENT = frozenset({"the"})
_NOS = "nos"
_SAME = {"&": "and", "+": "and"}
_MOST_MEMORISED = 50_000
OPENING = 6  # tokens that hold the first two words: a mark or two may stand between them

Words = tuple[str, ...]


def name_words(tokens: Iterable[str]) -> Words:
    """The words of a name as it is looked up: folded, stemmed, in order; marks and articles dropped."""
    words = (fold(_SAME.get(token, token)) for token in fuse(list(tokens)))
    return tuple(stem(word) for word in words if word[:1].isalnum() and word not in _SILENT)


@lru_cache(maxsize=_MOST_MEMORISED)
def _word(token: str) -> str | None:
    """``name_words`` of a token by itself: "" where it is dropped, None for a prefix, which may be half of a word."""
    return None if token.lower() in PREFIXES else next(iter(name_words((token,))), "")


class _Opening(NamedTuple):
    """What stands before the first blank of a statement, or between two."""

    words: Words  # of a name
    seconds: frozenset[str]  # the second words of the names that begin with the first
    may_cue: bool
    may_be_part: bool  # holds a prefix, which may be half of a word


class Names:
    """The names of one release."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._openings: dict[str, frozenset[str]] = {}
        self._opening_of: dict[str, _Opening] = {}
        self._endings: dict[str, list[Words]] | None = None
        self._openers: frozenset[str] | None = None

    def may_open(self, chunks: Iterable[str], may_cue: Callable[[str], bool]) -> bool:
        """False where neither a name nor a cue before one opens with these chunks (what stands between two blanks).

        It tells by the first two words, because it is asked of every statement.
        """
        words: Words = ()
        seconds = frozenset[str]()
        for chunk in chunks:
            opening = self._opening_of.get(chunk) or self._read_opening(chunk, may_cue)
            if opening.may_be_part or (opening.may_cue and not words):
                return True
            if not words:
                words, seconds = opening.words, opening.seconds
                if words and not seconds:
                    return False
            else:
                words += opening.words
            if len(words) > 1:
                return words[1] in seconds or self._may_end(words[1:], seconds)
        return True

    def _read_opening(self, chunk: str, may_cue: Callable[[str], bool]) -> _Opening:
        tokens = TOKEN.findall(chunk)
        first = next((token for token in tokens if token[0].isalnum()), "")
        may_be_part = not PREFIXES.isdisjoint(map(str.lower, tokens))
        if len(self._opening_of) >= _MOST_MEMORISED:
            self._opening_of.clear()
        words = name_words(tokens)
        seconds = self._seconds(words[0]) if words else frozenset[str]()
        found = self._opening_of[chunk] = _Opening(words, seconds, may_cue(first.lower()), may_be_part)
        return found

    def may_begin_with(self, surfaces: Sequence[str]) -> bool:
        """False where no name begins with these tokens: it tells by two words."""
        each = list(map(_word, surfaces))
        words = name_words(surfaces) if None in each else tuple(filter(None, each))
        seconds = self._seconds(words[0]) if words else ()
        return bool(seconds) and ((words[1] if len(words) > 1 else "") in seconds or self._may_end(words[1:], seconds))

    def _may_end(self, behind: Words, seconds: Iterable[str]) -> bool:
        """True where a name of one word is followed by "NOS" or the meaning of a 7th character."""
        return "" in seconds and bool(behind) and (behind[0] == _NOS or behind[0] in self._ending_openers())

    def find(self, words: Words) -> int | None:
        """The number of the term that these words name, "NOS" or a 7th character's meaning behind them left aside."""
        number = self._look_up(words)
        if number is None and _NOS in words:
            return self.find(tuple(word for word in words if word != _NOS))
        if number is None and words:
            for ending in self._known_endings().get(words[-1], ()):
                if words[-len(ending) :] == ending:
                    number = self._look_up(words[: -len(ending)])
                    if number is not None:
                        break
        return number

    def _seconds(self, first: str) -> frozenset[str]:
        """The second words of the names that begin with a word (empty: a name of one word); none where none does."""
        found = self._openings.get(first)
        if found is None:
            if len(self._openings) > _MOST_MEMORISED:
                self._openings.clear()
            row = self._connection.execute("SELECT seconds FROM opening WHERE first = ?", (first,)).fetchone()
            found = self._openings[first] = frozenset(row[0].split(" ") if row else ())
        return found

    def _look_up(self, words: Sequence[str]) -> int | None:
        row = self._connection.execute("SELECT term FROM name WHERE words = ?", (" ".join(words),)).fetchone()
        return int(row[0]) if row else None

    def _ending_openers(self) -> frozenset[str]:
        if self._openers is None:
            endings = self._known_endings().values()
            self._openers = frozenset(words[0] for some in endings for words in some)
        return self._openers

    def _known_endings(self) -> dict[str, list[Words]]:
        """The meanings of 7th characters by their last word, longest first."""
        if self._endings is None:
            rows = self._connection.execute("SELECT DISTINCT meaning FROM seventh").fetchall()
            self._endings = {}
            for words in sorted(
                {name_words(TOKEN.findall(meaning)) for (meaning,) in rows}, key=lambda w: (-len(w), w)
            ):
                self._endings.setdefault(words[-1], []).append(words)
        return self._endings
