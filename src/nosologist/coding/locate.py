"""Locate: where the Index sends a coder for what the note says."""

from __future__ import annotations

from collections.abc import Iterator

from nosologist.codesets.library import Books
from nosologist.coding.adverse import adverse_effects
from nosologist.coding.draft import Candidate, Draft
from nosologist.coding.lists import listed_sites
from nosologist.coding.metastases import with_listed_metastases
from nosologist.coding.poisoning import drugs_taken
from nosologist.coding.tables import keeps_own_code
from nosologist.model.document import SectionKind, Span
from nosologist.model.mention import Assertion, Experiencer, Mention, Temporality
from nosologist.notes.assertion import PLAIN, Cue, asserted
from nosologist.notes.matching import Hit, find_terms
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.statements import StatementKind

# A section's heading says when and about whom, where the statement itself does not.
_PAST_SECTIONS = frozenset({SectionKind.PAST_HISTORY, SectionKind.SURGICAL_HISTORY, SectionKind.OBSTETRIC_HISTORY})

_UNSAID = Assertion()  # no cue speaks of the mention: the patient has it now, and surely


def locate(readings: tuple[Reading, ...], books: Books) -> Draft:
    """Find every term in every statement, with what is asserted about it."""
    found = []
    for reading in readings:
        for run in reading.runs:
            hits, within = find_terms(run, books.terms)
            for hit in with_listed_metastases(run, hits, books):
                found.extend(_candidates(hit, run, books))
                for part in _companions(hit, within, books):
                    found.extend(_candidates(part, run, books))
            further = (
                *listed_sites(run, hits, books),
                *adverse_effects(run, hits, books),
                *drugs_taken(run, hits, books),
            )
            for hit in further:
                found.extend(_candidates(hit, run, books))
    return Draft(tuple(found))


def _companions(hit: Hit, within: list[Hit], books: Books) -> Iterator[Hit]:
    """Conditions inside a combination ("COPD with pneumonia") that keep a code of their own beside it."""
    whole = books.terms.term(hit.term).code
    seen: set[int] = set()
    for part in within:
        inside = set(part.positions) < set(hit.positions) and seen.isdisjoint(part.positions)
        if inside and keeps_own_code(whole, books.terms.term(part.term).code):
            seen.update(part.positions)
            yield part


def _candidates(hit: Hit, run: WordRun, books: Books) -> list[Candidate]:
    term = books.terms.term(hit.term)
    mention = Mention(
        spans=_spans(hit, run),
        term=term.path[-1],
        assertion=_assertion(hit, run),
        section=run.statement.section.kind,
        statement=run.number,
        is_title=run.statement.kind is StatementKind.TITLE,
    )
    codes = [term.code] + ([term.manifestation] if term.manifestation else [])
    return [Candidate(mention, code, term, run, hit.positions, hit.cost, elsewhere=hit.elsewhere) for code in codes]


def _spans(hit: Hit, run: WordRun) -> tuple[Span, ...]:
    """One span for each run of words that touch; stop words between two words of the term belong to it."""
    if len(hit.positions) == 1:
        return (Span(*run.span(hit.positions[0])),)
    spans: list[Span] = []
    before = -2
    for position in hit.positions:
        start, end = run.span(position)
        joined = spans and all(run.ids[between] < 0 for between in range(before + 1, position))
        if joined or (spans and start <= spans[-1].end):
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
        before = position
    return tuple(spans)


def _assertion(hit: Hit, run: WordRun) -> Assertion:
    said = asserted(run.cues, [run.token(position) for position in hit.positions]) if run.cues else PLAIN
    section = run.statement.section.kind
    temporality, experiencer = said.temporality, said.experiencer
    if section in _PAST_SECTIONS and temporality is Temporality.CURRENT:
        temporality = Temporality.HISTORY
    if section is SectionKind.FAMILY_HISTORY and experiencer is Experiencer.PATIENT:
        experiencer = Experiencer.FAMILY
    if said is PLAIN and temporality is Temporality.CURRENT and experiencer is Experiencer.PATIENT:
        return _UNSAID
    return Assertion(said.polarity, said.certainty, temporality, experiencer, _cue_spans(said.cues, run))


def _cue_spans(cues: tuple[Cue, ...], run: WordRun) -> tuple[Span, ...]:
    return tuple(Span(run.token_spans[cue.first][0], run.token_spans[cue.last][1]) for cue in cues)
