"""Poisoning: each drug its own code, with the intent that the record states (I.C.19.e.4, I.C.19.e.5.b, I.C.20.h).

"Overdose of acetaminophen and sertraline, suicide attempt" names two drugs and one intent; a poisoning with no intent
stated is accidental, and one of undetermined intent must be called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nosologist.codesets.library import Books
from nosologist.codesets.terms import Terms
from nosologist.coding.draft import Candidate, Draft, dropped, found_by_rule, guideline
from nosologist.coding.tables import covered, read_patterns
from nosologist.model.assignment import NotCoded, Reason, Step
from nosologist.model.document import SectionKind
from nosologist.model.encounter import Encounter
from nosologist.notes.chunks import OVERDOSES
from nosologist.notes.matching import Hit
from nosologist.notes.reading import WordRun

_TAKEN = re.compile(r"^(?:overdos\w*|od'?d|ingest\w*|poison(?:ed|ings?)|swallow\w*|intoxication)$")
_DRUGS = read_patterns("T36-T50")
_SUBSTANCES = read_patterns("T36-T65")
_BEFORE, _BEHIND = 5, 8  # words before and behind "overdose" among which the drugs are named
_ENDS = frozenset(
    {".", ";", "treated", "given", "received", "after", "denies", "no", "not", "without", "neg", "negative"}
)
_ACCIDENT, _SELF_HARM, _ASSAULT, _UNDETERMINED = "1", "2", "3", "4"
_INTENTS = (
    (
        _UNDETERMINED,
        re.compile(
            r"\b(?:undetermined intent|intent (?:is |was )?(?:undetermined|unknown|unclear|"
            r"cannot be determined)|unknown intent)\b",
            re.I,
        ),
    ),
    (
        _SELF_HARM,
        re.compile(
            r"\b(?:intentional(?:ly)?|deliberate(?:ly)?|on purpose|suicid(?:e|al) (?:attempt|gesture|"
            r"intent)|suicide attempt|attempted suicide|self[- ]harm|intent to die|wanted to die|"
            r"kill (?:him|her|my|them)sel\w+|end (?:his|her|my) life)\b",
            re.I,
        ),
    ),
    (_ASSAULT, re.compile(r"\b(?:poisoned by|drink was spiked|spiked (?:his|her) drink|drugged by|assault)\b", re.I)),
    (
        _ACCIDENT,
        re.compile(
            r"\b(?:accidental(?:ly)?|unintentional(?:ly)?|inadvertent(?:ly)?|by mistake|"
            r"not intentional|non-?intentional)\b",
            re.I,
        ),
    ),
)
_NOT_SO = re.compile(
    r"\b(?:not|no|non|denies|denied|without|un|ideation|hx of|history of|h/o|prior|previous|past)\b[\w ,/'-]{0,30}$",
    re.IGNORECASE,
)
_NOT_TODAY = frozenset(
    {
        SectionKind.PAST_HISTORY,
        SectionKind.FAMILY_HISTORY,
        SectionKind.SOCIAL_HISTORY,
        SectionKind.REVIEW_OF_SYSTEMS,
        SectionKind.PLAN,
        SectionKind.DISPOSITION,
    }
)
_UNDERDOSING = "6"
_NONADHERENCE = read_patterns("Z91.12-Z91.14, Z91.19, Z59.86")
_PLANNED = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PLAN})
_TOLD_TODAY = _PLANNED | {
    SectionKind.CHIEF_COMPLAINT,
    SectionKind.PRESENT_ILLNESS,
    SectionKind.NARRATIVE,
    SectionKind.COURSE,
}
_REASONS = (
    ("Z91120", re.compile(r"\b(?:cost|costs|afford\w*|financial\w*|insurance|expensive|money|copay)\b", re.I)),
    ("Z91138", re.compile(r"\b(?:forg[eo]t\w*|unintentional\w*|by mistake|did not know|misunderst\w*)\b", re.I)),
    (
        "Z91128",
        re.compile(
            r"\b(?:intentional\w*|on purpose|deliberate\w*|side effects?|refus\w*|chose|decided|"
            r"self-discontinued|stopped (?:it|taking)(?: \w+){0,3} (?:him|her|them)sel(?:f|ves))\b",
            re.I,
        ),
    ),
)
_INTENT_PLACE = 5  # of the intent in a code, undotted, where its header has six characters


def drugs_taken(run: WordRun, hits: list[Hit], books: Books) -> Iterator[Hit]:
    """The drugs that a statement names beside an overdose or ingestion, as poisonings."""
    if not run.bits & OVERDOSES:
        return
    known = {
        position for hit in hits if covered(_SUBSTANCES, books.terms.term(hit.term).code) for position in hit.positions
    }
    for place, token in enumerate(run.tokens):
        if _TAKEN.match(token):
            for hit in _drugs(run, _around(run, place), books.terms):
                if known.isdisjoint(hit.positions):
                    known.update(hit.positions)
                    yield hit


def _around(run: WordRun, place: int) -> list[int]:
    """The positions of words around a token, up to what ends the list of drugs."""
    tokens = run.tokens
    first = place
    while first > 0 and place - first < _BEFORE and tokens[first - 1] not in _ENDS:
        first -= 1
    last = place
    while last + 1 < len(tokens) and last - place < _BEHIND and tokens[last + 1] not in _ENDS:
        last += 1
    return [at for at in range(len(run.ids)) if first <= run.token(at) <= last]


def _drugs(run: WordRun, positions: list[int], terms: Terms) -> Iterator[Hit]:
    poisoning = terms.plain_word_id("poisoning")
    places: dict[int, int] = {}
    for at in positions:
        if run.ids[at] > 0:
            places.setdefault(run.ids[at], at)
    found = []
    for ids, numbers in terms.matches(set(places) | {poisoning}):
        named = sorted(places[word] for word in ids if word != poisoning and word in places)
        if poisoning in ids and named and covered(_DRUGS, terms.term(numbers[0]).code):
            found.append(Hit(tuple(named), 0, numbers[0]))
    taken: set[int] = set()
    for hit in sorted(found, key=lambda hit: (-len(hit.positions), hit.positions)):
        if taken.isdisjoint(hit.positions):
            taken.update(hit.positions)
            yield hit


def settle_intents(draft: Draft, encounter: Encounter, books: Books) -> Draft:
    """Give each poisoning the intent of its statement, else that of the record; and drop what its code then states."""
    poisonings = [candidate for candidate in draft.candidates if _intent(candidate, books) in tuple("1234")]
    if not poisonings:
        return draft
    overall = _intent_of_record(encounter)
    settled = [_with_intent(candidate, overall, books) for candidate in draft.candidates]
    named = {
        _intent(candidate, books)
        for candidate in settled
        if covered(_DRUGS, candidate.code) and not candidate.code.startswith("T509")
    }
    kept: list[Candidate] = []
    ledger: list[NotCoded] = []
    for candidate in settled:
        if candidate.code.startswith("T509") and _intent(candidate, books) in named - {""}:
            ledger.extend(dropped(candidate, "the drugs are named", guideline("I.C.19.e.4")))
        elif candidate.code.startswith(("T1491", "R45851")) and any(
            _intent(one, books) == _SELF_HARM for one in settled
        ):
            ledger.extend(dropped(candidate, "the code of the poisoning states the intent", guideline("I.C.20.a.8")))
        else:
            kept.append(candidate)
    return draft.passing(kept, ledger)


def with_underdosing(draft: Draft, stated: Iterable[Candidate], encounter: Encounter, books: Books) -> Draft:
    """Too little of a drug, where the assessment or plan tells it or calls it nonadherence; and its reason (I.C.19.e.5.c).

    What the account tells ("ran out of lisinopril") no title repeats: "hypertension, uncontrolled due to missed medication".
    """
    if encounter.all_mentions:
        return draft
    told = [one for one in stated if covered(_DRUGS, one.code) and _intent(one, books) == _UNDERDOSING]
    if not told:
        return draft
    coded = {candidate.code for candidate in draft.candidates}
    sections = _TOLD_TODAY if any(covered(_NONADHERENCE, code) for code in coded) else _PLANNED
    added = {one.code: one for one in told if one.code not in coded and one.mention.section in sections}
    under = [one for one in told if one.code in coded or one.code in added]
    if not under or not any(code[0] not in "Z" + "VWXY" for code in coded):
        return draft  # underdosing is never first-listed
    why = Reason(Step.GUIDELINE, "less was taken than is prescribed", (guideline("I.C.19.e.5.c"),))
    draft = draft.passing((*draft.candidates, *(one.because(why) for one in added.values())))
    for code, pattern in _REASONS:
        for one in under:
            span = one.run.statement.span
            match = pattern.search(one.run.text, span.start, span.end)
            if match:
                kept = [candidate for candidate in draft.candidates if not covered(_NONADHERENCE, candidate.code)]
                reason = found_by_rule(
                    one.run, match.span(), code, "why too little was taken", guideline("I.C.19.e.5.c")
                )
                return draft.passing((*kept, reason))
    return draft


def _intent(candidate: Candidate, books: Books) -> str:
    """The intent that a code of T36-T65 states: 1 accident, 2 self-harm, 3 assault, 4 undetermined; else nothing."""
    if not covered(_SUBSTANCES, candidate.code):
        return " "
    title = books.tabular[candidate.code].title.lower()
    words = (
        ("accidental", "1"),
        ("self-harm", "2"),
        ("assault", "3"),
        ("undetermined", "4"),
        ("adverse", "5"),
        ("underdosing", "6"),
    )
    return next((number for word, number in words if word in title), " ")


def _intent_of_record(encounter: Encounter) -> str | None:
    """The intent that the record states; self-harm before accident, as the word "accidental" may speak of another drug."""
    for intent, pattern in _INTENTS:
        for document in encounter.own_documents:
            for match in pattern.finditer(document.text):
                line = document.text[max(0, document.text.rfind("\n", 0, match.start())) : match.start()]
                if not _NOT_SO.search(line):
                    return intent
    return None


def _with_intent(candidate: Candidate, overall: str | None, books: Books) -> Candidate:
    stated = _intent(candidate, books)
    if stated != _ACCIDENT:
        return candidate
    said = candidate.run.statement.span.quote(candidate.run.text)
    own = next(
        (
            intent
            for intent, pattern in _INTENTS
            if (match := pattern.search(said)) and not _NOT_SO.search(said[: match.start()])
        ),
        None,
    )
    wanted = own or overall
    if wanted is None or wanted == _ACCIDENT:
        return candidate
    code = _sibling(candidate.code, wanted, books)
    if code is None:
        return candidate
    return candidate.because(
        Reason(Step.GUIDELINE, "the intent that the record states", (guideline("I.C.19.e.5.b"),)), code
    )


def _sibling(value: str, intent: str, books: Books) -> str | None:
    """The code of the same substance with another intent."""
    for place in (_INTENT_PLACE, _INTENT_PLACE - 1):
        if value[place] == _ACCIDENT:
            code = value[:place] + intent + value[place + 1 :]
            return code if books.tabular.is_valid(code) else None
    return None
