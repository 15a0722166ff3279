"""Labels of the parts of one problem: "Plan:" below "1. Hypertension" ends no assessment, because "2. Gout" follows.

Scribes write an assessment problem by problem, each with its reasoning, tests, treatment and follow-up. Such a label is spelled as
a heading is. It is told by its bullet, by its coming again, or by the list of problems that goes on behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from nosologist.model.document import SectionKind

Heading = tuple[int, int, SectionKind]  # start, end, kind

_LABELS = frozenset(
    {
        SectionKind.PLAN,
        SectionKind.DISPOSITION,
        SectionKind.RESULTS,
        SectionKind.IMAGING,
        SectionKind.MEDICATIONS,
        SectionKind.PROCEDURES,
        SectionKind.INDICATION,
    }
)
_BULLETS = frozenset("•◦▪●·*‣○–—-")
_NUMBERED = re.compile(r"^[ \t]*(?:[Pp]roblem )?#?(\d{1,2})[.):][ \t]+\S", re.MULTILINE)
# What a line is about, where it is about one problem: its words are details of the problem above.
_ABOUT = """additional assess assessment counseling counselling diagnostic diagnostics discussion disposition dispo
education evaluation exam follow follow-up followup goal goals imaging instructions labs laboratory management
medical medication medications meds monitoring orders patient plan procedure procedures rationale reasoning
recommendation recommendations referral referrals results return rx status studies test testing tests therapy
treatment treatments workup work-up"""
_PARTS = frozenset(_ABOUT.split())
_LABEL = re.compile(r"([A-Za-z][A-Za-z-]*)(?: [A-Za-z/&,-]+){0,5} ?:")


def is_label(text: str, start: int, end: int) -> bool:
    """True for a line that begins with the label of a part of a problem: "Medical Reasoning: ..."."""
    found = _LABEL.match(text, start, end)
    return found is not None and found[1].lower() in _PARTS


def without_labels(text: str, headings: list[Heading]) -> list[Heading]:
    """The headings of sections, without those that only label a part of a problem within an assessment."""
    kept: list[Heading] = []
    at = 0
    while at < len(headings):
        kept.append(headings[at])
        at += 1
        if kept[-1][2] is SectionKind.ASSESSMENT:
            run = list(_run(headings, at))
            kept.extend(_sections(text, kept[-1], run))
            at += len(run)
    return kept


def _run(headings: list[Heading], at: int) -> Iterator[Heading]:
    """The headings behind an assessment that may be labels within it."""
    while at < len(headings) and (headings[at][2] in _LABELS or headings[at][2] is SectionKind.ASSESSMENT):
        yield headings[at]
        at += 1


def _sections(text: str, assessment: Heading, run: list[Heading]) -> Iterator[Heading]:
    spelled = Counter(text[start:end].lower() for start, end, _ in run)
    bulleted = _opener(text, assessment) in _BULLETS
    begun = assessment[1]
    for number, heading in enumerate(run):
        start, end, kind = heading
        if kind is SectionKind.ASSESSMENT:
            yield heading
            continue
        behind = run[number + 1][0] if number + 1 < len(run) else len(text)
        again = spelled[text[start:end].lower()] > 1
        in_list = not bulleted and _opener(text, heading) in _BULLETS and not text[start:end].isupper()
        if not (again or in_list or _goes_on(text[begun:start], text[end:behind])):
            yield heading


def _opener(text: str, heading: Heading) -> str:
    """The first character of the line on which a heading stands."""
    line = text[text.rfind("\n", 0, heading[0]) + 1 : heading[0] + 1].lstrip()
    return line[:1]


def _goes_on(before: str, behind: str) -> bool:
    """True where a numbered list of problems that began before goes on behind."""
    numbers = [int(found[1]) for found in _NUMBERED.finditer(before)]
    first = _NUMBERED.search(behind)
    return bool(numbers) and numbers[0] == 1 and first is not None and int(first[1]) == numbers[-1] + 1
