"""Cut a note into sections by its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nosologist.model.document import NoteSection, SectionKind, Span
from nosologist.notes.headings import heading_kind, opens_again
from nosologist.notes.labels import without_labels
from nosologist.notes.lines import lines

# A heading opens a line (after a bullet or number) or follows a full stop in capitals, as in dictated notes.
_OPENER = re.compile(r"[ \t]*(?:#+[ \t]*|\*\*[ \t]*|\d{1,2}[.)][ \t]*|[•*–-][ \t]+)?")
# A heading in capitals with its text in the next column: "POSTOP DX   Torn rotator cuff".
_COLUMN = re.compile(r"([A-Z][A-Z/ &-]{0,38}?[A-Z])[ \t]{2,}(?=[A-Za-z0-9(])")
# A short heading that its text follows without a mark: "A/P AOM - amox", "Dx R knee OA", "PMH HTN". What a sentence may begin with
# ("Impression is that", "Assessment of fall risk") is none.
_BARE = re.compile(
    r"(A/P|A&P|A\+P|AP(?=[ \t]+[1#])|Assessment(?:/| & | and )[Pp]lan|IMP|Imp|IMPRESSION|Impression|ASSESSMENT|Assessment|"
    r"(?:(?:FINAL|Final|ED|Discharge|D/C) )?(?:DX|Dx|dx|DIAGNOSIS|DIAGNOSES)|CC|HPI|PMHx?|PSHx?|FHx?|SHx|Soc ?Hx|ROS)[ \t]+"
    r"(?!(?i:of|is|was|by|for|in|to|that|and|or|as|at|on|the|from|with|completed|done|shows?|per|codes?|tools?|today)\b|[-=/&–])"
    r"(?=[\w#])"
)
_OTHER_LABEL = re.compile(r"(?:DX|Dx|dx)(?: [\w/]+){1,2}:")  # "Dx para: PMN 612" is a puncture
_FRESH_LINE = re.compile(r"\n(?=[^\na-z ]|[ \t]*[A-Z0-9#*-])[ \t]*")  # a line that does not go on with the one above
_OPENS_BARE = frozenset("ACDEFHIPRSd")
_OPENING = frozenset("#*•–-0123456789 \t")
_LONGEST_HEADING = 64  # characters
_LONGEST_INLINE = 100  # with the blanks before it
_BLANKS = " \t\r\n"
_REMARK = re.compile(r"[ \t]*\(([^()]{0,40})\)$")
_AT_DISCHARGE = frozenset({"final", "discharge", "at discharge"})
_INLINE_HEADING = re.compile(r"[.;)][ \t\r\n]+(?P<heading>[A-Z][A-Z /&'-]{1,48}[A-Z]):")
# Histories are told in one line as well: "Never smoker. FHx: father colon cancer. PSH: none".
_INLINE_HISTORY = re.compile(
    r"[.;)][ \t]+(?P<heading>FHx?|Fam(?: ?[Hh]x)?|Family [Hh]istory|SHx|SocHx|Soc(?: ?[Hh]x)?|Social [Hh]istory|PMHx?|PSHx?|"
    r"Past [Mm]edical [Hh]istory|Past [Ss]urgical [Hh]istory|Allergies|ROS|Meds|Medications|"
    r"(?:Physical )?[Ee]xam(?:ination)?|Physical):"
)
# A whole note in a line or two: "Sore throat, fever. Exudates. A: strep pharyngitis. P: amoxicillin".
_INLINE_END = re.compile(r"[.;)][ \t]+(?P<heading>A/P|A&P|A|P|Imp|Impression|Assessment|Dx|Diagnosis|Plan):")
_BEGINS = re.compile(r"\s+[A-Za-z#]")  # "P: 72" is a pulse
# Where a paragraph that began with the family comes back to the patient.
_PATIENT_AGAIN = re.compile(
    r"(?<=[.;)])\s+(?:The patient\b|On (?:physical )?exam|On admission\b|(?:The )?[Pp]hysical exam|Vital signs\b|Laboratory\b)"
)


def split_sections(text: str) -> tuple[NoteSection, ...]:
    """Cut the whole text into sections without gaps; what stands before the first heading is narrative."""
    found = [*_line_headings(text), *_inline_headings(text)]
    found = list(_without_problems(text, sorted(set(found))))
    found = without_labels(text, list(_ending_histories(_paired(text, found))))
    found = list(_with_bare_of_one_line(text, found))
    found = list(_with_tests_of_one_line(text, found))
    sections = []
    if not found or text[: found[0][0]].strip():
        end = found[0][0] if found else len(text)
        sections.append(NoteSection(SectionKind.NARRATIVE, None, Span(0, end)))
    for number, (start, end, kind) in enumerate(found):
        body_end = found[number + 1][0] if number + 1 < len(found) else len(text)
        begin = min(end, body_end)
        again = _PATIENT_AGAIN.search(text, begin, body_end) if kind is SectionKind.FAMILY_HISTORY else None
        sections.append(NoteSection(kind, Span(start, end), Span(begin, again.start() if again else body_end)))
        if again:
            sections.append(NoteSection(SectionKind.NARRATIVE, None, Span(again.start(), body_end)))
    return _with_problems_of_the_stay(text, tuple(sections))


def _with_problems_of_the_stay(text: str, sections: tuple[NoteSection, ...]) -> tuple[NoteSection, ...]:
    """The problem list of a stay's note that states its diagnoses nowhere else is its assessment, not a history."""
    if not _OF_A_STAY.search(text, 0, _TITLE) or any(section.kind in _ASSESSING for section in sections):
        return sections
    return tuple(
        NoteSection(SectionKind.ASSESSMENT, section.heading, section.body)
        if section.heading and _PROBLEM_LIST.match(section.heading.quote(text))
        else section
        for section in sections
    )


