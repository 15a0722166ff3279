"""The books and the engine for programs, without any chart: look codes up, show them, check claims, code a note."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ninja import Body, Query, Router

from nosologist.errors import UsageError
from nosologist.workbench import encoder, engine
from nosologist.workbench.api.fields import BuildIn, EncounterIn, OnDay, WordsIn

router = Router(tags=["books"])


@router.post("/find", response=dict[str, Any], url_name="api-find")
def find(request: Any, sent: WordsIn) -> Any:
    """Look codes up in your own words, as `noso find` does."""
    answer = engine.look_up(sent.words + " ", sent.date, sent.top)
    results = [
        {"code": one.code, "title": one.title, "valid": one.valid, "by": one.by, "system": one.system}
        for one in answer.results
    ]
    return {"results": results, "notes": list(answer.notes)}


@router.get("/codes/{code}", response=list[dict[str, Any]], url_name="api-code")
def show(request: Any, code: str, wanted: Query[OnDay]) -> Any:
    """Everything that the books of a day say of a code, a list: J1100 is a diagnosis and a drug."""
    return engine.sheets(code[:20], wanted.date)


@router.post("/build", response=dict[str, Any], url_name="api-build")
def build(request: Any, sent: BuildIn) -> Any:
    """Build an ICD-10-PCS code: the values that characters leave open (`.` for one), or the codes that words lead to."""
    return asdict(encoder.built(sent.text, sent.date))


@router.post("/check", response=dict[str, Any], url_name="api-check")
def check(request: Any, sent: Body[dict[str, Any]]) -> Any:
    """Check a claim by the rules of the organization, as `noso check --format json` does. Nothing is kept."""
    return engine.checked(sent, request.membership.organization_id)


@router.post("/code", response=dict[str, Any], url_name="api-suggest")
def suggest(request: Any, sent: EncounterIn) -> Any:
    """Code an encounter, as `noso code --format json` does. Nothing is kept."""
    encounter = sent.encounter()
    if encounter is None:
        raise UsageError("give the text of a note, or documents, and not both")
    return engine.coded(encounter)[1]
