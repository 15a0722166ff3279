"""Misread: words that stand together and do not name the term: denied, of a drug, of two things, lacking something else."""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import lru_cache

from nosologist.codesets.terms import Term, Terms
from nosologist.notes.lacking import lacks_another
from nosologist.notes.reading import WordRun
from nosologist.notes.wounds import is_side_of_next, spans_two_injuries

_NOT = "not"
_OF_DRUGS = frozenset({"chronic", "long-term", "longterm", "lifelong"})
_PARTING = frozenset({",", ";", ":", ".", "–", "—"})
_SEQUELAE = "I69"
_MISLEADING = frozenset({_NOT, "on", "follow"})
_AND = frozenset({"and", "or", "&", "+"})
# Names of one thing made of two that each have a code ("cough syncope"), and what stands between the two where they are two.
_ONE_OF_TWO = {
    **dict.fromkeys(("D500", "D62", "E221"), _AND),  # "anemia, chronic blood loss" is one
    "I772": frozenset({"with", "w"}),  # "arterial disease with ulcer" is no ulcer of an artery
    **dict.fromkeys(("D68312", "E8331", "G893", "H5220", "J45991", "R054"), _AND | {","}),
}


class Misreader:
    """Tells what is misread in one statement; what none of its words could mislead is not asked for."""

    __slots__ = ("_denies", "_lacks", "_non", "_run", "_terms")

    def __init__(self, run: WordRun, terms: Terms, present: Set[int]) -> None:
        self._run = run
        self._terms = terms
        non = terms.plain_word_id("non")
        self._non = non if non in present else None
        self._lacks = terms.plain_word_id("without") in present
        self._denies = not _MISLEADING.isdisjoint(run.words)

    def misread(self, term: Term, positions: Sequence[int]) -> bool:
        """True for a term with a word that "not" denies, that says how a drug is taken, or that belongs to something else.

        "Epilepsy, not intractable" is not intractable, "atrial fibrillation on chronic warfarin" is not chronic.
        """
        words, ids = self._run.words, self._run.ids
        if self._lacks and (
            (_says_without_twice(term.path[-1]) and words.count("without") + words.count("no") < 2)
            or lacks_another(term.path, positions, ids, self._terms)
        ):
            return True
        if spans_two_injuries(words, positions, term.code):
            return True
        between = _ONE_OF_TWO.get(term.code.rstrip("-"))
        if between and not between.isdisjoint(words[positions[0] : positions[-1]]):
            return True
        if ids[positions[-1]] in self._terms.sides and is_side_of_next(words, ids, positions[-1]):
            return True
        non = self._non
        if non is not None and any(ids[at - 1] == non and at - 1 not in positions for at in positions if at):
            return True  # "NSTEMI" is no ST elevation infarction
        if not self._denies:
            return False
        if term.code.startswith(_SEQUELAE) and any(words[at] == "follow" for at in positions):
            return True  # "follow-up after stroke" is not "following stroke"
        return _is_denied_or_of_drug(term, positions, words)


def _is_denied_or_of_drug(term: Term, positions: Sequence[int], words: Sequence[str]) -> bool:
    loose = positions[-1] - positions[0] >= len(positions)
    for at in positions[1:]:
        first, last = words[max(0, at - 2)], words[at - 1]
        if last == "on" and words[at] in _OF_DRUGS and first != "acute" and loose:
            return True
        denied = last == _NOT and first in _PARTING and at - 1 not in positions
        if denied and not any(_NOT in part for part in term.path):
            return True
    return False


@lru_cache(maxsize=10_000)
def _says_without_twice(name: str) -> bool:
    """True for "migraine without aura, without refractory migraine": one "without" in the note says only half of it."""
    return name.count("without ") > 1
