"""Locate: where the Index sends a coder for what the note says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nosologist.codesets.library import Books
from nosologist.codesets.terms import STOP, Term
from nosologist.coding.adverse import adverse_effects
from nosologist.coding.burns import tells_burn, with_burns
from nosologist.coding.carried import with_carried
from nosologist.coding.conjoined import conjoined, with_sites
from nosologist.coding.corrosive import chemicals
from nosologist.coding.draft import Candidate, Draft
from nosologist.coding.labels import Label, label_of, with_labelled_places
from nosologist.coding.lists import listed_drugs, listed_sites, with_shared_cause
from nosologist.coding.metastases import with_listed_metastases
from nosologist.coding.poisoning import drugs_taken
from nosologist.coding.tables import keeps_own_code
from nosologist.model.document import SectionKind, Span
from nosologist.model.mention import Assertion, Experiencer, Mention, Temporality
from nosologist.notes.assertion import PLAIN, Cue, asserted
from nosologist.notes.chunks import CUES, JOINS, OVERDOSES
from nosologist.notes.matching import Found, Hit, find_terms
from nosologist.notes.naming import find_name
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.statements import StatementKind

# A section's heading says when and about whom, where the statement itself does not.
_PAST_SECTIONS = frozenset({SectionKind.PAST_HISTORY, SectionKind.SURGICAL_HISTORY, SectionKind.OBSTETRIC_HISTORY})
_SPEAKING_SECTIONS = _PAST_SECTIONS | {SectionKind.FAMILY_HISTORY}

_OF_PROSE = """is are was were has have had will would may might can could should because although who which that
he she they i we it given since while discussed continue start"""
_VERBS = frozenset(_OF_PROSE.split())
# "This pleasant gentleman has gout", "I think that this is gout": the sentence that names the problems of a paragraph.
_HAS = re.compile(
    r"(?:I (?:think|believe|feel) (?:that )?)?(?:[Tt]his|[Ii]t) (?:is|represents)\b(?! (?:not?|an? (?:[\w-]+ )?(?:\d|visit))\b)"
    r"|(?:S?[Hh]e|(?:The|This|Our) (?:[\w-]+ ){0,3}?"
    r"(?:patient|man|woman|male|female|gentleman|lady|boy|girl|child|infant|toddler|teenager)"
    r"|(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][\w'-]+)(?: (?:also|now|still|clearly|most likely|likely|probably))?"
    r" (?:has(?! had| been| no| not)"
    r"|is an? (?:[\w-]+ ){0,2}\d{1,3}[- ]year[- ]old (?:[\w-]+ ){0,3}?with(?! an? (?:\w+ ){0,2}history)"
    r"|presents with|presents today with|suffers from|meets criteria for)\b"
)
# What such a sentence goes on with: what is to be done or feared, no problem that the patient has.
_BREAKS = re.compile(
    r"\b(?:if|will|would|should|may|might|when|until|unless|because|although|so that|call|risk|for which|history of|"
    r"who|presents|here|an? (?:appointment|follow[- ]?up|visit|question|fear|plan|referral)|questions?|concerns?|worr\w+)\b"
)
_BETWEEN_ITEMS = frozenset({",", ";", "and", "&"})
_ALLERGIES = ("Z88", "Z910")  # a status that is a problem of its own
# "For her third problem of hypothyroidism, we will check a TSH": the problem that a sentence of the plan is about.
_TOPIC = re.compile(
    r"(?:For|Regarding|Concerning|As (?:for|to)|[IW](?:n|ith) (?:regards?|respect) to) (?:the|her|his|your|their|this|these) "
    r"(?P<number>(?:first|second|third|fourth|fifth|sixth|next|last|other) )?"
    r"(?P<problem>(?:problem|issue|concern|complaint|diagnosis|condition)s? of (?:the |her |his |your |their )?)?"
)
_RESIDUAL = frozenset({"other", "nec", "specified", "elsewhere"})
_OF_THE_WHOLE = frozenset({"negated", "uncertain", "hypothetical", "family"})
_WITHIN_NAMES = frozenset({"with", "due", "secondary"})
_IN_PROSE = frozenset({StatementKind.PROSE, StatementKind.LEAD, StatementKind.DETAIL})
_PLANNING = frozenset({SectionKind.ASSESSMENT, SectionKind.PLAN})
_NAMING = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES})
# How a problem is, before its name: "Acute DVT of the right femoral vein, provoked."
_SAID_HOW = """acute subacute chronic mild moderate severe new newly recent recurrent persistent stable unstable known
symptomatic asymptomatic small large active early advanced worsening improving improved resolving ongoing longstanding
uncontrolled uncomplicated likely probable possible suspected"""
_HOW = frozenset(_SAID_HOW.split())
UNSAID = Assertion()  # no cue speaks of the mention: the patient has it now, and surely


def locate(readings: tuple[Reading, ...], books: Books) -> Draft:
    """Find every term in every statement, with what is asserted about it."""
    found: list[Candidate] = []
    for reading in readings:
        label: Label | None = None  # the place that a line above names
        burnt = tells_burn(reading.document.text)
        for run in reading.runs:
            hits, within = _named(run, find_terms(run, books.terms), books)
            if hits or (run.chunks and run.chunks[-1].endswith(":")):
                hits, label = with_labelled_places(run, hits, label, books), label_of(run, hits, label)
            hits = with_carried(run, hits, books)
            if burnt:
                hits = with_burns(run, hits, books)
            if not hits and not run.bits & OVERDOSES:
                continue
            hits = with_shared_cause(run, hits, books)
            named = with_sites(run, with_listed_metastases(run, hits, within, books), books)
            opens = _opens_with_problem(named, run, books)
            for hit in named:
                _add_candidates(found, hit, run, books, opens=opens)
                if within and len(hit.positions) > 1:
                    for part in (*_companions(hit, within, books), *_undenied(hit, within, run, books)):
                        _add_candidates(found, part, run, books, opens=opens)
            if run.bits & JOINS:
                listed = list(listed_sites(run, hits, books))
                for hit in (*listed, *listed_drugs(run, named, books), *conjoined(run, [*named, *listed], books)):
                    _add_candidates(found, hit, run, books, opens=opens)
            for hit in (
                *adverse_effects(run, hits, books),
                *chemicals(run, hits, books),
                *drugs_taken(run, hits, books),
            ):
                _add_candidates(found, hit, run, books)
    return Draft(tuple(found))


def _named(run: WordRun, found: Found, books: Books) -> Found:
    """What a statement means that is a title or inclusion term of the Tabular and nothing else.

    Where the terms in it lead to the same place already, they stay: the Index knows the default code of a header, and the etiology
    of a manifestation ("cerebral amyloid angiopathy": E85.4 [I68.0], by the code-first note). An inclusion term gives way to an
    Index entry with all its words, because some are printed for the context of their code alone.
    """
    name = find_name(run, books.names)
    if name is None:
        return found
    number, positions = name
    if any(hit.positions[0] < positions[0] or positions[-1] < hit.positions[-1] for hit in found.hits):
        return found  # "history of concussion": the Index has a term with the cue in it
    term = books.terms.term(number)
    if len(found.hits) == 1:
        other = books.terms.term(found.hits[0].term)
        by_index = other.source in ("index", "neoplasms") and _explains(found.hits[0], positions, run)
        if _leads_to(other, term.code, books):
            number = found.hits[0].term
        elif by_index and (term.source == "inclusion" or _says_other(run, positions, term)):
            return found
    return Found([Hit(positions, 0, number)], [*found.hits, *found.within])


def _leads_to(term: Term, place: str, books: Books) -> bool:
    """True for a term with this code among its own, or one below this header."""
    codes = (term.code, term.manifestation or term.code)
    return place in codes or (not books.tabular.is_valid(place) and any(code.startswith(place) for code in codes))


def _says_other(run: WordRun, positions: tuple[int, ...], title: Term) -> bool:
    """True for what a title is only with a word left aside, so that the Index knows better.

    "COVID-19 sequelae" is not COVID-19, "Charcot arthropathy" not said to be "(tabetic)".
    """
    name = title.path[-1]
    sequela = run.words[positions[-1]].startswith("sequela") and "sequela" not in name.lower()
    return sequela or ("(" in name and "(" not in run.words)


def _explains(hit: Hit, positions: tuple[int, ...], run: WordRun) -> bool:
    """True when a hit has every word at the positions that means something; "other" and "NEC" mean a residual code."""
    if not _RESIDUAL.isdisjoint(run.tokens):
        return False
    return {run.ids[place] for place in positions if run.ids[place] >= 0} <= {run.ids[place] for place in hit.positions}


def _companions(hit: Hit, within: list[Hit], books: Books) -> Iterator[Hit]:
    """Conditions inside a combination ("COPD with pneumonia") that keep a code of their own beside it."""
    whole = books.terms.term(hit.term).code
    around = set(hit.positions)
    seen: set[int] = set()
    for part in within:
        inside = around > set(part.positions) and seen.isdisjoint(part.positions)
        if inside and keeps_own_code(whole, books.terms.term(part.term).code):
            seen.update(part.positions)
            yield part


def _undenied(hit: Hit, within: list[Hit], run: WordRun, books: Books) -> Iterator[Hit]:
    """The disease behind "with" whose complication alone is denied: "no retinopathy with diabetes" is diabetes."""
    if not run.bits & CUES:
        return
    first, last = run.token(hit.positions[0]), run.token(hit.positions[-1])
    cue = next(
        (one for one in run.cues if one.kind == "negated" and _over_with(one, first, last, run) is not one), None
    )
    if cue is None:
        return
    main = books.terms.term(hit.term).path[0]
    around = {at for at in hit.positions if run.token(at) > cue.end}
    for part in within:
        if around.issuperset(part.positions) and books.terms.term(part.term).path[0] == main:
            yield part
            return


def _add_candidates(found: list[Candidate], hit: Hit, run: WordRun, books: Books, *, opens: bool = False) -> None:
    term = books.terms.term(hit.term)
    statement = run.statement
    positions = hit.positions
    mention = Mention(
        run.spans(positions),
        term.path[-1],
        _assertion(positions, run),
        statement.section.kind,
        run.number,
        _is_title(term.code, positions, run, books, opens=opens),
    )
    found.append(Candidate(mention, term.code, term, run, positions, hit.cost, (), (), None, hit.elsewhere))
    if term.manifestation:
        found.append(Candidate(mention, term.manifestation, term, run, positions, hit.cost, elsewhere=hit.elsewhere))


def _opens_with_problem(hits: list[Hit], run: WordRun, books: Books) -> bool:
    """True for a statement that begins with a condition, its side and how it is left aside."""
    first = min(hits, key=lambda hit: hit.positions[0], default=None)
    if first is None:
        return False
    code = books.terms.term(first.term).code
    if code[0] == "Z" and not code.startswith(_ALLERGIES):
        return False
    before = first.positions[0]
    return all(run.ids[at] in books.terms.sides or run.words[at] in _HOW for at in range(before))


def _is_title(code: str, positions: tuple[int, ...], run: WordRun, books: Books, *, opens: bool) -> bool:
    """True for what a title names, and for a condition with which a sentence behind one begins, a side left aside.

    A long line that begins with one names problems up to its verb; one that says whom it speaks of, all that the patient has.
    """
    kind = run.statement.kind
    if kind in _IN_PROSE and run.statement.section.kind in _PLANNING and _is_topic(code, positions, run):
        return True
    if kind is StatementKind.LEAD:
        has = _HAS.match(run.text, run.statement.start, run.statement.end)
        if has and not _BREAKS.search(run.text, has.end(), run.token_span(run.token(positions[0]))[0]):
            return True
        return opens and _VERBS.isdisjoint(run.tokens[: run.token(positions[0])])
    if kind is StatementKind.SEQUEL:
        return code[0] != "Z" and (
            books.terms.sides.issuperset(run.ids[: positions[0]])
            or (opens and _opens_item(code, positions, run, books))
        )
    if kind is StatementKind.COMMENT and run.statement.section.kind in _NAMING:
        return code[0] != "Z" and _is_all(positions, run, books)
    return kind is StatementKind.TITLE


def _opens_item(code: str, positions: tuple[int, ...], run: WordRun, books: Books) -> bool:
    """True for a problem with which an item of a list begins: "MVC. L wrist fracture, R lung contusion"."""
    at = positions[0]
    while at and run.ids[at - 1] in books.terms.sides:
        at -= 1
    return code[0] != "R" and run.words[at - 1] in _BETWEEN_ITEMS and _VERBS.isdisjoint(run.tokens[: run.token(at)])


def _is_topic(code: str, positions: tuple[int, ...], run: WordRun) -> bool:
    """True for the problem with which a sentence of the plan begins, a symptom where it is called a problem."""
    topic = _TOPIC.match(run.text, run.statement.start, run.statement.end)
    if topic is None or (code[0] in "RZ" and not topic["problem"]):
        return False
    at = run.token_span(run.token(positions[0]))[0]
    return "," not in run.text[topic.end() : at]


def _is_all(positions: tuple[int, ...], run: WordRun, books: Books) -> bool:
    """True for a sentence that is the name of a problem and nothing else."""
    named, sides = set(positions), books.terms.sides
    return all(
        place in named or word == STOP or word in sides or not run.words[place][0].isalnum()
        for place, word in enumerate(run.ids)
    )


def _assertion(positions: tuple[int, ...], run: WordRun) -> Assertion:
    section = run.statement.section.kind
    cues = run.cues if run.bits & CUES else ()
    if not cues and section not in _SPEAKING_SECTIONS:
        return UNSAID
    if cues:
        first, last = run.token(positions[0]), run.token(positions[-1])
        said = asserted([_over_with(cue, first, last, run) for cue in cues], (first, last))
    else:
        said = PLAIN
    temporality, experiencer = said.temporality, said.experiencer
    if section in _PAST_SECTIONS and temporality is Temporality.CURRENT:
        temporality = Temporality.HISTORY
    if section is SectionKind.FAMILY_HISTORY and experiencer is Experiencer.PATIENT:
        experiencer = Experiencer.FAMILY
    if said is PLAIN and temporality is Temporality.CURRENT and experiencer is Experiencer.PATIENT:
        return UNSAID
    return Assertion(said.polarity, said.certainty, temporality, experiencer, _cue_spans(said.cues, run))


def _over_with(cue: Cue, first: int, last: int, run: WordRun) -> Cue:
    """A cue that ends at a word of the name itself speaks of the whole name: "no migraine with aura"."""
    if cue.kind not in _OF_THE_WHOLE or not (cue.last < first <= cue.end < last) or cue.start > first:
        return cue
    return replace(cue, end=last) if run.tokens[cue.end + 1] in _WITHIN_NAMES else cue


def _cue_spans(cues: tuple[Cue, ...], run: WordRun) -> tuple[Span, ...]:
    return tuple([Span(run.token_span(cue.first)[0], run.token_span(cue.last)[1]) for cue in cues])
