"""Check a proof again: what still holds on this machine, with its books and its program, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from nosologist import __version__
from nosologist.codesets.library import Books, Library
from nosologist.errors import BookError
from nosologist.formats.chart import Chart
from nosologist.model.claim import Claim, Diagnosis
from nosologist.model.code import icd10cm, undotted
from nosologist.model.encounter import Encounter, Setting, Sex, View
from nosologist.proof.again import Line, with_chart
from nosologist.proof.chart import Found, matched
from nosologist.proof.done_again import done_in_books, with_done
from nosologist.proof.seal import canonical, digest
from nosologist.proof.statement import books_say, releases
from nosologist.rules.site import rulebook_in_force

_NOTHING_CODED = "CLM001"  # no diagnosis: a record in which nothing is coded says so itself


def verify(
    content: dict[str, Any], stated: str, library: Library, charts: Sequence[Chart] | None = None
) -> Iterator[Line]:
    """Every check of a proof; ``charts`` are what it was made of, where that is at hand.

    A proof whose form is broken fails in one line, whatever is wrong in it.
    """
    yield Line(
        "hash over the content", digest(canonical(content)) == stated, "the proof was changed after it was sealed"
    )
    try:
        made = str(content["program"]["version"])
        yield Line(f"program: made by version {made}, checked by {__version__}", None)
        records, version = list(content["records"]), int(content["version"])
        found: list[Found | None] = [None] * len(records)
        if charts is not None:
            here = sum(len(chart.documents) for chart in charts)
            told = sum(len(one["documents"]) for one in records)
            yield Line("documents of the chart", here == told, f"{here} here, {told} in the proof")
            found = [*matched(records, charts)]
        for number, one in enumerate(records):
            where = f"record {number + 1}: " if len(records) > 1 else ""
            yield from _record(one, library, found[number], where, version)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
        yield Line("form of the proof", False, f"it is not as this program writes it ({type(error).__name__})")


def _record(stated: dict[str, Any], library: Library, found: Found | None, where: str, version: int) -> Iterator[Line]:
    encounter = _encounter(stated)
    try:
        books = library.in_force(encounter.date)
    except BookError as error:
        yield Line(f"{where}release", False, str(error))
        return
    yield from _releases(stated, encounter, books, where)
    yield from _books(stated, books, where)
    if version > 1:
        yield from done_in_books(stated, encounter, books, where)
        yield from _decisions(stated, where)
    yield from _rules(stated, encounter, books, where, version)
    if found is None:
        yield Line(
            f"{where}the text, and codes from it: not checked, because the chart was not given (--chart FILE)", None
        )
        return
    if stated.get("deidentified"):
        yield Line(
            f"{where}the text: not checked, because the proof is without identifiers, and the chart has them", None
        )
        return
    yield from with_chart(stated, encounter, found, books, where, version)


def _decisions(stated: dict[str, Any], where: str) -> Iterator[Line]:
    """What a person let stand was found, and no finding was let stand by nobody."""
    decided = {(one["rule"], one["reason"]) for one in stated["decisions"]}
    stands = {(one["rule"], one["override"]) for one in stated["findings"] if one["override"] is not None}
    if decided or stands:
        alone = ", ".join(sorted({str(rule) for rule, _ in decided ^ stands}))
        yield Line(f"{where}decisions: each lets a finding stand", decided == stands, f"differ for {alone}")


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


def _rules(stated: dict[str, Any], encounter: Encounter, books: Books, where: str, version: int) -> Iterator[Line]:
    """The codes alone, as a claim: no rule stops it that the proof does not name."""
    diagnoses = tuple(Diagnosis(icd10cm(undotted(one["code"])), one["poa"]) for one in stated["codes"])
    claim = Claim("proof", encounter.setting, diagnoses, date=encounter.date, age=encounter.age, sex=encounter.sex)
    if version > 1:
        claim = with_done(claim, stated, encounter)
    known = {finding["rule"] for finding in stated["findings"]} | (set() if diagnoses else {_NOTHING_CODED})
    stops = sorted({one.rule for one in rulebook_in_force().findings(claim, books) if one.stops} - known)
    yield Line(
        f"{where}rules: none stops these codes that the proof does not name",
        not stops,
        f"stopped by {', '.join(stops)}",
    )


def _encounter(stated: dict[str, Any]) -> Encounter:
    facts = stated["encounter"]
    view = facts.get("view")
    return Encounter(
        (), Setting(facts["setting"]), _day(facts["date"]), facts["age"], Sex(facts["sex"]) if facts["sex"] else None,
        facts["all_mentions"], facts["least_confidence"], facts["procedures"], facts.get("established"),
        View(view) if view else None, facts.get("name"),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
