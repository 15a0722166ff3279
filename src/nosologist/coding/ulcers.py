"""Pressure ulcers: each site with the stage that its own words give (I.C.12.a).

An ulcer that was unstageable until it was debrided takes the stage then revealed; one that evolves in the stay takes both
stages; one that is healed takes no code. A list of sites behind one "pressure ulcers" names one ulcer each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate, Draft, dropped, guideline
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter, Setting

_PRESSURE = "L89"
_STAGE = re.compile(
    r"\bstage\s*(?P<number>[1-4]|I{1,3}V?|IV)\b|\b(?P<unstageable>unstag(?:e)?able)\b|"
    r"\b(?P<deep>deep tissue|s?DTP?I)\b",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:grade|category|degree)(?=\s*(?:[1-4]|I{1,3}V?|IV)\b)", re.IGNORECASE
)  # as other countries say
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_UNSTAGEABLE, _DEEP, _UNSPECIFIED = "0", "6", "9"
_WITH_STAGE = 6  # characters
_EVOLVES = re.compile(r"\b(?:progress\w*|evolv\w*|worsen\w*|advanc\w*|deteriorat\w*)\b", re.IGNORECASE)
_HEALED = re.compile(r"(?<!not )(?<!non)\b(?:healed|closed|resolved)\b(?! (?:edges?|borders?))", re.IGNORECASE)
_ABSENT = re.compile(r"\b(?:no|without|denies|intact|clear)\b", re.IGNORECASE)
_ASSESSED = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES})
# Sites of L89 with their characters: (no side stated, right, left).
_SITES = (
    (re.compile(r"\bupper back|shoulder blades?|scapula\w*", re.I), ("10", "11", "12")),
    (re.compile(r"\blower back\b", re.I), ("10", "13", "14")),
    (re.compile(r"\b(?:sacr(?:um|al)|coccy\w+|sacrococcygeal|tailbone)\b", re.I), ("15", "15", "15")),
    (re.compile(r"\belbows?\b", re.I), ("00", "01", "02")),
    (re.compile(r"\b(?:hips?|trochanter\w*)\b", re.I), ("20", "21", "22")),
    (re.compile(r"\b(?:buttocks?|ischi(?:um|al)|gluteal)\b", re.I), ("30", "31", "32")),
    (re.compile(r"\b(?:ankles?|malleol\w+)\b", re.I), ("50", "51", "52")),
    (re.compile(r"\bheels?\b", re.I), ("60", "61", "62")),
)
_SIDES = (re.compile(r"\b(?:right|R|rt)\b"), re.compile(r"\b(?:left|L|lt)\b"))
_SENTENCE = re.compile(r"\n|\.\s")
_INTACT = re.compile(
    r"\b(?:no|without|denies) (?:open |pressure |skin )?(?:wounds?|ulcers?|breakdown|injur\w+|areas?)\b|\bintact\b",
    re.IGNORECASE,
)
_STAGED_OTHERWISE = re.compile(
    r"\b(?:CKD|kidney|cancer|carcinoma|tumou?r|lymphoma|heart failure|HF|Parkinson\w*|labor)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;\n]|\band\b")


@dataclass(frozen=True, slots=True)
class _Told:
    """What a statement says of one ulcer. ``site`` is its code without the stage."""

    candidate: Candidate
    site: str
    stages: tuple[str, ...]  # last characters of codes, in the order of the text; none where no stage is stated
    evolves: bool
    healed: bool

    @property
    def assessed(self) -> bool:
        return self.candidate.mention.section in _ASSESSED


def pressure_ulcers(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Give each pressure ulcer the stages that the record states for its site."""
    if not any(candidate.code.startswith(_PRESSURE) for candidate in draft.candidates):
        return draft
    told = {
        id(candidate): tuple(_told(candidate, _named_beside(candidate, draft)))
        for candidate in draft.candidates
        if candidate.code.startswith(_PRESSURE)
    }
    everything = [one for ulcers in told.values() for one in ulcers]
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        if id(candidate) not in told:
            kept.append(candidate)
            continue
        for one in told[id(candidate)]:
            stages = _stages([other for other in everything if other.site == one.site], encounter)
            kept.extend(_staged(candidate, one.site + stage, books) for stage in stages)
            if not stages:
                ledger.extend(dropped(candidate, "healed", guideline("I.C.12.a.4")))
    return draft.passing(kept, ledger)


