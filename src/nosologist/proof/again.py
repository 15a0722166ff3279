"""What a proof says of a chart that is at hand: each quote stands at its place, and the same text gives the same codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from nosologist.codesets.library import Books
from nosologist.model.claim import Override
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter
from nosologist.pipeline import walk
from nosologist.proof.chart import Found
from nosologist.proof.earlier import as_of, parts_of
from nosologist.proof.seal import canonical
from nosologist.proof.statement import facts_of, record, text_hash

_FEW = 5  # differences told of each kind


class Line(NamedTuple):
    """One thing that was checked. ``holds`` is None for what is only said."""

    what: str
    holds: bool | None
    why: str = ""


def with_chart(
    stated: dict[str, Any], encounter: Encounter, found: Found, books: Books, where: str, version: int
) -> Iterator[Line]:
    """Every check that needs the chart."""
    told = stated["documents"]
    names = [str(one["id"]) for one in told]
    missing = [name for name, one in zip(names, found.documents, strict=True) if one is None]
    if missing:
        yield Line(f"{where}text of the chart", False, f"not here: {', '.join(missing[:_FEW])}")
        return
    documents = [one for one in found.documents if one is not None]
    pairs = zip(documents, told, strict=True)
    other = [one.id for one, said in pairs if text_hash(one.text) != said["sha256"]]
    of = f" of {', '.join(other[:_FEW])}" if len(told) > 1 else ""
    yield Line(f"{where}text of the chart", not other, f"it is not the text{of} that was coded")
    facts = replace(encounter, facts=found.facts)
    if version > 1 and (stated["facts"]["count"] or found.facts):
        yield Line(f"{where}facts in fields", facts_of(facts) == stated["facts"], "they are not those that were there")
    yield from _quotes(stated, documents, where)
    yield from _again(stated, facts, documents, books, where, version)


def _quotes(stated: dict[str, Any], documents: Sequence[Document], where: str) -> Iterator[Line]:
    spans = [one for name, part in stated.items() if name != "encounter" for one in _spans(part)]
    moved = [one for one in spans if _text(one, documents)[one["start"] : one["end"]] != one["quote"]]
    places = ", ".join(_named(one) for one in moved[:_FEW])
    yield Line(f"{where}{len(spans)} quotes stand at their places", not moved, f"{len(moved)} do not: {places}")


def _spans(part: Any) -> Iterator[dict[str, Any]]:
    """Every quote in a part of the proof, however deep it stands."""
    if isinstance(part, dict):
        if "quote" in part:
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _spans(one)


def _text(span: dict[str, Any], documents: Sequence[Document]) -> str:
    number = span.get("document", 1)
    return documents[number - 1].text if 1 <= number <= len(documents) else ""


def _again(
    stated: dict[str, Any], encounter: Encounter, documents: Sequence[Document], books: Books, where: str, version: int
) -> Iterator[Line]:
    """The chart, coded again, gives what the proof states."""
    order = [one.get("given", place) for place, one in enumerate(stated["documents"])]
    given = tuple(one for _, one in sorted(zip(order, documents, strict=True), key=lambda pair: pair[0]))
    decided = [Override(str(one["rule"]), str(one["reason"])) for one in stated["decisions"]] if version > 1 else []
    again = record(walk(replace(encounter, documents=given), books), books, given, decided)
    if version > 1 and len(documents) > 1:
        was, now = ([_arranged(one) for one in each["documents"]] for each in (stated, again))
        yield Line(
            f"{where}arranged again: order, authors and copies of the documents", was == now, _difference(was, now)
        )
    for part in parts_of(version):
        now = as_of(version, part, again[part])
        if stated[part] or now or part in parts_of(1):
            same = canonical(stated[part]) == canonical(now)
            yield Line(f"{where}coded again: {part.replace('_', ' ')}", same, _difference(stated[part], now))


def _arranged(document: dict[str, Any]) -> dict[str, Any]:
    """A document without what its file, not its record, decides."""
    return {name: value for name, value in document.items() if name not in ("sha256", "characters", "format")}


def _difference(was: list[Any], now: list[Any]) -> str:
    """What is gone and what is new, by name; where the names are the same, which of them differ in what they say."""
    before, after = [_named(one) for one in was], [_named(one) for one in now]
    gone, new = [one for one in before if one not in after], [one for one in after if one not in before]
    parts = [f"{word} {', '.join(some[:_FEW])}" for word, some in (("gone:", gone), ("new:", new)) if some]
    if not parts and before != after:
        parts = ["in another order"]
    if parts:
        return "; ".join(parts)
    changed = [name for name, first, second in zip(before, was, now, strict=True) if first != second]
    return f"other evidence or reasons: {', '.join(dict.fromkeys(changed[:_FEW]))}"


def _named(one: Any) -> str:
    if isinstance(one, str):
        return one
    name = one.get("code") or one.get("pattern") or one.get("rule") or one.get("id") or one.get("title")
    place = f"{one.get('start')}-{one.get('end')}"
    return str(name) if name else f"document {one['document']} {place}" if "document" in one else place
