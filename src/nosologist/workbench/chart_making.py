"""Making a chart of an encounter: coded, kept with its pages, and put on the worklist."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace

from django.db import transaction

from nosologist.formats.page_picture import sizes
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.model.places import Places
from nosologist.workbench import audit, engine, restricting
from nosologist.workbench.claim_making import usual_view
from nosologist.workbench.models import Chart, Organization, Original
from nosologist.workbench.worklist_models import WorkItem

_log = logging.getLogger("django.nosologist")


def keep(
    organization: Organization, by: str, encounter: Encounter, id: uuid.UUID | None = None, restricted: bool = False,
    demonstration: bool = False, specialty: str = "",
) -> Chart:  # fmt: skip
    """Code an encounter and put it on the worklist, in one transaction with its line in the audit log.

    It is coded for the claim that was asked for, else for the usual one of its setting.
    """
    if encounter.view is None:
        encounter = replace(encounter, view=usual_view(encounter.setting, organization.id))
    pages = {one.id: one.places for one in encounter.documents if one.places and one.places.file}
    arranged, suggested = engine.coded(replace(encounter, documents=tuple(map(_without_file, encounter.documents))))
    chart = Chart(
        id=id or uuid.uuid4(), organization=organization, name=encounter.id[:200], setting=encounter.setting.value,
        date=encounter.date, age=encounter.age, sex=encounter.sex.value if encounter.sex else "",
        documents=engine.kept(arranged.documents), suggested=suggested, codes=len(suggested["codes"]),
        facts=engine.kept_facts(arranged.facts),
    )  # fmt: skip
    with transaction.atomic():
        chart.save(force_insert=True)
        for document, places in pages.items():
            _keep_pages(chart, document, places)
        audit.write(
            "uploaded", user=by, organization=organization.id, subject=chart.id, codes=len(suggested["codes"]),
            **({"demonstration": True} if demonstration else {}),
        )  # fmt: skip
        if demonstration or specialty:
            WorkItem.objects.filter(chart=chart).update(demonstration=demonstration, specialty=specialty)
        if restricted:
            restricting.restrict(chart.id, organization.id, by)
    return chart


def _without_file(document: Document) -> Document:
    """The document as the engine keeps it in memory: without the bytes of its pages."""
    return replace(document, places=Places(document.places.packed)) if document.places else document


def _keep_pages(chart: Chart, document: str, places: Places) -> None:
    """Keep the file whose pages a document was read from, where they can be drawn."""
    try:
        pages = sizes(places.file)
    except Exception:  # whatever the libraries raise on a file whose text they could read; the text is there
        _log.exception("sizes of pages")
        return
    Original.objects.create(chart=chart, document=document, pages=pages, places=places.packed, content=places.file)
