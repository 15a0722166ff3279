"""Drugs given: what was administered as HCPCS codes with units; an order, a prescription or a home list is none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nosologist.codesets.amounts import Measured
from nosologist.codesets.drug_codes import DrugCode
from nosologist.coding.drug_choice import Circumstances, candidates, is_local, needs_route
from nosologist.coding.drug_lines import Course, drug_lines, undecided
from nosologist.coding.drug_mentions import DrugMention, drug_mentions
from nosologist.coding.drug_names import DrugBook, holds
from nosologist.coding.service_mentions import Statement
from nosologist.model.assignment import NotCoded
from nosologist.model.coded import CodedEncounter
from nosologist.model.encounter import View
from nosologist.model.procedure import ProcedureStatus
from nosologist.model.service_line import FoundServices, OpenService, Service
from nosologist.notes.reading import Reading
from nosologist.notes.signs import Rare

_DIALYSIS = re.compile(
    r"(?<!no )(?<!not on )\b(?:on|during|at|after|undergoing|receiving|chronic|maintenance) "
    r"(?:hemo|peritoneal )?dialysis\b|\bdialysis (?:note|"
    r"session|treatment|unit)\b|\bESRD on\b", re.IGNORECASE
)  # fmt: skip
_CHEMOTHERAPY = Rare(r"\bchemo(?:therapy)?\b")
_LOCAL = "a local anesthetic, which belongs to the procedure that it is for"
_DILUENT = "the fluid in which a drug was given, which belongs to giving it"
_COURSE = "a drug given again and again: how often it was given here is not told"
_BARE = "a drug that was given, without dose and route"
_ORAL = "given by another way than injection; no code for that in force"


def drugs_given(
    coded: CodedEncounter, readings: Sequence[Reading], statements: Sequence[Statement], book: DrugBook
) -> FoundServices:
    """Lines of the drugs that were given."""
    around: Circumstances | None = None
    courses: dict[str, Course] = {}
    unsure: dict[tuple[str, ...], tuple[DrugMention, list[DrugCode]]] = {}
    ledger: list[NotCoded] = []
    for mention in drug_mentions(readings, statements, book):
        if (why := _why_not(mention)) is not None:
            if why:
                ledger.append(NotCoded(mention.span, (), why))
            continue
        around = around or _circumstances(coded, [reading.document.text for reading in readings])
        found = candidates(mention, book, around)
        if found and _is_bare(mention, found[0]):
            ledger.append(NotCoded(mention.span, (), _BARE))
            continue
        if len(found) == 1 and not needs_route(found[0], mention, book):
            courses.setdefault(found[0].value, Course(found[0])).add(mention)
        elif found:
            unsure.setdefault(tuple(code.value for code in found), (mention, found))
        elif mention.dose or mention.volume:
            ledger.append(NotCoded(mention.span, (), _ORAL))
    sure = [line for course in courses.values() for line in drug_lines(course, coded.encounter.date, book)]
    opened = [
        undecided(mention, found, book)
        for key, (mention, found) in unsure.items()
        if not _is_covered(key, mention, courses)
    ]
    return FoundServices(
        tuple(one for one in sure if isinstance(one, Service)),
        (*(one for one in sure if isinstance(one, OpenService)), *opened),
        tuple(ledger),
    )


def _circumstances(coded: CodedEncounter, texts: Sequence[str]) -> Circumstances:
    dialysis = any(one.code.value == "Z992" for one in coded.assignments) or any(
        _DIALYSIS.search(text) for text in texts if "ialysis" in text or "ESRD" in text
    )
    chemotherapy = any(_CHEMOTHERAPY.search(text) for text in texts)
    return Circumstances(dialysis, chemotherapy, coded.encounter.view is View.FACILITY)


def _why_not(mention: DrugMention) -> str | None:
    """Why a drug gives no line: empty where nothing says that it was given; None where it was."""
    if mention.status is ProcedureStatus.PERFORMED:
        if mention.is_with_local or (is_local(mention.words) and not _is_by_vein(mention)):
            return _LOCAL
        if mention.is_course:
            return _COURSE
        is_told = mention.dose or mention.volume or mention.by_weight
        if not is_told and holds("measured", mention.words):
            return ""
        return _DILUENT if mention.is_diluent and holds("diluent", mention.words) else None
    if mention.status is None or mention.status is ProcedureStatus.HISTORY or not (mention.dose or mention.volume):
        return ""
    return (
        f"a drug that is {mention.status.value}"
        if mention.status is not ProcedureStatus.NEGATED
        else "a drug that was not given"
    )


def _is_bare(mention: DrugMention, code: DrugCode) -> bool:
    """True for a drug of which neither dose nor way is told; a device or a whole dose needs neither."""
    told = mention.dose or mention.volume or mention.by_weight or mention.routes
    return not told and code.unit.measured is not Measured.DOSES


def _is_by_vein(mention: DrugMention) -> bool:
    """Of the local anesthetics lidocaine alone is given by vein."""
    return "lidocaine" in mention.words and mention.routes == {"intravenous"}


def _is_covered(key: tuple[str, ...], mention: DrugMention, courses: dict[str, Course]) -> bool:
    """True where the same drug has a line already, and this naming of it says no more."""
    return any(value in courses for value in key) and not (mention.dose and mention.clock)
