"""Both claims of a visit: the professional's and the facility's, each a chart of its own that is coded, checked and billed apart.

They have the documents in common, not the codes: the facility codes a stay by section II of the ICD-10-CM Official Guidelines, a
professional by section IV, and ICD-10-PCS is the hospital's alone (45 CFR 162.1002(c)(3)). What was decided on the diagnoses of a
visit, where both go by section IV, and who is the patient and who pays, is not asked again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from nosologist.model.claim import ClaimKind
from nosologist.model.encounter import Setting, View
from nosologist.workbench import audit, engine, recording, restricting
from nosologist.workbench.both_models import BothClaims
from nosologist.workbench.chart_making import keep
from nosologist.workbench.claim_making import kind_of
from nosologist.workbench.deciding import Desk, Kind, Line, Standing
from nosologist.workbench.models import Chart, Original, User
from nosologist.workbench.roles import CLAIMERS, Role

_IN_COMMON = ("date", "medical_record")
_HEADS_IN_COMMON = ("patient.", "coverage.", "other_payer.")
_OF_ONE_CLAIM = frozenset(
    {"paid", "patient_owes", "adjudicated", "adjustments", "claim_number"}
)  # what a payer decided
_MEDICARE = frozenset({"MA", "MB"})  # part A or B: not the same for both


def other_view(chart: Chart) -> View:
    """Whose the other claim of a chart is."""
    return View.PROFESSIONAL if kind_of(chart) is ClaimKind.INSTITUTIONAL else View.FACILITY


def code_other(chart: Chart, user: User, roles: frozenset[Role]) -> uuid.UUID:
    """Code the documents of a chart for its other claim, with what need not be decided again; the chart that is there already,
    where it was done before."""

    def carry(other: Chart) -> None:
        if roles & CLAIMERS:
            _carried(chart, other, user, roles)

    return _once(chart, user.username, carry)


def code_beside(chart: Chart, by: str) -> uuid.UUID:
    """The same for a chart that comes in, on which nobody has decided: two open charts."""
    return _once(chart, by, lambda _other: None)


def _once(chart: Chart, by: str, carry: Callable[[Chart], None]) -> uuid.UUID:
    with transaction.atomic():
        Chart.objects.select_for_update().only("id").get(
            id=chart.id
        )  # of two at once the second finds what the first made
        return BothClaims.other_of(chart.id) or _made(chart, by, carry)


def _made(chart: Chart, by: str, carry: Callable[[Chart], None]) -> uuid.UUID:
    view = other_view(chart)
    told = engine.encounter_of(chart)
    encounter = replace(
        told, documents=tuple(one for one in told.documents if one.text), view=view, name=f"{chart.name[:180]} ({view.value})",
        procedures=False if view is View.PROFESSIONAL else None,
    )  # fmt: skip
    restricted = chart.item.restricted
    other = keep(
        chart.organization, by, encounter, demonstration=chart.item.demonstration, specialty=chart.item.specialty
    )
    BothClaims.objects.create(first=chart, second=other)
    _answers_marked(chart, other)
    for one in chart.originals.all():
        Original.objects.create(
            chart=other, document=one.document, pages=one.pages, places=one.places, content=one.content
        )
    audit.write("other claim", user=by, organization=chart.organization_id, subject=other.id, of=str(chart.id))
    carry(other)
    if restricted:
        restricting.restrict(other.id, other.organization_id, by)
    return other.id


def _answers_marked(chart: Chart, other: Chart) -> None:
    """Which documents are answers, and to which query: one that is corrected later is corrected in both."""
    queries = {one["id"]: {"query": one["query"]} for one in chart.documents if "query" in one}
    other.documents = [{**one, **queries.get(one["id"], {})} for one in other.documents]
    Chart.objects.filter(id=other.id).update(documents=other.documents)


def _carried(chart: Chart, other: Chart, user: User, roles: frozenset[Role]) -> None:
    """Decide on the other chart, in the person's name, what is decided already."""
    first = recording.desk(chart)

    def decide(kind: Kind, **raw: Any) -> Desk:
        other.refresh_from_db()
        return recording.record(other, user, roles, recording.Wish(uuid.uuid4(), other.last, kind, raw))

    desk = decide(Kind.CLAIM)
    if fields := dict(_common(first.abstract)):
        decide(Kind.ABSTRACT, fields=fields)
    if chart.setting == Setting.INPATIENT:
        return
    for kind, raw in _decisions(first, desk, other):
        desk = decide(kind, **raw)
    if first.diagnoses and (key := _key_of(first.diagnoses[0], desk)) and key != desk.diagnoses[0].key:
        decide(Kind.PRINCIPAL, line=key, reason="first-listed on the other claim")


def _common(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        of_payment = name.rpartition(".")[2] in _OF_ONE_CLAIM
        of_a_part = name.endswith("claim_filing") and value in _MEDICARE
        if (name in _IN_COMMON or name.startswith(_HEADS_IN_COMMON)) and not of_payment and not of_a_part:
            yield name, value


def _decisions(first: Desk, second: Desk, other: Chart) -> Iterator[tuple[Kind, dict[str, Any]]]:
    """What was decided on the diagnoses of the first claim, as decisions on those of the second."""
    by_code = {line.code: line.key for line in second.lines if line.is_diagnosis}
    standing = {line.code for line in first.diagnoses}
    for line in first.lines:
        if not line.is_diagnosis or line.standing is Standing.OPEN:
            continue
        if line.was and line.was in by_code and line.was not in standing:
            yield Kind.REJECT, {"line": by_code[line.was], "reason": f"{line.code} in its place on the other claim"}
        if not line.stands:
            if line.code in by_code and line.code not in standing:
                yield Kind.REJECT, {"line": by_code[line.code], "reason": line.why}
        elif line.code in by_code:
            yield Kind.ACCEPT, {"lines": [by_code[line.code]]}
        else:
            yield Kind.ADD, {"system": line.system, "code": line.code, **_rests_on(line, other)}


def _rests_on(line: Line, other: Chart) -> dict[str, Any]:
    """The words that a code rests on, in the documents of the other chart; else the reason."""
    reason = line.why or "as on the other claim"
    names = [one["id"] for one in other.documents]
    for span in line.evidence:
        if (name := span.get("document", names[0])) in names:
            place = names.index(name)
            if other.documents[place]["text"][span["start"] : span["end"]] == span["text"]:
                return {"evidence": {"document": place, "start": span["start"], "end": span["end"]}, "reason": line.why}
    return {"reason": reason}


def _key_of(wanted: Line, desk: Desk) -> str:
    return next((line.key for line in desk.diagnoses if line.code == wanted.code), "")
