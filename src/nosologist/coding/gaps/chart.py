"""The record of one encounter as it is asked about: its documents, the codes they led to, and facts in their words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from nosologist.codesets.code_patterns import Patterns
from nosologist.codesets.library import Books
from nosologist.coding.draft import UNINTERPRETED
from nosologist.model.assignment import CodeAssignment, NotCoded
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import Document, SectionKind, Span
from nosologist.model.encounter import Encounter
from nosologist.model.fact import Fact, FactKind
from nosologist.model.mention import Experiencer, Polarity, Temporality
from nosologist.model.query import Indicator
from nosologist.notes.assertion import asserted
from nosologist.notes.dates import date_in, document_date
from nosologist.notes.reading import Reading, WordRun, read

# Sections that tell nothing of this patient's present state.
_SILENT = frozenset({SectionKind.FAMILY_HISTORY, SectionKind.ALLERGIES, SectionKind.ADMINISTRATIVE})
_ASSESSING = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES})
_CLAUSE_END = re.compile(
    r"[,;](?=\s)|[.!?](?=\s+[A-Z])|\n(?![ \t]*[a-z(])"
)  # a line that goes on small is a wrapped one
_REST = r"(?:[^,;.\n]|\.(?=\d)){0,120}"  # of a clause: to its mark, a decimal point being none
_LONGEST_QUOTE = 110  # characters
_PRIOR = re.compile(
    r"\b(?:prior|previous|last|earlier)\s+(?:admission|hospitali[sz]ation|encounter|stay|visit|discharge)\b|"
    r"\b(?:old|outside|previous|prior)\s+(?:chart|records?|notes?|hospital records?)\b",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """Words in one of the documents."""

    document: int
    span: Span


@dataclass(frozen=True, slots=True)
class Chart:
    """One coded encounter and its documents, each read by itself; behind them what stands in fields, as lines."""

    record: CodedEncounter
    readings: tuple[Reading, ...]
    books: Books

    @property
    def encounter(self) -> Encounter:
        """The encounter."""
        return self.record.encounter

    @property
    def notes(self) -> tuple[Reading, ...]:
        """What people wrote, without what stands in fields."""
        return self.readings[: len(self.encounter.documents)]

    def assigned(self, patterns: Patterns) -> Iterator[CodeAssignment]:
        """Codes of the record that the patterns cover."""
        return (one for one in self.record.assignments if patterns[one.code.value])

    def places(self, spans: Iterable[Span]) -> list[Place]:
        """Words of the record, in their documents; not those of earlier encounters."""
        encounter = self.encounter
        found = [Place(encounter.number_at(span.start), encounter.place(span).span) for span in spans]
        return [place for place in found if not self._is_earlier(place.document)]

    def _is_earlier(self, number: int) -> bool:
        return self.readings[number].document.about.is_earlier

    def said(self, place: Place) -> str:
        """The words at a place, on one line."""
        return " ".join(place.span.quote(self.readings[place.document].document.text).split())

    def ledger(self) -> Iterator[NotCoded]:
        """What documents of this encounter say and was not coded."""
        for entry in self.record.not_coded:
            if not self._is_earlier(self.encounter.number_at(entry.span.start)):
                yield entry

    def names(self, patterns: Patterns) -> bool:
        """True when the record states such a condition of the patient, however surely, now or before."""
        if next(self.assigned(patterns), None):
            return True
        for entry in self.ledger():
            said = entry.mention.assertion if entry.mention else None
            is_said = said and said.polarity is Polarity.AFFIRMED and said.experiencer is Experiencer.PATIENT
            if is_said and entry.reason != UNINTERPRETED and any(patterns[code.value] for code in entry.candidates):
                return True
        return False

    def assesses(self, patterns: Patterns) -> bool:
        """True when such a code rests on an assessment or a list of diagnoses."""
        return any(
            self.section_at(place)[0] in _ASSESSING
            for assignment in self.assigned(patterns)
            for place in self.places(assignment.evidence)
        )

    def find(self, words: str) -> Iterator[Place]:
        """Where the record says something of the patient that it does not deny."""
        pattern = phrase(words)
        for number, reading in enumerate(self.readings):
            for match in pattern.finditer(reading.document.text):
                if self.holds(number, Span(*match.span())):
                    yield Place(number, Span(*match.span()))

    def holds(self, number: int, span: Span) -> bool:
        """True for words that stand in a statement about the patient, neither denied nor only thought of."""
        run = self.run_at(number, span.start)
        if run is None or run.statement.section.kind in _SILENT or self._is_earlier(number):
            return False
        if not run.cues:
            return True
        tokens = [place for place, (start, end) in enumerate(run.token_spans) if start < span.end and end > span.start]
        if not tokens:
            return False
        said = asserted(run.cues, (tokens[0], tokens[-1]))
        return (
            said.polarity is Polarity.AFFIRMED
            and said.experiencer is Experiencer.PATIENT
            and said.temporality is not Temporality.HYPOTHETICAL
        )

    def run_at(self, number: int, offset: int) -> WordRun | None:
        """The statement that has a character, or None between statements."""
        runs = self.readings[number].runs
        place = bisect_right(runs, offset, key=lambda run: run.statement.start) - 1
        return runs[place] if place >= 0 and offset < runs[place].statement.end else None

    def section_at(self, place: Place) -> tuple[SectionKind, str]:
        """The kind of the section that has some words, and its heading as written."""
        reading = self.readings[place.document]
        for section in reversed(reading.sections):
            if section.body.start <= place.span.start:
                heading = section.heading.quote(reading.document.text) if section.heading else ""
                return section.kind, heading.strip(" \t:*#.-") or "note"
        return SectionKind.NARRATIVE, "note"

    def indicator(self, place: Place) -> Indicator:
        """The clause around some words, with its date and source."""
        reading = self.readings[place.document]
        text = reading.document.text
        span = _clause(text, place.span, self.run_at(place.document, place.span.start))
        run = self.run_at(place.document, place.span.start)
        around = run.statement.span if run else span
        whole = reading.document.written or document_date(text) or self.encounter.date
        when = date_in(text, span, around, whole)
        quote = " ".join(span.quote(text).split())
        prior = bool(_PRIOR.search(around.quote(text)))
        return Indicator(
            quote, reading.document.id, self.section_at(place)[1], when, span, prior, when is not None, sourced=True
        )

    def indicators(self, places: Sequence[Place]) -> tuple[Indicator, ...]:
        """Indicators in the order of the record, each clause once."""
        found = tuple(dict.fromkeys(self.indicator(place) for place in sorted(set(places))))
        return tuple(one for one in found if not any(_lies_in(one, other) for other in found))


def chart_of(record: CodedEncounter, books: Books) -> Chart:
    """Read the documents of an encounter again, and the lines of its facts."""
    documents = (*record.encounter.documents, *_sheets(record.encounter.facts))
    return Chart(record, tuple(read(document, books.terms) for document in documents), books)


def _sheets(facts: Iterable[Fact]) -> Iterator[Document]:
    """What stands in fields, as a document for each source: a heading for each kind, a line for each fact."""
    by_source: dict[str, dict[FactKind, list[str]]] = {}
    for fact in facts:
        by_source.setdefault(fact.source, {}).setdefault(fact.kind, []).append(f"- {_as_written(fact.line)}")
    for source, kinds in by_source.items():
        text = "\n".join(line for kind, lines in sorted(kinds.items()) for line in (f"{kind.upper()}:", *lines))
        yield Document(f"{source} (fields)", text)


def _as_written(line: str) -> str:
    """A line that begins as it would inside a note: "Potassium 2.5" -> "potassium 2.5"; abbreviations stay."""
    return line[0].lower() + line[1:] if line[1:2].islower() else line


def _lies_in(one: Indicator, other: Indicator) -> bool:
    """True where the quote is a part of another quote."""
    if one.span is None or other.span is None or one.document != other.document or one.span == other.span:
        return False
    return other.span.start <= one.span.start and one.span.end <= other.span.end


@lru_cache(maxsize=2_000)
def phrase(words: str) -> re.Pattern[str]:
    """Words of the tables (a regular expression) as whole words, in any case; "…" stands for the rest of the clause."""
    return re.compile(rf"(?<![\w-])(?:{words.replace('…', _REST)})(?!\w)", re.IGNORECASE)


def _clause(text: str, span: Span, run: WordRun | None) -> Span:
    """From the mark before some words to the mark after them; not beyond their statement."""
    first, last = (run.statement.start, run.statement.end) if run else span
    before = [match.end() for match in _CLAUSE_END.finditer(text, first, span.start)]
    after = _CLAUSE_END.search(text, span.end, last)
    start = max([first, span.start - _LONGEST_QUOTE // 2, *before[-1:]])
    end = min(after.start() if after else last, max(span.end, start + _LONGEST_QUOTE))
    if start > first and not text[start - 1].isspace() and text[start - 1] not in ",;.!?":
        start = text.rfind(" ", 0, start) + 1
    if end < last and text[end - 1 : end + 1].isalnum():
        end = max(span.end, text.rfind(" ", start, end))
    while start < span.start and text[start].isspace():
        start += 1
    return Span(start, max(span.end, start + len(text[start:end].rstrip(" .,;"))))
