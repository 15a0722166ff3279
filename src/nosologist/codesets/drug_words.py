"""Words of the drug descriptions of HCPCS Level II, by what they say (``drug_words.txt``)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple


class DrugWords(NamedTuple):
    """The word lists."""

    salts: frozenset[str]  # a record names most drugs without them
    empty: frozenset[str]  # they say nothing of which drug it is
    forms: frozenset[str]  # they make another product of the same substance
    strict: frozenset[str]  # forms that another product of the substance does not have
    makers: frozenset[str]  # as they stand in parentheses


@lru_cache(maxsize=1)
def drug_words() -> DrugWords:
    """The word lists, read once."""
    found: dict[str, set[str]] = {name: set() for name in DrugWords._fields}
    for line in Path(__file__).with_name("drug_words.txt").read_text("utf-8").splitlines():
        name, equals, words = line.partition(" = ")
        if equals and not line.startswith("#"):
            found[name].update(words.split(", ") if name == "makers" else words.split())
    return DrugWords(**{name: frozenset(words) for name, words in found.items()})
