"""OG102."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from nosologist.codesets.code_patterns import covered, read_patterns
from nosologist.codesets.library import Books, kept_by_code
from nosologist.model.claim import Claim
from nosologist.model.code import Code
from nosologist.model.finding import Reorder, Severity
from nosologist.rules.rule import Hit, guideline, rule

_DETAIL = re.compile(r"\b(acute|subacute|chronic|recurrent|unspecified)\b|[^a-z ]")

# Acute forms whose titles say it in other words than those of their chronic forms.
_NAMED = tuple(
    (read_patterns(chronic), read_patterns(acute)) for chronic, acute in (("K86.0-K86.1", "K85"), ("N11", "N10"))
)


class _Said(NamedTuple):
    """That a title says chronic or only acute, and its words without these."""

    chronic: bool
    kind: frozenset[str]


@kept_by_code
def _said(value: str, books: Books) -> _Said | None:
    """What a code's title says; None where it says neither."""
    code = books.tabular.get(value)
    title = code.title.lower() if code else ""
    chronic = "chronic" in title
    return _Said(chronic, frozenset(_DETAIL.sub(" ", title).split())) if chronic or "acute" in title else None


def _is_chronic(value: str, books: Books) -> bool:
    said = _said(value, books)
    return said is not None and said.chronic


@rule("OG102", guideline("I.B.8"), severity=Severity.WARN, concerns=_is_chronic)
def chronic_before_acute(claim: Claim, books: Books) -> Iterator[Hit]:
    """The chronic form of a condition stands before its acute form."""
    said = [(one.code, found) for one in claim.diagnoses if (found := _said(one.code.value, books))]
    for (code, one), (other, later) in combinations(said, 2):
        if one.chronic and not later.chronic and (one.kind == later.kind or _is_named(code, other)):
            yield Hit(
                f"{other.dotted} (acute) goes before {code.dotted} (chronic)",
                (code, other),
                (),
                (Reorder(other, code),),
            )


def _is_named(code: Code, other: Code) -> bool:
    """True for the chronic form of a condition and its acute form, as the Index lists them side by side."""
    return any(covered(chronic, code.value) and covered(acute, other.value) for chronic, acute in _NAMED)
