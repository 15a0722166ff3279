"""The chart: documents left with their evidence, codes right; every decision is one request that answers with the desk."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from nosologist.errors import NosologistError
from nosologist.model.encounter import Setting, View
from nosologist.model.finding import Finding
from nosologist.workbench import audit, both_claims, engine, recording, rule_switches
from nosologist.workbench.deciding import POA_VALUES, Desk, Kind
from nosologist.workbench.documents import left_out, resting_on_nothing, texts
from nosologist.workbench.models import BothClaims, Chart, ProviderQuery
from nosologist.workbench.proposed import proposed
from nosologist.workbench.restricting import RestrictedError
from nosologist.workbench.roles import CLAIMERS, DECIDERS, FINALIZERS, HISTORIANS, REOPENERS, UPLOADERS
from nosologist.workbench.screens.lines import groups
from nosologist.workbench.screens.worklist import charts_of
from nosologist.workbench.sent import read_json
from nosologist.workbench.wanted import REJECTIONS

_LONGEST_QUERY = 200
NO_TABLES = (
    "Procedures are not coded: no ICD-10-PCS tables of this date are installed (noso books add). "
    "The MS-DRG is that of the diagnoses alone."
)


def chart_of(request: Any, id: uuid.UUID) -> Chart:
    """The chart, where it is of the organization; else there is none.

    Raises:
        RestrictedError: it is restricted, and closed to the person.
    """
    found: Chart | None = charts_of(request).filter(id=id).first()
    if found is None:
        if Chart.objects.filter(id=id, organization_id=request.membership.organization_id).exists():
            raise RestrictedError(id)
        raise Http404
    return found


def chart(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The page. That it was opened is written down."""
    one = chart_of(request, chart)
    audit.write("opened", user=request.user.username, organization=one.organization_id, subject=one.id)
    desk = recording.desk(one)
    return render(
        request,
        "chart.html",
        {
            **_shown(request, one, desk),
            "texts": texts(one, desk, request.user),
            "rejections": REJECTIONS,
            "restricted": one.item.restricted,
            "decides": bool(request.membership.held & DECIDERS),
            **beside(request, one),
            "waiting": len(ProviderQuery.waiting(one)),
        },
    )


def beside(request: Any, one: Chart) -> dict[str, Any]:
    """The other claim of the visit: where it is, or that it can be coded."""
    other = BothClaims.other_of(one.id)
    may = other is None and bool(request.membership.held & UPLOADERS)
    return {"other": other, "other_view": both_claims.other_view(one), "may_code_other": may}


def decide(request: Any, chart: uuid.UUID) -> HttpResponse:
    """Record one decision and answer with the desk as it then stands."""
    one = chart_of(request, chart)
    made = made_of(request, one)
    if isinstance(made, HttpResponse):
        return made
    wish, desk = made
    shown = render_to_string("desk.html", _shown(request, one, desk), request)
    if wish.kind in (Kind.ADD, Kind.UNDO):  # what is marked may be different
        shown += render_to_string("texts.html", {"texts": texts(one, desk, request.user)}, request)
    return HttpResponse(shown)


def made_of(request: Any, one: Chart) -> tuple[recording.Wish, Desk] | HttpResponse:
    """The decision that a request makes and the desk after it, or why it was not made."""
    try:
        raw = read_json(request)
        wish = recording.Wish(uuid.UUID(raw["id"]), int(raw["seen"]), Kind(raw["kind"]), raw)
    except (ValueError, TypeError, KeyError, AttributeError):
        return HttpResponse("this decision cannot be read; load the page again", status=400, content_type="text/plain")
    try:
        return wish, recording.record(one, request.user, request.membership.held, wish)
    except recording.OvertakenError as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    except recording.RefusedError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")


def find(request: Any, chart: uuid.UUID) -> HttpResponse:
    """The encoder's answers to what is typed: asked by POST, because words of a chart are in no address."""
    one = chart_of(request, chart)
    words = request.POST.get("words", "")[:_LONGEST_QUERY]
    if len(words.strip()) < 2:
        return JsonResponse({"results": [], "notes": []})
    try:
        answer = engine.look_up(words, one.date, view=engine.view_of(one))
    except NosologistError as error:
        return JsonResponse({"results": [], "notes": [str(error)]})
    results = [
        {"code": r.code, "title": r.title, "valid": r.valid, "by": r.by, "system": r.system} for r in answer.results
    ]
    return JsonResponse({"results": results, "notes": list(answer.notes)})


def _shown(request: Any, one: Chart, desk: Desk) -> dict[str, Any]:
    """What the desk shows."""
    held = request.membership.held
    found, lost = engine.findings(one, desk), resting_on_nothing(one, desk)
    mine = desk.claimed_by == request.user.username
    return {
        "chart": one,
        "desk": desk,
        "groups": groups(one, desk),
        "first_role": "principal" if one.setting == "inpatient" else "first-listed",
        "first_key": desk.diagnoses[0].key if desk.diagnoses else "",
        "findings": [_finding(finding, desk, one) for finding in sorted(found, key=_weight)],
        "lost": lost,
        "told": len(found) + len(lost),
        "silent": ", ".join(sorted(rule_switches.off(one.organization_id))),
        "stops": sum(finding.stops for finding in found) + len(lost),
        "not_coded": left_out(one.suggested),
        "poa_values": POA_VALUES,
        "states_poa": _of_a_stay(one),
        "no_tables": NO_TABLES if _of_a_stay(one) and not engine.has_procedure_tables(one.date) else "",
        "mine": mine,
        "may_decide": mine and not desk.is_final and bool(held & DECIDERS),
        "may_claim": not mine
        and not desk.is_final
        and bool(held & CLAIMERS)
        and (not desk.claimed_by or bool(held & REOPENERS)),
        "may_finalize": mine and not desk.is_final and bool(held & FINALIZERS),
        "may_reopen": desk.is_final and bool(held & REOPENERS),
        "may_see_history": bool(held & HISTORIANS),
    }


def _of_a_stay(one: Chart) -> bool:
    """True for the hospital's claim of a stay: it states present on admission and ICD-10-PCS."""
    return one.setting == Setting.INPATIENT and engine.view_of(one) != View.PROFESSIONAL


def _weight(finding: Finding) -> tuple[bool, int]:
    return not finding.stops, ["stop", "warn", "info"].index(finding.severity.value)


def _finding(finding: Finding, desk: Desk, one: Chart) -> dict[str, Any]:
    codes = [code.dotted for code in finding.codes]
    return {
        "rule": finding.rule, "severity": finding.severity.value, "message": finding.message, "stops": finding.stops,
        "override": finding.override, "cites": "; ".join(str(one) for one in finding.citations), "codes": json.dumps(codes),
        "proposed": [_button(words, decision, one) for words, decision in proposed(finding, desk)],
    }  # fmt: skip


def _button(words: str, decision: dict[str, Any], one: Chart) -> tuple[str, str]:
    """A proposal as a button; a header opens the encoder, because a person must choose below it."""
    header = "code" in decision and decision["system"] == "icd10cm" and engine.is_header(decision["code"], one.date)
    return (f"{words}- …" if header else words), json.dumps({**decision, "header": header})
