"""Episode of care of an injury: active treatment, healing, or sequela (I.C.19.a), and what follows from it (I.C.21.c.7)."""

from __future__ import annotations

import re

from nosologist.coding.complete import DIAGNOSED
from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import NotCoded
from nosologist.model.encounter import Encounter, Setting
from nosologist.model.mention import Temporality
from nosologist.notes.sought import Sought

_SEQUELA = re.compile(
    r"(?<!\bwithout )(?<!\bno )(?<!\bwithout any )(?<!\bwithout \w{8} )\b(?:sequelae?|late effects?)\b", re.IGNORECASE
)
_RESIDUAL = re.compile(
    r"\b(?:with|w/|c/b|has|now|and)\s+(?:\w+\s+){0,2}?(?:residual|persist\w+|lingering|permanent|lasting)\b",
    re.IGNORECASE,
)
_LEFT_BY = re.compile(
    r"\b(?:due to|from|secondary to|2/2|d/t|following|after)\s+(?:\w+\s){0,2}?(?:old|remote|prior|previous|childhood)\b",
    re.IGNORECASE,
)
_TREATED = (
    r"(?:orif|crpp|fixation|reduction|nailing|nail|casting|cast|surgery|repair|splint(?:ing)?|"
    r"pinning|plating|(?:hemi)?arthroplasty|sutur\w+)"
)
_SPAN_OF_TIME = r"\b\d{1,3}\s?(?:days?|d|wks?|weeks?|mos?|months?)\s+"
# What a statement says of an injury whose active treatment is over.
_HEALING = Sought(
    r"\b(?:heal(?:ing|ed)|aftercare|subsequent encounter|(?:non|mal)?[- ]?union|pseudo?arthrosis)\b"
    rf"|{_SPAN_OF_TIME}(?:s/p|out\b|status post|post[- ]?(?:op|injury|fracture|reduction)|from (?:the )?injury)"
    r"|\b(?:cast|sutures?|staples?|stitches|splint|pins?)\s+(?:was |were |is |are )?remov(?:ed|"
    r"al)\b|\b(?:cast|suture|staple|pin) removal\b"
)
# Treated before: in a stay that is the treatment of the stay, elsewhere an earlier one.
_AFTER_TREATMENT = Sought(rf"(?:\bs/p|\bstatus post|\bpost)\b[^.;\n]{{0,40}}\b{_TREATED}\b")
_LONG_AGO = re.compile(
    r"\b(?:years? ago|yrs? ago|remote|old|history of|h/o|hx of|childhood|as a child|(?:in|since) (?:19|20)\d\d)\b"
    r"|\b(?:prior|previous)\b[^.;\n]{0,60}\bhealed\b",
    re.IGNORECASE,
)
DAY_OF_STAY = re.compile(
    r"\b(?:hosp(?:ital)?\.? day|HD|POD)\s?#?\s?\d|\b(?:this|during) (?:admission|hospitali[sz]ation|stay)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_INJURY = (
    r"(?:fractures?|fx|injur(?:y|ies)|sprains?|lacerations?|lacs?|burns?|wounds?|casts?|"
    r"sutures?|staples?|dislocations?|concussion|tears?|ruptures?)"
)
_AGAIN = r"(?:follow[- ]?up|f/u|re-?check|re-?evaluation|check)"
# What the opening of a note says: this visit is one of healing or recovery.
_OPENING = Sought(
    rf"\b{_INJURY}\b[^.;\n]{{0,30}}\b(?:{_AGAIN}|removal)\b|\b{_AGAIN}\b[^.;\n]{{0,40}}\b{_INJURY}\b"
    rf"|\b(?:here|presents?|returns?|seen|in clinic|"
    rf"visit)\b[^.;\n]{{0,25}}\bfor\b[^.;\n]{{0,25}}\b(?:(?:suture|staple|cast) removal|"
    rf"post[- ]?op)"
    rf"|{_SPAN_OF_TIME}(?:from (?:the )?injury|post[- ]?injury|out from)"
)
_ASSESSMENT = re.compile(
    r"^\W*(?:A/P|A&P|ASSESSMENT|IMPRESSION|IMP\b|DX|DIAGNOS[EI]S|PLAN|FINAL)", re.IGNORECASE | re.MULTILINE
)
_ANEW = re.compile(r"\b(?:new|today|yesterday|this morning|last night|acute)\b", re.IGNORECASE)
_INJURIES = read_patterns("S00-T34, T66-T79")
_HEALS = read_patterns(
    "S00-T34, T66-T79, M48.4, M48.5, M80, M84"
)  # a complication or poisoning is treated, not aftercare
_CAUSES = read_patterns("V00-Y38")
_AFTERCARE = read_patterns("Z09, Z47.2, Z47.8, Z48.0, Z48.81, Z48.89, Z51.89")
_POSTPROCEDURAL = read_patterns("Z98.890, Z96.69, Z96.7")
_ABSENCES = read_patterns(
    "Z89, Z90"
)  # what an operation of this stay took away is no status yet; one of an earlier year is

