"""By author: diagnoses rest on the documents of the patient's provider (I.A.19, I.B.14).

Nurses, dietitians and other clinicians may document a few facts beside the provider's diagnosis (``other_clinicians.txt``).
A report of radiology or pathology alone is no provider's diagnosis in a stay (III.B): it confirms, and it may add the site or the
side (``reported_sites.txt``).
In an outpatient setting the interpretation of a physician counts (IV.K): that of a pathologist, and that of a radiologist
where the visit states no more than symptoms. Encounters of one document pass untouched.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nosologist.codesets.library import Books
from nosologist.coding.complete import DIAGNOSED, completed
from nosologist.coding.draft import UNINTERPRETED, Candidate, Draft, dropped, guideline
from nosologist.coding.tables import Patterns, covered, read_patterns, table_lines
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import dotted
from nosologist.model.document import Author, Document, SectionKind
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Polarity

_CLINICIAN = "documented by a {}, who is not the patient's provider"
_UNSAID = "the provider documents no diagnosis that it belongs to"
_STATED = "the provider states it otherwise"
_EARLIER = "a note of an earlier encounter ({})"
_REPORT = "a report alone; the provider states no such diagnosis"
_SPECIMEN = re.compile(r"\b(?:lesions?|mass(?:es)?|lumps?|growths?|nodules?|neoplasms?|tumou?rs?)\b", re.IGNORECASE)
_OPEN = "unspecified"
_STAGED = read_patterns("L89")
_STAGES = "012346"  # last characters of codes that state one
# Symptoms, statuses and causes; pain that stands outside the chapter of symptoms.
_NO_DIAGNOSIS = read_patterns("R00-R99, V00-Z99, G89, H57.1, K08.89, M25.4-M25.6, M54, M79.1, M79.6, N23, N64.4")
_INJURY_ALONE = "Unspecified injury"
_WORD = re.compile(r"[a-z']+")
_SIDES = frozenset({"left", "right", "bilateral"})
_SAYS_NOTHING = frozenset({"unspecified", "of", "the", "and", "with", "initial", "encounter", "for"})
_CONCLUDING = DIAGNOSED | {SectionKind.NARRATIVE}  # where a report says what it found


def document_of(candidate: Candidate, encounter: Encounter) -> Document:
    """The document that a candidate stands in."""
    return encounter.documents[encounter.number_at(candidate.mention.span.start)]


def by_clinician(candidate: Candidate, encounter: Encounter) -> bool:
    """True for what another clinician than a provider says of the patient."""
    role = document_of(candidate, encounter).about.role
    return role is not None and not role.is_provider and not role.reports


def by_author(draft: Draft, encounter: Encounter) -> Draft:
    """Drop what nobody says whose words could count in this encounter."""
    if len(encounter.documents) == 1:
        return draft
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        document = document_of(candidate, encounter)
        role = document.about.role
        if document.about.is_earlier:
            day = document.written.isoformat() if document.written else "undated"
            section = "IV.J" if encounter.setting.follows_section_iv else "III.A"
            ledger.extend(dropped(candidate, _EARLIER.format(day), guideline(section)))
        elif role is None or role.is_provider:
            kept.append(candidate)
        elif candidate.mention.assertion.polarity is Polarity.NEGATED:
            ledger.extend(dropped(candidate, "negated"))
        elif role is Author.LABORATORY:
            ledger.extend(dropped(candidate, UNINTERPRETED, guideline("III.B")))
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)


def beside_provider(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Weigh what other clinicians and reports say against what the provider says."""
    if len(encounter.documents) == 1:
        return draft
    reports = [one for one in draft.candidates if _is_report(one, encounter)]
    clinicians = [one for one in draft.candidates if by_clinician(one, encounter)]
    others = {id(one) for one in (*reports, *clinicians)}
    own = [one for one in draft.candidates if id(one) not in others]
    counting = [one for one in reports if _counts(one, own, encounter, books)]
    alone = [one for one in reports if not _counts(one, own, encounter, books)]
    before = {one.code for one in own}
    own = [_by_pathologist(one, counting, encounter, books) for one in own]
    own = [_detailed(one, alone, clinicians, books) for one in own]
    said = {one.code for one in own}
    kept, ledger = [*own, *counting], list[NotCoded]()
    for one in alone:
        if one.code in said:
            kept.append(one)  # it confirms
        else:
            locator = "IV.J" if encounter.setting.follows_section_iv else "III.B"
            ledger.extend(dropped(one, _REPORT, guideline(locator)))
    for one in clinicians:
        why = None if one.code in said - before else _unsupported(one, own, encounter)
        if why is None:
            kept.append(one)
        else:
            ledger.extend(dropped(one, why, guideline("I.B.14")))
    return draft.passing(sorted(kept, key=lambda one: one.mention.span), ledger)


