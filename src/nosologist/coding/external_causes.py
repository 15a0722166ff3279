"""External causes: one code for one event, in the episode of the injury, with its circumstances (I.C.20.a-d, i, k).

A note tells the same event several times, and every telling may lead the Index to another code. Each event has one cause:
the one that the assessment states, else the one that says most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from nosologist.codesets.library import Books
from nosologist.coding.circumstances import account_of, circumstances, told_today
from nosologist.coding.draft import Candidate, Draft, dropped, found_by_rule, guideline
from nosologist.coding.tables import Patterns, covered, read_patterns, table_lines
from nosologist.coding.transport import transport_code
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.code import Citation, dotted, undotted
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter
from nosologist.notes.reading import Reading, WordRun

_CAUSES = read_patterns("V00-Y06, Y08-Y38")  # Y07 names the perpetrator, beside the assault (I.C.19.f)
_SUSPECTED_ABUSE, _ABUSE = read_patterns("T76"), read_patterns("T74")
_TRANSPORT = read_patterns("V01-V29, V40-V79, V87-V89")
_ACTIVITY = read_patterns("Y93")
_CIRCUMSTANCES = read_patterns("Y92, Y93, Y99")
_NOT_SO = re.compile(r"\b(?:no|denies|without|not|never|risk of|if)\b[^.;,\n]{0,25}$", re.IGNORECASE)
_EXTERNAL = read_patterns("V00-Y38, Y92, Y93, Y99")
# Injuries: no poisoning, adverse effect or complication of care, whose codes state their cause (I.C.20.a.8).
_INJURIES = read_patterns("S00-T34, T66-T79")
# A cause that says no more than that there was one falls away beside any other.
_SAYS_LITTLE = read_patterns(
    "V89, V99, V19.9, V29.9, V49.9, V79.9, V87.9, W18.30, W19, W22.8, W49.9, W64, X58, X59, Y09, Y34"
)
# What cut or stuck the patient, where another statement of the account says it.
_EXACTLY = (
    ("X789", "X788", re.compile(r"\b(?:razors?|box ?cutters?|scissors)\b", re.IGNORECASE)),
    ("X789", "X781", re.compile(r"\b(?:knife|knives)\b", re.IGNORECASE)),
    ("X789", "X780", re.compile(r"\bglass\b", re.IGNORECASE)),
    (
        "W460",
        "W461",
        re.compile(
            r"\b(?:contaminated|used|dirty|bloody) (?:\w+ )?(?:needle|sharp)|\bafter (?:giving|inject\w+|draw\w+|phlebotomy)|"
            r"\bsource (?:pt|patient|known)",
            re.IGNORECASE,
        ),
    ),
)
_SLIPPED, _ON_FURNITURE, _ON_OTHER = "W010", "W01190", "W01198"
_STRUCK = re.compile(
    r"\b(?:hit|hitting|struck|striking|bumped|bumping|smacked)\b[^.;,\n]{0,40}?\b(?:on|against|off|into|the|an?)\s+"
    r"(?:the |an? |her |his |edge of (?:the |an? )?|corner of (?:the |an? )?)?(?:\w+ )?(?:(tables?|dresser|night ?stand|desk|"
    r"counter(?:top)?|chair|couch|sofa|bed ?frame|"
    r"headboard|cabinet|book(?:case|shelf))|(?:floor|ground|wall|concrete|sidewalk|pavement|curb|sink|(?:bath)?tub|toilet|door\w*|"
    r"steps?|stairs?|radiator|hearth|rock|pole|railing))\b",
    re.IGNORECASE,
)
_ASSESSED = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES})
_INITIAL, _SUBSEQUENT, _SEQUELA = "A", "D", "S"
# Who was hurt, where the account says so, decides the category of a transport accident (notes at V00-V99).
_ROLES = (
    (
        re.compile(
            r"\bmotorcycl(?:ist|e (?:driver|rider|passenger|accident|crash|collision))|\b(?:riding|on|"
            r"off|driving) (?:an? |his |her )?motorcycle|\bmoped|\bscooter rider",
            re.I,
        ),
        read_patterns("V20-V29"),
    ),
    (
        re.compile(
            r"\b(?:bi)?cyclist|\bpedal cycl|\b(?:riding|on|off) (?:an? |his |her )?(?:bike|bicycle)|"
            r"\bbi(?:ke|cycle) (?:rider|crash|accident)",
            re.I,
        ),
        read_patterns("V10-V19"),
    ),
    (
        re.compile(r"\bpedestrian|\bwhile (?:walking|crossing)|\bcrossing the (?:street|road)", re.I),
        read_patterns("V00-V09"),
    ),
    (
        re.compile(
            r"\b(?:restrained|unrestrained|belted|seat ?belted|front seat|back seat|rear seat|driver|"
            r"passenger|airbag)",
            re.I,
        ),
        read_patterns("V30-V79"),
    ),
)


def external_causes(draft: Draft, readings: Iterable[Reading], encounter: Encounter, books: Books) -> Draft:
    """Settle the external causes of the injuries that are coded."""
    readings = tuple(readings)
    if encounter.all_mentions:
        return draft
    if not any(covered(_INJURIES, candidate.code) for candidate in draft.candidates):
        return _without(draft, "no injury is coded that it caused", "I.C.20.a.8")
    if _is_suspected_abuse(draft):
        return _without(draft, "of suspected abuse no external cause is reported", "I.C.19.f")
    episode = _episode(draft.candidates)
    account = account_of(readings)
    told = " \n".join(run.statement.span.quote(run.text) for run in account)
    draft = draft.passing(_as_told(candidate, told, books) for candidate in draft.candidates)
    kept, ledger = _one_for_each_event(draft)
    if all(covered(_SAYS_LITTLE, candidate.code) for candidate in kept if covered(_CAUSES, candidate.code)):
        better = list(_untermed(account, told, draft, readings, books))
        if any(not covered(_SAYS_LITTLE, candidate.code) for candidate in better):
            kept = [candidate for candidate in kept if not covered(_CAUSES, candidate.code)]
        if not any(covered(_CAUSES, candidate.code) for candidate in kept):
            kept.extend(better)
    kept = [_in_episode(candidate, episode, books) for candidate in kept]
    if episode == _INITIAL:
        is_told = any(covered(_CAUSES, candidate.code) for candidate in kept)
        kept = [candidate for candidate in kept if not covered(_CIRCUMSTANCES, candidate.code)]
        # Place and status stand behind another external cause (I.C.20.b, k); the activity may stand alone (I.C.20.c).
        stated = list(circumstances(account, readings, books))
        is_told = is_told or any(covered(_ACTIVITY, candidate.code) for candidate in stated)
        kept.extend(stated if is_told else ())
        return draft.passing(kept, ledger)
    settled = draft.passing(kept, ledger)
    return _without(settled, "stated once, at the initial encounter, beside a cause", "I.C.20.d", _CIRCUMSTANCES)


def _is_suspected_abuse(draft: Draft) -> bool:
    """True for abuse that is suspected, and none that is confirmed."""
    suspected = any(covered(_SUSPECTED_ABUSE, one.code) for one in draft.candidates)
    return suspected and not any(covered(_ABUSE, one.code) for one in draft.candidates)


def _without(draft: Draft, reason: str, locator: str, patterns: Patterns = _EXTERNAL) -> Draft:
    """Drop the external causes that the patterns cover."""
    kept = [candidate for candidate in draft.candidates if not covered(patterns, candidate.code)]
    gone = [candidate for candidate in draft.candidates if covered(patterns, candidate.code)]
    return draft.passing(
        kept, [entry for candidate in gone for entry in dropped(candidate, reason, guideline(locator))]
    )


def _as_told(cause: Candidate, told: str, books: Books) -> Candidate:
    """A transport accident by the four facts of its account, where the account gives them all."""
    if cause.code.startswith(_SLIPPED):
        return _as_struck(cause, books)
    for header, exact, words in _EXACTLY:
        if cause.code.startswith(header) and words.search(told):
            why = "with what, as the account says"
            cited = (Citation("ICD-10-CM External Cause Index", "Suicide; Contact"),)
            return cause.because(Reason(Step.INDEX, why, cited), exact + cause.code[len(header) :])
    if not covered(_TRANSPORT, cause.code):
        return cause
    code = transport_code(told, cause.code[-1], books)
    if code is None or code == cause.code:
        return cause
    why = "victim, opponent, role and traffic as the account says"
    return cause.because(Reason(Step.GUIDELINE, why, (Citation("ICD-10-CM Tabular", "V00-V99"),)), code)


def _as_struck(cause: Candidate, books: Books) -> Candidate:
    """A slip or a trip by what the patient struck in falling, where its statement says that."""
    struck = _STRUCK.search(cause.run.statement.span.quote(cause.run.text))
    code = (_ON_FURNITURE if struck[1] else _ON_OTHER) + cause.code[-1] if struck else cause.code
    if code == cause.code or not books.tabular.is_valid(code):
        return cause
    why = "what was struck in the fall, as the account says"
    cited = (
        Citation("ICD-10-CM External Cause Index", "Fall, due to, slipping, with subsequent striking against object"),
    )
    return cause.because(Reason(Step.INDEX, why, cited), code)


def _untermed(
    account: list[WordRun], told: str, draft: Draft, readings: Iterable[Reading], books: Books
) -> Iterator[Candidate]:
    """A cause that the account tells and no entry of the Index names: a transport accident, else a way of the table."""
    code = transport_code(told, "A", books)
    if code is None:
        yield from _told(account, draft, readings)
        return
    run = account[0]
    span = run.statement.span
    why = "victim, opponent, role and traffic as the account says"
    yield found_by_rule(run, (span.start, span.end), code, why, Citation("ICD-10-CM Tabular", "V00-V99"))


def _told(account: list[WordRun], draft: Draft, readings: Iterable[Reading]) -> Iterator[Candidate]:
    """The first cause of ``tables/causes_told.txt`` that the account tells, and does not deny.

    What only certain injuries come from ("slept in a tent") is sought in every statement of today, where one of them is coded.
    """
    for way in _ways():
        if way.injuries is not None and not any(covered(way.injuries, one.code) for one in draft.candidates):
            continue
        for run in account if way.injuries is None else told_today(readings):
            span = run.statement.span
            found = way.pattern.search(run.text, span.start, span.end)
            if found and not _NOT_SO.search(run.text, span.start, found.start()):
                cited = Citation("ICD-10-CM", way.source)
                yield found_by_rule(run, found.span(), way.code, "what the account tells", cited)
                return


class _Way(NamedTuple):
    """A line of ``tables/causes_told.txt``."""

    pattern: re.Pattern[str]
    code: str
    injuries: Patterns | None  # of which alone it tells the cause
    source: str


@lru_cache(maxsize=1)
def _ways() -> tuple[_Way, ...]:
    return tuple(_way(line) for line in table_lines("causes_told.txt"))


def _way(line: str) -> _Way:
    words, _, end = line.rpartition(" -> ")
    led, _, source = end.partition(" | ")
    code, _, injuries = led.partition(" if ")
    return _Way(re.compile(words, re.IGNORECASE), undotted(code), read_patterns(injuries) if injuries else None, source)


def _episode(candidates: Iterable[Candidate]) -> str:
    """The episode of the injuries: the initial one as long as any of them is under active treatment."""
    found = {candidate.code[-1] for candidate in candidates if covered(_INJURIES, candidate.code)}
    if found & {"A", "B", "C"}:
        return _INITIAL
    return _SEQUELA if found == {"S"} else _SUBSEQUENT


def _one_for_each_event(draft: Draft) -> tuple[list[Candidate], list[NotCoded]]:
    causes = [candidate for candidate in draft.candidates if covered(_CAUSES, candidate.code)]
    if len(causes) < 2:
        return list(draft.candidates), []
    ranked = sorted(causes, key=_rank)
    chosen = ranked[0]
    own = _statements(chosen)
    also = [
        cause
        for cause in ranked[1:]
        if _is_assessed(cause) and not covered(_SAYS_LITTLE, cause.code) and own.isdisjoint(_statements(cause))
    ]
    told = [chosen, *also]
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in draft.candidates:
        if any(candidate is cause for cause in causes) and not any(candidate is cause for cause in told):
            reason = f"the same event as {dotted(chosen.code)}"
            ledger.extend(dropped(candidate, reason, guideline("I.C.20.a.5")))
        else:
            kept.append(candidate)
    return kept, ledger


def _rank(cause: Candidate) -> tuple[bool, bool, bool, int, int]:
    return (
        covered(_SAYS_LITTLE, cause.code),
        not _is_assessed(cause),
        _against_role(cause),
        -len(cause.positions),
        cause.mention.span.start,
    )


def _against_role(cause: Candidate) -> bool:
    if cause.code[0] != "V":
        return False
    named = [patterns for role, patterns in _ROLES if role.search(cause.run.text)]
    return bool(named) and not covered(named[0], cause.code)


def _is_assessed(cause: Candidate) -> bool:
    return any(mention.section in _ASSESSED for mention in (cause.mention, *cause.more))


def _statements(cause: Candidate) -> frozenset[int]:
    return frozenset(mention.statement for mention in (cause.mention, *cause.more))


def _in_episode(candidate: Candidate, episode: str, books: Books) -> Candidate:
    """The 7th character of the cause matches that of the injury (I.C.20.a.2)."""
    value = candidate.code
    if not covered(_CAUSES, value) or not books.tabular[value].seventh or value[-1] == episode:
        return candidate
    code = value[:-1] + episode
    if not books.tabular.is_valid(code):
        return candidate
    reason = Reason(Step.GUIDELINE, "7th character as that of the injury", (guideline("I.C.20.a.2"),))
    return candidate.because(reason, code)
