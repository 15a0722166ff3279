"""OG102."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from nosologist.codesets.library import Books
from nosologist.model.claim import Claim
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.rule import Hit, guideline, rule

_DETAIL = re.compile(r"\b(acute|subacute|chronic|recurrent|unspecified)\b|[^a-z ]")


def _is_chronic(value: str, books: Books) -> bool:
    code = books.tabular.get(value)
    return code is not None and "chronic" in code.title.lower()


@lru_cache(maxsize=5_000)
def _kind(title: str) -> frozenset[str]:
    """The words of a title without those that say acute or chronic."""
    return frozenset(_DETAIL.sub(" ", title).split())


@rule("OG102", guideline("I.B.8"), severity=Severity.WARN, concerns=_is_chronic)
def chronic_before_acute(claim: Claim, books: Books) -> Iterator[Hit]:
    """The chronic form of a condition stands before its acute form."""
    titled = [
        (one.code, found.title.lower()) for one in claim.diagnoses if (found := books.tabular.get(one.code.value))
    ]
    for (code, title), (other, later) in combinations(titled, 2):
        if "chronic" in title and "acute" in later and "chronic" not in later and _kind(title) == _kind(later):
            yield Hit(
                f"{other.dotted} (acute) goes before {code.dotted} (chronic)",
                (code, other),
                (),
                (Reorder(other, code),),
            )
