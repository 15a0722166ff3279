"""Reportable: keep what this encounter was about.

Outpatient (guideline IV): the conditions that the assessment names. Inpatient (II, III): conditions evaluated, treated or
monitored; findings alone are not coded. Symptoms of a coded disease fall away later (``integral.py``).
"""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.coding.assessed import SYMPTOMS, assessed_in
from nosologist.coding.by_author import by_clinician, end_first
from nosologist.coding.complete import DIAGNOSED, completed, superseded
from nosologist.coding.diabetes import is_of_diabetes
from nosologist.coding.draft import UNINTERPRETED, Candidate, Draft, dropped, guideline
from nosologist.coding.gestation import NEWBORN
from nosologist.coding.integral import EXTERNAL_CAUSES, PLANNED, is_done_by_drug, mentions_of
from nosologist.coding.screening import is_screening
from nosologist.coding.tables import covered, presumed_with, read_patterns
from nosologist.coding.uninterpreted import without_uninterpreted
from nosologist.model.assignment import NotCoded
from nosologist.model.code import Citation, dotted
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Mention

_DO_NOT_RESUSCITATE = "Z66"  # an order of this stay, wherever it stands (I.C.21.c.3)
_NEVER = frozenset(
    {
        SectionKind.REVIEW_OF_SYSTEMS,
        SectionKind.MEDICATIONS,
        SectionKind.ALLERGIES,
        SectionKind.IMMUNIZATIONS,
        SectionKind.ADMINISTRATIVE,
        SectionKind.DISPOSITION,
        SectionKind.VITALS,
    }
)
# "Postoperative diagnosis: same": what was thought before is the diagnosis.
_SAME = re.compile(
    r"\bpost[- ]?(?:op(?:erative)?|procedure)\s*(?:dx|diagnos[ei]s)\W{0,6}(?:the )?(?:same|unchanged|as above)\b|"
    r"\b(?:dx|diagnos[ei]s) \(?pre ?= ?post",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*\S|\n[ \t]*\n\s*$")
_OPERATION = re.compile(
    r"\b(?:operati(?:ve|on)|surgery|surgeon|surgical|post[- ]?op(?:erative)?|postprocedure|endoscopist)\b",
    re.IGNORECASE,
)
_FINDINGS_ONLY = frozenset({SectionKind.EXAM, SectionKind.RESULTS, SectionKind.IMAGING})
_HISTORIES = frozenset({SectionKind.FAMILY_HISTORY, SectionKind.SOCIAL_HISTORY})
_NUMBERED = re.compile(r"\s*(?:#+ ?\d*|\d{1,2}[.)])[ \t:]*(?:[A-Za-z-]+ ){0,2}")
# "Urinary retention - foley, voiding trial passed" in a paragraph of the course
_OPENS = re.compile(
    r"(?:^|[.;:])\s*(?:[-•*]\s*)?(?:(?:post-?op|acute|mild|severe|new|chronic|some)\s)?$", re.IGNORECASE
)
_TREATED = re.compile(
    r"\s?(?:\([^()\n]{1,30}\)\s?)?(?:(?:[-–—:]|->)\s(?!(?:none|no|denie[sd]|neg\w*|absent)\b)[A-Za-z]|"
    r",?\s?(?:treated|managed|started on|given|foley|flomax|tamsulosin|straight cath\w*)\b)",
    re.IGNORECASE,
)
_UNASSESSED = "not assessed in this encounter"
# Reasons for an encounter and counselling: coded where they are the reason, not where a history mentions them.
_REASONS_FOR_ENCOUNTER = read_patterns("Z00-Z13, Z20, Z23, Z30, Z40-Z53, Z55-Z58, Z60-Z65, Z69-Z71, Z73, Z80-Z84")
_IMMUNIZATION = read_patterns("Z23")  # the first one is part of the stay of the birth
_HEAD = 300  # characters in which a note says whose record it is
_TREATMENTS = read_patterns("Z51.0, Z51.1")
_REASONS = read_patterns("Z45, Z01.81")  # "ICD check", "preoperative evaluation" as the reason for the visit
_LONG_TERM = read_patterns("Z79")
# What is named in the assessment bears on care.
_STATUSES = read_patterns("Z88, Z89, Z91.01-Z91.04, Z91.14, Z91.15, Z91.19, Z93-Z95, Z99")
_STATED_USE = re.compile(r"\b(?:long[- ]term|chronic)\b", re.IGNORECASE)
_COMES_FOR = frozenset({SectionKind.CHIEF_COMPLAINT, SectionKind.PRESENT_ILLNESS, SectionKind.NARRATIVE})
_FAMILY_HISTORY = read_patterns("Z80-Z84")
_FAMILY = re.compile(r"fam|f\.?h", re.IGNORECASE)
_USE_ALONE = read_patterns("F10.90, F11.90, F12.90, F13.90, F14.90, F15.90, F16.90, F18.90, F19.90")
_DRUGS = read_patterns("T36-T50")  # adverse effects beside what they did (I.C.19.e.5.a)
_STROKE = read_patterns("I60-I63, I69, Z86.73")
_DEFICITS = read_patterns(
    "R13.1, R27.0, R29.810, R41.4, R47.0, R47.1, H53.46"
)  # a stroke of this stay has them, though they pass
_DISORIENTED = "R410"
_NO_SYMPTOMS = read_patterns("R56.0, R57, R62.51, R62.7, R63.6, R64, R65.2, R78.81")  # diagnoses that chapter 18 holds
_HABITS = read_patterns("F10-F19, Z72.0, Z87.891, Z59")  # of a social history


def reportable(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Drop what this encounter was not about, each with its reason."""
    draft = end_first(draft, encounter)
    if encounter.all_mentions:
        return without_uninterpreted(draft)
    return _by_section(_without_provisional(draft), encounter, books)


def _without_provisional(draft: Draft) -> Draft:
    """The diagnosis after study or operation replaces the one before (II, IV.N), and what its steps only mention."""
    stated = {mention.section for candidate in draft.candidates for mention in mentions_of(candidate)}
    if not stated & DIAGNOSED:
        return draft
    before = SectionKind.DIAGNOSES in stated
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        sections = {mention.section for mention in mentions_of(candidate)}
        if before and sections == {SectionKind.PROVISIONAL} and not _SAME.search(candidate.run.text):
            ledger.extend(dropped(candidate, "a diagnosis before study; a later one is stated", guideline("IV.N")))
        elif (
            sections == {SectionKind.PROCEDURES}
            and candidate.code[0] not in EXTERNAL_CAUSES
            and not is_screening(candidate)
            and _tells_an_operation(candidate)
        ):
            ledger.extend(
                dropped(candidate, "only named with an operation; its diagnoses are stated", guideline("IV.N"))
            )
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)


def _tells_an_operation(candidate: Candidate) -> bool:
    """True in a report of an operation, in the paragraph that a heading of procedures opens."""
    text, section = candidate.run.text, candidate.run.statement.section
    between = text[section.body.start : candidate.run.statement.span.start]
    return _PARAGRAPH.search(between) is None and _OPERATION.search(text) is not None


def _by_section(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Keep candidates that a section in which problems are stated supports."""
    assessed = assessed_in(draft.candidates, encounter) if encounter.setting.follows_section_iv else frozenset()
    diagnosed = any(candidate.code[0] not in "RZ" + EXTERNAL_CAUSES for candidate in draft.candidates)
    sectioned = any(
        mention.section in DIAGNOSED for candidate in draft.candidates for mention in mentions_of(candidate)
    )
    stroke = any(covered(_STROKE, candidate.code) for candidate in draft.candidates)
    kept: list[Candidate] = []
    gone: list[tuple[Candidate, str, Citation]] = []
    for candidate in draft.candidates:
        mentions = mentions_of(candidate)
        if covered(_FAMILY_HISTORY, candidate.code) and not any(_listed(mention, candidate) for mention in mentions):
            gone.append((candidate, "family history that does not bear on this encounter", guideline("III.A")))
        elif covered(_USE_ALONE, candidate.code):
            gone.append((candidate, "use alone, with no disorder stated", guideline("I.C.5.b.3")))
        elif candidate.code[0] in EXTERNAL_CAUSES or by_clinician(candidate, encounter):
            kept.append(candidate)
        elif assessed:
            if (
                any(id(mention) in assessed for mention in mentions)
                or _brings_the_patient(candidate, mentions)
                or _states_long_term_use(candidate, mentions)
                or _states_status(candidate, mentions)
                or is_screening(candidate)
            ):
                kept.append(candidate)
            else:
                gone.append((candidate, _UNASSESSED, guideline("IV.J")))
        elif why := _unsupported(candidate, mentions):
            gone.append((candidate, *why))
        elif (
            diagnosed
            and sectioned
            and covered(SYMPTOMS, candidate.code)
            and not _is_diagnosis(candidate)
            and not any(m.section in DIAGNOSED or _heads_course(m, candidate.run.text) for m in mentions)
            and not (stroke and covered(_DEFICITS, candidate.code))
            and not is_done_by_drug(candidate, draft)
            and not any(presumed_with(candidate.code, other.code) for other in draft.candidates)
        ):
            gone.append((candidate, "a symptom; the record states diagnoses", guideline("II.A")))
        else:
            kept.append(candidate)
    told = [entry for entry in gone if is_of_diabetes(entry[0], kept)]
    kept, gone = [*kept, *(entry[0] for entry in told)], [entry for entry in gone if entry not in told]
    kept = completed(
        kept, [candidate for candidate, reason, _ in gone if reason in (_UNASSESSED, UNINTERPRETED)], books
    )
    if not assessed:
        older = superseded(kept, books)
        gone.extend((kept[at], f"the diagnoses say {dotted(code)}", guideline("II")) for at, code in older.items())
        kept = [candidate for at, candidate in enumerate(kept) if at not in older]
    return _with_evidence(draft, kept, gone)


def _is_diagnosis(candidate: Candidate) -> bool:
    """True for what chapter 18 holds and is no passing symptom, delirium among it."""
    if candidate.code == _DISORIENTED:
        return "delir" in candidate.mention.span.quote(candidate.run.text).lower()
    return covered(_NO_SYMPTOMS, candidate.code)


def _heads_course(mention: Mention, text: str) -> bool:
    """True for a problem of "Hospital course by problem: 7. Urinary retention": what the stay treated, not a passing symptom."""
    if mention.section is not SectionKind.COURSE:
        return False
    line = text[text.rfind("\n", 0, mention.span.start) + 1 : mention.span.start]
    if _NUMBERED.fullmatch(line):
        return True
    return _OPENS.search(line) is not None and _TREATED.match(text, mention.span.end) is not None


def _brings_the_patient(candidate: Candidate, mentions: tuple[Mention, ...]) -> bool:
    """True for "here for cycle 5" (I.C.2.e.2) and, as the reason for the visit, the care of a device or an operation to come.

    Cites: I.C.21.c.7, IV.M.
    """
    if covered(_REASONS, candidate.code):
        return any(mention.section is SectionKind.CHIEF_COMPLAINT for mention in mentions)
    return covered(_TREATMENTS, candidate.code) and any(mention.section in _COMES_FOR for mention in mentions)


def _states_status(candidate: Candidate, mentions: tuple[Mention, ...]) -> bool:
    """True for "no trimethoprim because of her sulfa allergy": a status that the assessment brings to bear (I.C.21.c.3)."""
    return covered(_STATUSES, candidate.code) and any(mention.section in DIAGNOSED for mention in mentions)


def _states_long_term_use(candidate: Candidate, mentions: tuple[Mention, ...]) -> bool:
    """True for "check creatinine because of long-term NSAID use": stated where problems are, though in no title (I.C.21.c.3)."""
    return covered(_LONG_TERM, candidate.code) and any(
        mention.section in PLANNED and _STATED_USE.search(mention.span.quote(candidate.run.text)) is not None
        for mention in mentions
    )


def _listed(mention: Mention, candidate: Candidate) -> bool:
    """True for "family history of ..." listed as a problem; "mother had a stroke" is no problem of the assessment."""
    named = candidate.term.code.startswith("Z8") or any(
        _FAMILY.match(cue.quote(candidate.run.text)) for cue in mention.assertion.cues
    )
    return mention.section in DIAGNOSED and mention.is_title and named


def _with_evidence(draft: Draft, kept: list[Candidate], gone: list[tuple[Candidate, str, Citation]]) -> Draft:
    """What is not reported by itself still is evidence for the same code where that is reported."""
    places = {candidate.code: place for place, candidate in enumerate(kept)}
    ledger: list[NotCoded] = []
    evidence: dict[int, list[Mention]] = {}
    for candidate, reason, citation in gone:
        place = places.get(candidate.code)
        if place is None:
            ledger.extend(dropped(candidate, reason, citation))
        else:
            evidence.setdefault(place, []).extend(mentions_of(candidate))
    for place, mentions in evidence.items():
        kept[place] = kept[place].with_more(mentions)
    return draft.passing(kept, ledger)


def _unsupported(candidate: Candidate, mentions: tuple[Mention, ...]) -> tuple[str, Citation] | None:
    sections = {mention.section for mention in mentions}
    if (
        covered(_REASONS_FOR_ENCOUNTER, candidate.code)
        and not (covered(_IMMUNIZATION, candidate.code) and NEWBORN.search(candidate.run.text[:_HEAD]))
        and not sections & DIAGNOSED
        and SectionKind.NARRATIVE not in sections
    ):
        return "not the reason for this encounter", guideline("III.A")
    if candidate.code == _DO_NOT_RESUSCITATE:
        return None
    if sections <= _NEVER:
        return "named only where problems are not stated", guideline("III")
    if sections <= _NEVER | _FINDINGS_ONLY:
        return UNINTERPRETED, guideline("III.B")
    if sections <= _NEVER | _FINDINGS_ONLY | _HISTORIES and not covered(_HABITS, candidate.code):
        return "history that does not bear on this encounter", guideline("III.A")
    return None
