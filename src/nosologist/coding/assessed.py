"""Assessed: which mentions state what the encounter was about (guideline IV).

The titles of the assessment do; without them the titles of the plan with the prose of the assessment.
"""

from __future__ import annotations

import re

from nosologist.coding.complete import DIAGNOSED
from nosologist.coding.draft import Candidate
from nosologist.coding.integral import EXTERNAL_CAUSES, PAINFUL, PLANNED, is_integral, mentions_of
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Mention

SYMPTOMS = read_patterns("R00-R73.02, R73.09-R99, M25.5, M79.1, M79.6")
_FOUND = re.compile(
    r"\b(?:this is|it is|these are|represents?|confirms?|confirmed|diagnos(?:is|ed)|found to have|reveals?|revealed|shows?|showed|"
    r"demonstrates?|demonstrated|(?:due|secondary|attributed|related) to|caused by|because of|explained by|from|sustained|"
    r"developed)\b",
    re.IGNORECASE,
)
_CAUSED = re.compile(
    r"[ \t•*-]*(?:(?:This|It|These) (?:is|are|was|were)|They are) (?:all |clearly |now )?"
    r"(?:(?:due|secondary|related|attributable) to|from|caused by|a (?:result|consequence|complication) of)\b"
)
_THIS_IS = re.compile(r"\b[Tt]his (?:is|represents) (?:an? |the )?(?:[a-z-]+ ){0,2}$")
# "A man with a history of gout who presents with a cough": the gout tells whom the visit was about, not what (IV.J).
_BACKGROUND = re.compile(
    r"\b(?:with|has|having) (?:an? )?(?:\w+ ){0,2}?(?:history|hx|PMHx?)"
    r"(?: (?:is )?(?:significant|notable|remarkable|positive) for| of)"
    r"(?:(?!\b(?:who|presents?|presenting|here|now|today|comes?|returns?)\b)[^.;])*$"
)
_WHO_COMES = re.compile(r"[^.;]*?\b(?:who|presents|presenting|here|comes|returns)\b")
_SENTENCE_ENDS = re.compile(r"\.\s|\n")
_NO_CARE = re.compile(
    r"\b(?:(?:needs?|requires?|warrants?|with|and) no (?:further |additional |specific )?|no (?:further|additional) |"
    r"(?:does|do) not (?:need|require|warrant) (?:any )?(?:further |additional )?)"
    r"(?:follow[- ]?up|work[- ]?up|evaluation|imaging|investigations?|action|surveillance)\b|"
    r"\bof no (?:clinical )?(?:significance|concern|consequence)\b|\bclinically insignificant\b",
    re.IGNORECASE,
)
_DRUGS = read_patterns("T36-T50")  # adverse effects beside what they did (I.C.19.e.5.a)


def assessed_in(candidates: tuple[Candidate, ...], encounter: Encounter) -> frozenset[int]:
    """The mentions (by identity) that the assessments state, each document by itself; one without headings speaks as a whole."""
    if len(encounter.documents) == 1:
        return _assessed(candidates)
    within: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        within.setdefault(encounter.number_at(candidate.mention.span.start), []).append(candidate)
    found: set[int] = set()
    for said in within.values():
        found |= _assessed(tuple(said)) or {
            id(candidate.mention) for candidate in said if candidate.mention.section is SectionKind.NARRATIVE
        }
    return frozenset(found)


def _assessed(candidates: tuple[Candidate, ...]) -> frozenset[int]:
    """The mentions (by identity) that the assessment states: its titles, else the plan's titles, else prose.

    Titles that state a status or a reason for the visit only are read together with the prose.
    """
    mentions = [
        mention
        for candidate in candidates
        for mention in (candidate.mention, *candidate.more)
        if candidate.code[0] not in EXTERNAL_CAUSES and not _calls_for_nothing(candidate, mention)
    ]
    assessed = [mention for mention in mentions if mention.section in DIAGNOSED]
    assessed = _without_background(assessed, candidates) or assessed
    planned = [mention for mention in mentions if mention.section is SectionKind.PLAN]
    tiers = (
        [mention for mention in assessed if mention.is_title],
        [mention for mention in mentions if mention.section is SectionKind.PROVISIONAL and mention.is_title],
        _with_assessed([mention for mention in planned if mention.is_title], assessed),
        assessed,
        planned,
    )
    stated = next((tier for tier in tiers if tier), [])
    coded = {id(mention): candidate.code for candidate in candidates for mention in mentions_of(candidate)}
    if all(
        coded[id(mention)][0] == "Z" for mention in stated
    ):  # "status post mastectomy" names no problem: its text does
        stated = stated + assessed
    if stated and stated[0].is_title:
        stated = stated + _explaining(candidates, stated) + _causes(candidates)
    return frozenset(map(id, stated))