_PRE_OP = re.compile(r"pre[- ]?op\s*[:-]?\s*", re.IGNORECASE)
_POST_OP = re.compile(r"post[- ]?op\s*[:-]?\s*", re.IGNORECASE)
_NOT_OF_THIS_ENCOUNTER = frozenset(
    {
        SectionKind.PAST_HISTORY,
        SectionKind.SURGICAL_HISTORY,
        SectionKind.FAMILY_HISTORY,
        SectionKind.SOCIAL_HISTORY,
        SectionKind.OBSTETRIC_HISTORY,
        SectionKind.MEDICATIONS,
        SectionKind.ALLERGIES,
        SectionKind.IMMUNIZATIONS,
    }
)
_ASSESSING = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES})
_OF_TESTS = frozenset({SectionKind.IMAGING, SectionKind.RESULTS, SectionKind.SOCIAL_HISTORY})
_GOING_ON = frozenset({SectionKind.COURSE, SectionKind.PRESENT_ILLNESS})
_ONE_TEST = re.compile(
    r"(?:(?:CT|MRI|MRA|CTA|CXR|XR|KUB|US|EKG|ECG|TTE|TEE|Echo|ECHO|Ultrasound|X-rays?|Chest x-ray)\b[^:\n]{0,20}|"
    r"Labs|Social|SW|Psychosocial):\s*"
)
_OF_A_STAY = re.compile(
    r"\b(?:discharge|transfer|hospital|ICU|NICU|PICU|progress|admission|inpatient)\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:^|\n)[ \t]*#?(\d{1,2})[.):][ \t]*\Z")
_ITEM_NUMBER = re.compile(r"(?:^|[\n:])[ \t]*#?(\d{1,2})[.):](?=[ \t]*[^\W\d])")
_NUMBER = 12  # characters before a heading in which its number stands
_TITLE = 120  # characters in which a note says what it is
_PROBLEM_LIST = re.compile(r"\W*(?:active |current )?problem list\b|\W*(?:active )?problems\b", re.IGNORECASE)

Heading = tuple[int, int, SectionKind]  # start, end, kind


def _line_headings(text: str) -> Iterator[Heading]:
    for line_start, line in lines(text, 0, len(text)):
        start, line_end = line_start, line_start + len(line)
        if text[start] in _OPENING and (opener := _OPENER.match(text, start, line_end)):
            start = opener.end()
        if "  " in line and (column := _COLUMN.match(text, start, line_end)) and (kind := heading_kind(column[1])):
            yield start, column.end(), kind
            continue
        if text[start : start + 1] in _OPENS_BARE and (bare := _bare(text, start, line_end)):
            yield bare
            continue
        limit = start + _LONGEST_HEADING + 1
        mark = text.find(":", start, min(limit + 1, line_end))
        end = mark + 1
        if mark < 0:
            if line_end > limit and text.find(" -", start, limit) < 0 and not text[line_end - 1].isspace():
                continue  # prose
            mark, end = _mark(text, start, line_end)
        heading = text[start:mark].strip(" \t*") if 0 < mark - start <= _LONGEST_HEADING else ""
        if not heading[:1].isalnum() or (mark == end and len(heading) == 1):
            continue
        if len(heading) < 4 and text[mark : mark + 1] != ":" and text[line_start:start].strip(" \t.)").isdigit():
            continue  # "2. PE - resolved" lists an embolism, "PE: lungs clear" opens an examination
        kind = _kind_with_remark(heading) if heading[-1] == ")" else heading_kind(heading)
        if kind is None and text[mark : mark + 1] == ":" and opens_again(heading):
            kind = SectionKind.NARRATIVE
        if kind is not None:
            yield start, end, kind


def _bare(text: str, start: int, line_end: int) -> Heading | None:
    """A heading that its text follows without a mark, where the words up to a colon are no heading either."""
    found = _BARE.match(text, start, line_end)
    if found is None:
        return None
    mark = text.find(":", start, min(start + _LONGEST_HEADING + 2, line_end))
    if mark >= 0 and (_kind_with_remark(text[start:mark]) or _OTHER_LABEL.match(text, start, mark + 1)):
        return None
    kind = heading_kind(found[1])
    return None if kind is None else (start, found.end(), kind)


