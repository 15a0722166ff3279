"""The whole claim of a chart: its codes as they stand, with the abstract of the chart and of its organization."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from nosologist.errors import UnreadableClaimError
from nosologist.formats.abstract import abstract_of, claim_of_abstract, total_of
from nosologist.model.claim import Claim, ClaimKind
from nosologist.model.encounter import Setting, View
from nosologist.model.finding import Finding
from nosologist.workbench import engine, usual_charges
from nosologist.workbench.abstracting import VIEW, content, lacking, of_kind
from nosologist.workbench.deciding import Desk
from nosologist.workbench.models import Chart, Practice
from nosologist.workbench.worklist_models import own_number

_SEXES = {"female": "F", "male": "M"}


def kind_of(chart: Chart) -> ClaimKind:
    """Whose claim the chart makes: by its view, else by its setting."""
    view = engine.view_of(chart)
    of_facility = chart.setting == Setting.INPATIENT if view is None else view == View.FACILITY
    return ClaimKind.INSTITUTIONAL if of_facility else ClaimKind.PROFESSIONAL


def usual_view(setting: Setting, organization: object) -> View:
    """Whose claim a chart is coded for where nobody says: of a stay the facility's, else what the organization states."""
    return (
        View.FACILITY
        if setting is Setting.INPATIENT
        else View(practice_of(organization).get(VIEW.name, View.PROFESSIONAL))
    )


def practice_of(organization: object) -> dict[str, str]:
    """What an organization states on each claim."""
    found: dict[str, str] | None = (
        Practice.objects.filter(organization=organization).values_list("fields", flat=True).first()
    )
    return found or {}


def facts_of(chart: Chart) -> dict[str, Any]:
    """What the chart itself tells: its number, day, setting and sex, where the abstract says nothing else."""
    told = {"id": own_number(chart.id)}
    if chart.date:
        told["date"] = chart.date.isoformat()
    if chart.sex:
        told["patient.sex"] = _SEXES[chart.sex]
    return told


def usual_of(chart: Chart) -> dict[str, Any]:
    """What the claim of a chart states where nobody says otherwise on it."""
    return facts_of(chart) | of_kind(practice_of(chart.organization_id), kind_of(chart))


def whole_claim(chart: Chart, desk: Desk) -> Claim:
    """The claim as it would go out.

    Raises:
        UnreadableClaimError: the abstract lacks what no claim can do without; the message names it.
    """
    coded = engine.claim(chart, desk)
    told = {**usual_of(chart), **usual_charges.filled(kind_of(chart), chart.organization_id, desk), **desk.abstract}
    if lost := lacking(told):
        raise UnreadableClaimError(f"missing: {', '.join(lost)}")
    about = content(told, desk, kind_of(chart)) | {"setting": chart.setting}
    if chart.item.demonstration and "submission" in about:
        about["submission"]["test"] = True  # no payer takes it for a claim
    if "birth_date" not in about.get("patient", {}) and chart.age is not None:
        about["age"] = chart.age
    claim = claim_of_abstract(abstract_of(about), coded)
    return replace(claim, overrides=coded.overrides)


class ClaimState(NamedTuple):
    """What stands in the way of a claim."""

    missing: str  # what no claim can do without; empty where nothing is missing
    findings: tuple[Finding, ...]
    total: Decimal | None  # of its charges, in dollars

    @property
    def held(self) -> bool:
        """True where something keeps it back, final or not."""
        return bool(self.missing) or any(finding.stops for finding in self.findings)


def state_of(chart: Chart, desk: Desk) -> ClaimState:
    """What stands in the way of the claim of a chart as the desk has it."""
    try:
        whole = whole_claim(chart, desk)
        total = total_of(whole.billing) if whole.billing else None
        return ClaimState("", engine.findings_of(whole, chart.organization_id), total)
    except UnreadableClaimError as error:
        return ClaimState(str(error), (), None)


def findings_of_claim(chart: Chart, desk: Desk) -> tuple[Finding, ...]:
    """What the rules find in the whole claim; nothing while it is not whole."""
    return state_of(chart, desk).findings
