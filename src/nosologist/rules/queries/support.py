"""What may support a diagnosis in a query (``support.txt``): whether an offered answer has anything behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from nosologist.codesets.code_patterns import Patterns, read_patterns


@lru_cache(maxsize=1)
def _supports() -> tuple[tuple[Patterns, re.Pattern[str]], ...]:
    found = []
    for line in (files(__package__) / "support.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            codes, _, words = line.partition(" : ")
            found.append((read_patterns(codes), re.compile(rf"(?<!\w)(?:{words.strip()})(?!\w)", re.IGNORECASE)))
    return tuple(found)


def is_supported(code: str, facts: Iterable[str]) -> bool | None:
    """True or False where the table knows what supports a diagnosis; None where it does not know the diagnosis."""
    known = [words for patterns, words in _supports() if patterns[code]]
    if not known:
        return None
    return any(words.search(fact) for words in known for fact in facts)
