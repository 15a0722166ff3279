"""How far apart the words of a term may stand in a statement."""

from __future__ import annotations

from nosologist.codesets.terms import Terms
from nosologist.codesets.words import STOP_WORDS
from nosologist.notes.chunks import APPOSES, CUES
from nosologist.notes.reading import WordRun

_SYMPTOMS = frozenset(
    ["fever", "rash", "cough", "diarrhea", "vomiting", "nausea", "headache", "pain", "syncope", "dyspnea", "dizziness", "fatigue"]
)  # fmt: skip
_BASE_SLACK = 3  # how far the words of a term may stand apart, plus one for each word
_WITH = (["with"], ["w"])
_WITH_COST = 2  # as in codesets/gaps.py; it joins what follows to the condition before a site as closely as to the site
_GRADES = frozenset(
    {"mild", "moderate", "severe", "stable", "chronic", "uncontrolled", "controlled", "worsening", "worse"}
)
_ONE_WORD = 2  # from mark to mark
_HOW_CONTROLLED = frozenset(
    ["not", "well", "poorly", "inadequately", "suboptimally", "fully", "adequately", "-", "controlled"]
)
_OPENS_APPOSITION = frozenset({",", ":", "–", "—"})
_BEHIND_APPOSITION = frozenset(
    [*".,;:–—()", "and", "but", "with", "on", "despite", "due", "secondary", "today", "currently"]
)
_LONGEST_APPOSITION = 7  # words and marks
_APPOSITION_COST = 2
_DIGITS = frozenset({"finger", "fingers", "toe", "toes"})
_LISTED_WORDS = """index middle long ring little small great big 1st 2nd 3rd 4th 5th first second third fourth fifth"""
_LISTED = frozenset(_LISTED_WORDS.split())
_LISTING = frozenset({",", "and", "&", "/", "finger", "toe", "right", "left", "r", "l"})
# What is done to a dose, when not said of a finding. ("Lower" is a place more often than an order.)
_ORDERS = frozenset({"increase", "decrease", "reduce", "raise"})


