"""The documents of a chart as pages show them: with the evidence of its codes marked, and whether a person has read them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from nosologist.model.document import Span
from nosologist.model.places import Place, Places
from nosologist.workbench.deciding import Desk, Line
from nosologist.workbench.marking import COPIED, Anchor, anchors, pieces
from nosologist.workbench.models import Chart, Original, Seen, User
from nosologist.workbench.screens.lines import open_services


def mark_of(document: Mapping[str, Any]) -> str:
    """What stands for a document and its text: other words make another mark."""
    return hashlib.sha256(f"{document['id']}\0{document['text']}".encode()).hexdigest()[:32]


def texts(chart: Chart, desk: Desk, user: User) -> list[dict[str, Any]]:
    """The documents in pieces."""
    owners = [(line.key, line.evidence) for line in desk.lines]
    owners += [(f"n-{place}", entry["spans"]) for place, entry in enumerate(left_out(chart.suggested))]
    copied = {told["id"]: told.get("copied", ()) for told in chart.suggested.get("documents", ())}
    seen = set(Seen.objects.filter(user=user, chart=chart).values_list("mark", flat=True))
    originals = {one.document: one for one in chart.originals.defer("content")}
    shown = []
    for place, document in enumerate(chart.documents):
        found = anchors(owners, document["id"], place == 0)
        found += [(span["start"], span["end"], COPIED) for span in copied.get(document["id"], ())]
        mark = mark_of(document)
        shown.append({
            **document, "place": place, "mark": mark, "unread": mark not in seen, "pieces": pieces(document["text"], found),
            **_pages(originals.get(document["id"]), found),
        })  # fmt: skip
    return shown


def resting_on_nothing(chart: Chart, desk: Desk) -> tuple[Line, ...]:
    """The codes that stand on the words of answers alone that were recorded wrongly."""
    withdrawn = {document["id"] for document in chart.documents if document.get("withdrawn")}
    if not withdrawn:
        return ()
    return tuple(
        line
        for line in desk.standing
        if line.evidence and all(span.get("document") in withdrawn for span in line.evidence)
    )


def _pages(original: Original | None, found: list[Anchor]) -> dict[str, Any]:
    """The pages of a document with the boxes of the words that are marked, in parts of the page."""
    if original is None:
        return {}
    places = Places(bytes(original.places))
    keys: dict[Place, list[str]] = {}
    for start, end, key in found:
        if key != COPIED:
            for place in places.of(Span(start, end)):
                keys.setdefault(place, []).append(key)
    pages: list[dict[str, Any]] = [
        {"number": number, "width": width, "height": height, "boxes": []}
        for number, (width, height) in enumerate(original.pages, 1)
    ]
    for place, owners in keys.items():
        if place.page <= len(pages):
            pages[place.page - 1]["boxes"].append(_box(place, owners))
    return {"pages": pages, "file": original.id, "chart": original.chart_id}


def _box(place: Place, owners: list[str]) -> dict[str, Any]:
    return {
        "keys": " ".join(dict.fromkeys(owners)), "is_code": any(not key.startswith("n-") for key in owners),
        "x": f"{place.left:.4f}", "y": f"{place.top:.4f}", "width": f"{place.right - place.left:.4f}",
        "height": f"{place.bottom - place.top:.4f}",
    }  # fmt: skip


def read_by(user: User, chart: Chart, marks: Collection[str]) -> None:
    """Note that a person has read documents; what is no document of the chart is passed over."""
    known = {mark_of(document) for document in chart.documents}
    rows = [Seen(user=user, chart=chart, mark=mark) for mark in dict.fromkeys(marks) if mark in known]
    Seen.objects.bulk_create(rows, ignore_conflicts=True)


def left_out(suggested: dict[str, Any]) -> list[dict[str, Any]]:
    """What was not coded, and procedures and services that the record does not state far enough, with reasons and words."""
    told = [{**entry, "spans": [entry]} for entry in suggested["not_coded"]]
    for one in suggested.get("open_procedures", ()):
        missing = ", ".join(axis["title"].lower() for axis in one["open"])
        quote = one["evidence"][0]["text"] if one["evidence"] else one["title"]
        told.append({
            "text": quote, "candidates": [one["pattern"]], "reason": f"{one['title']}: not documented: {missing}", "cites": [],
            "spans": one["evidence"],
        })  # fmt: skip
    return [*told, *open_services(suggested)]
