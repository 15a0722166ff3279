"""The problems that the assessment of a visit names, from the coder's own result, each once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from nosologist.codesets.memo import Kept
from nosologist.coding.tables import Patterns, covered, read_patterns, table_lines
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import SectionKind, Span
from nosologist.model.mention import Certainty, Experiencer, Polarity
from nosologist.model.noun import noun
from nosologist.notes.em_statements import Said

_WITH_SEVENTH = 7  # characters
_ELSEWHERE = frozenset({SectionKind.COURSE, SectionKind.PLAN})
_DIABETES = read_patterns("E08-E13")


@noun
class Named:
    """A problem as the assessment names it: codes on the same words are one problem."""

    title: str
    codes: tuple[str, ...]  # undotted
    spans: tuple[Span, ...]  # evidence in the assessment
    elsewhere: bool  # the course or the plan speaks of it too
    suspected: tuple[str, ...]  # codes of what is suspected behind it


@lru_cache(maxsize=1)
def _kinds() -> tuple[tuple[str, Patterns], ...]:
    lines = (line.partition(" = ") for line in table_lines("em_problems.txt"))
    return tuple((kind, read_patterns(codes)) for kind, _, codes in lines)


def kind_of(codes: Iterable[str]) -> str:
    """The gravest kind of some undotted codes in ``em_problems.txt``, in whose order they stand; "acute" where it has none."""
    graver = [kind for kind in map(_kind_of_code, codes) if kind != "no problem"]
    return min(graver, key=_order().index) if graver else "no problem"


@lru_cache(maxsize=10_000)
def _kind_of_code(code: str) -> str:
    if _is_healing(code):
        return "acute"
    return next((kind for kind, patterns in _kinds() if covered(patterns, code)), "acute")


@lru_cache(maxsize=1)
def _order() -> tuple[str, ...]:
    return (*(kind for kind, _ in _kinds()), "acute")


def _is_healing(code: str) -> bool:
    """True for an injury in routine aftercare (7th character D) or its sequela (S)."""
    return len(code) == _WITH_SEVENTH and code[0] in "ST" and code[-1] in "DS"


class Where:
    """Some statements of a visit, in the order of the text, and which of them has some words."""

    def __init__(self, said: Iterable[Said]) -> None:
        self.said = tuple(said)
        self._starts = [one.start for one in self.said]
        self._of = Kept(self._found)

    def _found(self, span: Span) -> Said | None:
        at = bisect_right(self._starts, span.start) - 1
        return self.said[at] if at >= 0 and span.start < self.said[at].end else None

    def of(self, span: Span) -> Said | None:
        """The statement in which some words begin."""
        return self._of[span]

    def all(self, spans: Iterable[Span]) -> set[Said]:
        """The statements in which some words begin."""
        return {one for one in map(self._of.__getitem__, spans) if one is not None}

    def blocks(self, spans: Iterable[Span]) -> set[int]:
        """The blocks of the note (a problem's title and what stands below it) that some words stand in."""
        return {one.block for one in self.all(spans)}


def named_problems(coded: CodedEncounter, places: Where) -> list[Named]:
    """The problems that some statements name: first what is coded, then what is suspected and stands alone."""
    found: list[Named] = []
    doubts = _doubts(coded, places)
    stated = []
    for assignment in coded.assignments:
        spans = tuple(filter(places.of, assignment.evidence))
        if spans and kind_of([assignment.code.value]) != "no problem":
            named = places.all(spans)
            blocks = {one.block for one in named}
            suspected = tuple(code for block, _, codes in doubts if block in blocks for code in codes)
            elsewhere = any(one.section in _ELSEWHERE for one in named)
            stated.append((len(blocks), Named(assignment.title, (assignment.code.value,), spans, elsewhere, suspected)))
    for _, problem in sorted(stated, key=lambda one: one[0]):
        _add(found, problem, places)
    taken = {block for problem in found for block in places.blocks(problem.spans)}
    for block, span, codes in doubts:
        if block not in taken:
            taken.add(block)
            found.append(Named(span.quote(places.said[0].text), (), (span,), elsewhere=False, suspected=codes))
    return found


def _doubts(coded: CodedEncounter, places: Where) -> list[tuple[int, Span, tuple[str, ...]]]:
    """(block, words, undotted codes) of what the assessment states as uncertain, so that it is not coded."""
    found = []
    for entry in coded.not_coded:
        says = entry.mention.assertion if entry.mention else None
        if says is None or says.certainty is not Certainty.UNCERTAIN or says.polarity is not Polarity.AFFIRMED:
            continue
        place = places.of(entry.span)
        if place and says.experiencer is Experiencer.PATIENT:
            found.append((place.block, entry.span, tuple(code.value for code in entry.candidates)))
    return found


def _add(found: list[Named], new: Named, places: Where) -> None:
    """One more problem, or one more code of a problem that is there: on the same words, or the same diabetes."""
    for at, known in enumerate(found):
        overlapping = {a for a in new.spans for b in known.spans if a.start < b.end and b.start < a.end}
        own = tuple(span for span in new.spans if span not in overlapping)
        apart = places.blocks(own) - places.blocks(known.spans)
        if _is_same(new.codes[0], known.codes[0]):
            apart, overlapping = set(), set(new.spans)
        if not overlapping:
            continue
        if apart:  # it has a place of its own: hypertension beside the kidney disease that shares its code
            new = replace(new, spans=own)
            continue
        spans = tuple(sorted({*known.spans, *new.spans}))
        found[at] = replace(
            known, codes=(*known.codes, *new.codes), spans=spans, elsewhere=known.elsewhere or new.elsewhere,
            suspected=(*known.suspected, *new.suspected),
        )  # fmt: skip
        return
    found.append(new)


def _is_same(code: str, other: str) -> bool:
    """True for two codes of one diabetes, and for one injury with two 7th characters."""
    both_diabetes = covered(_DIABETES, code) and covered(_DIABETES, other)
    return both_diabetes or (len(code) == _WITH_SEVENTH and code[0] in "ST" and code[:-1] == other[:-1])


def holds(statement: Said, span: Span) -> bool:
    """True where some words begin in a statement."""
    return statement.start <= span.start < statement.end
