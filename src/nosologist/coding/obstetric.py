"""Pregnancy, childbirth and the puerperium: chapter 15 first, in the period of this encounter (I.C.15).

Whose record it is comes first: codes of chapter 15 stand on the mother's record only (I.C.15.a.2). Where she is delivered in
this stay, the option "in childbirth" is taken (I.C.15.a.3); else the trimester follows from the weeks documented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nosologist.codesets.library import Books
from nosologist.coding.antidiabetics import control_of
from nosologist.coding.combine import joined
from nosologist.coding.draft import Candidate, Draft, dropped, found_by_rule, guideline
from nosologist.coding.gestation import NEWBORN, WITH_WEEKS, trimester_of, weeks_told
from nosologist.coding.tables import Patterns, covered, read_patterns, table_lines
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import dotted, undotted
from nosologist.model.document import Span
from nosologist.model.encounter import Encounter, Setting, Sex

# Before any word of a child: the mother is who is spoken of.
_LABORS = re.compile(
    r"\bG\d{1,2} ?(?:P\d|@|at\b|[1-4]?\d ?w)|\bIOL\b|\bpre-?eclampsia|"
    r"\bgravid|\bin (?:active |early |preterm )?labou?r\b|\bpregnan|\b(?:N?SVD|deliver\w+) of\b",
    re.I,
)
_MOTHER_OF = re.compile(r"\bborn (?:to|by|via|at)\b|\bmother\b|\bmaternal\b", re.IGNORECASE)
_MAN = re.compile(r"\b\d{1,3}[ -]?(?:y\.?o\.?|y/o|yrs?|years?[ -]old)?\s?(?:M|male|man)\b")
_CHILD = re.compile(  # no mother is as young
    r"\b(?:\d{1,2}|\w+)[- ](?:months?|mos?|weeks?|wks?|days?)[- ]old\b|\b(?:boy|girl)\b|"
    r"\b(?:[1-9]|1[01]|one|two|three|four|five|six|seven|eight|nine|ten|eleven)(?:[- ]years?[- ]old\b|[- ]?(?:y\.?o\b|y/o\b))",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:viable|live[- ]?born|living|live)\b.{0,30}\b(?:fe)?male\b|\bviable [FM]\b|\bapgars?\b|\blive[- ]?born\b|"
    r"\b(?:delivered|delivery of)\b.{0,40}\b(?:infant|baby|boy|girl|twins?|male|female)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:twins?|triplets?|quadruplets?|still ?born|stillbirth|IUFD|fetal demise|fetal death)\b", re.IGNORECASE
)
_AFTERWARDS = re.compile(
    r"\bPPD ?#?\d|\bpp endometritis|\b(?:OB|postpartum) readmission|"
    r"\bPOD ?#?\d+ (?:from|s/p|after) (?:her )?(?:primary |repeat |emergent )?(?:LTCS|C/?S\b|cesarean|c-section)|"
    r"\bpost-?partum (?:visit|check|day|readmission|hemorrhage|endometritis)|"
    r"\b\d+\s?(?:d|days?|wks?|weeks?) (?:post-?partum|(?:after|s/p|post) (?:N?SVD|vaginal|"
    r"delivery|c-?section|cesarean))",
    re.IGNORECASE,
)
_HEAD = 400  # characters in which a note says whose record it is
_OBSTETRIC = read_patterns("O00-O9A")
_OF_PREGNANCY = read_patterns("O00-O9A, Z33-Z34, Z36, Z37, Z3A")
_NORMAL = read_patterns("Z34")
_NORMAL_DELIVERY = read_patterns("O80")
_NOT_NORMAL = read_patterns("O00-O77, O82, O85-O92, O94-O9A")
_GESTATIONAL_DIABETES = read_patterns("O24.4")
_BEFORE_BIRTH = read_patterns("O30-O36, O40-O48")
_CONTROL = read_patterns("Z79.4, Z79.84, Z79.85")
_RUPTURES = frozenset({"O4200", "O4210", "O4290"})  # of membranes before labor, at a term that its words do not tell
_NOT_BESIDE = read_patterns("Z33.1, Z68")  # the pregnancy is no incidental one; no body mass index in pregnancy
_PHASE = re.compile(
    r"\b(?:in|complicating) (?:the )?(childbirth|puerperium)\b|\b((?:first|second|third|unspecified) trimester)\b"
)
_ANY_PHASE = re.compile(
    r",?\s*\b(?:complicating|in) (?:the )?(?:pregnancy|childbirth|puerperium)\b|"
    r",?\s*\b(?:first|second|third|unspecified) trimester\b"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line of ``pregnancy.txt``."""

    conditions: Patterns
    header: str
    keeps: bool
    locator: str


