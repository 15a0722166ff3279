"""Cards of CDS Hooks 2.0: the codes that a record suggests, each with the words it rests on and the way to it. Pure."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from nosologist.model.code import undotted

ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
_REASONS = "urn:nosologist:override-reasons"
_LONGEST_SUMMARY = 139  # characters: the specification wants fewer than 140
_LONGEST_QUOTE = 90
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~])")


def resources_in(prefetch: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The resources of a prefetch: each key holds one, a Bundle of them, or null."""
    found: list[dict[str, Any]] = []
    for value in prefetch.values():
        if isinstance(value, dict) and value.get("resourceType") == "Bundle":
            entries = value.get("entry")
            inner = (
                [one.get("resource") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
            )
            found += [one for one in inner if isinstance(one, dict)]
        elif isinstance(value, dict):
            found.append(value)
    return found


def known_codes(resources: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The ICD-10-CM codes that the encounter's Conditions have already, without dots."""
    found = set()
    for one in resources:
        concept = one.get("code")
        if one.get("resourceType") == "Condition" and isinstance(concept, dict):
            codings = concept.get("coding")
            for coding in codings if isinstance(codings, list) else ():
                if isinstance(coding, dict) and coding.get("system") == ICD10CM:
                    found.add(undotted(str(coding.get("code"))))
    return frozenset(found)


def code_card(
    suggested: Mapping[str, Any],
    known: frozenset[str],
    patient: str,
    encounter: str,
    source: Mapping[str, Any],
    reasons: Mapping[str, str],
) -> dict[str, Any] | None:
    """One card with the codes that are not there yet, and the reasons for which it may be overridden; None where there are none."""
    new = [one for one in suggested["codes"] if undotted(one["code"]) not in known]
    if not new:
        return None
    count = f"{len(new)} code{'s' if len(new) > 1 else ''}"
    summary = f"{count} suggested by the record: {', '.join(one['code'] for one in new)}"
    card: dict[str, Any] = {
        "uuid": str(uuid.uuid4()),
        "summary": summary if len(summary) <= _LONGEST_SUMMARY else f"{count} suggested by the record",
        "indicator": "info",
        "source": dict(source),
        "detail": "\n".join(["| Code | Title | Rests on | Way |", "|---|---|---|---|", *map(_row, new)]),
    }
    diagnoses = [one for one in new if one["system"] == "icd10cm"]
    if diagnoses:
        card["suggestions"] = [_suggestion(one, patient, encounter) for one in diagnoses]
        card["selectionBehavior"] = "any"
        card["overrideReasons"] = [
            {"code": code, "system": _REASONS, "display": said} for code, said in reasons.items()
        ]
    return card


def remark_card(remarks: Iterable[str], source: Mapping[str, Any]) -> dict[str, Any] | None:
    """What could not be read, so that nobody takes the codes for those of the whole record; None where all was."""
    told = list(dict.fromkeys(remarks))
    if not told:
        return None
    return {
        "uuid": str(uuid.uuid4()),
        "summary": "Part of the record could not be read",
        "indicator": "warning",
        "source": dict(source),
        "detail": "\n".join(f"- {_escaped(one, 300)}" for one in told[:20]),
    }


def _row(one: Mapping[str, Any]) -> str:
    quotes = "; ".join(f"“{_escaped(span['text'], _LONGEST_QUOTE)}”" for span in one["evidence"][:3])
    way = _escaped(" > ".join(one["path"]), 200)
    return f"| `{one['code']}` | {_escaped(one['title'], 200)} | {quotes} | {way} |"


def _escaped(text: str, longest: int) -> str:
    """Words of a record as text, never as Markdown or HTML."""
    text = " ".join(text.split())
    return _MARKDOWN.sub(r"\\\1", text if len(text) <= longest else text[: longest - 1] + "…")


def _suggestion(one: Mapping[str, Any], patient: str, encounter: str) -> dict[str, Any]:
    """A diagnosis of the encounter, which the record system makes when the clinician accepts it."""
    category = "http://terminology.hl7.org/CodeSystem/condition-category"
    label = f"{one['code']} {one['title']}"
    condition = {
        "resourceType": "Condition",
        "category": [{"coding": [{"system": category, "code": "encounter-diagnosis"}]}],
        "code": {"coding": [{"system": ICD10CM, "code": one["code"], "display": one["title"]}]},
        "subject": {"reference": f"Patient/{patient}"},
        "encounter": {"reference": f"Encounter/{encounter}"},
    }
    return {
        "uuid": str(uuid.uuid4()),
        "label": label,
        "actions": [{"type": "create", "description": f"Add {label}", "resource": condition}],
    }
