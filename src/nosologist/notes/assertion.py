"""What is said about a mention: polarity, certainty, temporality, experiencer, each with the span of its cue.

A cue opens a scope that runs to the end of the statement, forwards or backwards, until a stop word. Lists share their
cue: "denies fever, chills or cough" denies all three.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from itertools import compress, repeat
from pathlib import Path
from sys import intern
from typing import NamedTuple

from nosologist.codesets.words import TOKEN
from nosologist.model.mention import Certainty, Experiencer, Polarity, Temporality
from nosologist.model.noun import noun
from nosologist.notes.list_ends import bracket_ends, ends_at_comma, opens_item
from nosologist.notes.relatives import goes_on

# How far a cue reaches, in tokens. Negation covers long lists; the others speak of what is near.
_REACH = {
    "negated": 60,
    "uncertain": 12,
    "history": 25,
    "resolved": 4,
    "planned": 10,
    "hypothetical": 14,
    "family": 30,
    "other": 8,
}
_REACH_BACK = {
    "negated": 14,
    "uncertain": 8,
    "history": 8,
    "resolved": 7,
    "planned": 6,
    "hypothetical": 3,
    "family": 8,
    "other": 6,
}
# Marks that end a scope. The reader writes a dash between words as an en dash; a hyphen inside a word stays a hyphen.
_MARK_STOPS = frozenset({";", "•", "–", "—"})
_DASHES = frozenset({"-", "–", "—"})
_CLOSING = frozenset({".", ",", ";", ")", "by"})
_SHORTENED = """dr mr mrs ms prof st vs approx appr ca fig inc no nos jr sr etc hx dx tx pt yr yrs mo mos wk"""
_ABBREVIATED = frozenset(_SHORTENED.split())  # a point behind these ends nothing
_ANSWERING = frozenset({":", "-", "|"})  # the marks before an answer: ": none", "- no", and that of a table, "| No"
_BACK_STOPS = _MARK_STOPS | _ANSWERING | {".", "but", "however", "although", "though", "except"}
_SPOKEN_SHORTLY = "former formerly likely probable possible old prior previous remote potential apparent"
_SHORT_CUES = frozenset(_SPOKEN_SHORTLY.split())
_SHORT_REACH = 7
_STATUS, _STATUS_REACH = frozenset({"hiv"}), 2
# Tests whose result says nothing of the disease before them: "Viral pharyngitis, strep negative".
_TEST_NAMES = """strep streptococcal flu influenza covid rsv mono monospot hcg upt preg pregnancy culture cultures troponin
troponins trop ua d-dimer dimer ana rf mrsa ppd quantiferon margin
margins node nodes ln lns sln slnb er pr her2 egfr alk kras braf stain stains gms pas afb
rh gbs rpr vdrl hbsag rubella gc chlamydia gonorrhea hpv coombs dat cfdna nipt quad afp igra tst tb lyme ebv cmv parvo giardia
fobt guaiac hemoccult fit cologuard nitrite nitrites le esterase ketones ucx bcx uds tox bnp esr crp ccp anca dsdna tpo ttg
cxr xr xray mri mra cta doppler duplex ekg ecg eeg emg csf lp biopsy bx cytology mammogram mammo smear
slr murphy mcburney homan homans romberg lhermitte neer hawkins mcmurray lachman tinel phalen spurling finkelstein kernig
brudzinski babinski faber fadir thompson speed yergason apprehension drawer cx hit"""
_TESTED = frozenset(_TEST_NAMES.split())
_OF_TESTS = frozenset(
    [*",/&-", "and", "or", "19", "rapid", "test", "tests", "swab", "a", "b", "pcr", "x", "2", "3", "is", "was"]
)
_RESULTS = frozenset({"negative", "neg"})
_SEROLOGY = frozenset(
    {"serology", "serologies", "serological", "serologic", "markers", "tests", "hcv", "hbv", "vdrl", "rpr"}
)
# What "negative" behind an item of a list speaks of alone: "anemia, antinuclear antibodies negative".
_SIGNS = "antibodies antibody autoantibodies antigen sign signs test tyndall seidel mantoux ziehl"
_EXAMINED = frozenset(_SIGNS.split())
_ABSENT = "absent"
_IN_BRACKETS = frozenset({"negated", "history", "family", "other"})
_COMMA = frozenset({","})
_BEING = "being"  # "essential tremor, sclerosis being ruled out"
_ITEM_ENDS = frozenset({",", "and", "with"})
_VIRAL = _SEROLOGY - {"tests"}
_PREFIX, _PREFIX_REACH = "non", 2  # "non-painful mass": the hyphen and its word, no more
_POST = "post"

# "Mother had breast cancer": what follows the relative is said of the relative, so these words stop nothing there.
_PAST = frozenset({"history", "family"})
_SUBJECTS = frozenset({"family", "other"})


@noun
class Cue:
    """A cue in a statement: its kind, its tokens [first, last], and the tokens [start, end] that it speaks of."""

    kind: str
    first: int
    last: int
    start: int
    end: int


@noun
class _Entry:
    """A phrase of ``cues.txt``."""

    kind: str
    backward: bool
    reach: int  # tokens
    is_cue: bool  # a cue proper: neither a stop nor a pseudo cue
    is_answer: bool  # ": none" ends its clause; with more words behind it, it is a cue of its own


class _Node:
    """A place in the trie of cue phrases: the cues that end here, and what may follow."""

    __slots__ = ("ends", "following")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.ends: list[_Entry] = []


# What a token may be to the cues of its statement; most statements without a cue are known by the flags of their tokens.
SCOPE_END, MAY_CUE, MAY_NEGATE = 1, 2, 3


class _Lexicon(NamedTuple):
    """All cues, what a token may open, and the longest token of each cue of the past, without which it is not there."""

    root: _Node
    flags: dict[str, int]
    of_past: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    """Every cue of ``cues.txt``. Words that are a cue in both directions end twice at the same place."""
    root = _Node()
    flags = dict.fromkeys((*_MARK_STOPS, "."), SCOPE_END)
    of_past: set[str] = set()
    for line in Path(__file__).with_name("cues.txt").read_text("utf-8").splitlines():
        kind, equals, phrases = line.partition(" = ")
        if not equals or line.startswith("#"):
            continue
        flag = SCOPE_END if kind in ("stop", "pseudo") else MAY_NEGATE if kind == "negated" else MAY_CUE
        for phrase in phrases.split(", "):
            tokens = tuple(map(intern, TOKEN.findall(phrase.removeprefix("...").strip().lower())))
            entry = _entry(tokens, kind, phrase.startswith("..."))
            _insert(root, tokens, entry)
            if tokens[0] == "-":  # "Chest pain - no": between words the reader makes a dash of a hyphen
                _insert(root, ("–", *tokens[1:]), entry)
            for token in (tokens[0], tokens[0].replace("-", "–")):
                flags[token] = max(flag, flags.get(token, 0))
            if kind == "history":
                of_past.add(max(reversed(tokens), key=len))
    return _Lexicon(root, flags, frozenset(of_past))


def may_cue(token: str) -> bool:
    """True for a token in lower case that may open a cue which says something."""
    return _lexicon().flags.get(token, 0) >= MAY_CUE


def may_tell_past(token: str) -> bool:
    """True for a token in lower case that a cue of the past may have; every such cue has one."""
    return token in _lexicon().of_past


def cue_flags(tokens: Iterable[str]) -> list[int]:
    """What each token in lower case may be: MAY_NEGATE or MAY_CUE where it may open a cue; 0 for most words."""
    return list(map(_lexicon().flags.get, tokens, repeat(0)))


def _entry(tokens: tuple[str, ...], kind: str, backward: bool) -> _Entry:
    is_cue = kind not in ("stop", "pseudo")
    reach = 0
    if is_cue and backward:
        reach = _REACH_BACK[kind]
    elif is_cue:
        reach = _PREFIX_REACH if tokens == (_PREFIX,) else _SHORT_REACH if tokens[0] in _SHORT_CUES else _REACH[kind]
    return _Entry(kind, backward, reach, is_cue, tokens[0] in _ANSWERING and tokens[1:2] != (">",))


def _insert(root: _Node, tokens: tuple[str, ...], entry: _Entry) -> None:
    node = root
    for token in tokens:
        node = node.following.setdefault(token, _Node())
    if all((known.kind, known.backward) != (entry.kind, entry.backward) for known in node.ends):
        node.ends.append(entry)


def find_cues(tokens: Sequence[str], flags: Iterable[int] | None = None) -> list[Cue]:
    """Find the cues of one statement with their scopes. ``tokens`` are lower case, marks included."""
    flagged = list(compress(range(len(tokens)), flags or cue_flags(tokens)))
    raw = _raw_cues(tokens, flagged)
    if not any(entry.is_cue for entry, _, _ in raw):
        return []
    stops = [
        index for index in flagged if tokens[index] in _MARK_STOPS or (tokens[index] == "." and _full(tokens, index))
    ]
    stops += [first for entry, first, _ in raw if entry.kind == "stop"]
    stops.sort()
    cues = [
        _backward(entry, first, last, stops, tokens) if entry.backward else _forward(entry, first, last, stops, tokens)
        for entry, first, last in raw
        if entry.is_cue
    ]
    return [_up_to_the_past(cue, cues) if cue.kind == "planned" else _after_doubt(cue, cues, tokens) for cue in cues]


def _after_doubt(cue: Cue, cues: Sequence[Cue], tokens: Sequence[str]) -> Cue:
    """What "versus" sets against another begins behind a doubt: "chest pain, rule out infarction versus embolism"."""
    if tokens[cue.first] not in ("versus", "vs") or cue.end > cue.first:
        return cue
    doubts = (
        one.last
        for one in cues
        if one.kind == "uncertain" and cue.start <= one.first <= one.last < cue.first <= one.end
    )
    return Cue(cue.kind, cue.first, cue.last, max(doubts, default=cue.start - 1) + 1, cue.end)


def _up_to_the_past(plan: Cue, cues: Sequence[Cue]) -> Cue:
    """A plan ends where the past or a relative is spoken of: "referred for colonoscopy, family history of colon cancer"."""
    ends = [
        cue.first for cue in cues if cue.kind in _PAST and plan.last < cue.first <= plan.end and cue.start > cue.first
    ]
    return Cue(plan.kind, plan.first, plan.last, plan.start, min(ends) - 1) if ends else plan


def _backward(entry: _Entry, first: int, last: int, stops: list[int], tokens: Sequence[str]) -> Cue:
    """A cue that speaks of what stands before it."""
    if opens_item(tokens, first, last):
        return Cue(entry.kind, first, last, first, first - 1)
    before = first - 1 if _answers(tokens, first, last) else first
    barrier = next((stop for stop in reversed(stops) if stop < before and tokens[stop] in _BACK_STOPS), -1)
    reach = _STATUS_REACH if _is_status(tokens, first) else entry.reach
    if tokens[last] in _RESULTS and "(" in tokens:
        barrier = max(barrier, _bracket_opens(tokens, first))
    if tokens[last] in _RESULTS and tokens[first - 1] in _TESTED:
        barrier = max(barrier, _before_tests(tokens, first))
    elif _is_of_item(tokens, first, last):
        barrier = max(barrier, _before_item(tokens, first, _COMMA if tokens[first] == _BEING else _ITEM_ENDS))
    return Cue(entry.kind, first, last, max(barrier + 1, first - reach), first - 1)


def _bracket_opens(tokens: Sequence[str], first: int) -> int:
    """Where the brackets open in which "(held, TMA neg)" names what is negative; -1 where it answers what stands before them."""
    opened = next((at for at in range(first - 1, -1, -1) if tokens[at] in "()"), -1)
    return opened if opened >= 0 and tokens[opened] == "(" and opened < first - 1 else -1


def _is_of_item(tokens: Sequence[str], first: int, last: int) -> bool:
    """True for a cue that speaks of its item of a list alone: "antibodies negative", "seat belt sign absent, wound"."""
    if tokens[first] == _BEING:
        return True
    if tokens[last] in _RESULTS:
        return tokens[first - 1] in _EXAMINED and _VIRAL.isdisjoint(tokens)
    return tokens[last] == _ABSENT and list(tokens[last + 1 : last + 2]) == [","]


def _before_item(tokens: Sequence[str], first: int, ends: Container[str]) -> int:
    """The last token before an item of a list that ends before a token; -1 where the list begins with it."""
    return next((at for at in range(first - 1, -1, -1) if tokens[at] in ends), -1)


def _before_tests(tokens: Sequence[str], first: int) -> int:
    """The last token before a list of tests that ends here: of them alone "negative" speaks."""
    at = first - 1
    while at >= 0 and (tokens[at] in _TESTED or tokens[at] in _OF_TESTS):
        at -= 1
    return at


def _forward(entry: _Entry, first: int, last: int, stops: list[int], tokens: Sequence[str]) -> Cue:
    """A cue that speaks of what follows it."""
    after = bisect_right(stops, last)
    said_behind = tokens[last] == _ABSENT or (tokens[last] in _RESULTS and first > 0 and tokens[first - 1] in _TESTED)
    if said_behind and list(tokens[last + 1 : last + 2]) in ([","], ["."]):  # it speaks of what stands before it
        return Cue(entry.kind, first, last, first + 1, last)
    if entry.kind in _SUBJECTS:
        while after < len(stops) and goes_on(tokens, first, stops[after]):
            after += 1
    barrier = stops[after] if after < len(stops) else len(tokens)
    beyond = entry.kind == "negated" and ends_at_comma(tokens, last + 1, barrier)
    if beyond or (first < last and tokens[first + 1] == "yet"):  # "not yet on dialysis, hypertension" ends at the comma
        barrier = next((at for at in range(last + 1, barrier) if tokens[at] == ","), barrier)
    if first == last and tokens[first] == _POST:  # "post-ictal confusion", "post MI, lung mass"
        if tokens[last + 1 : last + 2] == ["-"]:
            return Cue(entry.kind, first, last, first + 1, last + _PREFIX_REACH)
        barrier = next((at for at in range(last + 1, barrier) if tokens[at] in _ITEM_ENDS), barrier)
    if entry.kind in _IN_BRACKETS and ")" in tokens:
        barrier = bracket_ends(tokens, first, last, barrier)
    return Cue(entry.kind, first, last, first + 1, min(barrier - 1, last + entry.reach))


def _is_status(tokens: Sequence[str], first: int) -> bool:
    """True for "HIV negative", which says nothing of what stands before it; a list of serologies is denied as a whole."""
    return bool(_STATUS.intersection(tokens[max(0, first - 2) : first])) and _SEROLOGY.isdisjoint(tokens)


def _answers(tokens: Sequence[str], first: int, last: int) -> bool:
    """True for a cue that answers what stands before a dash and says no more: "Seizure - ruled out"."""
    after = tokens[last + 1] if last + 1 < len(tokens) else "."
    return first > 0 and tokens[first - 1] in _DASHES and after in _CLOSING


def _full(tokens: Sequence[str], index: int) -> bool:
    """True for a full stop inside a statement ("Denies pain. quit smoking"), which no capital follows."""
    before = tokens[index - 1] if index else "."
    return len(before) > 1 and before.isalpha() and before not in _ABBREVIATED and index + 1 < len(tokens)


def _raw_cues(tokens: Sequence[str], flagged: list[int]) -> list[tuple[_Entry, int, int]]:
    """The longest cue at each place, without overlap; a cue begins at a token with a flag."""
    openers = _lexicon().root.following
    tokens = [*tokens, ""]  # what follows the last token
    found: list[tuple[_Entry, int, int]] = []
    free = 0  # the first token behind the last cue
    for index in flagged:
        node = openers.get(tokens[index])
        if node is None or index < free or not (node.ends or tokens[index + 1] in node.following):
            continue
        at = index + 1
        ends: list[_Entry] = []
        while node is not None:
            if node.ends and (usable := _usable(node.ends, tokens, at)):
                ends, free = usable, at
            node = node.following.get(tokens[at])
            at += 1
        found.extend((entry, index, free - 1) for entry in ends)
    return found


def _usable(ends: list[_Entry], tokens: Sequence[str], after: int) -> list[_Entry]:
    """The cues that end before a token; an answer behind a mark (": none", "| no") only where it ends its clause."""
    if not ends[0].is_answer or tokens[after] in ("", ".", ",", ";", ")", "|"):
        return ends
    return []


@noun
class Asserted:
    """What the cues of a statement say about the tokens [first, last] of a mention, with the cues that say it."""

    polarity: Polarity
    certainty: Certainty
    temporality: Temporality
    experiencer: Experiencer
    cues: tuple[Cue, ...]


PLAIN = Asserted(Polarity.AFFIRMED, Certainty.CONFIRMED, Temporality.CURRENT, Experiencer.PATIENT, ())


def asserted(cues: Sequence[Cue], positions: Sequence[int]) -> Asserted:
    """Read the cues whose scope holds all tokens of a mention; a cue inside the mention is part of its name."""
    polarity, certainty = Polarity.AFFIRMED, Certainty.CONFIRMED
    temporality, experiencer = Temporality.CURRENT, Experiencer.PATIENT
    used: list[Cue] = []
    first, last = positions[0], positions[-1]
    for cue in cues:
        if not (cue.start <= first and last <= cue.end) or first <= cue.first <= last:
            continue
        used.append(cue)
        if cue.kind == "negated":
            polarity = Polarity.NEGATED
        elif cue.kind == "uncertain":
            certainty = Certainty.UNCERTAIN
        elif cue.kind == "history" and temporality is Temporality.CURRENT:
            temporality = Temporality.HISTORY
        elif cue.kind == "resolved" and temporality is Temporality.CURRENT:
            temporality = Temporality.RESOLVED
        elif cue.kind == "planned" and temporality is Temporality.CURRENT:
            temporality = Temporality.PLANNED
        elif cue.kind == "hypothetical":
            temporality = Temporality.HYPOTHETICAL
        elif cue.kind == "family":
            experiencer = Experiencer.FAMILY
        elif cue.kind == "other" and experiencer is Experiencer.PATIENT:
            experiencer = Experiencer.OTHER
    if not used:
        return PLAIN
    return Asserted(polarity, certainty, temporality, experiencer, tuple(used))
