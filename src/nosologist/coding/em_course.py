"""The course of a problem by the words of the note, and how far its kind and course reach."""

from __future__ import annotations

import re

from nosologist.coding.em_named import holds
from nosologist.model.document import Span
from nosologist.model.em import EmGrade
from nosologist.notes.em_statements import Said, marked
from nosologist.notes.signs import Signs

_STABLE = re.compile(
    r"\b(?:stable|(?:well[- ])?controlled|at (?:goal|target)|unchanged|doing well|asymptomatic|in remission|"
    r"no change|"
    r"improv(?:ed|ing)|better|normalized|quiescent|resolved)\b",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\b(?:(?:not|poorly|inadequately) (?:well )?controlled|uncontrolled|not (?:yet )?(?:at|to) (?:goal|target)|"
    r"above (?:goal|target)|"
    r"worsen(?:ing|ed)|worse|exacerbat(?:ion|ed)|flar(?:e|ing|e-up)|progress(?:ing|ion|ed|ive)|decompensat\w+|"
    r"deteriorat\w+|"
    r"suboptimal\w*|inadequate(?:ly)?|not improv(?:ing|ed)|(?:failed|refractory|side effects? (?:of|from))|"
    r"relapse\w*|out of control)\b",
    re.IGNORECASE,
)
_SEVERE = re.compile(
    r"\bsevere(?:ly)? (?:\w+ )?(?:exacerbat\w*|flare|progression|decompensat\w*|worsen\w*)|\b(?:exacerbation|"
    r"flare)[ ,]+severe\b|"
    r"\bseverely (?:worse|uncontrolled)",
    re.IGNORECASE,
)
_THREAT = re.compile(
    r"\b(?:life[- ]threatening|threat to (?:life|limb|organ|bodily function)|limb[- ]threatening|critically ill|"
    r"imminent (?:danger|risk)|"
    r"suicid(?:al|e)\b|homicidal|overdose|septic shock)",
    re.IGNORECASE,
)
_CHRONIC = re.compile(r"\bchronic\b|\blong-?standing\b|\bfor (?:many )?years\b", re.IGNORECASE)
_SYSTEMIC = re.compile(r"\b(?:fevers?|febrile|rigors?|systemic|tachycardi\w+|hypotensi\w+|vomiting)\b", re.IGNORECASE)
_UNCLEAR = re.compile(
    r"\b(?:(?:unclear|uncertain|unknown|undetermined|undiagnosed) (?:etiology|cause|diagnosis|origin)|"
    r"(?:etiology|cause) (?:is |remains )?(?:unclear|uncertain|unknown)|malignan\w+|cancer)\b",
    re.IGNORECASE,
)
_RESOLVED = re.compile(r"\bresolved\b", re.IGNORECASE)
_SAID_SEVERE = re.compile(r"\bsevere", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:both|all)\b\W*$", re.IGNORECASE)


SIGNS = Signs(
    **{
        pattern.pattern: pattern
        for pattern in (_STABLE, _WORSE, _SEVERE, _THREAT, _CHRONIC, _SYSTEMIC, _UNCLEAR, _RESOLVED, _SAID_SEVERE)
    }
)


class Course:
    """What the note says of one problem: in its statements, and where these name several problems, nearest to it."""

    def __init__(self, block: list[Said], spans: tuple[Span, ...], all_spans: list[Span]) -> None:
        self._block = [(one, signs) for _, one, signs in marked(block, SIGNS)]
        self._may_say = frozenset[str]().union(*(signs for _, signs in self._block))
        self._spans, self._all = spans, all_spans
        self._said: dict[str, bool] = {}

    def say(self, pattern: re.Pattern[str]) -> bool:
        """True where a word stands for this problem and is not denied."""
        written = pattern.pattern
        if written not in self._may_say:
            return False
        if written not in self._said:
            self._said[written] = self._says(pattern)
        return self._said[written]

    def _says(self, pattern: re.Pattern[str]) -> bool:
        return any(
            self._is_mine(one, match.start(), match.end())
            for one, may_hold in self._block
            if pattern.pattern in may_hold
            for match in pattern.finditer(one.text, one.start, one.end)
            if not one.is_denied(Span(*match.span()))
        )

    @property
    def is_stated(self) -> bool:
        """True where the note says how it goes: stable, better, worse."""
        return self.say(_STABLE) or self.say(_WORSE)

    def _is_mine(self, statement: Said, start: int, end: int) -> bool:
        here = sorted(span for span in self._all if holds(statement, span))
        if not any(span not in self._spans for span in here):
            return True
        if _BOTH.search(statement.text[statement.start : start]):
            return True
        over = [span for span in here if span.start <= start < span.end]
        ahead = [span for span in here if 0 <= span.start - end <= 1]  # "worsening COPD"
        before = [span for span in here if span.end <= start]
        nearest = (over or ahead or before[-1:] or here[:1])[0]
        return nearest in self._spans


def graded(kind: str, words: Course, *, grave: bool) -> tuple[str, EmGrade, str]:
    """(nature, how far it reaches, why) by the kind of the codes and the words of the note."""
    worse = words.say(_WORSE)
    stable = words.say(_STABLE)
    if kind == "threat" and not (stable and not worse):
        return "threat to life or function", EmGrade.HIGH, "the diagnosis is a threat to life or bodily function"
    if words.say(_THREAT):
        return "threat to life or function", EmGrade.HIGH, "the note states a threat to life or bodily function"
    if words.say(_SEVERE) or (kind == "severe exacerbation" and words.say(_SAID_SEVERE)):
        return "chronic, severely exacerbated", EmGrade.HIGH, "a severe exacerbation is stated"
    chronic = kind in ("chronic", "exacerbated", "severe exacerbation") or words.say(_CHRONIC)
    if chronic:
        if worse or (kind != "chronic" and kind in ("exacerbated", "severe exacerbation")):
            return "chronic, not stable", EmGrade.MODERATE, "a chronic problem that is worse or not at its goal"
        said = "stated stable" if stable else "nothing stated that it is worse"
        return "stable chronic", EmGrade.LOW, f"a chronic problem, {said}"
    return _acute(kind, words, worse=worse, grave=grave)


def _acute(kind: str, words: Course, *, worse: bool, grave: bool) -> tuple[str, EmGrade, str]:
    if kind in ("systemic", "threat"):
        if words.say(_RESOLVED):
            return "acute, resolved", EmGrade.LOW, "an acute illness that is over"
        return "acute with systemic symptoms", EmGrade.MODERATE, "an acute illness that affects the whole body"
    if kind == "complicated injury":
        return "acute complicated injury", EmGrade.MODERATE, "an injury whose treatment goes beyond the injured part"
    if kind == "uncertain" and (grave or words.say(_UNCLEAR)):
        return (
            "undiagnosed, prognosis uncertain",
            EmGrade.MODERATE,
            "a problem without diagnosis that may be a grave disease",
        )
    if kind == "minor":
        return "self-limited or minor", EmGrade.STRAIGHTFORWARD, "a problem that passes by itself"
    if words.say(_SYSTEMIC) and worse:
        return (
            "acute with systemic symptoms",
            EmGrade.MODERATE,
            "an acute illness, worse, with symptoms of the whole body",
        )
    return "acute, uncomplicated", EmGrade.LOW, "an acute problem without complication"
