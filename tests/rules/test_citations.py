"""Every guideline that a rule cites is a paragraph of the official guidelines."""

from __future__ import annotations

import re

import pytest

from conftest import data
from nosologist.rules.contents import all_rules

_SECTION = re.compile(r"^\s*Section (I{1,3}|IV)\. ", re.MULTILINE)

_STYLES = (r"{}\.", r"{}\.", r"{}\.", r"{}\)", r"\({}\)", r"\({}\)")  # A. 1. a. 1) (a) (i)


def resolves(locator: str, text: str) -> bool:
    """True when the numbered headings of the text lead to a locator: ``I.C.9.a.2`` is Section I, then C, 9, a, 2."""
    section, *marks = locator.split(".")
    starts = [(match.start(), match[1]) for match in _SECTION.finditer(text)]
    begin = next((start for start, name in starts if name == section), None)
    if begin is None:
        return False
    end = next((start for start, name in starts if start > begin and name != section), len(text))
    for mark, style in zip(marks, _STYLES, strict=False):
        found = _heading(mark, style, text, begin, end)
        if found is None:
            return False
        begin = found
        end = _heading(_next(mark), style, text, begin, end) or end
    return True


def _heading(mark: str, style: str, text: str, begin: int, end: int) -> int | None:
    match = re.compile(rf"^\s*{style.format(mark)}(?: |$)", re.MULTILINE).search(text, begin, end)
    return match.end() if match else None


def _next(mark: str) -> str:
    return str(int(mark) + 1) if mark.isdecimal() else chr(ord(mark) + 1)


@pytest.mark.real
def test_guideline_locators_resolve() -> None:
    path = data("official", "icd10cm", "2026-04", "icd10cm-guidelines-2026.txt")
    text = path.read_text("utf-8")
    begin = [match.start() for match in re.finditer(r"^\s*Section I\. Conventions", text, re.MULTILINE)][-1]
    text = text[begin:]
    cited = {
        citation.locator
        for rule in all_rules()
        for citation in rule.citations
        if citation.source == "ICD-10-CM Official Guidelines"
    }
    assert not any(resolves(wrong, text) for wrong in ("I.C.3.a", "I.B.30", "IV.Z", "I.C.9.q", "V"))
    assert sorted(one for one in cited if not one.startswith("Appendix") and not resolves(one, text)) == []


def test_every_rule_cites_something() -> None:
    assert [rule.id for rule in all_rules() if not rule.citations] == []
