"""The statements of a note for the level of a visit: which are of today, and what is denied, put off or only thought of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nosologist.codesets.words import TOKEN
from nosologist.model.document import Copy, DocumentKind, SectionKind, Span
from nosologist.model.encounter import Encounter
from nosologist.model.mention import Experiencer, Polarity, Temporality
from nosologist.notes.assertion import PLAIN, Asserted, Cue, asserted, find_cues
from nosologist.notes.made_once import made_once
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.record import cut_up
from nosologist.notes.signs import Marks, Signs
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
_IF_BEFORE = re.compile(
    r"\b(?:if|unless|consider|considering|may|might|could|would|in case|in the event|should (?:he|she|they|"
    r"symptoms|pain))\b",
    re.IGNORECASE,
)
_IF_BEHIND = re.compile(r"\b(?:if|unless|in case)\b", re.IGNORECASE)
_BREAK = re.compile(r"[.,:;!?\n]")
_NOT_BEFORE = re.compile(r"\b(?:no|not|without|denies|never|nor|low|minimal)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_PUT_OFF = re.compile(
    r"\b(?:declin(?:ed?|es)|deferred|refus(?:ed|es)|not (?:needed|indicated|necessary|warranted|required|done)|"
    r"unnecessary)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:(?:last|prior|previous|earlier) (?:visit|week|month|year|encounter|admission|appointment|time|spring|"
    r"summer|fall|"
    r"winter)|previously|ago|in the past|in (?:19|20)\d\d|historically|copied forward|had been|(?:has|have|had) tried)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:(?:managed|followed|prescribed|handled) (?:by|at|with)|follows (?:with|up with)|per (?:his |her |"
    r"the |their )?\w+olog\w+|"
    r"defer(?:red|s)? to|sees (?:the )?\w+olog\w+)\b",
    re.IGNORECASE,
)


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
    marks: Marks | None = None  # what it may hold, where that was looked at already

    @property
    def words(self) -> str:
        """The statement as written."""
        return self.text[self.start : self.end]

    @made_once
    def chunks(self) -> list[str]:
        """What stands between the blanks of the statement."""
        return self.words.split() if self.run is None else self.run.chunks

    def signs(self, kind: Signs) -> frozenset[str]:
        """The names of the patterns of a kind that may find something in it."""
        return kind.of(self.chunks) if self.marks is None else self.marks.of(kind)

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
        if self.run is not None:
            return self.run.token_spans
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
        at = [number for number, (start, end) in enumerate(self._tokens) if start < span.end and span.start < end]
        return asserted(self._cues, at or [0])

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place in the statement where a pattern holds."""
        return pattern.search(self.text, self.start, self.end)

    def why_not(self, span: Span) -> str:
        """Why some words tell of nothing that was done or decided today, or "" where they may."""
        says = self.asserted(span)
        before = _CLAUSE_END.split(self.text[self.start : span.start])[-1]
        behind = _CLAUSE_END.split(self.text[span.end : self.end])[0]
        if says.polarity is Polarity.NEGATED and not (_RESULT.search(behind) and not _NOT_BEFORE.search(before)):
            return "the note says that it was not done"
        if _PUT_OFF.search(behind) or _PUT_OFF.search(before[-30:]):
            return "declined, deferred or not needed"
        if _IF_BEFORE.search(before) or _IF_BEHIND.search(behind):
            return "only thought of, or for the case that something happens"
        if says.experiencer is Experiencer.FAMILY:
            return "said of a relative"
        return ""

    def is_denied(self, span: Span) -> bool:
        """True for a word of course ("worse") that the words right before it deny or only think of."""
        before = _BREAK.split(self.text[self.start : span.start])[-1]
        return bool(_NOT_BEFORE.search(before) or _IF_BEFORE.search(before))

    def is_past(self, span: Span) -> bool:
        """True for what the statement puts before this visit."""
        return self.search(_EARLIER) is not None or self.asserted(span).temporality is Temporality.HISTORY

    @property
    def is_left_to_others(self) -> bool:
        """True where the statement leaves the problem to another professional."""
        return self.search(_OTHERS) is not None


def statements(text: str) -> tuple[Said, ...]:
    """Every statement of a note, in order, those of one problem with one block number."""
    return tuple(_said(text, _unread(cut_up(text)[1]), 0, {}))


def visit_statements(
    encounter: Encounter,
    copies: tuple[Copy, ...] = (),
    readings: Sequence[Reading] = (),
    marks: Mapping[int, Marks] | None = None,
) -> tuple[Said, ...]:
    """The statements of the providers' documents of an encounter, in its record; not what they copied from earlier notes.

    A consultation counts where no other provider's note is there: it is a visit of its own. Where the record was read already
    (``readings``), it is not cut into statements again; ``marks`` of statements, by where they begin, are not looked for again.
    """
    read = {one.start: one for one in readings}
    text, found = encounter.text, list[Said]()
    repeated = {copy.span.start for copy in copies if copy.is_unchanged}
    for place in _visits(encounter):
        start = encounter.starts[place]
        cut = _cut(read[start]) if start in read else _unread(cut_up(encounter.documents[place].text, start)[1])
        of_note = _said(text, cut, found[-1].block if found else 0, marks or {})
        found += [one for one in of_note if one.start not in repeated]
    return tuple(found)


@dataclass(eq=False)
class Visit:
    """The statements of the providers' documents of an encounter that was read, made when they are first asked for."""

    encounter: Encounter
    copies: tuple[Copy, ...]
    readings: Sequence[Reading]
    marks: Callable[[], Mapping[int, Marks]] = dict  # of its statements, by where they begin

    @made_once
    def said(self) -> tuple[Said, ...]:
        """Every statement, in order."""
        return visit_statements(self.encounter, self.copies, self.readings, self.marks())


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
    text: str, cut: Iterable[tuple[Statement, WordRun | None]], block: int, marks: Mapping[int, Marks]
) -> Iterator[Said]:
    section, heading, line_end = None, "", -1
    for statement, run in cut:
        if statement.section is not section:
            section, line_end = statement.section, -1
            heading = section.heading.quote(text) if section.heading else ""
            block += 1
        if _opens_block(text, statement, line_end):
            block += 1
        line_end = statement.end
        own = marks.get(statement.start)
        yield Said(text, statement.start, statement.end, section.kind, heading, statement.kind, block, run, own)


def _opens_block(text: str, statement: Statement, before: int) -> bool:
    """True for a title on a line of its own: the sentences behind it, and the items below, belong to it."""
    return statement.kind is StatementKind.TITLE and (before < 0 or "\n" in text[before : statement.start])
