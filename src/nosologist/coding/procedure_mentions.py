"""Where the record names a procedure, with the places, sides, devices and approach that its statement gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from nosologist.codesets.memo import Memo
from nosologist.coding.procedure_status import Clause, is_given, is_placed, is_plain, is_titled, status_of
from nosologist.coding.procedure_words import (
    SKIPPED,
    WORD,
    Meaning,
    Operation,
    ends_of_names,
    may_stand_within,
    phrases,
    stemmed,
)
from nosologist.model.document import Document, SectionKind, Span
from nosologist.model.noun import noun
from nosologist.model.procedure import ProcedureStatus
from nosologist.notes.reading import Reading

_LINKS = frozenset({"and", "or", "with", "to", "in", "at", "on", "both", ",", "then", "right", "left", "bilateral"})
_BETWEEN = _LINKS | frozenset(
    stemmed(word)
    for word in ("wound", "ulcer", "abscess", "lesion", "including", "down", "into", "through", "involving", "layers", "tissue")
)  # fmt: skip
_SIDES = frozenset(map(stemmed, ("right", "left", "bilateral", "rt", "lt", "r", "l")))
_JOINED = frozenset({"and", "or", ",", "then"})
_BARS = frozenset(".;:")
_RESULT = frozenset(
    stemmed(word)
    for word in ("showed", "reveals", "demonstrated", "found", "which", "because", "due", "confirmed", "evidenced",
                 "observed", "reported", "objective", "suggested", "where", "finding", "without", "negative", "normal")
)  # fmt: skip
_AFTER, _BEFORE, _NEAR = 14, 6, 6  # words around the name of a procedure in which its details are looked for
_CLOSE = 4  # words between two procedures that are done together: "with bovine pericardial patch"
_APART = 3  # words between two places that hang together
_INSPECTION = "J"  # root operation
_SPELL = re.compile(r"(\d+(?:\.\d+)?)[ -]*(hours?|hrs?|h|days?|d|weeks?)\b", re.IGNORECASE)
_WAY = re.compile(r"\b(?:through|via|using|from) (?:(?:the|a|an|his|her|existing|right|left|\w+al) )*$", re.IGNORECASE)
_STOMA = re.compile(r"\b(?:ile|col)ostomy$", re.IGNORECASE)
_HOURS = {"h": 1, "d": 24, "w": 168}
_LINGERING = re.compile(r"ventilat|intubat|\bvent\b|cpap|bipap|\bniv\b|high flow|hfnc", re.IGNORECASE)


@noun
class Said:
    """A thing that a statement says, and where."""

    name: str
    span: Span
    guideline: str = ""  # by which it decides, where it is not the words alone


@noun
class _Hit:
    meaning: Meaning
    first: int
    last: int
    inside: tuple[_Hit, ...] = ()  # details and approach within the name of a procedure: "open reduction"


@noun
class _Words:
    """The words of a statement with their places in the text."""

    stems: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def span(self, hit: _Hit) -> Span:
        return Span(self.spans[hit.first][0], self.spans[hit.last][1])


@noun
class ProcedureMention:
    """One naming of a procedure."""

    operation: Operation
    span: Span
    places: tuple[Said, ...]
    details: tuple[Said, ...]
    approach: Said | None
    status: ProcedureStatus
    is_told: bool  # of a line, that it was put in; of a drug, that it was given; of anything else always
    is_titled: bool  # named as an operation that was done, not told as a step of one
    order: int  # of the statement in the record
    statement: Span
    section: Span  # that it stands in
    page: Span  # the document, where it stands in the record
    document: Document
    text: str  # of the record
    words: _Words
    hits: list[_Hit]

    @property
    def around(self) -> tuple[Said, ...]:
        """Every detail of the statement, wherever it stands."""
        return tuple(Said(name, self.words.span(hit)) for hit in self.hits for name in hit.meaning.details)


_STEMS = Memo[tuple[str, ...]](
    lambda chunk: tuple(map(stemmed, WORD.findall(chunk))), 50_000
)  # no word crosses a blank


def procedure_mentions(readings: Sequence[Reading]) -> Iterator[ProcedureMention]:
    """Every procedure that the documents name, in the order of the text."""
    ends = ends_of_names()
    last = frozenset(ends)
    for order, clause in enumerate(chain.from_iterable(map(_clauses, readings))):
        told = set(chain.from_iterable(map(_STEMS.__getitem__, clause.named.quote(clause.text).split())))
        if last.isdisjoint(told):
            continue
        if all(ends[word].isdisjoint(told) for word in last & told):
            continue
        words = _words(clause)
        hits = _hits(words, clause.text)
        if any(hit.meaning.operation for hit in hits):
            yield from _in_clause(clause, words, hits, order, is_plain=is_plain(clause, told))


def _clauses(reading: Reading) -> Iterator[Clause]:
    """Every statement, and before the first of a section its heading."""
    section, whole = None, Span(0, 0)
    document = reading.document
    page = Span(reading.start, reading.start + len(document.text))
    for run in reading.runs:
        statement = run.statement
        kind = statement.section.kind
        if statement.section is not section:
            section = statement.section
            whole = Span(section.heading.start if section.heading else section.body.start, section.body.end)
            if section.heading is not None:
                headed = Span(section.heading.start, statement.end)
                yield Clause(run.text, section.heading, headed, kind, whole, page, document)
        yield Clause(run.text, statement.span, statement.span, kind, whole, page, document)


def ends_a_chain(word: str) -> bool:
    """True for a mark or a word behind which no place belongs to a procedure any more."""
    return word in _BARS or word in _RESULT


def joins_places(word: str) -> bool:
    """True for a word that may stand between two places of one procedure."""
    return word in _BETWEEN


def said_in(text: str, span: Span) -> tuple[tuple[Said, ...], tuple[Said, ...], tuple[Said, ...]]:
    """The details, approaches and places that the words of a span name; an approach within the name of a treatment is its own."""
    clause = Clause(text, span, span, SectionKind.PROCEDURES, span)
    words = _words(clause)
    hits = _hits(words, text)
    inner = [one for hit in hits for one in (hit, *hit.inside)]
    details = tuple(Said(name, words.span(hit)) for hit in inner for name in hit.meaning.details)
    ways = (one for hit in hits for one in (hit, *(hit.inside if _is_look(hit) else ())))
    approaches = tuple(Said(hit.meaning.approach, words.span(hit)) for hit in ways if hit.meaning.approach)
    places = tuple(Said(place, words.span(hit)) for hit in hits for place in sorted(hit.meaning.places))
    return details, approaches, places


def _is_look(hit: _Hit) -> bool:
    """True for a look alone, whose scope serves what is done through it: "knee arthroscopy with meniscectomy"."""
    operation = hit.meaning.operation
    return operation is not None and any(
        pattern[2] == _INSPECTION for _, listed in operation.by_place for pattern in listed
    )


def _in_clause(
    clause: Clause, words: _Words, hits: list[_Hit], order: int, *, is_plain: bool
) -> Iterator[ProcedureMention]:
    heads = [at for at, hit in enumerate(hits) if hit.meaning.operation]
    bounds = [-1, *(hits[at].last for at in heads)], [*(hits[at].first for at in heads), len(words.stems)]
    named = [_places(hits, at, bounds[0][place], bounds[1][place + 1], words) for place, at in enumerate(heads)]
    for place, at in enumerate(heads):
        operation = hits[at].meaning.operation
        assert operation is not None
        left, right = bounds[0][place], bounds[1][place + 1]
        follows = place + 1 < len(heads) and hits[heads[place + 1]].meaning.operation is operation
        if follows and named[place] and set(named[place]) >= set(named[place + 1]):
            right = bounds[1][place + 2]  # "fixation of the femur with a nail": the same once more
        places = named[place] or _shared(place, heads, named, hits, words) or _implied(hits, heads[:place], words)
        head = words.span(hits[at])
        status = ProcedureStatus.PERFORMED if is_plain else status_of(clause, head)
        yield ProcedureMention(
            operation, head, places, _details(hits, at, left, right, words, clause),
            _approach(hits, at, left, right, words), status, _is_told(operation, clause, head),
            is_titled(clause), order,
            clause.statement, clause.whole, clause.page, clause.document, clause.text, words, hits,
        )  # fmt: skip


def _is_told(operation: Operation, clause: Clause, span: Span) -> bool:
    if operation.must_be_placed and _WAY.search(clause.text, max(clause.statement.start, span.start - 40), span.start):
        return False  # "through a tunneled catheter"
    if clause.section is SectionKind.DIAGNOSES and _STOMA.search(clause.text, *span) and not is_placed(clause):
        return False  # a stoma among the diagnoses is there
    return (not operation.must_be_placed or is_placed(clause)) and (not operation.must_be_given or is_given(clause))


def _shared(
    place: int, heads: list[int], named: list[tuple[Said, ...]], hits: list[_Hit], words: _Words
) -> tuple[Said, ...]:
    """The place of the procedure that this one is named together with: "abdominal X-ray and ultrasound"."""
    for other in (place - 1, place + 1):
        if 0 <= other < len(heads) and named[other]:
            first, second = sorted((hits[heads[place]], hits[heads[other]]), key=lambda hit: hit.first)
            between = words.stems[first.last + 1 : second.first]
            if between and (
                set(between) <= _JOINED or (other < place and "with" in between and len(between) <= _CLOSE)
            ):
                return named[other]
    return ()


def _words(clause: Clause) -> _Words:
    stems: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in WORD.finditer(clause.text, clause.named.start, clause.named.end):
        stem = stemmed(match[0])
        if stem not in SKIPPED:
            stems.append(stem)
            spans.append(match.span())
    return _Words(tuple(stems), tuple(spans))


def _hits(words: _Words, text: str) -> list[_Hit]:
    """The longest phrase at each place, without overlap."""
    found: list[_Hit] = []
    openers, free = phrases().following, 0
    for at, stem in enumerate(words.stems):
        if at < free or stem not in openers:
            continue
        hit = _longest(at, len(words.stems), words, text)
        if hit is not None and not _begins_a_name(hit, words, text):
            found.append(_with_inside(hit, words, text) if hit.meaning.operation and hit.last > hit.first else hit)
            free = hit.last + 1
    return found


def _begins_a_name(hit: _Hit, words: _Words, text: str) -> bool:
    """True for a place whose last words begin the name of an operation: "common femoral to popliteal bypass"."""
    if not hit.meaning.places or hit.meaning.operation or hit.last == hit.first:
        return False
    behind = _longest(hit.last + 1, len(words.stems), words, text) if hit.last + 1 < len(words.stems) else None
    if behind is not None and behind.meaning.operation:
        return False  # "internal carotid endarterectomy"
    inner = (_longest(at, len(words.stems), words, text) for at in range(hit.first + 1, hit.last + 1))
    return any(one is not None and one.meaning.operation and one.last > hit.last for one in inner)


def _longest(at: int, end: int, words: _Words, text: str) -> _Hit | None:
    node, step, found, stems = phrases(), at, None, words.stems
    if len(stems[at]) == 1 and _is_no_side(at, words, text):
        return None
    while step < end:
        if (following := node.following.get(stems[step])) is None:
            if step == at or not may_stand_within(stems, step):
                break
            step += 1  # "revision right total knee arthroplasty"
            continue
        node, step = following, step + 1
        meaning = node.meaning
        if meaning and not (meaning.in_capitals and not text[slice(*words.spans[at])].isupper()):
            found = _Hit(meaning, at, step - 1)
    return found


def _is_no_side(at: int, words: _Words, text: str) -> bool:
    """True for a letter that is a unit, an initial or part of an abbreviation: "1.5 L", "R. Okafor", "r/o"."""
    follows = words.spans[at][1]
    return text[follows : follows + 1] in ("/", ".") or (at > 0 and words.stems[at - 1].isdecimal())


def _with_inside(head: _Hit, words: _Words, text: str) -> _Hit:
    """The name of a procedure with the details that it says itself."""
    inner: list[_Hit] = []
    for at in range(head.first, head.last + 1):
        end = head.last + (at > head.first)  # less than the whole name
        hit = _longest(at, end, words, text)
        if hit and (hit.meaning.details or hit.meaning.approach):
            inner.append(hit)
    return replace(head, inside=tuple(inner))


def _places(hits: list[_Hit], at: int, left: int, right: int, words: _Words) -> tuple[Said, ...]:
    """The places that belong to a procedure: those that lead up to its name, else those that follow it."""
    head = hits[at]
    if head.meaning.places:
        return tuple(Said(place, words.span(head)) for place in sorted(head.meaning.places))
    before = _chain(reversed(hits[:at]), head.first, left, words, backward=True)
    return before or _chain(iter(hits[at + 1 :]), head.last, right, words, backward=False)


def _chain(hits: Iterator[_Hit], start: int, barrier: int, words: _Words, *, backward: bool) -> tuple[Said, ...]:
    """Places that hang together from a word on, up to another procedure, a mark that ends the clause, or a result."""
    found: list[Said] = []
    edge, reach = start, 2 if backward else _NEAR
    for hit in hits:
        if (backward and hit.first <= barrier) or (not backward and hit.last >= barrier):
            break
        between = words.stems[hit.last + 1 : edge] if backward else words.stems[edge + 1 : hit.first]
        if any(word in _BARS or word in _RESULT for word in between):
            break
        if backward and not found and not _JOINED.isdisjoint(between):
            break
        if len(between) > (reach if not found else _APART) or (found and not set(between) <= _BETWEEN):
            break
        if hit.meaning.places:
            found.extend(Said(place, words.span(hit)) for place in sorted(hit.meaning.places))
        elif hit.meaning.operation:
            break
        edge = hit.first if backward else hit.last
    return tuple(found)


def _implied(hits: list[_Hit], earlier: list[int], words: _Words) -> tuple[Said, ...]:
    """What an endoscopy named before is of: "gastroscopy with biopsies"."""
    for at in reversed(earlier):
        operation = hits[at].meaning.operation
        if operation and operation.implies:
            return (Said(operation.implies, words.span(hits[at])),)
    return ()


def _details(hits: list[_Hit], at: int, left: int, right: int, words: _Words, clause: Clause) -> tuple[Said, ...]:
    """Sides, devices and manners near the name, the nearest first."""
    head = hits[at]
    first = max(left + 1, head.first - _BEFORE)
    last = min(right - 1, head.last + _AFTER)
    for bar in range(head.last + 1, last + 1):
        if words.stems[bar] in (".", ";"):
            last = bar - 1
            break
    near = [*head.inside, *(hit for hit in hits if first <= hit.first and hit.last <= last)]
    near.sort(key=lambda hit: max(head.first - hit.last, hit.first - head.last))
    said = [Said(name, words.span(hit)) for hit in near for name in hit.meaning.details]
    return (*said, *_lasting(words.span(head), clause))


def _lasting(head: Span, clause: Clause) -> Iterator[Said]:
    """How long a patient was ventilated, as the classes of the table."""
    if not _LINGERING.search(head.quote(clause.text)):
        return
    found = _SPELL.search(clause.text, clause.statement.start, clause.statement.end)
    if found:
        hours = float(found[1]) * _HOURS[found[2][0].lower()]
        yield Said("under24" if hours < 24 else "to96" if hours <= 96 else "over96", Span(*found.span()))


def _approach(hits: list[_Hit], at: int, left: int, right: int, words: _Words) -> Said | None:
    """The approach that is named nearest to a procedure, before it or after it in the same statement."""
    head = hits[at]
    if head.meaning.approach:
        return Said(head.meaning.approach, words.span(head))
    ways = [hit for hit in (*head.inside, *hits) if hit.meaning.approach]
    if not ways:
        ways = _of_partner(hits, at, words)
    inside = [hit for hit in ways if left < hit.first and hit.last < right]
    chosen = min(inside or ways, key=lambda hit: max(head.first - hit.last, hit.first - head.last), default=None)
    if chosen is None or chosen.meaning.approach is None:
        return None
    return Said(chosen.meaning.approach, words.span(chosen))


def _of_partner(hits: list[_Hit], at: int, words: _Words) -> list[_Hit]:
    """The approach in the name of the operation that this one is done with: "vaginal hysterectomy with salpingectomy"."""
    for other in reversed(hits[:at]):
        if other.meaning.operation is None:
            continue
        if set(words.stems[other.last + 1 : hits[at].first]) <= _LINKS | _SIDES:
            return list(_ways_in(other, words))
        break
    return []


def _ways_in(name: _Hit, words: _Words) -> Iterator[_Hit]:
    """The words of an approach within the name of an operation."""
    for at in range(name.first, name.last + 1):
        node = phrases().following.get(words.stems[at])
        if node and node.meaning and node.meaning.approach:
            yield _Hit(node.meaning, at, at)
