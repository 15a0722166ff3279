"""Denials as reports: how often and for how much payers deny, by cause, reason, rule, code, provider and payer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from nosologist.answers.denials import BY
from nosologist.codesets.payer_codes import causes, reason
from nosologist.errors import UsageError
from nosologist.rules.contents import find_rule
from nosologist.workbench import settling, tallying
from nosologist.workbench.answer_models import DenialFact, PayerAnswer
from nosologist.workbench.answered import DENIED, numbers
from nosologist.workbench.downloads import Cell
from nosologist.workbench.drawing import Bar, across
from nosologist.workbench.models import Settling
from nosologist.workbench.report import Asked, Report

_DECIDED = (*DENIED, "paid", "nothing to pay")
_OWN_COUNT = ("code", "provider", "payer")  # rows that know how many were decided; of the others all claims were
_MOST_BARS = 12
_WRITTEN_OFF, _RESOLVED = settling.SETTLED.values()
_TITLES = {
    "cause": "Denials by root cause", "reason": "Denials by adjustment reason", "rule": "Denials by rule that finds the same",
    "code": "Denials by code", "provider": "Denials by provider", "payer": "Denials by payer",
}  # fmt: skip
_HOW = (
    "Of the payers' decisions (835) with a notice in the period, those that refused some of a claim for no routine reason "
    "(contract, patient's share, earlier payer). Rate: denied of decided; dollars: what the denials took. A claim that was decided "
    "twice counts twice. Written off and resolved: those of the denied that people settled so, as it stands today."
)


def _of(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    rows = rows.filter(organization_id=asked.organization, day__range=(asked.first, asked.last))
    if asked.user is None:
        return rows
    mine = numbers(organization_id=asked.organization, chart__finished__user=asked.user)
    return rows.filter(**{"claim__in" if rows.model is PayerAnswer else "answer__claim__in": mine})


def denials(asked: Asked) -> Report:
    """All decisions of the period in a row."""
    found = _of(PayerAnswer.objects.filter(kind=PayerAnswer.DECISION, outcome__in=_DECIDED), asked).aggregate(
        claims=Count("id"), whole=Count("id", filter=Q(outcome=DENIED[0])), partly=Count("id", filter=Q(outcome=DENIED[1])),
        off=Count("id", filter=Q(settled=_WRITTEN_OFF)), cents=Sum("denied", filter=Q(settled=_WRITTEN_OFF)),
        resolved=Count("id", filter=Q(settled=_RESOLVED)), charged=Sum("charged"), paid=Sum("paid"), denied=Sum("denied"),
    )  # fmt: skip
    claims, parts = found["claims"], (found["whole"], found["partly"])
    money = [_dollars(found[name]) for name in ("charged", "paid", "denied")]
    row: tuple[Cell, ...] = (
        "all", claims, *parts, tallying.percent(sum(parts), claims), *money, found["off"],
        _dollars(found["cents"]), found["resolved"],
    )  # fmt: skip
    names = ("not denied", "denied in part", "in whole")
    bar = Bar("claims", (float(claims - sum(parts)), float(parts[1]), float(parts[0])), str(claims))
    return Report(
        "denials", "Denials", _HOW,
        ("claims", "decided", "in whole", "in part", "denied %", "charged, $", "paid, $", "denied, $",
         "written off", "written off, $", "resolved"),
        [row] if claims else [], across("denials", "Claims by what was denied", names, [bar]), names,
    )  # fmt: skip


def settled(asked: Asked) -> Report:
    """What became of the denied and rejected claims of the period, by how they were settled and why."""
    rows: list[tuple[Cell, ...]] = []
    bars: list[Bar] = []
    for how, why, count, cents in _settled_sums(asked):
        rows.append((how, why, count, _dollars(cents)))
        bars.append(Bar(f"{how}: {why}"[:60], (float(count),), str(count)))
    return Report(
        "denials-settled", "Denied claims settled",
        "Denied and rejected claims with a notice in the period that people wrote off or resolved, as it stands today, by their "
        "reason; dollars: what the denials took of those that were written off.",
        ("settled", "reason", "claims", "written off, $"), rows,
        across("denials-settled", "Denied claims settled", ("claims",), bars[:_MOST_BARS]),
    )  # fmt: skip


def _settled_sums(asked: Asked) -> list[tuple[str, str, int, int]]:
    """How, why, how many claims and how many cents, the most dollars first."""
    answers = _of(PayerAnswer.objects.exclude(settled=""), asked)
    steps = Settling.objects.filter(answer__in=answers).exclude(act=settling.Act.TAKE_BACK).order_by("number")
    last = {answer: told for answer, *told in steps.values_list("answer", "act", "reason", "cents")}
    sums: dict[tuple[str, str], list[int]] = {}
    for act, key, cents in last.values():
        how, why = settling.SETTLED[act], settling.REASONS[settling.Act(act)].get(key, key)
        found = sums.setdefault((how, why), [0, 0])
        found[0] += 1
        found[1] += cents
    ordered = sorted(sums.items(), key=lambda one: (-one[1][1], -one[1][0], one[0]))
    return [(how, why, count, cents) for (how, why), (count, cents) in ordered]


def denials_by(by: str) -> Callable[[Asked], Report]:
    """The report of one kind of row."""
    key, title, of = f"denials-{by}", _TITLES[by], "lines" if by == "code" else "claims"

    def report(asked: Asked) -> Report:
        sums = _of(DenialFact.objects.filter(by=by), asked).values_list("key").order_by()
        found = list(sums.annotate(of=Sum("decided"), no=Sum("denied"), cents=Sum("cents")))
        decided = PayerAnswer.objects.filter(kind=PayerAnswer.DECISION, outcome__in=_DECIDED)
        claims = 0 if by in _OWN_COUNT or not found else _of(decided, asked).count()
        shown = [one for one in found if one[2] or by in ("provider", "payer")]
        shown.sort(key=lambda one: (-one[3], one[0]))
        rows = [_row(by, one, claims) for one in shown]
        bars = [Bar(one[0], (one[3] / 100,), f"${one[3] / 100:,.0f}") for one in shown[:_MOST_BARS]]
        return Report(
            key, title,
            f"{of.capitalize()} that were denied of those decided in the period, and what the denials took; counted as above.",
            (by, "denied", f"of {of}", "denied %", "denied, $"), rows,
            across(key, f"{title}, dollars", ("dollars denied",), bars),
        )  # fmt: skip

    return report


def _row(by: str, found: tuple[str, int, int, int], claims: int) -> tuple[Cell, ...]:
    key, decided, denied, cents = found
    of = decided if by in _OWN_COUNT else claims
    return (_named(by, key), denied, of, tallying.percent(denied, of), _dollars(cents))


def _named(by: str, key: str) -> str:
    """A key with its words."""
    words = ""
    if by == "cause" and key in causes():
        words = causes()[key].action
    elif by == "reason":
        words = reason(key).words
    elif by == "rule":
        try:
            words = find_rule(key).title
        except UsageError:  # "no rule finds it"
            words = ""
    return f"{key}: {words}" if words else key


class _Dollars(float):
    """An amount that is shown with its cents."""

    def __str__(self) -> str:
        return f"{self:.2f}"


def _dollars(cents: int | None) -> float:
    return _Dollars((cents or 0) / 100)


DENIAL_REPORTS: dict[str, Callable[[Asked], Report]] = {
    "denials": denials, "denials-settled": settled, **{f"denials-{by}": denials_by(by) for by in BY}
}  # fmt: skip
