"""Code ranges named in the text of a note: ``(J40-J44, N18.-)`` -> prefixes."""

from __future__ import annotations

import re

_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?|[A-Z][A-Z][0-9](?:\.[0-9A-Z]{1,4})?"
_RANGE = re.compile(
    rf"(?<![A-Za-z0-9])(?P<first>{_CODE})(?:\.?-(?!\s*{_CODE}))?(?:\s*-\s*(?P<last>{_CODE})(?:\.?-)?)?(?![A-Za-z0-9])"
)


def code_ranges(text: str) -> tuple[tuple[str, str], ...]:
    """Return (first, last) prefixes, undotted, in the order of the text; one code gives the same twice."""
    found = []
    for match in _RANGE.finditer(text):
        first = match["first"].replace(".", "")
        last = (match["last"] or match["first"]).replace(".", "")
        found.append((first, last))
    return tuple(found)
