"""CM122."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.codesets.library import Books, kept_by_code
from nosologist.model.claim import Claim
from nosologist.model.code import icd10cm
from nosologist.model.finding import Remove, Severity
from nosologist.rules.rule import Hit, Needs, guideline, rule

_UNSPECIFIED = re.compile(r"\bunspecified\b")
_LINKS = frozenset(("and", "or", "of", "with", "without", "in"))


@kept_by_code
def _open(value: str, books: Books) -> str | None:
    """The category below which a code leaves everything open: its title says so and names no site or side."""
    code = books.tabular.get(value)
    if code is None or code.chapter not in range(1, 15) or not _UNSPECIFIED.search(code.title.lower()):
        return None
    category = books.tabular[code.value[:3]]
    said, asked = _words(code.title) - {"unspecified", "uncomplicated"}, _words(category.title)
    return category.value if said <= asked and 2 * len(said) >= len(asked) else None


def _words(title: str) -> set[str]:
    return set(title.lower().replace(",", " ").split()) - _LINKS


@rule(
    "CM122",
    guideline("I.A.9.b"),
    guideline("I.B.2"),
    severity=Severity.WARN,
    concerns=_open,
    needs=Needs.SAME_CATEGORY,
)
def unspecified_beside_specific(claim: Claim, books: Books) -> Iterator[Hit]:
    """An unspecified code stands beside a specific code of the same condition."""
    for diagnosis in claim.diagnoses:
        code = diagnosis.code
        parent = _open(code.value, books)
        if parent:
            for value in claim.values:
                if value != code.value and value.startswith(parent) and not _open(value, books):
                    yield Hit(
                        f"{code.dotted} leaves open what {icd10cm(value).dotted} states",
                        (code, icd10cm(value)),
                        (Remove(code),),
                    )
                    break
