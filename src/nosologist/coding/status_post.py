"""What only seems past: "s/p" tells what was done about a problem, or what it came from, before it tells that the problem is gone.

A malignancy is current as long as treatment is directed to it, history once that is completed (I.C.2.m). An injury "s/p MVC" is
what the accident did. What was operated in this stay is a diagnosis of this stay (Section II).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from nosologist.coding.complete import DIAGNOSED
from nosologist.coding.draft import Candidate
from nosologist.coding.episode import DAY_OF_STAY
from nosologist.coding.tables import covered, leads_to, read_patterns
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter, Setting

_PRIMARY = read_patterns("C00-C76, C7A, C81-C96, D00-D09")
_SOLID = read_patterns("C00-C76, C7A")
_ONCE = read_patterns("Z85")
_SECONDARY = read_patterns("C77-C79, C7B")
_DRUG = (
    r"(?:chemo\w*|radiation|radiotherapy|XRT|RT|immuno\w+|hormon\w+|endocrine|ADT|androgen|anti-?androgen\w*|tamoxifen|anastrozole|"
    r"letrozole|exemestane|aromatase|fulvestrant|\w+ciclib|leuprolide|lupron|goserelin|degarelix|bicalutamide|[LG]n?RH|"
    r"enzalutamide|abiraterone|apalutamide|\w+mab|\w+tinib|trastuzumab|herceptin|capecitabine|xeloda|FOLF\w+|"
    r"carbo\w*|cisplatin|\w+taxel|taxol|pemetrexed|BCG|lenalidomide|revlimid|bortezomib)"
)
_TREATED_NOW = re.compile(
    rf"\b(?:on|under|undergoing|receiving|getting|continu\w+|currently|started|starting|adjuvant|maintenance|cycle \d+ of)\s"
    rf"(?:\w+\s){{0,2}}?{_DRUG}\b|\b{_DRUG}\s(?:therapy\s|is\s)?(?:continu\w+|maintenance|ongoing)\b",
    re.IGNORECASE,
)
_TREATED_NEXT = re.compile(
    rf"\b(?:refer\w*|will|start\w*|begin\w*|continue\w*|plan\w*|recommend\w*|proceed\w*|candidate)\b[^.;\n]{{0,60}}?(?:{_DRUG}|adjuvant)",
    re.IGNORECASE,
)
# "Here for C3 FOLFOX": what was taken out is treated further in this encounter, wherever the record says so (I.C.2.m).
_TREATED_HERE = re.compile(
    rf"\b(?:here|presents?|proceed\w*|given|received|continu\w*|today)\b[^.;\n]{{0,30}}?"
    rf"\b(?:C\d{{1,2}}(?:D\d{{1,2}})?|cycle #?\d{{1,2}})\b[^.;\n]{{0,30}}?\b(?:{_DRUG}|today|chemo\w*|FOLF\w*|\w*CHOP|AC)\b",
    re.IGNORECASE,
)
_PLAN = 400  # characters below a problem in which its plan stands
_STILL_THERE = re.compile(
    r"\b(?:stable|progress\w*|residual|persist\w*|recurr\w+|active|enlarg\w+|grow\w+)\b", re.IGNORECASE
)
_TREATED = re.compile(r"s\s?/\s?p|status post", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:no evidence|NED|resolved|in remission|cured|disease[- ]free|no recurrence|without recurrence)\b",
    re.IGNORECASE,
)
# Nothing of a tumor is left: said of the disease itself, not of its spread or progress.
_NOTHING_LEFT = re.compile(
    r"\b(?:(?:no|without)\s(?:\w+\s)?(?:evidence|data|signs?)\sof\s(?:\w+\s)?(?:disease|recurrence|relapse|cancer|tumou?r|malignancy)"
    r"(?!\s(?:progress|spread))|NED|disease[- ]free|(?:no|without)\s(?:recurrence|relapse)|cured)\b",
    re.IGNORECASE,
)
_METASTASES = re.compile(
    r"\bmets?\b|\bmetasta\w+", re.IGNORECASE
)  # what is treated behind them is they: "brain mets s/p SRS"
_SPREAD = re.compile(r"\bmetasta\w+|\bresidual\b|\bprogress\w*|\bstage (?:4|IV)\b", re.IGNORECASE)
# "S/p neoadjuvant chemotherapy, admitted for resection": the tumor is what is operated on in this stay.
_BEFORE_OPERATION = re.compile(
    r"\bneo-?adj\w*[^.\n]{0,60}\b(?:admitted|presents?|presented|here|scheduled|planned)\b[^.\n]{0,20}\bfor\b",
    re.IGNORECASE,
)
_SAME_ITEM = re.compile(r"[^,;]*,?\s*")  # "breast cancer, on letrozole", not "breast cancer, myeloma on lenalidomide"
_NEAR = 90  # characters behind a tumor in which its treatment stands
_STROKES = read_patterns("I60-I63")
_SOME_TIME_AGO = re.compile(
    r"[^.;\n]{0,40}?\b(?:\d{1,2}|one|two|three|four|five|six|eight|ten|several|few)\s(?:weeks?|months?|years?|yrs?)\s(?:ago|prior|earlier)",
    re.IGNORECASE,
)
# The stay in which the deficits of a stroke are trained (Section II.K), not the one that treats the stroke
_REHABILITATION = re.compile(
    r"(?<!to )(?<!to an )(?<!to the )\b(?:IRF|inpatient rehab\w*|acute (?:inpatient )?rehab\w*|"
    r"rehab\w* (?:unit|hospital|facility|center|discharge|medicine)|PM&R|physical medicine)\b",
    re.IGNORECASE,
)
_OPENING = 160  # characters in which a record says whose it is
_EVENT = re.compile(
    r"\W+(?:\S+\s+){0,3}?(?:MVC|MVA|MCC|M?GLF|falls?|fell|accident|crash|collision|assault\w*|GSW|SW|trauma|injury|altercation|fight|"
    r"pedestrian|struck|hit|kicked|bite|exposure|ingestion|overdose)\b",
    re.IGNORECASE,
)
_ENDS_NOTHING = re.compile(
    r"\W+(?:[\w#-]+\s+){0,3}?(?:I\s?&\s?D|incision and drainage|drainage|injections?|aspiration|debridement|PT|physical therapy|"
    r"antibiotics?|abx|blocks?|epidurals?|LESI|ESI|splint(?:ing)?|packing|transfusions?|infusions?|Botox|dilat(?:at)?ion|biops(?:y|ies)|"
    r"bx|surfactant|CPAP|BiPAP|intubation|oxygen|O2|phototherapy|fluids|IVF|diuresis|cardioversion|DCCV|paracentesis|thoracentesis|"
    r"banding|steroids?|irrigation)\b",
    re.IGNORECASE,
)
# What ends nothing in the stay that does it: "hydrocephalus s/p EVD", "compartment syndrome s/p fasciotomies"
_ENDS_NOTHING_HERE = re.compile(
    r"\W+(?:[\w#-]+\s+){0,2}?(?:EVD|fasciotom\w*|washouts?|chest tube|pigtail|PCN|nephrostomy|Kcentra|vit(?:amin)? K|reversal)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\W+(?:(?:open|lap(?:aroscopic)?|robotic|elective|left|right|L|R|total|partial|radical)\s)*([A-Za-z-]{4,})"
)
_LONG_AGO = re.compile(r"\b(?:years?|yrs?) ago\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d/])[01]?\d/[0-3]?\d\b(?![/\d])")  # a date without its year is one of these weeks
_TOLD_AS_PAST = frozenset({SectionKind.PAST_HISTORY, SectionKind.SURGICAL_HISTORY})
_OF_THIS_STAY = DIAGNOSED | {SectionKind.COURSE, SectionKind.PRESENT_ILLNESS}


def _goes_on(text: str, end: int) -> bool:
    """True where the plan below a tumor that was taken out is to treat it further (I.C.2.m)."""
    below = re.split(r"\n\s*\n|\n\s*\d{1,2}[.)] ", text[end : end + _PLAN], maxsplit=1)[0]
    return bool(_TREATED_NEXT.search(below))


def _only_treated(candidate: Candidate, end: int, encounter: Encounter) -> bool:
    """True where "s/p" names a treatment that ends nothing by itself: "paronychia s/p I&D"."""
    text, stop = candidate.run.text, candidate.run.statement.end
    if _ENDS_NOTHING.match(text, end, stop):
        return True
    here = encounter.setting is Setting.INPATIENT and candidate.mention.section not in _TOLD_AS_PAST
    return here and _ENDS_NOTHING_HERE.match(text, end, stop) is not None


def _is_done_here(text: str, end: int) -> bool:
    """True where the operation behind "s/p" is the one that the patient was admitted for."""
    named = _NAMED.match(text, end)
    if named is None:
        return False
    came = r"\b(?:admitted|presents?|presented|here|taken|brought|underwent|scheduled)\b"
    return re.search(rf"{came}[^.;\n]{{0,60}}?\b{re.escape(named[1])}\b", text, re.IGNORECASE) is not None


def is_present_after(candidate: Candidate, encounter: Encounter) -> bool:
    """True for a problem that only "s/p" makes past, behind it or before what caused it, and that the patient still has."""
    text, statement = candidate.run.text, candidate.run.statement
    said = statement.span.quote(text)
    past = candidate.mention.assertion.cues
    if not past or _GONE.search(said) or not all(_TREATED.fullmatch(cue.quote(text)) for cue in past):
        return False
    if any(_EVENT.match(text, cue.end, statement.end) for cue in past):
        return True
    if any(candidate.mention.span.start < cue.start and _only_treated(candidate, cue.end, encounter) for cue in past):
        return not _LONG_AGO.search(said)
    if encounter.setting is Setting.INPATIENT and DAY_OF_STAY.search(said):
        return True
    stated = encounter.setting is Setting.INPATIENT and candidate.mention.section in DIAGNOSED
    if stated and (_DAY.search(said) or any(_is_done_here(text, cue.end) for cue in past)):
        return not _LONG_AGO.search(said)
    if any(cue.start < candidate.mention.span.start for cue in past):
        return False
    if covered(_SECONDARY, candidate.code):
        return True
    if covered(_PRIMARY, candidate.code):
        spread = any(_METASTASES.search(text, candidate.mention.span.end, cue.start) for cue in past)
        return spread or bool(
            _TREATED_NOW.search(said)
            or _STILL_THERE.search(said)
            or _BEFORE_OPERATION.search(said)
            or _goes_on(text, statement.end)
            or _TREATED_HERE.search(text)
        )
    in_hospital = encounter.setting in (Setting.INPATIENT, Setting.OBSERVATION, Setting.ED)
    return in_hospital and candidate.mention.section in _OF_THIS_STAY and not _LONG_AGO.search(said)


def is_treated_now(candidate: Candidate) -> bool:
    """True for a tumor of the history that is treated to this day: "PMH: prostate cancer on leuprolide" (I.C.2.m)."""
    if not covered(_PRIMARY, candidate.code) and not covered(_ONCE, candidate.code):
        return False
    text, end = candidate.run.text, candidate.mention.span.end
    treated = _TREATED_NOW.search(text, end, min(candidate.run.statement.end, end + _NEAR))
    return treated is not None and _SAME_ITEM.fullmatch(text, end, treated.start()) is not None


def is_eradicated(candidate: Candidate) -> bool:
    """True for a tumor of which nothing is left, and that nothing treats: a history, wherever it is listed (I.C.2.m)."""
    if not covered(_SOLID, candidate.code):
        return False
    text, statement = candidate.run.text, candidate.run.statement
    said = statement.span.quote(text)
    if not _NOTHING_LEFT.search(text, candidate.mention.span.end, statement.end) or _SPREAD.search(said):
        return False
    return not _TREATED_NOW.search(text) and not _goes_on(text, statement.end)


def histories_told(candidates: Iterable[Candidate]) -> frozenset[str]:
    """The histories of malignancies of which the record says, where it states them, that nothing is left."""
    return frozenset(
        one.code
        for one in candidates
        if covered(_ONCE, one.code)
        and _NOTHING_LEFT.search(" ".join(one.run.statement.span.quote(one.run.text).split()))
    )


def is_told_as_history(candidate: Candidate, histories: frozenset[str]) -> bool:
    """True for a tumor that another part of the record tells to be gone: "Dx: sigmoid cancer 2018", and no evidence of it now."""
    if not covered(_SOLID, candidate.code) or is_treated_now(candidate):
        return False
    return leads_to("history.txt", candidate.code) in histories


def is_stroke_of_before(candidate: Candidate) -> bool:
    """True for "rehabilitation after a stroke three weeks ago": what it left behind is coded, not the stroke (I.C.9.d)."""
    if not covered(_STROKES, candidate.code):
        return False
    if _REHABILITATION.search(candidate.run.text[:_OPENING]):
        return True
    return _SOME_TIME_AGO.match(candidate.run.text, candidate.mention.span.end, candidate.run.statement.end) is not None


def is_past_by_treatment(candidate: Candidate) -> bool:
    """True for a problem that only "s/p" makes past."""
    past = candidate.mention.assertion.cues
    return bool(past) and all(_TREATED.fullmatch(cue.quote(candidate.run.text)) for cue in past)