_STENTS, _INFARCTIONS = read_patterns("Z95.5, Z98.61"), read_patterns("I21, I22")
_LEFT_BEHIND = read_patterns("Z89, Z90, Z95, Z96, Z98.61")  # what an operation took away or put in


def may_heal(value: str) -> bool:
    """True for an injury, which has a time of healing."""
    return covered(_HEALS, value)


def is_visit_of_healing(encounter: Encounter) -> bool:
    """True where the note opens as a visit after an injury was treated. A stay or an emergency visit treats it."""
    if not _treats_elsewhere(encounter):
        return False
    for document in encounter.own_documents:
        end = _ASSESSMENT.search(document.text)
        if _OPENING.search(document.text[: end.start()] if end else document.text):
            return True
    return False


def episode(candidate: Candidate, encounter: Encounter, *, visit_of_healing: bool) -> str:
    """How the 7th character of an injury begins: "initial encounter", "subsequent encounter" or "sequela"."""
    said = candidate.run.statement.span.quote(candidate.run.text)
    if _SEQUELA.search(said) or is_left_behind(candidate):
        return "sequela"
    healing = _HEALING.search(said) or (_treats_elsewhere(encounter) and _AFTER_TREATMENT.search(said))
    if covered(_HEALS, candidate.code) and (healing or (visit_of_healing and not _ANEW.search(said))):
        return "subsequent encounter"
    return "initial encounter"


def is_left_behind(candidate: Candidate) -> bool:
    """True for a past injury whose statement tells what it left: "TBI 6 months ago with residual memory deficit" (I.B.10)."""
    if not covered(_INJURIES, candidate.code):
        return False
    text, statement, named = candidate.run.text, candidate.run.statement, candidate.mention.span
    if _LEFT_BY.search(text, statement.start, named.end):
        return True
    past = candidate.mention.assertion.temporality is Temporality.HISTORY
    return past and _RESIDUAL.search(text, named.end, statement.end) is not None


def is_still_cared_for(candidate: Candidate) -> bool:
    """True for an injury that only seems past, and for its cause: "fracture s/p ORIF, 6 weeks out" is healing (I.C.19.a)."""
    if is_left_behind(candidate):
        return True
    if not covered(_HEALS, candidate.code) and not covered(_CAUSES, candidate.code):
        return False
    said = candidate.run.statement.span.quote(candidate.run.text)
    return bool(_HEALING.search(said) or _AFTER_TREATMENT.search(said)) and not _LONG_AGO.search(said)


def _treats_elsewhere(encounter: Encounter) -> bool:
    """True for a visit: what was operated on was operated on before it."""
    return encounter.setting in (Setting.OUTPATIENT, Setting.SAME_DAY_SURGERY)


def _is_of_this_stay(candidate: Candidate, operated: bool, infarctions: frozenset[int]) -> bool:
    """True for an absence, or an infarction's stent, that the diagnoses name; and for what was done on a day of the stay."""
    if not operated or not covered(_LEFT_BEHIND, candidate.code):
        return False
    said = candidate.run.statement.span.quote(candidate.run.text)
    if DAY_OF_STAY.search(said):
        return True
    opened = covered(_STENTS, candidate.code) and candidate.mention.statement in infarctions
    if not opened and not covered(_ABSENCES, candidate.code):
        return False
    return candidate.mention.section in DIAGNOSED and not _LONG_AGO.search(said) and not _YEAR.search(said)


def without_aftercare(draft: Draft, encounter: Encounter) -> Draft:
    """Drop aftercare codes beside an injury, whose own code says that it heals (I.C.21.c.7); and the operation of this stay."""
    injuries = [candidate for candidate in draft.candidates if covered(_INJURIES, candidate.code)]
    operated = encounter.setting in (Setting.INPATIENT, Setting.SAME_DAY_SURGERY)
    if encounter.all_mentions or not (injuries or operated):
        return draft
    told = {
        candidate.mention.statement
        for candidate in (draft.candidates if operated else injuries)
        if candidate.code[0] not in "VWXYZ"
    }
    infarctions = frozenset(one.mention.statement for one in draft.candidates if covered(_INFARCTIONS, one.code))
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        after = bool(injuries) and covered(_AFTERCARE, candidate.code)
        operation = covered(_POSTPROCEDURAL, candidate.code) or _is_of_this_stay(candidate, operated, infarctions)
        if after or (operation and candidate.mention.statement in told):
            ledger.extend(
                dropped(candidate, "stated by the code of the condition that was treated", guideline("I.C.21.c.7"))
            )
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)
