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
_PROSE = 9
_ADMITTED = re.compile(
    r"\badmit(?:ted|s)?\b[^.;\n]{0,30}?\b(?:with|w/|for|due to|2/2|d/t|after|following)\s[^.;\n]{0,60}\Z", re.IGNORECASE
)
_ADMITTED_NEAR = 120  # characters before a problem in which these words stand


def sequence(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Order the codes: as the record lists the problems, code-first notes obeyed, external causes last."""
    ordered = sorted(draft.candidates, key=lambda candidate: _key(candidate, books, encounter))
    ordered = _weight_first(_named_after(_etiology_first(ordered, books), books))
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
        rank = _SECTION_RANK.get(one.section, _PROSE)
        told = in_stay and rank == _PROSE and _is_reason_of_stay(one, encounter)
        return not encounter.speaks_at_the_end(one.span), rank, not _listed(one), not told

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
