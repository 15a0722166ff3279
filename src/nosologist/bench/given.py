"""The codes that were given, one by one: with what confidence, from which sections, and whether they were right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nosologist.bench.scores import Score, matched
from nosologist.codesets.tabular import Tabular
from nosologist.model.coded import CodedEncounter
from nosologist.model.document import NoteSection, SectionKind, Span
from nosologist.model.encounter import Encounter
from nosologist.notes.sections import split_sections

_BANDS = 10


@dataclass(frozen=True, slots=True)
class Given:
    """One code that was given to a note."""

    code: str
    confidence: float
    sections: frozenset[SectionKind]  # where its evidence stands
    right: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The codes given with a confidence from ``low`` up to the next band."""

    low: float
    count: int
    confidence: float  # mean
    right: float  # share


def given_codes(coded: CodedEncounter, gold: frozenset[str], tabular: Tabular) -> tuple[Given, ...]:
    """Every code of a coded encounter; one that meets a gold header is right."""
    right = set(matched(gold, frozenset(one.code.value for one in coded.assignments), tabular).values())
    encounter = coded.encounter
    sections = tuple(split_sections(document.text) for document in encounter.documents)
    return tuple(
        Given(
            one.code.value,
            one.confidence,
            frozenset(kind for span in one.evidence for kind in _kinds(span, encounter, sections)),
            one.code.value in right,
        )
        for one in coded.assignments
    )


def _kinds(span: Span, encounter: Encounter, sections: Sequence[tuple[NoteSection, ...]]) -> Iterator[SectionKind]:
    """The sections of its document that have some words."""
    at = encounter.place(span).span.start
    for section in sections[encounter.number_at(span.start)]:
        if (section.heading or section.body).start <= at < section.body.end:
            yield section.kind


def section_scores(given: Iterable[Given]) -> dict[SectionKind, Score]:
    """Hits and codes found by kind of section, most codes first; a code with evidence in two sections counts in both."""
    hits: Counter[SectionKind] = Counter()
    found: Counter[SectionKind] = Counter()
    for one in given:
        found.update(one.sections)
        hits.update(one.sections if one.right else ())
    return {
        kind: Score(hits[kind], count, 0) for kind, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    }


def bands(given: Sequence[Given]) -> tuple[Band, ...]:
    """Confidence in tenths: how many codes, their mean confidence, and the share that is right."""
    within: dict[int, list[Given]] = {}
    for one in given:
        within.setdefault(min(int(one.confidence * _BANDS + 1e-9), _BANDS - 1), []).append(one)
    return tuple(
        Band(
            number / _BANDS,
            len(codes),
            sum(one.confidence for one in codes) / len(codes),
            sum(one.right for one in codes) / len(codes),
        )
        for number, codes in sorted(within.items())
    )