def obstetric(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Settle the codes of chapter 15 and what goes with them."""
    if encounter.all_mentions or not any(covered(_OF_PREGNANCY, candidate.code) for candidate in draft.candidates):
        return draft
    if not is_mothers_record(encounter):
        return _without(draft, _OF_PREGNANCY, "not the record of the pregnant patient", "I.C.15.a.2")
    if not any(
        covered(_OBSTETRIC, candidate.code) or candidate.code.startswith(("Z34", "Z3A"))
        for candidate in draft.candidates
    ):
        return draft
    told = weeks_told(encounter, draft.candidates)
    weeks = told and told[0]
    phase = _phase(encounter, weeks)
    draft = _by_chapter(draft, phase, encounter, books)
    visit = phase.endswith("trimester") and weeks is not None and encounter.setting is Setting.OUTPATIENT
    of_term = tuple(_of_term(candidate, weeks) for candidate in draft.candidates)
    draft = draft.passing(
        joined(tuple(_in_phase(candidate, phase, books, still_pregnant=visit) for candidate in of_term))
    )
    draft = draft.passing(_controlled(candidate) for candidate in draft.candidates)
    draft = _without(draft, _NOT_BESIDE, "not beside codes of pregnancy", "I.C.15.a.1")
    if any(covered(_OBSTETRIC, candidate.code) for candidate in draft.candidates):
        draft = _without(draft, _NORMAL, "supervision of a normal pregnancy; chapter 15 is coded", "I.C.15.b.1")
    if any(covered(_NOT_NORMAL, candidate.code) for candidate in draft.candidates):
        draft = _without(draft, _NORMAL_DELIVERY, "not a delivery without complications", "I.C.15.n.1")
    if phase == "puerperium" and encounter.setting is Setting.INPATIENT:
        draft = _without(draft, _BEFORE_BIRTH, "of the pregnancy that is over", "I.C.15.o")
    if any(covered(_GESTATIONAL_DIABETES, candidate.code) for candidate in draft.candidates):
        draft = _without(draft, _CONTROL, "the code of gestational diabetes states its control", "I.C.15.i")
    return _with_outcome(_with_weeks(draft, told, books), phase, encounter, books)


def _without(draft: Draft, patterns: Patterns, reason: str, locator: str) -> Draft:
    gone = [candidate for candidate in draft.candidates if covered(patterns, candidate.code)]
    kept = [candidate for candidate in draft.candidates if not covered(patterns, candidate.code)]
    return draft.passing(
        kept, [entry for candidate in gone for entry in dropped(candidate, reason, guideline(locator))]
    )


def is_mothers_record(encounter: Encounter) -> bool:
    """True for the record of a woman, or where it may be; False for that of a man or a child."""
    if encounter.sex is Sex.MALE:
        return False
    heads = [document.text[:_HEAD] for document in encounter.own_documents]
    if (
        encounter.sex is None
        and any(_MAN.search(head) for head in heads)
        and not any("gravid" in head.lower() for head in heads)
    ):
        return any(_BORN.search(head) for head in heads)
    return not any(opens_with_child(head.split("\n", 3)[0] if "\n" in head else head[:120]) for head in heads)


def opens_with_child(opening: str) -> bool:
    """True where the first words are of a child, and not of a woman in labor who bears one."""
    children = [child.start() for child in (NEWBORN.search(opening), _CHILD.search(opening)) if child]
    if not children:
        return False
    before = opening[: min(children)]
    return _LABORS.search(before) is None or _MOTHER_OF.search(before) is not None


def _phase(encounter: Encounter, weeks: int | None) -> str:
    """Childbirth, puerperium or trimester."""
    texts = [document.text for document in encounter.own_documents]
    if encounter.setting is Setting.INPATIENT and any(_tells_birth(text) for text in texts):
        return "childbirth"
    if any(_AFTERWARDS.search(text) for text in texts):
        return "puerperium"
    return trimester_of(weeks)


def _tells_birth(text: str) -> bool:
    """True for the record of a delivery: a head that tells the days after it before the child is of a later stay."""
    born = _BORN.search(text)
    after = _AFTERWARDS.search(text, 0, _HEAD)
    return born is not None and (after is None or born.start() < after.start())


def _phase_of(title: str) -> str:
    found = _PHASE.search(title)
    return (found[1] or found[2]) if found else ""


def _in_phase(candidate: Candidate, phase: str, books: Books, *, still_pregnant: bool = False) -> Candidate:
    """The same condition in the period of this encounter, where the category has a code for it.

    On a visit in pregnancy "penicillin in labor" speaks of what is to come.
    """
    if not covered(_OBSTETRIC, candidate.code):
        return candidate
    title = books.tabular[candidate.code].title.lower()
    stated = _phase_of(title)
    early = still_pregnant and stated == "childbirth"
    if stated == phase or (phase.endswith("trimester") and not early and stated not in ("", "unspecified trimester")):
        return candidate
    code = _same_condition(candidate.code, title, phase, books)
    if code is None and early:
        code = _same_condition(candidate.code, title, "", books)
    if code is None or code == candidate.code:
        return candidate
    return candidate.because(Reason(Step.GUIDELINE, f"in this encounter: {phase}", (guideline("I.C.15.a.3"),)), code)


def _same_condition(value: str, title: str, phase: str, books: Books) -> str | None:
    key = ("phases", value[:3])
    found = books.memo.get(key)
    if found is None:
        found = books.memo[key] = {
            (_ANY_PHASE.sub("", below.lower()), _phase_of(below.lower())): code
            for code, below in _valid_below(value[:3], books)
        }
    return found.get((_ANY_PHASE.sub("", title), phase))


def _valid_below(value: str, books: Books) -> Iterator[tuple[str, str]]:
    code = books.tabular[value]
    if code.valid:
        yield code.value, code.title
    for child in books.tabular.children(value):
        yield from _valid_below(child.value, books)


def _controlled(candidate: Candidate) -> Candidate:
    """Gestational diabetes by the drug that its own statement names: "A2 GDM - NPH started" (I.C.15.i)."""
    if not (candidate.code.startswith("O244") and candidate.code.endswith("9")):
        return candidate
    control = control_of(candidate.run.statement.span.quote(candidate.run.text))
    if control is None:
        return candidate
    code = candidate.code[:-1] + ("4" if control == "Z794" else "5")
    return candidate.because(Reason(Step.GUIDELINE, "the drug that controls it", (guideline("I.C.15.i"),)), code)


def _rules(name: str) -> Iterator[_Rule]:
    for line in table_lines(name):
        rule, kept, source = (part.strip() for part in line.split("|"))
        conditions, _, header = rule.partition(" -> ")
        yield _Rule(read_patterns(conditions), undotted(header.strip()), kept == "keep", source)


def _in_puerperium(rule: _Rule, books: Books) -> bool:
    """True for a header that has a code for the puerperium."""
    return any(title.lower().endswith("puerperium") for _, title in _valid_below(rule.header, books))


def _rules_of(phase: str, encounter: Encounter, books: Books) -> tuple[_Rule, ...]:
    """The rules of a period; behind a delivery those of a stay alone, as a visit may be about anything."""
    if phase != "puerperium":
        supervised = phase != "childbirth"  # O09 is for the time before labor (I.C.15.b.2)
        own = () if supervised else tuple(_rules("childbirth.txt"))
        return (*own, *(rule for rule in _rules("pregnancy.txt") if supervised or not rule.header.startswith("O09")))
    if encounter.setting is not Setting.INPATIENT:
        return ()
    own = tuple(_rules("puerperium.txt"))
    return (*own, *(rule for rule in _rules("pregnancy.txt") if _in_puerperium(rule, books)))


def _by_chapter(draft: Draft, phase: str, encounter: Encounter, books: Books) -> Draft:
    """Add, or put in its place, the code of chapter 15 for each condition of another chapter."""
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    present = {candidate.code for candidate in draft.candidates}
    rules = _rules_of(phase, encounter, books)
    for candidate in draft.candidates:
        rule = next((rule for rule in rules if covered(rule.conditions, candidate.code)), None)
        if rule is None:
            kept.append(candidate)
            continue
        if not any(code.startswith(rule.header) for code in present):
            code = _under(rule.header, phase, books)
            present.add(code)
            reason = Reason(
                Step.GUIDELINE, f"{dotted(candidate.code)} in pregnancy is {dotted(code)}", (guideline("I.C.15.a.1"),)
            )
            kept.append(candidate.because(reason, code))
        if rule.keeps:
            kept.append(candidate)
        else:
            ledger.extend(dropped(candidate, f"stated by {dotted(rule.header)}", guideline("I.C.15.a.1")))
    return draft.passing(kept, ledger)


def _under(header: str, phase: str, books: Books) -> str:
    below = [(code, title.lower()) for code, title in _valid_below(header, books)]
    for wanted in (phase, "unspecified trimester", "pregnancy"):
        for code, title in below:
            if title.endswith(wanted):
                return code
    return below[0][0]


def _of_term(candidate: Candidate, weeks: int | None) -> Candidate:
    """A rupture of membranes before labor at the term that the weeks tell: preterm is before 37 completed ones (O42.91)."""
    if weeks is None or candidate.code not in _RUPTURES:
        return candidate
    code = candidate.code[:4] + ("2" if weeks >= 37 else "1")
    if weeks < 37:
        code += {"f": "1", "s": "2", "t": "3"}[trimester_of(weeks)[0]]
    reason = Reason(Step.GUIDELINE, f"at {weeks} completed weeks", (guideline("I.C.15.a.3"),))
    return candidate.because(reason, code)


def _with_weeks(draft: Draft, told: tuple[int, Span] | None, books: Books) -> Draft:
    """Completed weeks of gestation, once, beside codes of pregnancy (I.C.15.a.7, I.C.21.c.11)."""
    if told is None or not any(covered(WITH_WEEKS, candidate.code) for candidate in draft.candidates):
        return _without(draft, read_patterns("Z3A"), "no weeks of gestation here", "I.C.21.c.11")
    weeks, place = told
    code = "Z3A0" + ("1" if weeks < 8 else str(weeks)) if weeks < 10 else f"Z3A{weeks}"
    if any(candidate.code == code for candidate in draft.candidates) or not books.tabular.is_valid(code):
        return draft
    kept = [candidate for candidate in draft.candidates if not candidate.code.startswith("Z3A")]
    first = next(candidate for candidate in kept if covered(WITH_WEEKS, candidate.code))
    added = found_by_rule(first.run, place, code, "completed weeks of gestation", guideline("I.C.15.a.7"))
    return draft.passing((*kept, added))


def _with_outcome(draft: Draft, phase: str, encounter: Encounter, books: Books) -> Draft:
    """The outcome of delivery, where the record tells of one live-born child and no other (I.C.15.b.5)."""
    if phase != "childbirth" or any(candidate.code.startswith("Z37") for candidate in draft.candidates):
        return draft
    match = _BORN.search(encounter.text)
    first = next((candidate for candidate in draft.candidates if covered(_OBSTETRIC, candidate.code)), None)
    if match is None or first is None or _SEVERAL.search(encounter.text):
        return draft
    added = found_by_rule(first.run, match.span(), "Z370", "single live birth", guideline("I.C.15.b.5"))
    return draft.passing((*draft.candidates, added))
