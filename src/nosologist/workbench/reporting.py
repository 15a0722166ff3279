"""The reports: each a few sums of the database as a table, with how it is counted and a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from nosologist.workbench import engine, tallying
from nosologist.workbench.ageing import BUCKETS, waiting
from nosologist.workbench.card_reporting import CARD_REPORTS
from nosologist.workbench.denial_reports import DENIAL_REPORTS
from nosologist.workbench.downloads import Cell
from nosologist.workbench.drawing import Bar, across, upright
from nosologist.workbench.models import Chart, ProviderQuery, QueryEvent
from nosologist.workbench.outcomes import What
from nosologist.workbench.report import Asked, Report
from nosologist.workbench.report_models import Finished
from nosologist.workbench.tallying import Tally
from nosologist.workbench.wording import setting_said
from nosologist.workbench.worklist_models import WorkItem

PERIODS = (7, 30, 90, 365)  # days
_DAILY = 31  # up to so many days a bar is a day, then a week
_MOST_BARS = 15
_PARTS = ("accepted", "changed", "rejected", "added")


def _finished(asked: Asked) -> QuerySet[Any]:
    found = Finished.objects.filter(organization_id=asked.organization, day__range=(asked.first, asked.last))
    return found.filter(user=asked.user) if asked.user else found


def volume(asked: Asked) -> Report:
    """Charts that came in and charts that became final, by day or week."""
    step = 1 if (asked.last - asked.first).days < _DAILY else 7
    items = WorkItem.objects.filter(organization_id=asked.organization, created__range=asked.moments)
    if asked.user:
        items = items.filter(holder=asked.user)
    came = items.annotate(on=TruncDate("created")).values_list("on").annotate(n=Count("chart")).order_by()
    final = _finished(asked).values_list("day").annotate(n=Count("chart"), codes=Sum("codes")).order_by()
    starts = [asked.first + timedelta(days=days) for days in range(0, (asked.last - asked.first).days + 1, step)]
    sums = {start: [0, 0, 0] for start in starts}
    for on, *counts in [*((on, n, 0, 0) for on, n in came), *((day, 0, n, codes) for day, n, codes in final)]:
        start = starts[(on - asked.first).days // step]
        sums[start] = [one + more for one, more in zip(sums[start], counts, strict=True)]
    bars = [Bar(start.strftime("%m-%d"), (float(one), float(two))) for start, (one, two, _) in sums.items()]
    names = ("came in", "final")
    return Report(
        "volume", "Volume",
        f"Charts by {'day' if step == 1 else 'week'}: those that came in, those that became final, their codes.",
        ("from", *names, "codes"), [(str(start), *counts) for start, counts in sums.items() if any(counts)],
        upright("volume", "Charts that came in and became final", names, bars), names,
    )  # fmt: skip


def turnaround(asked: Asked) -> Report:
    """How long charts took, by setting: median and 90th percentile."""
    rows: list[tuple[Cell, ...]] = []
    hours = _histograms(asked, "hours")
    days = _histograms(asked, "days")
    for setting in sorted(hours):
        of_hours, of_days = hours[setting], days[setting]
        rows.append((
            setting_said(setting), sum(of_hours.values()),
            *(tallying.percentile(of_hours, part) for part in (0.5, 0.9)),
            *(tallying.percentile(of_days, part) for part in (0.5, 0.9)),
        ))  # fmt: skip
    bars = [Bar(str(row[0]), (float(row[2] or 0),), f"{row[2]} h") for row in rows]
    return Report(
        "turnaround", "Turnaround",
        "Of charts that became final: hours since they came in, days since discharge or service. Half took no longer than the "
        "median, nine of ten no longer than the 90th percentile.",
        ("setting", "charts", "hours: median", "hours: 90 %", "days: median", "days: 90 %"), rows,
        across("turnaround", "Median hours from arrival to final", ("hours",), bars),
    )  # fmt: skip


def _histograms(asked: Asked, of: str) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for setting, value, count in _finished(asked).values_list("setting", of).annotate(n=Count("chart")).order_by():
        found.setdefault(setting, {})[value] = count
    return found


def backlog(asked: Asked) -> Report:
    """Charts that are not final today, by days since discharge and setting."""
    items = WorkItem.objects.filter(organization_id=asked.organization, status=Chart.OPEN)
    if asked.user:
        items = items.filter(holder=asked.user)
    counts: dict[str, list[int]] = {}
    cents = [0] * len(BUCKETS)
    found = items.values_list("setting", "since").annotate(n=Count("chart"), charges=Sum("charges")).order_by()
    for setting, since, count, charges in found:
        place = next(n for n, one in enumerate(BUCKETS) if one.last is None or waiting(since, asked.last) <= one.last)
        counts.setdefault(setting, [0] * len(BUCKETS))[place] += count
        cents[place] += charges or 0
    totals = [sum(each) for each in zip(*counts.values(), strict=True)] or [0] * len(BUCKETS)
    money = [round(each / 100) for each in cents]
    rows = [
        (setting_said(name), *each, sum(each))
        for name, each in [*sorted(counts.items()), ("all", totals), ("charges, $", money)]
    ]
    bars = [Bar(one.title, (float(total),)) for one, total in zip(BUCKETS, totals, strict=True)]
    return Report(
        "backlog", "Not final (DNFC)",
        "Charts that are open today, by days since discharge or service; charges as far as they are stated.",
        ("setting", *(one.title for one in BUCKETS), "all"), rows,
        across("backlog", "Open charts by days of waiting", ("charts",), bars),
    )  # fmt: skip


def accuracy(by: str, title: str, named: Callable[[Sequence[Any]], dict[Any, str]]) -> Callable[[Asked], Report]:
    """A report of what became of suggestions, by one of their groups."""

    def report(asked: Asked) -> Report:
        tallies = tallying.tallied(asked.facts, by)
        names = named(list(tallies))
        rows = [_tallied(names[group], tally) for group, tally in tallies.items()]
        drawn = list(tallies.items())[:_MOST_BARS]
        bars = [Bar(names[group], tuple(float(getattr(tally, part)) for part in _PARTS)) for group, tally in drawn]
        key = f"by-{by}"
        return Report(
            key, title,
            "Of final charts. Right: accepted of all that was suggested (accepted, changed, rejected). Found: of the final codes "
            "(accepted, changed, added), those that were suggested as they stand.",
            (by if by != "basis" else "rests on", "suggested", *_PARTS, "right %", "found %"), rows,
            across(key, title, _PARTS, bars), _PARTS,
        )  # fmt: skip

    return report


def _tallied(name: str, tally: Tally) -> tuple[Cell, ...]:
    return (name, tally.suggested, tally.accepted, tally.changed, tally.rejected, tally.added, tally.right, tally.found)


def _chapters(found: Sequence[Any]) -> dict[Any, str]:
    titles = engine.chapter_titles(sorted(one for one in found if one is not None))
    return {one: f"{one} {titles[one]}" if one is not None else "procedures and services" for one in found}


def _kinds(found: Sequence[Any]) -> dict[Any, str]:
    return {one: one or "of no known kind" for one in found}


def _bases(found: Sequence[Any]) -> dict[Any, str]:
    return {one: one.replace("ICD-10-CM Official Guidelines", "guideline") or "a person (added)" for one in found}


def counts(key: str, title: str, how: str, what: What, by: str) -> Callable[[Asked], Report]:
    """A report of how often, by reason or rule."""

    def report(asked: Asked) -> Report:
        found = tallying.summed(asked.facts, what, by)
        whole = sum(found.values())
        rows = [(name, count, tallying.percent(count, whole)) for name, count in found.items()]
        bars = [Bar(name, (float(count),)) for name, count in list(found.items())[:_MOST_BARS]]
        return Report(
            key, title, how, ("rule" if by == "basis" else by, "count", "%"), rows, across(key, title, ("count",), bars)
        )

    return report


def productivity(asked: Asked) -> Report:
    """Charts and codes of each coder in an hour at the charts, by setting."""
    sums = _finished(asked).values_list("user__username", "setting").order_by("user__username", "setting")
    rows = [
        (
            name,
            setting_said(setting),
            charts,
            codes,
            minutes,
            tallying.an_hour(charts, minutes),
            tallying.an_hour(codes, minutes),
        )
        for name, setting, charts, codes, minutes in sums.annotate(n=Count("chart"), c=Sum("codes"), m=Sum("minutes"))
    ]
    bars = [Bar(f"{row[0]}, {row[1]}", (float(row[5] or 0),)) for row in rows[:_MOST_BARS]]
    return Report(
        "productivity", "Productivity",
        "A chart counts for who made it final. Minutes at a chart: the pauses between its decisions, from the first claim to the "
        "last decision, each counted up to 10 minutes, whoever made them; its history shows every time. Charts an hour = 60 x "
        "charts / minutes. Settings stand apart: a stay takes longer than a visit. Every coder sees their own numbers here.",
        ("coder", "setting", "charts", "codes", "minutes", "charts an hour", "codes an hour"), rows,
        across("productivity", "Charts an hour", ("charts an hour",), bars),
    )  # fmt: skip


def queries(asked: Asked) -> Report:
    """Provider queries that were sent in the period, by what became of them, and how long answers took."""
    sent = ProviderQuery.objects.filter(organization_id=asked.organization, sent__range=asked.moments)
    answers = QueryEvent.objects.filter(query__in=sent, query__status="answered", act="answer").order_by("number")
    if asked.user:
        asker = Q(events__user=asked.user, events__act="send")
        sent = sent.filter(asker)
        answers = answers.filter(query__in=sent)
    found = dict(sent.values_list("status").annotate(n=Count("id", distinct=True)).order_by("status"))
    hours: dict[int, int] = {}
    last = {id: (asked_at, at) for id, asked_at, at in answers.values_list("query", "query__sent", "at")}
    for asked_at, at in last.values():  # the first answer may have been taken back
        took = int((at - asked_at).total_seconds() // 3600)
        hours[took] = hours.get(took, 0) + 1
    whole = sum(found.values())
    rows: list[tuple[Cell, ...]] = [
        (
            status,
            count,
            tallying.percent(count, whole),
            tallying.percentile(hours, 0.5) if status == "answered" else None,
        )
        for status, count in found.items()
    ]
    bars = [Bar(status, (float(count),)) for status, count in found.items()]
    return Report(
        "queries", "Provider queries",
        "Queries that were sent in the period, by what became of them; answers by their median hours.",
        ("status", "queries", "%", "median hours"), rows, across("queries", "Queries by status", ("queries",), bars),
    )  # fmt: skip


REPORTS: dict[str, Callable[[Asked], Report]] = {
    "volume": volume,
    "backlog": backlog,
    "turnaround": turnaround,
    "by-kind": accuracy("kind", "Suggestions by kind of document", _kinds),
    "by-chapter": accuracy("chapter", "Suggestions by chapter", _chapters),
    "by-basis": accuracy("basis", "Suggestions by what they rest on", _bases),
    "rejections": counts(
        "rejections", "Rejections by reason", "Suggestions that were rejected on final charts.", What.REJECTED, "reason"
    ),
    "overrides": counts(
        "overrides", "Findings overridden", "Findings that stopped a chart and stand by a person's reason, by rule.",
        What.OVERRIDDEN, "basis",
    ),
    "productivity": productivity,
    "queries": queries,
    **DENIAL_REPORTS,
    **CARD_REPORTS,
}  # fmt: skip
