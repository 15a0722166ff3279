"""Sequence: which code comes first, and which must come before another."""

from __future__ import annotations

import re

from nosologist.codesets.library import Books
from nosologist.codesets.tabular import NoteKind
from nosologist.coding.draft import GUIDELINES, Candidate, Draft, guideline
from nosologist.coding.screening import is_of_colonoscopy
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import Reason, Step
from nosologist.model.code import Citation, dotted
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.mention import Mention
from nosologist.rules.guidelines.severe_sepsis_without_infection import SYSTEMIC_INFECTION

_UNDERLYING = (  # "code first underlying disease", "underlying infection, such as"
    (read_patterns("I85.1"), read_patterns("K70-K76")),
    (read_patterns("R65.2"), SYSTEMIC_INFECTION),
)
_NEVER_FIRST_CHAPTER = 20
_CIRCUMSTANCES = read_patterns("Y92-Y99")  # behind the cause (I.C.20.d, I.C.20.f)
# Z codes that may only be the first (I.C.21.c.15), and those that say why the encounter took place where the record lists it first.
_ONLY_FIRST = read_patterns(
    "Z00, Z01, Z02, Z04, Z33.2, Z31.81, Z31.83, Z31.84, Z34, Z38, Z39, Z40, Z42, Z51.0, Z51.1, Z52.0-Z52.8, Z76.1, Z76.2, Z99.12"
)
_REASONS = read_patterns("Z03, Z05, Z08, Z09, Z12, Z13, Z30, Z31, Z36, Z43-Z51")
_SCREENING = read_patterns("Z12")
_DRUG_BEHIND_EFFECT = read_patterns("T36-T50")  # as adverse effect or underdosing (I.C.19.e.5.a, c)
_BIRTH_WEIGHT, _PRETERM = read_patterns("P07.0-P07.1"), read_patterns("P07.2-P07.3")  # in this order (note at P07)
_ORGANISMS = read_patterns("B95-B97")  # of an infection that is coded elsewhere (I.B.7)
# Symptoms (II.A), and what accompanies many stays and is seldom their reason: these wait where only prose names them.
_SELDOM_A_REASON = read_patterns("R00-R99, F17, H54, I10, E66, E78")
_NEVER_A_REASON = read_patterns("F17, O99.33")  # of a stay, wherever it is listed
_BURNS = read_patterns("T20.1-T20.3, T21.1-T21.3, T22.1-T22.3, T23.1-T23.3, T24.1-T24.3, T25.1-T25.3")
_DIAGNOSES = read_patterns("R57, R65, R78.81")  # what chapter 18 holds and is no symptom
_DUE_TO = re.compile(r"\b(?:due to|d/t|2/2|secondary to|from|caused by)\b", re.IGNORECASE)
_SEPSIS = read_patterns("A40, A41")
_INFECTED_BY_CARE = read_patterns("T80.2, T81.4, T82.6, T82.7, T83.5, T83.6, T84.5-T84.7, T85.7, T88.0, O86.0")
_POISONING = read_patterns("T36-T65")
_OBSTETRIC = 15
# What is coded of a provisional diagnosis is all that was stated: "post-op dx: same".
_SECTION_RANK = {
    SectionKind.DIAGNOSES: 0,
    SectionKind.PROVISIONAL: 0,
    SectionKind.ASSESSMENT: 1,
    SectionKind.COURSE: 2,
    SectionKind.PLAN: 3,
}
_PROSE, _NUMBERED = 9, 8
_NUMBER = re.compile(r"[ \t]*(?:#+ ?)?\d{1,2}[.)][ \t]")
_AS_ABOVE = re.compile(r"\b(?:dx|diagnos[ei]s)[^\n:]{0,20}:\s*(?:as|see) (?:above|listed|below)\b", re.IGNORECASE)
_UNHEADED = frozenset({SectionKind.NARRATIVE, SectionKind.PRESENT_ILLNESS})
_ADMITTED = re.compile(
    r"\badmit(?:ted|s)?\b[^.;\n]{0,30}?\b(?:with|w/|for|due to|2/2|d/t|after|following)\s[^.;\n]{0,60}\Z", re.IGNORECASE
)
_ADMITTED_NEAR = 120  # characters before a problem in which these words stand