def end_first(draft: Draft, encounter: Encounter) -> Draft:
    """What the record says at its end before what it says earlier: of two mentions of a code the later one leads."""
    if len(encounter.documents) == 1:
        return draft
    ordered = sorted(draft.candidates, key=lambda one: not encounter.speaks_at_the_end(one.mention.span))
    return Draft(tuple(ordered), draft.not_coded, draft.findings)


def _is_report(candidate: Candidate, encounter: Encounter) -> bool:
    role = document_of(candidate, encounter).about.role
    return role is not None and role.reports


def _counts(report: Candidate, own: list[Candidate], encounter: Encounter, books: Books) -> bool:
    """True for a physician's interpretation in an outpatient setting (IV.K)."""
    if not encounter.setting.follows_section_iv or report.mention.section not in _CONCLUDING:
        return False
    if document_of(report, encounter).about.role is Author.PATHOLOGIST:
        return True
    assessed = [one for one in own if one.mention.section in _CONCLUDING]
    return all(
        covered(_NO_DIAGNOSIS, one.code) or books.tabular[one.code].title.startswith(_INJURY_ALONE) for one in assessed
    )


def _by_pathologist(candidate: Candidate, counting: list[Candidate], encounter: Encounter, books: Books) -> Candidate:
    """The "skin lesion of the nose" as what the pathologist says that it is, where one diagnosis names the same place."""
    if _OPEN not in books.tabular[candidate.code].title.lower() or not _SPECIMEN.search(_statement(candidate)):
        return candidate
    named = [one for one in counting if document_of(one, encounter).about.role is Author.PATHOLOGIST]
    said = set(_WORD.findall(_statement(candidate).lower())) - _SAYS_NOTHING
    found = {one.code for one in named if said & set(_WORD.findall(_statement(one).lower()))}
    if len(found) != 1:
        return candidate
    [code] = found
    why = f"{dotted(candidate.code)}: the pathologist says what it is, {dotted(code)}"
    return candidate.because(Reason(Step.GUIDELINE, why, (guideline("IV.K"),)), code)


def _statement(candidate: Candidate) -> str:
    return candidate.run.statement.span.quote(candidate.run.text)


def _detailed(candidate: Candidate, reports: list[Candidate], clinicians: list[Candidate], books: Books) -> Candidate:
    """The code that says all that the candidate's title says and the one site or side that others state (I.B.2, I.B.14)."""
    said = _words(candidate.code, books)
    sites = [one for one in reports if covered(_sites(), one.code)]
    [whole] = completed([candidate], sites, books)
    codes = {whole.code} - {candidate.code}
    for one in (*reports, *clinicians):
        added = _words(one.code, books) - said if one.code[:3] == candidate.code[:3] else frozenset()
        if added and said <= _words(one.code, books) and "other" not in added and (added <= _SIDES or one in sites):
            codes.add(one.code)
    if len(codes) != 1:
        return candidate
    [code] = codes
    why = f"{dotted(code)}: a report or another clinician states the site or side of what the provider diagnosed"
    return candidate.because(Reason(Step.GUIDELINE, why, (guideline("I.B.2"), guideline("I.B.14"))), code)


def _words(value: str, books: Books) -> frozenset[str]:
    return frozenset(_WORD.findall(books.tabular[value].title.lower())) - _SAYS_NOTHING


def _unsupported(fact: Candidate, own: list[Candidate], encounter: Encounter) -> str | None:
    """Why what another clinician says does not count beside what the provider says."""
    needed = _belonging(fact.code)
    if needed is None:
        return _CLINICIAN.format(document_of(fact, encounter).about.role)
    if needed.all and not any(covered(needed, one.code) for one in own):
        return _UNSAID
    if covered(_STAGED, fact.code):
        stated = [one for one in own if one.code[:-1] == fact.code[:-1] and one.code[-1] in _STAGES]
        if stated and all(one.code != fact.code for one in stated):
            return _STATED
    return None


def _belonging(value: str) -> Patterns | None:
    """The provider's diagnoses that a fact of other clinicians needs; empty where it needs none, None where it is no such fact."""
    return next((needed for facts, needed in _facts() if covered(facts, value)), None)


@lru_cache(maxsize=1)
def _sites() -> Patterns:
    """``reported_sites.txt``."""
    return read_patterns(", ".join(line.split(" | ")[0] for line in table_lines("reported_sites.txt")))


@lru_cache(maxsize=1)
def _facts() -> tuple[tuple[Patterns, Patterns], ...]:
    """``other_clinicians.txt``."""
    lines = (line.split(" | ")[0].split(" -> ") for line in table_lines("other_clinicians.txt"))
    return tuple((read_patterns(facts), read_patterns("" if needed == "*" else needed)) for facts, needed in lines)
