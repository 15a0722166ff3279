"""CDS Hooks 2.0: a record system asks, when a patient is discharged, which codes the record suggests.

Everything comes in the request (prefetch): this program asks no other. Of the stay nothing is kept unless the request says so; of a
card its codes are, without the patient, so that feedback can be counted.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Annotated, Any

from django.db import IntegrityError
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from nosologist.formats.charts import charts_in
from nosologist.formats.visits import together
from nosologist.model.encounter import Encounter, Setting
from nosologist.workbench import card_counting, engine
from nosologist.workbench.api import cards
from nosologist.workbench.api.problems import problem
from nosologist.workbench.card_counting import REASONS
from nosologist.workbench.chart_making import keep
from nosologist.workbench.models import Chart
from nosologist.workbench.reading import named_apart
from nosologist.workbench.roles import UPLOADERS
from nosologist.workbench.screens.worklist import charts_of

KEEP = "nosologist-keep"  # the extension with which a request asks that the chart is kept
_OF_NOTES = ("documents", "compositions", "reports")
_SERVICE = {
    "hook": "encounter-discharge",
    "id": "discharge-codes",
    "title": "Codes of the stay",
    "description": "The ICD-10 codes that the record of the stay suggests, each with the words it rests on and the way to it.",
    "prefetch": {
        "patient": "Patient/{{context.patientId}}",
        "encounter": "Encounter/{{context.encounterId}}",
        "documents": "DocumentReference?encounter={{context.encounterId}}",
        "compositions": "Composition?encounter={{context.encounterId}}",
        "reports": "DiagnosticReport?encounter={{context.encounterId}}",
        "conditions": "Condition?encounter={{context.encounterId}}",
    },
    "usageRequirements": "The text of documents stands in the prefetch (attachment.data); links are not followed.",
}
router = Router(tags=["CDS Hooks"])
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9\-.]{1,64}$")]  # of FHIR


class Context(Schema):
    """What the hook tells."""

    patientId: Id  # noqa: N815 -- as the specification writes it
    encounterId: Id  # noqa: N815


class Asked(Schema):
    """A request of a record system; what else it may hold (fhirServer, fhirAuthorization) is not used."""

    hook: str = Field(max_length=100)
    hookInstance: uuid.UUID  # noqa: N815
    context: Context
    prefetch: dict[str, Any] = Field({})
    extension: dict[str, Any] | None = None


@router.get("/cds-services", response=dict[str, Any], url_name="cds-services")
def services(request: Any) -> Any:
    """What a record system can ask for (CDS Hooks 2.0)."""
    return {"services": [_SERVICE]}


@router.post("/cds-services/discharge-codes", response=dict[str, Any], url_name="cds-discharge-codes")
def discharge_codes(request: Any, sent: Asked) -> Any:
    """Cards with the codes that the record of the stay suggests."""
    if sent.hook != _SERVICE["hook"]:
        return problem(400, f"this service answers the hook {_SERVICE['hook']}")
    if not any(name in sent.prefetch for name in _OF_NOTES):
        return problem(
            412, f"nothing to read: send {', '.join(_OF_NOTES)} in the prefetch; nothing is fetched from here"
        )
    resources = cards.resources_in(sent.prefetch)
    encounter, remarks = _read(resources, sent.context.encounterId)
    keeps = bool((sent.extension or {}).get(KEEP))
    if keeps and not request.membership.held & UPLOADERS:
        return problem(403, "the roles of this token keep no charts")
    source = {"label": "Nosologist", "topic": {"code": "coding", "display": "Medical coding"}}
    shown: list[dict[str, Any]] = []
    if encounter.documents:
        suggested = engine.coded(encounter)[1]
        known = cards.known_codes(resources)
        card = cards.code_card(suggested, known, sent.context.patientId, sent.context.encounterId, source, REASONS)
        shown += [card] if card else []
        if card and "suggestions" in card:
            card_counting.given(request.membership.organization_id, card)
    if warning := cards.remark_card(remarks, source):
        shown.append(warning)
    chart = _chart(request, sent.context.encounterId, encounter if keeps else None)
    if chart is not None:
        address = request.build_absolute_uri(reverse("chart", kwargs={"chart": chart}))
        for card in shown:
            card["links"] = [{"label": "Open the chart", "url": address, "type": "absolute"}]
    return {"cards": shown}


def _read(resources: list[dict[str, Any]], encounter: str) -> tuple[Encounter, list[str]]:
    """The encounter that the resources tell of, and what could not be read."""
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}
    read = list(charts_in(json.dumps(bundle).encode(), "prefetch", "record"))
    remarks = [remark for one in read for remark in (*one.unreadable, *one.remarks)]
    parts = [one for one in read if one.documents]
    if not parts:
        return Encounter(()), remarks
    whole = together(parts, f"Encounter {encounter}")
    documents = named_apart(one for one in whole.documents if one.text.strip())
    found = replace(whole, documents=documents).encounter(Encounter((), Setting.INPATIENT))
    return replace(found, name=f"Encounter {encounter}"), remarks


def _chart(request: Any, encounter: str, to_keep: Encounter | None) -> uuid.UUID | None:
    """The chart of an encounter, where one was kept; its id follows from the encounter's, so that there is one."""
    id = uuid.uuid5(request.membership.organization_id, f"Encounter/{encounter}")
    if charts_of(request).filter(id=id).exists():
        return id
    if to_keep is None or not to_keep.documents:
        return None
    try:
        keep(request.membership.organization, request.user.username, to_keep, id)
    except IntegrityError:  # asked twice at once
        return id if Chart.objects.filter(id=id).exists() else None
    return id