def sequence(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Order the codes: as the record lists the problems, code-first notes obeyed, external causes last."""
    ordered = sorted(draft.candidates, key=lambda candidate: _key(candidate, books, encounter))
    ordered = _deepest_first(_cause_first(ordered) if encounter.setting is Setting.INPATIENT else ordered)
    ordered = _weight_first(_named_after(_etiology_first(_complication_first(ordered), books), books))
    if ordered:
        first = ordered[0]
        section = "II" if encounter.setting is Setting.INPATIENT else "IV.G"
        what = "principal diagnosis" if encounter.setting is Setting.INPATIENT else "first-listed"
        reason = Reason(Step.SEQUENCE, f"{what}: the first problem that the record states", (guideline(section),))
        ordered[0] = first.because(reason)
    return draft.passing(ordered)


def _key(
    candidate: Candidate, books: Books, encounter: Encounter
) -> tuple[int, bool, bool, int, bool, bool, int, int, bool]:
    """Problems stand where the record lists them, in what it says at the end; the prose above a list names them in passing."""
    in_stay = encounter.setting is Setting.INPATIENT

    def place(one: Mention) -> tuple[bool, int, bool, bool]:
        rank = _NUMBERED if in_stay and _is_numbered(one, encounter) else _SECTION_RANK.get(one.section, _PROSE)
        behind = rank == 0 and in_stay and _points_above(one, encounter)
        rank = _PROSE if behind else rank
        told = in_stay and rank == _PROSE and _is_reason_of_stay(one, encounter)
        return not encounter.speaks_at_the_end(one.span), rank, behind or not _listed(one), not told

    best = min((candidate.mention, *candidate.more), key=lambda one: (*place(one), one.span.start))
    before, rank, unlisted, untold = place(best)
    # A combined code stands where its own condition does.
    own = candidate.mention.statement == best.statement or candidate.mention.term == best.term
    seldom = in_stay and (
        covered(_NEVER_A_REASON, candidate.code) or (rank == _PROSE and covered(_SELDOM_A_REASON, candidate.code))
    )
    # "Right knee osteoarthritis with effusion": a problem stands where its words end, as what they share stands in front of both.
    return (
        _class(candidate, books, encounter), seldom, before, rank, unlisted, untold, best.statement, best.span.end,
        not own,
    )  # fmt: skip


def _points_above(mention: Mention, encounter: Encounter) -> bool:
    """True for what stands behind "Dx: as above": an afterthought to the problems that the record told before."""
    text = encounter.text
    return _AS_ABOVE.search(text, text.rfind("\n", 0, mention.span.start) + 1, mention.span.start) is not None


def _is_numbered(mention: Mention, encounter: Encounter) -> bool:
    """True for a problem of a numbered list that has no heading of its own: "1. Sepsis 2/2 port infection"."""
    if mention.section not in _UNHEADED:
        return False
    text = encounter.text
    return _NUMBER.match(text, text.rfind("\n", 0, mention.span.start) + 1, mention.span.start) is not None


def _is_reason_of_stay(mention: Mention, encounter: Encounter) -> bool:
    """True for "ESRD on PD, admitted with catheter-associated peritonitis": what stands behind these words."""
    start = mention.span.start
    return _ADMITTED.search(encounter.text, max(0, start - _ADMITTED_NEAR), start) is not None


def _listed(mention: Mention) -> bool:
    """True for a problem of a list: all that stands under a heading of diagnoses, the titles of an assessment."""
    return mention.is_title or mention.section is SectionKind.DIAGNOSES


def _class(candidate: Candidate, books: Books, encounter: Encounter) -> int:
    """Reasons that only stand first, chapter 15, conditions and reasons in the order of the record, status codes, causes."""
    chapter = books.tabular[candidate.code].chapter
    if covered(_ONLY_FIRST, candidate.code):
        return 0
    if covered(_SCREENING, candidate.code) and _is_for_screening(candidate, encounter):
        return 0  # the reason for the visit is the screening itself (I.C.21.c.5)
    if chapter == _OBSTETRIC:
        return 1  # chapter 15 has priority (I.C.15.a.1)
    if chapter == _NEVER_FIRST_CHAPTER:
        return 5 if covered(_CIRCUMSTANCES, candidate.code) else 4
    if encounter.setting is Setting.INPATIENT and _is_poisoning(candidate, books):
        return 1  # before what it did and what led to it (I.C.19.e.5.b)
    return 3 if candidate.code[0] == "Z" and not covered(_REASONS, candidate.code) else 2


def _is_for_screening(candidate: Candidate, encounter: Encounter) -> bool:
    if encounter.setting is Setting.SAME_DAY_SURGERY:
        return True
    return (
        encounter.setting is Setting.OUTPATIENT and candidate.code.startswith("Z121") and is_of_colonoscopy(encounter)
    )


def _complication_first(ordered: list[Candidate]) -> list[Candidate]:
    """Put the infection that a device or an operation brought before the sepsis that it led to (I.C.1.d.5.b, II.G)."""
    sepsis = next((place for place, one in enumerate(ordered) if covered(_SEPSIS, one.code)), len(ordered))
    for place in range(sepsis + 1, len(ordered)):
        one = ordered[place]
        if covered(_INFECTED_BY_CARE, one.code) and not _told_in(one).isdisjoint(_told_in(ordered[sepsis])):
            return [*ordered[:sepsis], one, *ordered[sepsis:place], *ordered[place + 1 :]]
    return ordered


def _cause_first(ordered: list[Candidate]) -> list[Candidate]:
    """Put the disease before the symptom that the record lays to it: "hemoptysis due to aspergilloma" (II.A)."""
    if not ordered or ordered[0].code[0] != "R" or covered(_DIAGNOSES, ordered[0].code):
        return ordered
    symptom = ordered[0]
    text = symptom.run.text
    for one in ordered[1:]:
        if one.code[0] in "RTZVWXY":
            continue
        for effect in (symptom.mention, *symptom.more):
            for cause in (one.mention, *one.more):
                if effect.statement == cause.statement and _DUE_TO.search(text, effect.span.end, cause.span.start):
                    return [one, symptom, *(other for other in ordered[1:] if other is not one)]
    return ordered


def _deepest_first(ordered: list[Candidate]) -> list[Candidate]:
    """Put the burn of the highest degree first among the burns (I.C.19.d.1)."""
    burns = [one for one in ordered if covered(_BURNS, one.code)]
    deepest = iter(sorted(burns, key=lambda one: -int(one.code[3])))
    return [next(deepest) if covered(_BURNS, one.code) else one for one in ordered]


def _told_in(candidate: Candidate) -> frozenset[int]:
    return frozenset(mention.statement for mention in (candidate.mention, *candidate.more))


def _named_after(ordered: list[Candidate], books: Books) -> list[Candidate]:
    """Put the nature of an adverse effect before the drug (I.C.19.e.5.a), an infection before its organism (I.B.7): that of its
    statement, else any before the first code.
    """
    result = list(ordered)
    for named in ordered:
        if not (_is_adverse(named, books) or covered(_ORGANISMS, named.code)):
            continue
        at = result.index(named)
        if any(_asks_for(one, named, books) for one in result[:at]):
            continue
        behind = [place for place in range(at + 1, len(result)) if _may_precede(result[place].code)]
        asking = [place for place in behind if _asks_for(result[place], named, books)]
        same = [place for place in behind if result[place].mention.statement == named.mention.statement]
        conditions = asking or same or (behind if at == 0 else [])
        if conditions:
            result.insert(conditions[0], result.pop(at))
    return result


def _asks_for(condition: Candidate, named: Candidate, books: Books) -> bool:
    """True for a condition of the same statement whose "use additional code" note names the other code."""
    if condition.mention.statement != named.mention.statement:
        return False
    return any(note.names(named.code) for note in books.tabular.notes(condition.code, NoteKind.USE_ADDITIONAL))


def _weight_first(ordered: list[Candidate]) -> list[Candidate]:
    """Put the birth weight before the weeks of gestation, where both are recorded (I.C.16.d)."""
    weeks = next((place for place, one in enumerate(ordered) if covered(_PRETERM, one.code)), len(ordered))
    late = [one for one in ordered[weeks:] if covered(_BIRTH_WEIGHT, one.code)]
    return [*ordered[:weeks], *late, *(one for one in ordered[weeks:] if one not in late)]


def _may_precede(value: str) -> bool:
    """True for a condition, which stands before the drug or the organism that it comes from."""
    return value[0] not in "TVWXYZ" and not covered(_ORGANISMS, value)


def _is_adverse(candidate: Candidate, books: Books) -> bool:
    title = books.tabular[candidate.code].title
    return covered(_DRUG_BEHIND_EFFECT, candidate.code) and title.startswith(("Adverse effect", "Underdosing"))


def _is_poisoning(candidate: Candidate, books: Books) -> bool:
    title = books.tabular[candidate.code].title
    return covered(_POISONING, candidate.code) and (title.startswith(("Poisoning", "Toxic effect")))


def _underlies(value: str, manifestation: str) -> bool:
    """True for an underlying disease that the "code first" note leaves unnamed."""
    return any(covered(of, manifestation) and covered(diseases, value) for of, diseases in _UNDERLYING)


def _etiology_first(ordered: list[Candidate], books: Books) -> list[Candidate]:
    """Move each manifestation behind the condition that its "code first" note names (I.A.13)."""
    result = list(ordered)
    for candidate in ordered:
        notes = books.tabular.notes(candidate.code, NoteKind.CODE_FIRST)
        if not notes:
            continue
        causes = [
            place
            for place, other in enumerate(result)
            if other.code != candidate.code
            and (any(note.names(other.code) for note in notes) or _underlies(other.code, candidate.code))
        ]
        at = result.index(candidate)
        if causes and causes[-1] > at:
            cause = result[causes[-1]]
            reason = Reason(
                Step.SEQUENCE,
                f"{dotted(cause.code)} is coded first",
                (Citation("ICD-10-CM Tabular", dotted(candidate.code)), Citation(GUIDELINES, "I.A.13")),
            )
            del result[at]
            result.insert(causes[-1], candidate.because(reason))
    return result
