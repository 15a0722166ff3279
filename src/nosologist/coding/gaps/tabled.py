"""Find the gaps of the reviewed tables in a chart, and draft their queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nosologist.coding.gaps.chart import Chart, Place, phrase
from nosologist.coding.gaps.measures import condition, meeting
from nosologist.coding.gaps.table import Answer, Gap, gaps
from nosologist.model.code import Code
from nosologist.model.query import OTHER, UNDETERMINED, Option, OptionKind, Query

_MOST_PLACES = 4  # quoted for one line of a table


def tabled(chart: Chart) -> Iterator[Query]:
    """A query for each gap of the tables that the chart has."""
    for gap in gaps():
        if not gap.settings or chart.encounter.setting in gap.settings:
            query = _query(gap, chart)
            if query:
                yield query


def _query(gap: Gap, chart: Chart) -> Query | None:
    subjects = _subjects(gap, chart)
    if subjects is None:
        return None
    codes, places, said = subjects
    for group in gap.all:
        hits = _hits(group, chart)
        if gap.sections:
            hits = [place for place in hits if chart.section_at(place)[0] in gap.sections]
        if not hits:
            return None
        places += hits
    if _is_closed(gap, chart):
        return None
    options, support = _options(gap, chart)
    if (gap.answers or gap.yes_no) and not options:
        return None
    places += support + _hits(gap.more, chart)
    return Query(
        gap.title.format(said=said),
        chart.indicators(places),
        gap.question.format(said=said),
        (*options, OTHER, UNDETERMINED),
        gap.reason,
        gap.name,
        codes,
        gap.citations,
    )


def _subjects(gap: Gap, chart: Chart) -> tuple[tuple[Code, ...], list[Place], str] | None:
    """The codes that a gap is about, where they are documented, and in which words; None where there are none."""
    codes: list[Code] = []
    places: list[Place] = []
    said = ""
    for patterns in (gap.codes, gap.partner):
        if patterns is None:
            continue
        found = list(chart.assigned(patterns))
        if not found:
            return None
        for assignment in found:
            codes.append(assignment.code)
            stated = chart.places(assignment.evidence)[:1]
            places += stated
            if not said and stated:
                said = chart.said(stated[0]).partition(",")[0].strip()
    return tuple(dict.fromkeys(codes)), places, said


def _is_closed(gap: Gap, chart: Chart) -> bool:
    """True where the record answers already."""
    if gap.unless is not None and chart.names(gap.unless):
        return True
    if gap.unless_assessed is not None and chart.assesses(gap.unless_assessed):
        return True
    if gap.unless_words and any(phrase(gap.unless_words).search(one.document.text) for one in chart.readings):
        return True
    return bool(_hits(gap.none, chart))


def _options(gap: Gap, chart: Chart) -> tuple[tuple[Option, ...], list[Place]]:
    """The answers that the record supports, with where."""
    if gap.yes_no:
        yes, no = gap.yes_no
        return (Option(yes, OptionKind.YES), Option(no, OptionKind.NO)), []
    options, places = [], []
    for answer in gap.answers:
        support = _support(answer, chart)
        if support is not None:
            options.append(Option(answer.text))
            places += support
    return tuple(options), places


def _support(answer: Answer, chart: Chart) -> list[Place] | None:
    if not answer.support:
        return []
    return _hits(answer.support, chart) or None


def _hits(lines: Iterable[str], chart: Chart) -> list[Place]:
    found: list[Place] = []
    for line in lines:
        asked = condition(line)
        hits = meeting(chart, asked) if asked else list(chart.find(line))
        found += hits[:_MOST_PLACES]
    return found
