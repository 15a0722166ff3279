"""Groups out, as the batch contract of ``noso check`` has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nosologist.grouping.mce import MceEdit
from nosologist.model.groups import DrgGroup, GroupedDiagnosis, Groups, HccGroup


def groups_object(groups: Groups, edits: tuple[MceEdit, ...] | None = None) -> dict[str, Any]:
    """The groups of a claim; a stay has ``drg`` and ``mce`` (``edits``, None where it is no stay), every claim ``hcc``."""
    content: dict[str, Any] = {}
    if groups.drg:
        content["drg"] = drg_object(groups.drg)
    if edits is not None:
        content["mce"] = [{"edit": edit.name, "count": edit.times} for edit in edits]
    if groups.hcc:
        content["hcc"] = _hcc(groups.hcc)
    return content


def drg_object(drg: DrgGroup) -> dict[str, Any]:
    """An MS-DRG; what says nothing is left out."""
    content: dict[str, Any] = {
        "version": drg.version,
        "drg": drg.number,
        "title": drg.title,
        "mdc": drg.mdc,
        "mdc_title": drg.mdc_title,
        "severity": drg.severity,
        "status": drg.status,
        "initial_drg": drg.initial,
    }
    if drg.hac:
        content["hac"] = drg.hac
    severe = [_severe(one) for one in drg.diagnoses[1:] if one.severity or one.hacs]
    if severe:
        content["cc"] = severe
    if deciding := [one.code.value for one in drg.procedures if one.counts]:
        content["procedures"] = deciding
    return content


def _severe(one: GroupedDiagnosis) -> dict[str, Any]:
    content: dict[str, Any] = {"code": one.code.dotted, "severity": one.severity, "counts": one.counts}
    if one.excluded:
        content["excluded"] = True
    if one.hacs:
        content["hac"] = [{"category": hac.category, "title": hac.title, "met": hac.met} for hac in one.hacs]
    return content


def _hcc(models: tuple[HccGroup, ...]) -> dict[str, Any]:
    """The categories by model, the codes behind those of the first model, and its score (``raf``)."""
    first, names = models[0], [one.model.lower() for one in models]
    content: dict[str, Any] = {
        name: [each.number for each in one.categories] for name, one in zip(names, models, strict=True)
    }
    content["raf"] = first.score
    content["raf_by_model"] = {name: one.score for name, one in zip(names, models, strict=True)}
    content["codes"] = {each.number: [code.dotted for code in each.codes] for each in first.categories}
    return content


def without_money(groups: Mapping[str, Any]) -> dict[str, Any]:
    """The same groups without risk scores."""
    hidden = {"raf", "raf_by_model"}
    return {
        name: {key: one for key, one in value.items() if key not in hidden} if name == "hcc" else value
        for name, value in groups.items()
    }
