"""Check a proof again: what still holds on this machine, with its books and its program, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from nosologist import __version__
from nosologist.codesets.library import Books, Library
from nosologist.errors import BookError
from nosologist.model.claim import Claim, Diagnosis
from nosologist.model.code import icd10cm, undotted
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex
from nosologist.pipeline import walk
from nosologist.proof.seal import canonical, digest
from nosologist.proof.statement import books_say, record, releases, text_hash
from nosologist.rules.site import rulebook_in_force

_AGAIN = ("codes", "procedures", "not_coded", "findings", "rules_passed")
_FEW = 5  # differences told of each kind


class Line(NamedTuple):
    """One thing that was checked. ``holds`` is None for what is only said."""

    what: str
    holds: bool | None
    why: str = ""


def verify(
    content: dict[str, Any], stated: str, library: Library, texts: Sequence[Document] | None = None
) -> Iterator[Line]:
    """Every check of a proof; ``texts`` are the documents of the chart, where it is at hand.

    A proof whose form is broken fails in one line, whatever is wrong in it.
    """
    yield Line(
        "hash over the content", digest(canonical(content)) == stated, "the proof was changed after it was sealed"
    )
    try:
        made = str(content["program"]["version"])
        yield Line(f"program: made by version {made}, checked by {__version__}", None)
        records = list(content["records"])
        if texts is not None:
            yield Line(
                "documents of the chart", len(texts) == len(records), f"{len(texts)} here, {len(records)} in the proof"
            )
        for number, one in enumerate(records):
            text = texts[number] if texts is not None and number < len(texts) else None
            yield from _record(one, library, text, f"record {number + 1}: " if len(records) > 1 else "")
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        yield Line("form of the proof", False, f"it is not as this program writes it ({type(error).__name__})")


def _record(stated: dict[str, Any], library: Library, document: Document | None, where: str) -> Iterator[Line]:
    encounter = _encounter(stated)
    try:
        books = library.in_force(encounter.date)
    except BookError as error:
        yield Line(f"{where}release", False, str(error))
        return
    yield from _releases(stated, encounter, books, where)
    yield from _books(stated, books, where)
    yield from _rules(stated, encounter, books, where)
    if document is None:
        yield Line(
            f"{where}the text, and codes from it: not checked, because the chart was not given (--chart FILE)", None
        )
        return
    is_same = text_hash(document.text) == stated["documents"][0]["sha256"]
    yield Line(f"{where}text of the chart", is_same, "it is not the text that was coded")
    yield from _quotes(stated, document, where)
    yield from _again(stated, encounter, document, books, where)


def _releases(stated: dict[str, Any], encounter: Encounter, books: Books, where: str) -> Iterator[Line]:
    here = {(one["id"], one["file"]): one for one in releases(encounter, books)}
    for one in stated["releases"]:
        found = here.pop((one["id"], one["file"]), None)
        named = f"{where}release {one['id']}, {one['file']}"
        if found is None:
            yield Line(named, False, f"in force here: {', '.join(sorted({id for id, _ in here})) or 'none of it'}")
            continue
        same = found["sha256"] == one["sha256"] and found["index_sha256"] == one["index_sha256"]
        yield Line(
            named,
            same,
            f"the official file differs: {found['sha256'][:12]} here, {str(one['sha256'])[:12]} in the proof",
        )
        if same and found["compiled_from"] != one["compiled_from"]:
            yield Line(f"{where}our Index or compiler of {one['id']} is not the one that the proof was made with", None)
    for id, file in here:
        yield Line(f"{where}release {id}, {file}: in force here, not in the proof", None)


def _books(stated: dict[str, Any], books: Books, where: str) -> Iterator[Line]:
    """Each code is valid, has its title, stands where the proof says, and its notes are met or not as it says."""
    values = [undotted(one["code"]) for one in stated["codes"]]
    for one, value in zip(stated["codes"], values, strict=True):
        code = books.tabular.get(value)
        if code is None or not code.valid:
            yield Line(f"{where}{one['code']}", False, "is no valid code of the release in force here")
            continue
        wrong = [name for name, part in books_say(value, values, books).items() if part != one[name]]
        wrong += [] if code.title == one["title"] else ["title"]
        yield Line(
            f"{where}{one['code']}: valid, title, Tabular and notes",
            not wrong,
            f"{', '.join(wrong)} differ in the books here",
        )


def _rules(stated: dict[str, Any], encounter: Encounter, books: Books, where: str) -> Iterator[Line]:
    """The codes alone, as a claim: no rule stops it that the proof does not name."""
    diagnoses = tuple(Diagnosis(icd10cm(undotted(one["code"])), one["poa"]) for one in stated["codes"])
    claim = Claim("proof", encounter.setting, diagnoses, date=encounter.date, age=encounter.age, sex=encounter.sex)
    known = {finding["rule"] for finding in stated["findings"]}
    stops = sorted({one.rule for one in rulebook_in_force().findings(claim, books) if one.stops} - known)
    yield Line(
        f"{where}rules: none stops these codes that the proof does not name",
        not stops,
        f"stopped by {', '.join(stops)}",
    )


def _quotes(stated: dict[str, Any], document: Document, where: str) -> Iterator[Line]:
    spans = [span for part in ("codes", "procedures") for one in stated[part] for span in one["spans"]]
    spans += stated["not_coded"]
    moved = [span for span in spans if document.text[span["start"] : span["end"]] != span["quote"]]
    places = ", ".join(f"{span['start']}-{span['end']}" for span in moved[:_FEW])
    yield Line(f"{where}{len(spans)} quotes stand at their places", not moved, f"{len(moved)} do not: {places}")


def _again(
    stated: dict[str, Any], encounter: Encounter, document: Document, books: Books, where: str
) -> Iterator[Line]:
    """The chart, coded again, gives what the proof states."""
    one = Document(
        str(stated["documents"][0]["id"]),
        document.text,
        document.kind,
        document.author,
        document.written,
        document.format,
    )
    again = record(walk(replace(encounter, documents=(one,)), books), books)
    for part in _AGAIN:
        name = part.replace("_", " ")
        was, now = [canonical(item) for item in stated[part]], [canonical(item) for item in again[part]]
        yield Line(f"{where}coded again: {name}", was == now, _difference(stated[part], again[part]))


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
    name = one.get("code") or one.get("pattern") or one.get("rule")
    return str(name) if name else f"{one.get('start')}-{one.get('end')}"


def _encounter(stated: dict[str, Any]) -> Encounter:
    facts = stated["encounter"]
    return Encounter(
        (), Setting(facts["setting"]), date.fromisoformat(facts["date"]) if facts["date"] else None, facts["age"],
        Sex(facts["sex"]) if facts["sex"] else None, facts["all_mentions"], facts["least_confidence"], facts["procedures"],
    )  # fmt: skip
