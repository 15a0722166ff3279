"""Facts for reports, written in the transaction of the decision that makes a chart final and taken away when it is reopened."""

from __future__ import annotations

from django.db.models import Model
from django.utils import timezone

from nosologist.workbench import engine, outcomes, report_models
from nosologist.workbench.ageing import waiting
from nosologist.workbench.deciding import Desk
from nosologist.workbench.models import Chart, User
from nosologist.workbench.worklist_models import kind_of_document


def finished(chart: Chart, user: User, desk: Desk) -> None:
    """Write the facts of a chart that is final now."""
    now = timezone.now()
    whose = {"chart": chart, "organization_id": chart.organization_id, "user": user, "day": now.date()}
    since = chart.date or chart.created.date()
    report_models.Finished.objects.create(
        **whose, setting=chart.setting, hours=int((now - chart.created).total_seconds() // 3600),
        days=waiting(since, now.date()), codes=len(desk.standing),
        minutes=outcomes.minutes(chart.decisions.order_by("number").values_list("at", flat=True)),
    )  # fmt: skip
    found = outcomes.outcomes(chart.suggested, desk)
    chapters = engine.chapters({one.code for one in found if one.system == "icd10cm"}, chart.date)
    kinds = {one["id"]: kind_of_document(one) for one in chart.documents}
    only = next(iter(kinds.values())) if len(kinds) == 1 else ""
    report_models.Outcome.objects.bulk_create(
        report_models.Outcome(
            **whose, what=one.what.value, system=one.system, code=one.code, chapter=chapters.get(one.code),
            kind=kinds.get(one.document, only), basis=one.basis[:80], reason=one.reason[:40],
        )
        for one in found
    )  # fmt: skip


def reopened(chart: Chart) -> None:
    """Take the facts away: the chart will be final anew."""
    tables: tuple[type[Model], ...] = (report_models.Finished, report_models.Outcome)
    for table in tables:
        table._default_manager.filter(chart=chart).delete()
