"""The engine, called in process: charts coded, codes looked up, the current set checked. One call at a time: books are shared."""

from __future__ import annotations

import gc
import threading
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import date
from functools import cache, lru_cache
from math import isfinite
from typing import Any

from nosologist.codesets.fees import DrgWeight, InpatientTables
from nosologist.codesets.library import Books, Library
from nosologist.errors import BookError, UsageError
from nosologist.formats import checked_json
from nosologist.formats.abstract import age_on
from nosologist.formats.claim_json import read_claim, sex_stated
from nosologist.formats.coded_json import to_object
from nosologist.formats.groups_json import groups_object
from nosologist.grouping import group
from nosologist.grouping.mce import edits_raised
from nosologist.grouping.stay import day_of
from nosologist.grouping.what_if import Alternative, what_if
from nosologist.model.answer import Answer, Result
from nosologist.model.claim import Claim, ClaimKind, Diagnosis, Override, Procedure
from nosologist.model.code import Code, CodeSystem, icd10cm, undotted
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex, View
from nosologist.model.fact import Fact, FactKind
from nosologist.model.finding import Finding
from nosologist.model.groups import DrgGroup, Groups
from nosologist.pipeline import walk
from nosologist.rules.claims.modifiers_of_line import is_modifier
from nosologist.rules.service_lines import asked
from nosologist.rules.site import rulebook_in_force
from nosologist.workbench import rule_switches
from nosologist.workbench.deciding import Desk, Line, Overridden
from nosologist.workbench.models import Chart
from nosologist.workbench.service_lines import claim_lines, found_services, titled_service

_ONE_AT_A_TIME = threading.RLock()  # what books derive and keep is not made for two threads
_KEPT = 64  # charts whose coding is kept, so that each decision need not code them again


@cache
def library() -> Library:
    """The books of this machine."""
    return Library()


def warm() -> None:
    """Open the newest books, and load what coding and checking need, before the first chart asks for them."""
    with _ONE_AT_A_TIME:
        _books(None).find("fever", typing=True)
        first = Encounter((Document("first", "ASSESSMENT\n1. Fever\n"),), established=True, view=View.PROFESSIONAL)
        _walked(first)
    gc.collect()
    gc.freeze()  # books stay: a collection that looked through them would hold every answer up for a second


def coded(encounter: Encounter) -> tuple[Encounter, dict[str, Any]]:
    """Code an encounter: the encounter with its documents in the order of the stay, and the object of the JSON contract."""
    with _ONE_AT_A_TIME:
        found = _walked(encounter)
        told = {} if encounter.established is None else {"established": encounter.established}
        return found.encounter, {**to_object(found), **told}


@contextmanager
def books_on(on: date | None) -> Iterator[Books]:
    """The books of a date, for one caller at a time."""
    with _ONE_AT_A_TIME:
        yield _books(on)