def _with_bare_of_one_line(text: str, headings: list[Heading]) -> Iterator[Heading]:
    """The headings; one without a mark ends with its line where it tells a history, or where an assessment follows."""
    for number, heading in enumerate(headings):
        yield heading
        start, end, kind = heading
        later = any(other[2] in _ASSESSING for other in headings[number + 1 :])
        of_one_line = kind in _NOT_OF_THIS_ENCOUNTER or (kind in _ASSESSING and later)
        if of_one_line and text[end - 1] in " \t" and _BARE.match(text, start):
            behind = _FRESH_LINE.search(text, end)
            following = headings[number + 1][0] if number + 1 < len(headings) else len(text)
            if behind and behind.end() < following:
                yield behind.end(), behind.end(), SectionKind.NARRATIVE


def _with_tests_of_one_line(text: str, headings: list[Heading]) -> Iterator[Heading]:
    """The headings; "MRI: ..." or "Social: ..." in a course or an account speaks for its own line."""
    around: SectionKind | None = None
    for number, heading in enumerate(headings):
        yield heading
        start, end, kind = heading
        if kind not in _OF_TESTS or not _ONE_TEST.fullmatch(text, start, end):
            around = kind
            continue
        following = headings[number + 1][0] if number + 1 < len(headings) else len(text)
        behind = _FRESH_LINE.search(text, end, following)
        if around in _GOING_ON and behind and behind.end() < following and text[end : behind.start()].strip():
            yield behind.end(), behind.end(), around


def _paired(text: str, headings: list[Heading]) -> list[Heading]:
    """The headings; "Post-op:" heads a diagnosis beside "Pre-op:", alone the days behind an operation."""
    if not any(_PRE_OP.fullmatch(text, start, end) for start, end, _ in headings):
        return headings
    return [
        (start, end, SectionKind.DIAGNOSES if _POST_OP.fullmatch(text, start, end) else kind)
        for start, end, kind in headings
    ]


def _without_problems(text: str, headings: list[Heading]) -> Iterator[Heading]:
    """The headings without the numbered problems of an assessment that are called like one: "3. FHx colon cancer"."""
    before: Heading | None = None
    for heading in headings:
        number = _NUMBERED.search(text, max(0, heading[0] - _NUMBER), heading[0])
        if number and before and before[2] in _ASSESSING and heading[2] in _NOT_OF_THIS_ENCOUNTER:
            last = list(_ITEM_NUMBER.finditer(text, before[0], number.start(1)))
            if last and int(last[-1][1]) == int(number[1]) - 1:
                continue
        before = heading
        yield heading


def _ending_histories(headings: list[Heading]) -> Iterator[Heading]:
    """The headings; an opening that is no section of its own stands only where it ends a history or a list."""
    before: SectionKind | None = None
    for heading in headings:
        if heading[2] is not SectionKind.NARRATIVE or before in _NOT_OF_THIS_ENCOUNTER:
            before = heading[2]
            yield heading


def _kind_with_remark(heading: str) -> SectionKind | None:
    """The kind of "Diagnoses (at discharge)"."""
    remark = _REMARK.search(heading)
    if remark is None:
        return heading_kind(heading)
    heading = heading[: remark.start()]
    at_discharge = heading_kind(f"final {heading}") if remark[1].lower() in _AT_DISCHARGE else None
    return at_discharge or heading_kind(heading)


def _mark(text: str, start: int, line_end: int) -> tuple[int, int]:
    """Where a heading without a colon would end on a line and where what follows begins: at a dash or the end of the line."""
    limit = min(start + _LONGEST_HEADING + 2, line_end)
    for dash in (" - ", " -- "):
        at = text.find(dash, start, limit)
        if at >= 0:
            return at, at + len(dash)
    stripped = start + len(text[start:line_end].rstrip(" \t"))
    return stripped - (text[start:stripped].endswith(".")), stripped


def _inline_headings(text: str) -> Iterator[Heading]:
    """Headings inside a line stand between a mark and a colon; the few colons of a note are soon looked at."""
    colon = text.find(":")
    while colon >= 0:
        before = max(0, colon - _LONGEST_INLINE)
        mark = max(text.rfind(mark, before, colon) for mark in ".;)")
        if mark >= 0 and text[mark + 1] in _BLANKS:
            for pattern in (_INLINE_HEADING, _INLINE_HISTORY, _INLINE_END):
                match = pattern.match(text, mark, colon + 1)
                kind = heading_kind(match["heading"]) if match else None
                if match and kind is not None and (pattern is not _INLINE_END or _BEGINS.match(text, colon + 1)):
                    yield match.start("heading"), match.end(), kind
        colon = text.find(":", colon + 1)
