"""The statements of a note for the level of a visit: which are of today, and what is denied, put off or only thought of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nosologist.codesets.words import TOKEN
from nosologist.model.document import Copy, DocumentKind, SectionKind, Span
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Experiencer, Polarity, Temporality
from nosologist.notes import em_conditions as conditions
from nosologist.notes.assertion import PLAIN, Asserted, Cue, asserted, find_cues
from nosologist.notes.chunks import MARKED
from nosologist.notes.em_conditions import EARLIER, IF_BEFORE, IF_BEHIND, OTHERS, PUT_OFF, Condition
from nosologist.notes.made_once import made_once
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.record import cut_up
from nosologist.notes.signs import Lanes, Signs
from nosologist.notes.statements import Statement, StatementKind

# Where the visit's own thinking and doing stands; elsewhere the note must say in words that it was done today.
OF_TODAY = frozenset(
    {
        SectionKind.ASSESSMENT,
        SectionKind.DIAGNOSES,
        SectionKind.PLAN,
        SectionKind.COURSE,
        SectionKind.DISPOSITION,
    }
)
# Lists that are carried from note to note, and what was looked at with the eye.
_NEVER = frozenset(
    {
        SectionKind.PAST_HISTORY,
        SectionKind.SURGICAL_HISTORY,
        SectionKind.FAMILY_HISTORY,
        SectionKind.MEDICATIONS,
        SectionKind.ALLERGIES,
        SectionKind.IMMUNIZATIONS,
        SectionKind.REVIEW_OF_SYSTEMS,
        SectionKind.VITALS,
    }
)
_CLAUSE_END = re.compile(r"[.;!?\n]")
_BREAK = re.compile(r"[.,:;!?\n]")
_NOT_BEFORE = re.compile(r"\b(?:no|not|without|denies|never|nor|low|minimal)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_RESULT = re.compile(r"\bneg(?:ative)?\b", re.IGNORECASE)  # "CT head neg" was done


@dataclass(eq=False)  # frozen by the type checker alone, as every noun that a note makes by the hundred
class Said:
    """A statement with its section and what its cues say."""

    text: str  # the whole document
    start: int
    end: int
    section: SectionKind
    heading: str
    kind: StatementKind
    block: int  # the problem's title and all that stands below it share a number
    run: WordRun | None = None  # its words, where the record was read already
    lanes: Lanes | None = None  # where the bits of its words tell what it may hold, if they do

    @property
    def words(self) -> str:
        """The statement as written."""
        return self.text[self.start : self.end]

    @made_once
    def chunks(self) -> list[str]:
        """What stands between the blanks of the statement."""
        return self.words.split() if self.run is None else self.run.chunks

    def bits(self, kind: Signs) -> int:
        """The bits of the patterns of a kind that may find something in it."""
        if self.run is None or self.lanes is None:
            return kind.bits(self.chunks)
        at, mask = self.lanes.places[kind]
        return self.run.bits >> MARKED + at & mask

    def signs(self, kind: Signs) -> frozenset[str]:
        """The names of the patterns of a kind that may find something in it."""
        return kind.named[self.bits(kind)]

    @property
    def is_of_today(self) -> bool:
        """True where the visit's own assessment and plan stand."""
        return self.section in OF_TODAY

    @property
    def never_counts(self) -> bool:
        """True in lists that are carried from note to note."""
        return self.section in _NEVER

    @made_once
    def _tokens(self) -> list[tuple[int, int]]:
        return [match.span() for match in TOKEN.finditer(self.text, self.start, self.end)]

    @made_once
    def _cues(self) -> list[Cue]:
        if self.run is not None:
            return self.run.cues
        return find_cues([self._token(start, end) for start, end in self._tokens])

    def _token(self, start: int, end: int) -> str:
        """A token as cues are written: a hyphen between words is a dash, as the reader makes it."""
        token = self.text[start:end].lower()
        alone = token == "-" and self.text[start - 1 : start].isspace() and self.text[end : end + 1].isspace()
        return "–" if alone else token

    def asserted(self, span: Span) -> Asserted:
        """What the cues say of some words."""
        if not self._cues:
            return PLAIN
        if self.run is not None:
            return asserted(self._cues, self.run.tokens_of(span))
        at = [number for number, (start, end) in enumerate(self._tokens) if start < span.end and span.start < end]
        return asserted(self._cues, at or [0])

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place in the statement where a pattern holds."""
        return pattern.search(self.text, self.start, self.end)

    @made_once
    def _conditions(self) -> int:
        """The bits of the conditions that it may state."""
        return self.bits(conditions.SIGNS)

    def may_say(self, *asked: Condition) -> bool:
        """True where it may state one of some conditions."""
        return any(self._conditions & one.bit for one in asked)

    def says(self, condition: Condition) -> bool:
        """True where it states a condition."""
        return self._conditions & condition.bit != 0 and self.search(condition.pattern) is not None

    def why_not(self, span: Span) -> str:
        """Why some words tell of nothing that was done or decided today, or "" where they may."""
        says = self.asserted(span)
        is_negated = says.polarity is Polarity.NEGATED
        if is_negated or self.may_say(PUT_OFF, IF_BEFORE, IF_BEHIND):
            before = _CLAUSE_END.split(self.text[self.start : span.start])[-1]
            behind = _CLAUSE_END.split(self.text[span.end : self.end])[0]
            if is_negated and not (_RESULT.search(behind) and not _NOT_BEFORE.search(before)):
                return "the note says that it was not done"
            if PUT_OFF.pattern.search(behind) or PUT_OFF.pattern.search(before[-30:]):
                return "declined, deferred or not needed"
            if IF_BEFORE.pattern.search(before) or IF_BEHIND.pattern.search(behind):
                return "only thought of, or for the case that something happens"
        if says.experiencer is Experiencer.FAMILY:
            return "said of a relative"
        return ""

    def is_denied(self, span: Span) -> bool:
        """True for a word of course ("worse") that the words right before it deny or only think of."""
        before = _BREAK.split(self.text[self.start : span.start])[-1]
        return bool(_NOT_BEFORE.search(before) or (self.may_say(IF_BEFORE) and IF_BEFORE.pattern.search(before)))

    def is_past(self, span: Span) -> bool:
        """True for what the statement puts before this visit."""
        return self.says(EARLIER) or self.asserted(span).temporality is Temporality.HISTORY

    @property
    def is_left_to_others(self) -> bool:
        """True where the statement leaves the problem to another professional."""
        return self.says(OTHERS)


def statements(text: str) -> tuple[Said, ...]:
    """Every statement of a note, in order, those of one problem with one block number."""
    return tuple(_said(text, _unread(cut_up(text)[1]), 0, None))


def visit_statements(
    encounter: Encounter,
    copies: tuple[Copy, ...] = (),
    readings: Sequence[Reading] = (),
    lanes: Lanes | None = None,
) -> tuple[Said, ...]:
    """The statements of the providers' documents of an encounter, in its record; not what they copied from earlier notes.

    A consultation counts where no other provider's note is there: it is a visit of its own. Where the record was read already
    (``readings``), it is not cut into statements again; ``lanes``: what its statements may hold was looked at already.
    """
    read = {one.start: one for one in readings}
    text, found = encounter.text, list[Said]()
    repeated = {copy.span.start for copy in copies if copy.is_unchanged}
    for place in _visits(encounter):
        start = encounter.starts[place]
        cut = _cut(read[start]) if start in read else _unread(cut_up(encounter.documents[place].text, start)[1])
        of_note = _said(text, cut, found[-1].block if found else 0, lanes)
        found += [one for one in of_note if one.start not in repeated]
    return tuple(found)


def marked(said: Iterable[Said], kind: Signs) -> Iterator[tuple[int, Said, frozenset[str]]]:
    """The statements that may hold something of a kind: place, statement, and the names of the patterns."""
    names = kind.named
    for place, one in enumerate(said):
        if bits := one.bits(kind):
            yield place, one, names[bits]


@dataclass(eq=False)
class Visit:
    """The statements of the providers' documents of an encounter that was read, made when they are first asked for."""

    encounter: Encounter
    copies: tuple[Copy, ...]
    readings: Sequence[Reading]
    lanes: Lanes | None = None  # where the bits of its words tell what its statements may hold

    @made_once
    def said(self) -> tuple[Said, ...]:
        """Every statement, in order."""
        return visit_statements(self.encounter, self.copies, self.readings, self.lanes)