def _with_assessed(titles: list[Mention], assessed: list[Mention]) -> list[Mention]:
    """The titles of a plan, and with them what the prose of the assessment names: a plan need not repeat each of its problems."""
    return [*titles, *assessed] if titles else []


def _calls_for_nothing(candidate: Candidate, mention: Mention) -> bool:
    """True for "the cyst is simple and needs no follow-up": nothing that is treated or bears on the encounter (IV.J)."""
    if mention.section not in PLANNED or (mention.is_title and mention.section is not SectionKind.PLAN):
        return False
    text = candidate.run.text
    start = _sentence_start(text, mention.span.start)
    end = _SENTENCE_ENDS.search(text, mention.span.end)
    return _NO_CARE.search(text, start, end.start() if end else len(text)) is not None


def _explaining(candidates: tuple[Candidate, ...], titles: list[Mention]) -> list[Mention]:
    """What explains the symptom of a title in the sentences below it: "Knee pain. - He tore the medial meniscus." (IV.D)."""
    named = {id(mention) for mention in titles}
    symptoms = [
        (mention.span.start, candidate.code)
        for candidate in candidates
        if covered(SYMPTOMS, candidate.code) or covered(PAINFUL, candidate.code)
        for mention in mentions_of(candidate)
        if id(mention) in named
    ]
    if not symptoms:
        return []
    starts = sorted(mention.span.start for mention in titles)
    found: list[Mention] = []
    for candidate in candidates:
        if candidate.code[0] in "RZ" + EXTERNAL_CAUSES:
            continue
        for mention in mentions_of(candidate):
            if mention.is_title or mention.section not in PLANNED:
                continue
            above = max((start for start in starts if start <= mention.span.start), default=None)
            symptom = next((code for start, code in symptoms if start == above), None)
            if symptom and is_integral(symptom, candidate.code) and _explains(candidate, mention):
                found.append(mention)
    return found + _drugs_beside(found, candidates)


def _without_background(assessed: list[Mention], candidates: tuple[Candidate, ...]) -> list[Mention]:
    """The mentions without those that a sentence about the patient gives as history before it says why he comes."""
    text = next((candidate.run.text for candidate in candidates), "")
    return [
        mention
        for mention in assessed
        if mention.is_title
        or _BACKGROUND.search(text, _sentence_start(text, mention.span.start), mention.span.start) is None
        or _WHO_COMES.match(text, mention.span.end) is None
    ]


def _causes(candidates: tuple[Candidate, ...]) -> list[Mention]:
    """What the sentences below a title say that it is, or give as its cause, with the drugs that did it (IV.J, I.C.19.e.5.a).

    "Thrombocytopenia. This is from portal hypertension." "Hyponatremia. ... this is SIADH, caused by sertraline."
    """
    told = [
        mention
        for candidate in candidates
        if candidate.code[0] not in "RZ" + EXTERNAL_CAUSES and not covered(_DRUGS, candidate.code)
        for mention in mentions_of(candidate)
        if not mention.is_title and mention.section in PLANNED and _names_this(candidate.run.text, mention.span.start)
    ]
    return told + _drugs_beside(told, candidates)


def _names_this(text: str, at: int) -> bool:
    start = _sentence_start(text, at)
    return _CAUSED.match(text, start, at) is not None or _THIS_IS.search(text, start, at) is not None


def _drugs_beside(told: list[Mention], candidates: tuple[Candidate, ...]) -> list[Mention]:
    """The drugs that statements name as the cause of what they tell."""
    statements = {mention.statement for mention in told}
    return [
        mention
        for candidate in candidates
        if covered(_DRUGS, candidate.code)
        for mention in mentions_of(candidate)
        if mention.statement in statements
    ]


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence begins that a place stands in, its blanks included."""
    return max(text.rfind(". ", 0, at), text.rfind("\n", 0, at)) + 1


def _explains(candidate: Candidate, mention: Mention) -> bool:
    """True where the sentence gives the disease as what was found; an injury or a joint's disease needs only to be there."""
    if candidate.code[0] in "MS":
        return True
    text = candidate.run.text
    return _FOUND.search(text, _sentence_start(text, mention.span.start), mention.span.start) is not None
