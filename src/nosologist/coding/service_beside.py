"""Whether a visit stands beside the procedures of its day, and the modifiers that say so: 25, 57, 24, 93, 95."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nosologist.codesets.edits import EditSetting
from nosologist.codesets.library import Books
from nosologist.codesets.line_books import line_books
from nosologist.coding.cpt import Line
from nosologist.coding.service_modifiers import AUDIO_ONLY, SYNCHRONOUS
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Span
from nosologist.model.em import EmFact, EmFactKind, EmGrade, EmLevel, EmProblem
from nosologist.model.service_line import Modifier
from nosologist.notes.signs import Rare

_APART = Rare(
    r"\b(?:separate(?:ly)? (?:from|identifiable|evaluat\w+)|significant(?:ly)?,? separate\w*|in addition to the procedure|"
    r"apart from the procedure)\b[^.]*"
)
_UNRELATED = Rare(
    r"\bunrelated to (?:the |his |her |their )?(?:\w+ ){0,2}(?:surgery|procedure|operation|\w+ectomy|\w+plasty)\b"
)
_DECIDED = Rare(
    r"\b(?:decision (?:was made )?(?:for|to proceed|to operate|to perform)|"
    r"decided to proceed|after discussion of operative)\b[^.]*"
)
_WITH_VISIT25 = ("96372", "96374", "96365", "96360", "90471", "90473", "90460", "90480", "96413", "96401", "96402")


class Day(NamedTuple):
    """What else was done that day, and whether the note has an examination or a plan."""

    lines: Sequence[Line]
    pending: frozenset[str]
    is_worked_up: bool

    @property
    def flags(self) -> frozenset[str]:
        """What the tables say of everything that was done, decided or not."""
        return self.pending.union(*(line.flags for line in self.lines))


def beside(
    coded: CodedEncounter, level: EmLevel, counted: Sequence[EmProblem], day: Day, books: Books
) -> tuple[tuple[Modifier, ...], str]:
    """Modifier 25 or 57 with what documents it; or why the visit is part of a procedure of the day."""
    text = coded.encounter.text
    if "major" in day.flags:
        decision = _surgery(level) or _DECIDED.search(text)
        if decision is None:
            return (), "a visit on the day of an operation counts where the decision for it was made there"
        span = decision.span if isinstance(decision, EmFact) else Span(*decision.span())
        return (Modifier("57", "the decision for the operation was made at this visit", span),), ""
    minor = [line for line in day.lines if "minor" in line.flags]
    if "minor" in day.flags:
        said = _APART.search(text)
        other = next((one for one in counted if one.codes and not _is_treated(coded, one, minor)), None)
        if said:
            return (Modifier("25", "separate work is stated", Span(*said.span())),), ""
        if other is None or max(level.risk.grade, level.data.grade) <= EmGrade.STRAIGHTFORWARD:
            return (), "a visit is part of a minor procedure of the day, unless the record shows separate work"
        return (Modifier("25", f"another problem was worked up: {other.title}", other.spans[0]),), ""
    if level.code and (beside := _needs_25(level.code, day.lines, coded, books)):
        if not day.is_worked_up:
            return (), f"beside {beside} a visit counts where it is documented apart: an examination or a plan"
        spans = [span for one in counted for span in one.spans]
        return (Modifier("25", f"the visit is documented apart from {beside}", spans[0] if spans else None),), ""
    return (), ""


def _surgery(level: EmLevel) -> EmFact | None:
    return next((one for one in level.risk.facts if one.kind is EmFactKind.SURGERY and not one.not_counted), None)


def _is_treated(coded: CodedEncounter, problem: EmProblem, minor: Sequence[Line]) -> bool:
    """True for a problem that one of the procedures was done for."""
    done_for = {coded.assignments[at - 1].code.dotted for line in minor for at in line.service.pointers}
    return bool(done_for & set(problem.codes)) or not done_for


def _needs_25(visit: str, lines: Sequence[Line], coded: CodedEncounter, books: Books) -> str:
    """A service without global days beside which a visit needs modifier 25: by NCCI's pairs where they were added."""
    added = line_books(books)
    for line in lines:
        number = line.service.code.value
        if added.has_pairs(EditSetting.PRACTITIONER):
            edit = added.pair(number, visit, coded.encounter.date, EditSetting.PRACTITIONER)
            if edit and edit.modifier_allowed:
                return number
        elif "visit25" in line.flags or number in _WITH_VISIT25:
            return number
    return ""


def way(text: str) -> tuple[Modifier, ...]:
    """93 or 95 where the visit was by sound, or by sound and picture."""
    for value, pattern, why in (
        ("93", AUDIO_ONLY, "by sound alone"),
        ("95", SYNCHRONOUS, "by sound and picture at the same time"),
    ):
        if said := pattern.search(text):
            return (Modifier(value, why, Span(*said.span())),)
    return ()


def unrelated(text: str) -> tuple[Modifier, ...]:
    """24 where the visit is said to have nothing to do with an earlier operation."""
    said = _UNRELATED.search(text)
    return (
        (Modifier("24", "unrelated to the operation in whose global period it falls", Span(*said.span())),)
        if said
        else ()
    )