def _cut(reading: Reading) -> Iterator[tuple[Statement, WordRun | None]]:
    return ((run.statement, run) for run in reading.runs)


def _unread(cut: list[Statement]) -> Iterator[tuple[Statement, WordRun | None]]:
    return ((statement, None) for statement in cut)


def _visits(encounter: Encounter) -> list[int]:
    """The places of the documents that tell the visit."""
    if len(encounter.documents) == 1:
        return [0]
    own = [place for place, one in enumerate(encounter.documents) if one.about.is_providers]
    return [place for place in own if encounter.documents[place].about.kind is not DocumentKind.CONSULTATION] or own


def _said(
    text: str, cut: Iterable[tuple[Statement, WordRun | None]], block: int, lanes: Lanes | None
) -> Iterator[Said]:
    section, heading, line_end = None, "", -1
    for statement, run in cut:
        if statement.section is not section:
            section, line_end = statement.section, -1
            heading = section.heading.quote(text) if section.heading else ""
            block += 1
        if statement.kind is StatementKind.TITLE and _opens_line(text, statement, line_end):
            block += 1
        line_end = statement.end
        yield Said(text, statement.start, statement.end, section.kind, heading, statement.kind, block, run, lanes)


def _opens_line(text: str, title: Statement, before: int) -> bool:
    """True for a title on a line of its own: the sentences behind it, and the items below, belong to it."""
    return before < 0 or "\n" in text[before : title.start]
