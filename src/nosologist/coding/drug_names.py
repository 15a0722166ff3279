"""Names of drugs: those of the descriptions in force, and the brands and everyday names of our own table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from nosologist.codesets.amounts import Amount, Measured, amount_of
from nosologist.codesets.contrast_codes import ContrastCode, contrast_code
from nosologist.codesets.drug_codes import WORD, DrugCode, drug_codes
from nosologist.codesets.library import Books
from nosologist.coding.level_two import LevelTwo, level_two
from nosologist.coding.tables import table_lines
from nosologist.notes.telling import telling

_BRANDS, _WAYS, _CONTRAST = "services/brands.txt", "services/drug_ways.txt", "services/contrast.txt"


class Named(NamedTuple):
    """What a name stands for."""

    words: frozenset[str]  # by which descriptions call it
    code: str | None  # where the name itself decides
    strength: Amount | None  # in one milliliter, where the name tells it
    by_area: bool = False  # a skin substitute: some are called by everyday words, so that an area must be told


@dataclass(frozen=True, slots=True, eq=False)
class DrugBook:
    """The drug codes in force on a date, with every name."""

    release: str
    has_dates: bool  # False: the release does not tell which codes have ended
    codes: Mapping[str, DrugCode]
    by_word: Mapping[str, tuple[DrugCode, ...]]  # under one word of each substance
    names: Mapping[str, tuple[tuple[tuple[str, ...], Named], ...]]  # under the first word, the longest first

    @property
    def telling(self) -> frozenset[str]:
        """The words that tell the names."""
        return frozenset(telling(name) for named in self.names.values() for name, _ in named)

    def find(self, words: Sequence[str], at: int) -> tuple[int, Named] | None:
        """The longest name that begins at a word: how many words it has, and what it stands for."""
        for name, named in self.names.get(words[at], ()):
            if tuple(words[at : at + len(name)]) == name:
                return len(name), named
        return None

    def of(self, said: frozenset[str]) -> list[DrugCode]:
        """The codes whose whole substance is said."""
        found = {code.value: code for word in said for code in self.by_word.get(word, ()) if code.substance <= said}
        return [found[value] for value in sorted(found)]


class Way(NamedTuple):
    """A line of our table of ways: what holds of a drug whose words are these."""

    kind: str  # only, never, local, diluent, form
    routes: frozenset[str]
    words: frozenset[str]


def drug_book(books: Books, on: date | None) -> DrugBook | None:
    """The drug codes in force on a date, read once for all dates of the same codes; None where no Level II was added."""
    level = level_two(books, on)
    if level is None:
        return None
    key = ("drug book", level)
    if key not in books.memo:
        books.memo[key] = _read(level)
    found: DrugBook = books.memo[key]
    return found


def _read(level: LevelTwo) -> DrugBook:
    rows = level.titles.items()
    contrasts = [found for row in rows if (found := contrast_code(*row))]
    codes = {code.value: code for code in (*drug_codes(iter(rows)), *(one.code for one in contrasts))}
    by_word: dict[str, list[DrugCode]] = {}
    for code in codes.values():
        by_word.setdefault(min(code.substance), []).append(code)
    return DrugBook(
        level.release,
        level.has_dates,
        codes,
        {word: tuple(found) for word, found in by_word.items()},
        _named(codes, contrasts),
    )


def _named(
    codes: Mapping[str, DrugCode], contrasts: Sequence[ContrastCode]
) -> dict[str, tuple[tuple[tuple[str, ...], Named], ...]]:
    found: dict[tuple[str, ...], Named] = {}
    for code in codes.values():
        for name in code.names:
            more = code.substance | code.forms | code.salts if name in code.own else frozenset[str]()
            before = found.get(name)
            words = frozenset(name) | (more & before.words if before else more)
            by_area = code.unit.measured is Measured.AREA
            if not (by_area and before):  # a drug has the right to its name
                found[name] = Named(words, None, None, by_area)
    found.update((name, meaning) for name, meaning in _brands() if meaning.code is None or meaning.code in codes)
    found.update(_contrast_names(contrasts))
    by_first: dict[str, list[tuple[tuple[str, ...], Named]]] = {}
    for name, meaning in found.items():
        by_first.setdefault(name[0], []).append((name, meaning))
    return {first: tuple(sorted(named, key=lambda one: -len(one[0]))) for first, named in by_first.items()}


def _contrast_names(contrasts: Sequence[ContrastCode]) -> Iterator[tuple[tuple[str, ...], Named]]:
    """Iodinated contrast by its name alone, and with each concentration."""
    for line in table_lines(_CONTRAST):
        kind, names = line.split(" = ")
        for one in names.split(","):
            words = one.split()
            name = tuple(word for word in words if not (word.isdecimal() and int(word) > 99)) or tuple(words)
            yield name, Named(frozenset({f"{kind} osmolar contrast"}), None, None)
            for iodine in (word for word in words if word not in name):
                code = next(
                    (c.code.value for c in contrasts if c.kind == kind and c.least <= int(iodine) <= c.most), None
                )
                if code:
                    yield (*name, iodine), Named(frozenset(), code, None)


@lru_cache(maxsize=1)
def _brands() -> tuple[tuple[tuple[str, ...], Named], ...]:
    return tuple(_brand_lines(table_lines(_BRANDS)))


def _brand_lines(lines: Iterable[str]) -> Iterator[tuple[tuple[str, ...], Named]]:
    for line in lines:
        left, right = line.split(" = ")
        is_code = len(right) == 5 and right[0].isupper()
        for name in left.split(","):
            called, _, strength = name.partition("@")
            amount = amount_of(strength) if strength else None
            words = frozenset[str]() if is_code else frozenset(WORD.findall(right))
            yield tuple(WORD.findall(called)), Named(words, right if is_code else None, amount)


def brand_codes() -> frozenset[str]:
    """Every code that our table of names leads to."""
    return frozenset(named.code for _, named in _brands() if named.code)


@lru_cache(maxsize=1)
def ways() -> tuple[Way, ...]:
    """The lines of our table of ways."""
    found: list[Way] = []
    for line in table_lines(_WAYS):
        left, right = line.split(" = ")
        kind, *routes = left.split()
        found.extend(Way(kind, frozenset(routes), frozenset(_way_words(one))) for one in right.split(","))
    return tuple(found)


def _way_words(text: str) -> list[str]:
    text = text.strip()
    return [text] if len(text) == 5 and text[0].isupper() else WORD.findall(text)


def holds(kind: str, words: frozenset[str]) -> bool:
    """True where a line of a kind speaks of a drug with these words."""
    return any(way.kind == kind and way.words <= words for way in ways())