def look_up(words: str, on: date | None, top: int = 8, view: str | None = None) -> Answer:
    """Look codes up as they are typed: a whole code of any set, else diagnoses and, where a chart has a view, services."""
    with _ONE_AT_A_TIME:
        books = _books(on)
        services = found_services(words, books, on, top // 2) if view else ()
        if services and services[0].code == words.strip().upper():
            return Answer(words, services, ())
        if (sheet := books.procedure(words)) is not None:
            return Answer(words, (Result(sheet.system, sheet.code, sheet.title, True, sheet.title, 1.0, 1.0),), ())
        answer = books.find(words, top=top - len(services), typing=not words.endswith(" "))
        return replace(answer, also=(*answer.also, *services))


def titled(system: str, code: str, on: date | None) -> tuple[str, str]:
    """A code as printed and its title, from the books in force.

    Raises:
        UsageError: the books have no such valid code.
    """
    value = undotted(code)
    with _ONE_AT_A_TIME:
        books = _books(on)
        if system == "icd10cm" and books.tabular.is_valid(value):
            return icd10cm(value).dotted, books.tabular[value].title
        if system == "icd10pcs":
            try:
                sheet = books.procedure(value)
            except BookError:
                sheet = None
            if sheet is not None:
                return value, sheet.title
        if system in ("cpt", "hcpcs"):
            return value, titled_service(value, books, on)[1]
    raise UsageError(f"{code[:12]}: is no valid code of the release in force")


def sheets(code: str, on: date | None) -> list[dict[str, Any]]:
    """What every code set of a day says of a code.

    Raises:
        UsageError: none has it.
    """
    with _ONE_AT_A_TIME:
        books = _books(on)
        found = [asdict(sheet) for ask in (books.show, books.procedure, books.service) if (sheet := ask(code))]
    if not found:
        raise UsageError("no code set of this day has such a code or header")
    return found


def checked(content: Mapping[str, Any], organization: uuid.UUID) -> dict[str, Any]:
    """A claim of the contract, checked by the rules of an organization and grouped: the object of `noso check --format json`.

    Raises:
        UnreadableClaimError: a field is unknown or makes no sense.
    """
    claim, silent = read_claim(content), rule_switches.off(organization)
    with _ONE_AT_A_TIME:
        books = library().for_claim(claim.date)
        found = _heard(rulebook_in_force().findings(claim, books), silent)
        is_stay = claim.setting is Setting.INPATIENT and bool(claim.diagnoses)
        edits = edits_raised(claim, books) if is_stay else None
        return checked_json.to_object(claim, found, groups_object(group(claim, books), edits))


def chapters(codes: Iterable[str], on: date | None) -> dict[str, int]:
    """The chapter of the Tabular of each ICD-10-CM code that the books have."""
    with _ONE_AT_A_TIME:
        tabular = _books(on).tabular
        found = {code: tabular.get(undotted(code)) for code in codes}
    return {code: known.chapter for code, known in found.items() if known is not None}


def chapter_titles(chapters: Iterable[int]) -> dict[int, str]:
    """The titles of chapters, from the newest books."""
    with _ONE_AT_A_TIME:
        tabular = _books(None).tabular
        return {chapter: tabular.chapter_title(chapter) for chapter in chapters}


def is_header(code: str, on: date | None) -> bool:
    """True for an ICD-10-CM category or subcategory that is no code itself: one below it must be chosen."""
    with _ONE_AT_A_TIME:
        tabular = _books(on).tabular
        return tabular.get(undotted(code)) is not None and not tabular.is_valid(undotted(code))


def knows_modifier(value: str, on: date | None) -> bool:
    """True for what can be a modifier of a service line."""
    with _ONE_AT_A_TIME:
        return is_modifier(value, asked(_books(on)), on)


def has_procedure_tables(on: date | None) -> bool:
    """True where ICD-10-PCS tables of a date are installed; without them no procedure of a stay is coded."""
    with _ONE_AT_A_TIME:
        return _books(on).shelf.in_force("icd10pcs", on, "icd10pcs_tables") is not None


def axes(code: str, on: date | None) -> tuple[tuple[str, str, str], ...]:
    """The characters of an ICD-10-PCS code: what the column is, the character, what it means; empty without its tables."""
    with _ONE_AT_A_TIME:
        try:
            sheet = _books(on).procedure(code)
        except BookError:
            return ()
        return sheet.characters if sheet else ()


def findings(chart: Chart, desk: Desk) -> tuple[Finding, ...]:
    """What the rules say of the codes as they stand."""
    return findings_of(claim(chart, desk), chart.organization_id)


def claim(chart: Chart, desk: Desk) -> Claim:
    """The codes as they stand, with their record and what else decides which rules hold."""
    with _ONE_AT_A_TIME:
        return _claim(chart, desk)


def findings_of(claim: Claim, organization: uuid.UUID) -> tuple[Finding, ...]:
    """What the rules say of a claim, but those that the organization has switched off."""
    silent = rule_switches.off(organization)
    with _ONE_AT_A_TIME:
        return _heard(rulebook_in_force().findings(claim, _books(claim.date)), silent)


def _heard(found: tuple[Finding, ...], silent: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(one for one in found if one.rule not in silent)


def title_of(claim: Claim, code: Code) -> str | None:
    """The title of a diagnosis or procedure of a claim; None where the books have none."""
    with _ONE_AT_A_TIME:
        books = _books(claim.date)
        if code.system is CodeSystem.ICD10CM:
            known = books.tabular.get(code.value)
            return known.title if known else None
        sheet = books.procedure(code.value) if code.system is CodeSystem.ICD10PCS else None
        return sheet.title if sheet else None


def grouped(chart: Chart, desk: Desk) -> tuple[Groups, tuple[Alternative, ...]]:
    """What the codes as they stand are grouped into, and the codes of a stay without which its DRG were another."""
    with _ONE_AT_A_TIME:
        claim = _claim(chart, desk)
        books = _books(claim.date)
        rests_on = [one for one in what_if(claim, day_of(claim, books)) if one.change == "without"]
        return group(claim, books), tuple(rests_on)


def weight(chart: Chart, desk: Desk, drg: DrgGroup) -> DrgWeight | None:
    """The weight and days of a DRG by the added Table 5 of its year; None where there is none."""
    with _ONE_AT_A_TIME:
        books = _books(chart.date)
        day = day_of(_claim(chart, desk), books)
        tables = InpatientTables(books.shelf)
        return tables.drg(drg.number, day) if tables.release(day) else None


def encounter_of(chart: Chart) -> Encounter:
    """The encounter that a chart keeps."""
    documents = tuple(
        Document(
            one["id"], read_words(one), one.get("kind"), one.get("author"),
            date.fromisoformat(one["written"]) if one.get("written") else None, one.get("format", "text"),
            one.get("signed"), one.get("credential"),
        )
        for one in chart.documents
    )  # fmt: skip
    sex = Sex(chart.sex) if chart.sex else None
    asked_for = view_of(chart)
    return Encounter(
        documents, Setting(chart.setting), chart.date, chart.age, sex, established=chart.suggested.get("established"),
        view=View(asked_for) if asked_for else None, name=chart.name, facts=tuple(map(_fact, chart.facts)),
    )  # fmt: skip


def read_words(document: Mapping[str, Any]) -> str:
    """The words that count of a document as it is kept: none of an answer that was recorded wrongly."""
    return "" if document.get("withdrawn") else str(document["text"])


def view_of(chart: Chart) -> str | None:
    """Whose claim a chart is coded for: professional, facility, or None for diagnoses and procedures alone."""
    view: str | None = chart.suggested.get("view")
    return view


def kept(documents: Sequence[Document]) -> list[dict[str, Any]]:
    """Documents as a chart keeps them."""
    return [
        {
            "id": one.id, "kind": one.kind or (one.about.kind.value if one.about.kind else None), "author": one.author,
            "written": one.written.isoformat() if one.written else None, "format": one.format, "signed": one.signed,
            "credential": one.credential, "text": one.text,
        }
        for one in documents
    ]  # fmt: skip


def kept_facts(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """What stands in fields, as a chart keeps it: no code rests on it, queries quote it."""
    return [
        {name: value for name in _OF_A_FACT if (value := _plain(getattr(one, name))) not in (None, "")} for one in facts
    ]


_OF_A_FACT = ("kind", "name", "source", "value", "unit", "low", "high", "flag", "day")


def _plain(value: Any) -> Any:
    """A value as JSON and every database hold it."""
    if isinstance(value, str):
        return value.replace("\x00", " ")
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and not isfinite(value) else value


def _fact(told: Mapping[str, Any]) -> Fact:
    day = told.get("day")
    return Fact(**{**told, "kind": FactKind(told["kind"]), "day": date.fromisoformat(day) if day else None})


def _books(on: date | None) -> Books:
    """The books of a date; the newest ones for a date that none is known for."""
    try:
        return library().in_force(on)
    except BookError:
        return library().in_force()


@lru_cache(maxsize=_KEPT)
def _walked(encounter: Encounter) -> CodedEncounter:
    return walk(encounter, _books(encounter.date))


def _claim(chart: Chart, desk: Desk) -> Claim:
    encounter = encounter_of(chart)
    record = _walked(encounter)
    told = desk.abstract
    admitted, sex = _date(told.get("admitted")), told.get("patient.sex")
    age = age_on(_date(told.get("patient.birth_date")), admitted or encounter.date)
    known = {assignment.code.dotted: assignment for assignment in record.assignments}
    return Claim(
        str(chart.id),
        encounter.setting,
        tuple(Diagnosis(_code(line), line.poa, known.get(line.code)) for line in desk.diagnoses),
        tuple(Procedure(_code(line), _date(line.date)) for line in desk.standing if line.system == "icd10pcs"),
        claim_lines(desk),
        admitted=admitted,
        date=encounter.date,
        age=encounter.age if age is None else age,
        sex=sex_stated("sex", sex) if sex else encounter.sex,
        disposition=told.get("disposition"),
        admitting=icd10cm(undotted(code)) if (code := told.get("admitting")) else None,
        kind=_KINDS[encounter.view] if encounter.view else None,
        overrides=tuple(_override(one) for one in desk.overrides),
        record=record,
    )


_KINDS = {View.FACILITY: ClaimKind.INSTITUTIONAL, View.PROFESSIONAL: ClaimKind.PROFESSIONAL}
_LENGTHS = {5: CodeSystem.HCPCS, 7: CodeSystem.ICD10PCS}  # of codes that are printed without a dot


def _code(line: Line) -> Code:
    return Code(CodeSystem.HCPCS if line.is_service else CodeSystem(line.system), undotted(line.code))


def _date(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _override(one: Overridden) -> Override:
    return Override(one.rule, one.reason, tuple(_printed(code) for code in one.codes))


def _printed(code: str) -> Code:
    """A code as it is printed: an ICD-10-CM code of more than three characters has a dot, the others have none."""
    system = CodeSystem.ICD10CM if "." in code else _LENGTHS.get(len(code), CodeSystem.ICD10CM)
    return Code(system, undotted(code))


@contextmanager
def opened(chart: Chart) -> Iterator[tuple[CodedEncounter, Books]]:
    """A chart as coded, and its books, for a block in which nobody else asks the engine."""
    with _ONE_AT_A_TIME:
        encounter = encounter_of(chart)
        yield _walked(encounter), _books(encounter.date)
