"""Our plain words for the CPT numbers that the tables know. The descriptors of the book are the AMA's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from nosologist.coding.em_level import named_visits
from nosologist.coding.service_tables import families


@lru_cache(maxsize=1)
def service_titles() -> Mapping[str, str]:
    """Number -> words, in order of number; a number of several rows has those of the first."""
    found: dict[str, str] = {}
    for number, title in _titles():
        found.setdefault(number, title)
    return dict(sorted(found.items()))


def _titles() -> Iterator[tuple[str, str]]:
    yield from named_visits()
    for family in families():
        for row in family.rows:
            for one in row.numbers:
                yield one.number, row.title or family.title
