"""Where the record names a drug, with the dose, route and waste that its statement gives, and whether it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import lru_cache
from typing import NamedTuple

from nosologist.codesets.amounts import Amount, Measured
from nosologist.codesets.drug_words import drug_words
from nosologist.coding.drug_doses import SaidAmount, Use, Waste, first, said_amounts, waste_in
from nosologist.coding.drug_names import DrugBook, Named, holds
from nosologist.coding.drug_parts import is_course, owners, routes_of, side_of, times_given
from nosologist.coding.given import given_status, injected_lines
from nosologist.coding.phrases import words_of
from nosologist.coding.procedure_status import Clause
from nosologist.coding.service_mentions import Statement, named_today
from nosologist.model.document import Span
from nosologist.model.noun import noun
from nosologist.model.procedure import ProcedureStatus
from nosologist.notes.made_once import made_once
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.signs import Marks

_BEFORE, _AFTER = 4, 6  # words beside a name that may belong to it: salt, form, suffix, maker
_CLOCK = re.compile(
    r"\b(?:[01]?\d|2[0-3]):[0-5]\d\b|\b(?:[01]\d|2[0-3])[0-5]\d ?h(?:rs|ours)?\b|\b(?:1[0-2]|[1-9]) ?(?:am|pm)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b(?:another|again|repeat(?:ed)?|second|third|additional|then)\b", re.IGNORECASE)
_DILUTED = re.compile(
    r"\b(?:in|with|diluted (?:in|with)|mixed (?:in|with)|reconstituted (?:in|with))\s+(?:\d[\d,.]*\s?(?:ml|cc)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_WITH_LOCAL = re.compile(r"\W*(?:and|with|w|plus|\+|/)\W*(?:1:\d[\d,]*\W*)?", re.IGNORECASE)
_RINSED = re.compile(r"\b(?:irrigat|lavage|rins|flush|soak|wash|moisten)", re.IGNORECASE)
_AROUND = 160  # characters before a statement in which both sides may be named
_NOT_OF_TODAY = (None, ProcedureStatus.HISTORY)  # nothing says that it was given here
_MEASURED = re.compile(
    r"\d|\bper ", re.IGNORECASE
)  # without an amount it tells nothing that a drug is planned or not given
_LATER = 2  # statements after the one that names the drug, in which its waste may be told


@noun
class DrugMention:
    """One naming of a drug in the record."""

    named: Named
    span: Span
    status: ProcedureStatus | None
    dose: SaidAmount | None
    volume: SaidAmount | None
    document: int
    sentence: Span
    # What follows is read of a drug that was given.
    words: frozenset[str] = frozenset()  # all that is said of which drug it is
    strength: SaidAmount | None = None
    by_weight: bool = False
    times: int = 1  # the dose was given so often
    routes: frozenset[str] = frozenset()
    waste: Waste = field(default_factory=Waste)
    is_diluent: bool = False  # the fluid of another drug, or what was rinsed with
    is_with_local: bool = False  # mixed with the local anesthetic named before it
    is_course: bool = False  # given again and again, so that one dose does not tell how much was given
    clock: str | None = None
    is_again: bool = False
    side: str | None = None  # left, right

    @property
    def spans(self) -> tuple[Span, ...]:
        """The name and its dose."""
        told = (self.dose, self.volume, self.strength)
        return tuple(sorted({self.span, *(one.span for one in told if one)}))


def drug_mentions(
    readings: Sequence[Reading], statements: Sequence[Statement], book: DrugBook
) -> Iterator[DrugMention]:
    """Every drug that the documents name and say something of today about, in the order of the text."""
    first = 0
    for number, reading in enumerate(readings):
        behind = first + len(reading.runs)
        for statement in named_today("drug", statements[first:behind], _MEASURED):
            at = statement.order - first
            said = _Said(statement.run, book, number, statement.marks)
            if not said.names or all(status in _NOT_OF_TODAY for status in said.statuses):
                continue
            *before, last = said.mentions
            yield from (one for one in before if one.status not in _NOT_OF_TODAY)
            if last.status not in _NOT_OF_TODAY:
                yield _with_waste(last, reading, at, book) if last.status is ProcedureStatus.PERFORMED else last
        first = behind


class _Said:
    """A statement in which a name of a drug may begin, with its names; what belongs to them is read when it is first asked for."""

    def __init__(self, run: WordRun, book: DrugBook, document: int, marks: Marks | None = None) -> None:
        self.run, self.document = run, document
        span = run.statement.span
        self.words = words_of(run.text, *span)
        self.clause = Clause(run.text, span, span, run.statement.section.kind, marks=marks)
        self.names = list(_names(self.words.texts, book))
        if any(one.named.by_area for one in self.names) and not any(
            one.amount.measured is Measured.AREA for one in self.amounts
        ):
            self.names = [one for one in self.names if not one.named.by_area]
        self.spans = [self.words.span(one.first, one.last) for one in self.names]

    @made_once
    def amounts(self) -> list[SaidAmount]:
        """Its amounts, in order."""
        return sorted(said_amounts(self.run.text, *self.run.statement.span), key=lambda one: one.span)

    @made_once
    def statuses(self) -> list[ProcedureStatus | None]:
        """Of each name, whether it was given."""
        return [given_status(self.clause, span) for span in self.spans]

    @made_once
    def mentions(self) -> list[DrugMention]:
        """Each name, with what belongs to it."""
        owned = owners(self.amounts, self.spans, self.run.text) if self.names else []
        return [
            self._mention(place, [amount for amount, owner in zip(self.amounts, owned, strict=True) if owner == place])
            for place in range(len(self.names))
        ]

    def _mention(self, place: int, mine: list[SaidAmount]) -> DrugMention:
        text, (start, end) = self.run.text, self.run.statement.span
        name, span, names = self.names[place], self.spans[place], self.names
        mention = _named(name.named, span, mine, self.statuses[place], self.document, self.clause.statement)
        if mention.status is not ProcedureStatus.PERFORMED:
            return mention  # how it would have been given does not matter
        behind = self.spans[place - 1].end if place else start
        ahead = self.spans[place + 1].start if place + 1 < len(names) else end
        part, said = text[span.start : ahead], self.words.texts
        is_local = place > 0 and holds("local", _said(said, names[place - 1], ()))
        return replace(
            _described(mention, mine, self.clause, part),
            words=_said(said, name, _beside(said, names, place)),
            routes=routes_of(part, text[behind : span.start], text[start:end]) or _as_injected(text, span),
            is_with_local=is_local and _WITH_LOCAL.fullmatch(text, behind, span.start) is not None,
        )


def _as_injected(text: str, span: Span) -> frozenset[str]:
    """The way of what stands in the line that tells what was injected."""
    inside = any(line.start <= span.start < line.end for line in injected_lines(text))
    return frozenset({"injected"}) if inside else frozenset()


class _Name(NamedTuple):
    named: Named
    first: int  # word of the statement
    last: int


def _names(words: tuple[str, ...], book: DrugBook) -> Iterator[_Name]:
    """Each name in the words, without overlap."""
    if book.names.keys().isdisjoint(words):
        return
    at = 0
    while at < len(words):
        hit = book.find(words, at) if words[at] in book.names else None
        if hit:
            yield _Name(hit[1], at, at + hit[0] - 1)
        at += hit[0] if hit else 1


def _beside(words: tuple[str, ...], names: list[_Name], place: int) -> tuple[str, ...]:
    """The words before and after a name that may belong to it, the nearest one after it first; none of another name."""
    before = names[place - 1].last + 1 if place else 0
    after = names[place + 1].first if place + 1 < len(names) else len(words)
    name = names[place]
    following = words[name.last + 1 : min(after, name.last + 1 + _AFTER)]
    return (*following, *words[max(before, name.first - _BEFORE) : name.first])


def _said(words: tuple[str, ...], name: _Name, beside: tuple[str, ...]) -> frozenset[str]:
    """The name with the salts, forms, suffixes and makers beside it."""
    lists = drug_words()
    more = {
        word for word in beside if word in lists.salts or word in lists.forms or word in _makers() or word in _BESIDES
    }
    suffix = {word for word in beside[:1] if len(word) == 4 and word.isalpha()}
    return frozenset({*words[name.first : name.last + 1], *name.named.words, *more, *suffix})


@lru_cache(maxsize=1)
def _makers() -> frozenset[str]:
    return frozenset(word for maker in drug_words().makers for word in maker.split())


_BESIDES = frozenset(
    {"multipack", "capsule", "solution", "infusion", "therapeutic", "diagnostic", "hyaluronidase", "pf"}
)


def _named(
    named: Named, span: Span, mine: list[SaidAmount], status: ProcedureStatus | None, document: int, sentence: Span
) -> DrugMention:
    """A naming with how much, and whether it was given."""
    doses = [one for one in mine if one.use in (Use.DOSE, Use.TOTAL)]
    masses = [one for one in doses if one.amount.measured is not Measured.VOLUME]
    volumes = [one for one in doses if one.amount.measured is Measured.VOLUME]
    return DrugMention(
        named,
        span,
        status,
        dose=first(masses, Use.TOTAL) or first(masses, Use.DOSE),
        volume=first(volumes, Use.DOSE, Use.TOTAL),
        document=document,
        sentence=sentence,
    )


def _described(mention: DrugMention, mine: list[SaidAmount], clause: Clause, part: str) -> DrugMention:
    """With all that its part of the statement says of how it was given."""
    text, span, (start, end) = clause.text, mention.span, clause.statement
    sentence = text[start:end]
    clock = _CLOCK.search(part) or _CLOCK.search(text, text.rfind("\n", 0, span.start) + 1, end)
    return replace(
        mention,
        strength=first(mine, Use.STRENGTH),
        by_weight=first(mine, Use.BY_WEIGHT) is not None,
        times=times_given(part, sentence, text[max(0, start - _AROUND) : start]),
        waste=waste_in(text, clause.statement, mine),
        is_diluent=_DILUTED.search(text[start : span.start]) is not None or _RINSED.search(sentence) is not None,
        is_course=is_course(part, sentence),
        clock=clock[0].lower() if clock else None,
        is_again=_AGAIN.search(sentence) is not None,
        side=side_of(part, sentence),
    )


def _with_waste(mention: DrugMention, reading: Reading, at: int, book: DrugBook) -> DrugMention:
    """With what the statements after it tell of container and waste, up to the next drug with a dose."""
    waste = mention.waste
    for run in reading.runs[at + 1 : at + 1 + _LATER]:
        if any(one.dose or one.volume for one in _Said(run, book, mention.document).mentions):
            break
        span = run.statement.span
        waste |= waste_in(run.text, span, list(said_amounts(run.text, span.start, span.end)))
    return replace(mention, waste=waste)


def amount_given(mention: DrugMention, wanted: Measured) -> Amount | None:
    """The dose in the measure of a code; from the volume where the strength is said, or told by the name. None for none."""
    found = _told(mention, wanted)
    return found if found and found.number else None


def _told(mention: DrugMention, wanted: Measured) -> Amount | None:
    if mention.dose and mention.dose.amount.measured is wanted:
        return _so_often(mention.dose.amount, mention.times)
    if mention.volume is None:
        return None
    if wanted is Measured.VOLUME:
        return _so_often(mention.volume.amount, mention.times)
    strength = mention.strength.amount if mention.strength else mention.named.strength
    if strength is None or strength.measured is not wanted:
        return None
    return _so_often(Amount(strength.number * mention.volume.amount.number, wanted), mention.times)


def _so_often(amount: Amount, times: int) -> Amount:
    return Amount(amount.number * times, amount.measured)