class Spacing:
    """What stands between the words of a term in one statement; found out only for words that do not touch."""

    __slots__ = ("_appositions", "_run", "_terms")

    def __init__(self, run: WordRun, terms: Terms) -> None:
        self._run = run
        self._terms = terms
        self._appositions: dict[int, int] = {}  # mark -> what it costs less

    @property
    def sides(self) -> frozenset[int]:
        """The words right, left and bilateral."""
        return self._terms.sides

    def cost(self, near: list[int]) -> int | None:
        """What the words between those at these places (ascending) cost; None where they stand too far apart."""
        costs = self._run.costs
        cost = costs[near[-1]] - costs[near[0] + 1]
        if len(near) > 2:
            for inner in near[1:-1]:
                cost -= costs[inner + 1] - costs[inner]
        words = self._run.words
        if cost > _WITH_COST and "with" in words[near[0] + 1 : near[-1]]:  # "hernia on the left side with obstruction"
            cost -= _WITH_COST * sum(words[place - 1] == "with" for place in near[1:])
        if self._run.bits & APPOSES:
            for mark in self._marks(near[0], near[-1]):
                cost -= self._apposition(mark) + self._aside(mark, near)
        if cost > _BASE_SLACK + len(near) and not _LISTED.isdisjoint(self._run.words[near[0] : near[-1] + 1]):
            cost -= self._of_list(near)
        if cost > _BASE_SLACK + len(near) or self._parted(near):
            return None
        return cost

    def _of_list(self, near: list[int]) -> int:
        """What the other items of a list of fingers or toes cost: "laceration of the index and middle fingers"."""
        words, costs, less = self._run.words, self._run.costs, 0
        for place in near:
            at = place - 1 if words[place] in _DIGITS else -1
            while at > near[0] and (words[at] in _LISTED or words[at] in _LISTING):
                if at not in near:
                    less += costs[at + 1] - costs[at]
                at -= 1
        return less

    def appositions(self, near: list[int]) -> frozenset[int]:
        """The marks between two words at these places that open an apposition: "diabetes, poorly controlled"."""
        if not self._run.bits & APPOSES:
            return frozenset()
        behind = self._run.words[near[-1] + 1 : near[-1] + 2]
        if not _BEHIND_APPOSITION.issuperset(behind):
            return frozenset()
        touching = {place + 1 for place in near}.intersection(place - 1 for place in near)
        return frozenset(
            mark for mark in self._marks(near[0], near[-1]) if mark in touching and self._apposition(mark) > 0
        )

    def _marks(self, first: int, last: int) -> list[int]:
        """The places between two words of marks behind which an apposition may stand."""
        between = self._run.written[first + 1 : last]
        if _OPENS_APPOSITION.isdisjoint(between):
            return []
        return [place for place, word in enumerate(between, first + 1) if word in _OPENS_APPOSITION]

    def _apposition(self, mark: int) -> int:
        """How much less a mark costs where what stands behind it belongs to what stands before: "osteoarthritis, left knee".

        It does where it names nothing by itself; "hypertension, kidney disease" are two.
        """
        less = self._appositions.get(mark)
        if less is None:
            ids, costs = self._run.ids, self._run.costs
            end = next(iter(self._marks(mark, len(ids))), len(ids))
            words = {ids[at] for at in range(mark + 1, end) if ids[at] > 0 and costs[at + 1] > costs[at]}
            if self._run.words[mark + 1 : mark + 2] in _WITH:  # "asthma, moderate persistent, w/ exacerbation"
                less = costs[mark + 1] - costs[mark]
            elif not words:  # ", 2 cm," is no more than a measure
                less = costs[mark + 1] - costs[mark] if end < len(ids) else 0
            else:
                apposed = end - mark <= _LONGEST_APPOSITION and not self._terms.endings(words)
                less = costs[mark + 1] - costs[mark] - _APPOSITION_COST if apposed else 0
            self._appositions[mark] = less
        return less

    def _aside(self, mark: int, near: list[int]) -> int:
        """What the words between two marks cost that say no more than a side or a grade: "conjunctivitis, left eye, viral"."""
        run = self._run
        end = next(iter(self._marks(mark, near[-1])), 0)
        if not end or any(mark < place < end for place in near) or self._apposition(mark) <= 0:
            return 0
        between = run.words[mark + 1 : end]
        if (end - mark == _ONE_WORD and not _GRADES.isdisjoint(between)) or _HOW_CONTROLLED.issuperset(between):
            return run.costs[end] - run.costs[mark + 1] + _APPOSITION_COST
        return 0 if self.sides.isdisjoint(run.ids[mark:end]) else run.costs[end] - run.costs[mark + 1]

    def _parted(self, near: list[int]) -> bool:
        """True where a negation or a cause begins between the words, or an order: "TSH 8.4, increase levothyroxine".

        So does a doubt behind a symptom: "fever, likely viral"; "pneumonia, probable gram-negative" is one diagnosis in doubt.
        """
        run = self._run
        if any(run.words[place] in _ORDERS and not self._touches(at, near) for at, place in enumerate(near)):
            return True
        if run.words[near[0]] == "secondary" and run.opens_cause(near[0]):
            return True
        if not run.bits & CUES:
            return False
        low, high = run.token(near[0]), run.token(near[-1])
        return any(
            (
                (cue.kind == "negated" and run.tokens[cue.first] != "non")
                or (
                    cue.kind == "uncertain"
                    and run.words[near[0]] in _SYMPTOMS
                    and run.tokens[cue.first - 1] in _OPENS_APPOSITION
                )
            )
            and low < cue.first < high
            and not any(cue.first <= run.token(place) <= cue.last for place in near)
            for cue in run.cues
        )

    def _touches(self, at: int, near: list[int]) -> bool:
        """True where no word but stop words stands between a word of the term and the one before or behind it."""
        pairs = zip(near[max(at - 1, 0) : at + 1], near[max(at, 1) : at + 2], strict=False)
        return any(STOP_WORDS.issuperset(self._run.words[first + 1 : last]) for first, last in pairs)