def _stage_in_skin_assessment(site: str, encounter: Encounter) -> str:
    """The one stage that lines of the record give the site without the name of the ulcer: "Sacrum: 2x3 cm open area, stage 2".

    Nurses stage ulcers that the provider names (I.B.14).
    """
    number = site.removeprefix(_PRESSURE)
    stages = {
        _stage(found)
        for document in encounter.own_documents
        for line in _SENTENCE.split(document.text)
        if len(_STAGE.findall(line)) == 1 and not _STAGED_OTHERWISE.search(line)
        for where, clause in _listed(line)
        if where == number and not _INTACT.search(clause) and not _HEALED.search(clause)
        for found in _STAGE.finditer(clause)
    }
    return stages.pop() if len(stages) == 1 else _UNSPECIFIED


def _staged(candidate: Candidate, code: str, books: Books) -> Candidate:
    if code == candidate.code or not books.tabular.is_valid(code):
        return candidate
    return candidate.because(
        Reason(Step.GUIDELINE, "site and stage as the record states them", (guideline("I.C.12.a"),)), code
    )


def _named_beside(candidate: Candidate, draft: Draft) -> list[tuple[str, ...]]:
    """The words of each other condition of the statement that has a site of pressure ulcers."""
    text = candidate.run.text
    others = [
        tuple(span.quote(text) for span in other.mention.spans)
        for other in draft.candidates
        if other.run is candidate.run and not other.code.startswith(_PRESSURE)
    ]
    return [words for words in others if any(site.search(word) for word in words for site, _ in _SITES)]


def _told(candidate: Candidate, beside: list[tuple[str, ...]]) -> Iterator[_Told]:
    """The ulcers that the statement of a candidate names: one, or one for each site of its list.

    The hip of "sacral pressure ulcer and pain in the left hip" is none of them.
    """
    said = candidate.run.statement.span.quote(candidate.run.text)
    clauses = list(_listed(said))
    listed = [one for one in clauses if not any(all(word in one[1] for word in words) for words in beside)] or clauses
    if len({site for site, _ in listed}) < 2:
        yield _one(candidate, candidate.code[:-1], said)
        return
    stages = {match[0].lower() for match in _STAGE.finditer(said)}
    for site, clause in listed:
        common = (
            said if len(stages) == 1 and not _STAGE.search(clause) else clause
        )  # "stage 3 ulcers of sacrum and heel"
        if not _ABSENT.search(clause):
            yield _one(candidate, _PRESSURE + site, common)


def _listed(said: str) -> Iterator[tuple[str, str]]:
    """The clauses of a statement that name a site, each with the clauses behind it that name none."""
    site, clause = "", ""
    for part in _CLAUSE.split(said):
        found = next((sites[_side(part)] for pattern, sites in _SITES if pattern.search(part)), None)
        if found is None or not site:
            site, clause = site or found or "", f"{clause},{part}"
        else:
            yield site, clause
            site, clause = found, part
    if site:
        yield site, clause


def _side(part: str) -> int:
    """0 where no side is stated or both are, 1 right, 2 left."""
    right, left = (bool(side.search(part)) for side in _SIDES)
    return 0 if right == left else 1 if right else 2


def _one(candidate: Candidate, site: str, said: str) -> _Told:
    stages = tuple(dict.fromkeys(_stage(match) for match in _STAGE.finditer(_GRADE.sub("stage", said))))
    evolves = bool(_EVOLVES.search(said)) and len(stages) > 1
    if not evolves and len(stages) > 1:  # "unstageable, stage 3 after debridement": what it turned out to be
        stages = tuple(stage for stage in stages if stage != _UNSTAGEABLE)[-1:]
    return _Told(candidate, site, stages or _named(candidate), evolves, bool(_HEALED.search(said)))


def _named(candidate: Candidate) -> tuple[str, ...]:
    """The stage that the words tell without its number: "pressure ulcer with necrosis of soft tissues through to the bone"."""
    code = candidate.term.code
    return (code[-1],) if len(code) == _WITH_STAGE and code.startswith(_PRESSURE) and code[-1] != _UNSPECIFIED else ()


def _stage(match: re.Match[str]) -> str:
    if match["number"]:
        return _ROMAN.get(match["number"].lower(), match["number"])
    return _UNSTAGEABLE if match["unstageable"] else _DEEP


def _stages(told: list[_Told], encounter: Encounter) -> tuple[str, ...]:
    """The stages of one ulcer: those of an evolution in this stay, else the last one stated, in the assessment if there."""
    if all(one.healed for one in told):
        return ()
    standing = [one for one in told if one.stages and not one.healed]
    if not standing:
        return (_stage_in_skin_assessment(told[0].site, encounter),)
    evolving = [one for one in standing if one.evolves]
    if evolving and encounter.setting is Setting.INPATIENT:
        return evolving[-1].stages[0], evolving[-1].stages[-1]
    final = [one for one in standing if one.assessed] or standing
    stages = [one.stages[-1] for one in final]
    certain = tuple(stage for stage in stages if stage != _UNSTAGEABLE)
    return (certain or tuple(stages))[-1:]
