"""Circumstances: where an injury happened, doing what, and in what status, as the account of it says (I.C.20.b-d, k).

One code each, at the initial encounter only, beside the code of the cause. What is not stated is not coded: neither Y92.9
nor Y93.9 nor Y99.9 is ever given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from nosologist.codesets.library import Books
from nosologist.coding.draft import Candidate, found_by_rule
from nosologist.coding.tables import table_lines
from nosologist.model.code import Citation, undotted
from nosologist.model.document import SectionKind
from nosologist.notes.reading import Reading, WordRun
from nosologist.notes.sought import Sought

# Sections that do not tell how today's injury came about.
_ELSEWHERE = frozenset(
    {
        SectionKind.REVIEW_OF_SYSTEMS,
        SectionKind.PAST_HISTORY,
        SectionKind.SURGICAL_HISTORY,
        SectionKind.FAMILY_HISTORY,
        SectionKind.SOCIAL_HISTORY,
        SectionKind.MEDICATIONS,
        SectionKind.ALLERGIES,
        SectionKind.IMMUNIZATIONS,
        SectionKind.OBSTETRIC_HISTORY,
        SectionKind.VITALS,
        SectionKind.EXAM,
        SectionKind.RESULTS,
        SectionKind.IMAGING,
        SectionKind.PROCEDURES,
        SectionKind.PLAN,
        SectionKind.DISPOSITION,
        SectionKind.ADMINISTRATIVE,
    }
)
_EVENT = Sought(
    r"\b(?:fell|falls?|falling|slip(?:s|ped|ping)?|trip(?:s|ped|ping)?|stumbl\w+|struck|hit|"
    r"kicked|punch\w+|stab\w+|shot|cut|lacerat\w+|"
    r"slic\w+|burn\w*|scald\w*|splash\w*|spill\w*|bit|bitten|bite|stung|crush\w*|scratch\w*|caught|jammed|"
    r"twist\w*|roll(?:ed|s|ing)|land(?:ed|s|ing)|"
    r"collid\w+|collision|crash\w*|accident\w*|mv[ac]|wreck\w*|t-?boned|rear-?ended|side-?swiped|"
    r"(?:car|bike|bicycle|motorcycle|pedestrian|truck) vs?|laid (?:down|it|his|her)|lost control|stub(?:bed)?|fish-?hook|"
    r"injur\w+|hurt|assault\w*|attack\w*|"
    r"drop(?:ped|s)|dropping|jump\w*|thrown|knocked|fired|misfired|punctur\w*|impal\w*|"
    r"swerv\w*|overturn\w*|driver|passenger|pedestrian|cyclist|"
    r"smash\w*|pinned|stepp?ed|tackl\w+|lifting|lifted|contact|inverted|foosh|broke|swallow\w*|drown\w*|"
    r"submer\w+|face ?down|under ?water|shock\w*|electrocut\w+|frostb\w+|stuck|needle ?sticks?|lodged|inserted|chok\w+|"
    r"put (?:an? )?\w+ (?:in|up|into)|blast\w*|explo\w+)\b"
)
_BEFORE_PLACE = re.compile(
    r"(?:\b(?:at|in|inside|on|onto|into|within|outside|around|near|by|of|through|across|"
    r"down)(?:\s+[\w'’-]+){0,4}|[,;:(/–—-])\s*$",
    re.IGNORECASE,
)
_BEFORE_HOME = re.compile(
    r"\b(?:at|in|inside|outside|around|of)(?:\s+(?:the|his|her|their|own|a|my|family(?:'s)?|patient's|friends?'?s?|neighbors?'?s?|"
    r"grand\w+'s?|aunt's|uncle's|sister's|brother's|parents?'s?|mother's|mom's|father's|dad's|cousin's|babysitter's|boyfriend's|"
    r"girlfriend's))*\s+$",
    re.IGNORECASE,
)
_BEFORE_ACTIVITY = re.compile(
    r"(?:\b(?:while|when|was|were|from|after|during|by|started|activity|went|is|fell|fall|falling|hurt|injured|crashed|"
    r"been)\b(?:\s+[\w'’-]+){0,2}|[,;:(/–—-]|^|"
    r"\b\d{1,3} ?(?:yo|y/o|yr old|year old|mo|[MF])(?: [MF]| male| female)?)\s*$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:at|outside)(?:\s+[\w'’-]+){0,3}\s+$", re.IGNORECASE
)  # "in high school" says when, "at the high school" where
_BYGONE = Sought(
    r"\b(?:used to|in the past|years? ago|history of|h/o|previous(?:ly)?|prior|"
    r"(?<!ear.)(?<!ears.)(?<!yr.)(?<!yrs.)(?<!mo.)(?<!mos.)(?<!wk.)"
    r"(?<!onth.)(?<!onths.)(?<!eeks.)(?<!eek.)(?<!day.)old|"
    r"as a (?:child|teenager))\b"
)
_DENIED = re.compile(r"\b(?:no|not|non|never|without|denies|isn't|wasn't)\b[\s\w-]{0,14}$", re.IGNORECASE)
_OWN = re.compile(r"\b(?:his|her|their|my|own|family(?:'s)?|patient's)\s+$", re.IGNORECASE)
_ALWAYS_PRIVATE = frozenset({"bedroom", "garden or yard", "driveway"})
_THING = re.compile(r"\s(?:knife|knives|scissors|shears|utensils?|tools?|timer|mats?|toys?|filter)\b", re.IGNORECASE)
_PATIENT = re.compile(r"\b\d{1,3} ?(?:yo|y/o|yr old|year old|mo|[MF])(?: [MF]| male| female)?\s+$", re.IGNORECASE)
_MATCH = re.compile(r"\b(?:game|match|practice|tournament|training|scrimmage)\b", re.IGNORECASE)
_HOME = "Y9200"
_OPENING_WORD = re.compile(r"(?<![\w-])\w+")


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of a table found in an account."""

    run: WordRun
    start: int  # in the document
    end: int
    value: str  # code, header, or the word for a room
    citation: Citation


class _Words:
    """A table of words and what each leads to: the longest that stands at a place is found there.

    One pattern of hundreds of words takes longer to make than a note to code; those of one first word are made when it is said.
    """

    def __init__(self, name: str, kind: str = "") -> None:
        self._leads: dict[str, tuple[str, Citation]] = {}
        for line in table_lines(name):
            left, _, right = line.partition(" -> ")
            value, _, source = right.partition(" | ")
            marked, _, words = left.partition(" ")
            marker = marked if marked in ("room", "sport") else ""
            if marker != kind:
                continue
            citation = Citation("ICD-10-CM", source.strip())
            for phrase in (words if marker else left).split(","):
                self._leads[_plain(phrase)] = (value.strip(), citation)
        self._opened: dict[str, list[str]] = {}  # how a phrase opens -> the phrases, the longest first
        for phrase in sorted(self._leads, key=len, reverse=True):
            opening = _OPENING_WORD.match(phrase)
            self._opened.setdefault(opening[0] if opening else "", []).append(phrase)
        self._patterns: dict[str, re.Pattern[str]] = {}

    def find(self, run: WordRun) -> Iterator[_Said]:
        """Every place in a statement where the words of the table stand and are not denied."""
        span, free = run.statement.span, 0
        for word in _OPENING_WORD.finditer(run.text, span.start, span.end):
            opening = word[0].lower()
            if word.start() < free or opening not in self._opened:
                continue
            match = self._pattern(opening).match(run.text, word.start(), span.end)
            if match:
                free = match.end()
                value, citation = self._leads[_plain(match[0])]
                yield _Said(run, match.start(), match.end(), value, citation)

    def _pattern(self, opening: str) -> re.Pattern[str]:
        """The pattern of the phrases that open with a word."""
        if opening not in self._patterns:
            spaced = "|".join(re.escape(phrase).replace(r"\ ", r"[\s-]+") for phrase in self._opened[opening])
            self._patterns[opening] = re.compile(rf"(?:{spaced})(?![\w-])", re.IGNORECASE)
        return self._patterns[opening]


def _plain(phrase: str) -> str:
    return " ".join(phrase.lower().replace("-", " ").replace("’", "'").split())


@lru_cache(maxsize=8)
def _words(name: str, kind: str = "") -> _Words:
    return _Words(name, kind)


def circumstances(account: list[WordRun], readings: Iterable[Reading], books: Books) -> Iterator[Candidate]:
    """The codes of place, activity and status that the account of the injury states."""
    told = told_today(readings)
    for said, what in ((_place(account, books), "place"), (_activity(account), "activity"), (_status(told), "status")):
        if said is not None and books.tabular.is_valid(undotted(said.value)):
            yield found_by_rule(
                said.run,
                (said.start, said.end),
                undotted(said.value),
                f"{what} of the injury, as the record says",
                said.citation,
            )


def account_of(readings: Iterable[Reading]) -> list[WordRun]:
    """The statements that tell how today's injury came about."""
    return [run for run in told_today(readings) if _tells(run)]


def told_today(readings: Iterable[Reading]) -> list[WordRun]:
    """The statements that may tell what happened to the patient now."""
    return [run for reading in readings for run in reading.runs if run.statement.section.kind not in _ELSEWHERE]


def _tells(run: WordRun) -> bool:
    """True for a statement that tells of an event, and not of one long past."""
    said = run.statement.span.quote(run.text)
    return bool(_EVENT.search(said)) and not _BYGONE.search(said)


def _place(account: list[WordRun], books: Books) -> _Said | None:
    homes: list[_Said] = []
    rooms: list[_Said] = []
    for run in account:
        for said in _words("places.txt").find(run):
            if not _stands_behind(said, _opening_of(said.value)):
                continue
            if not undotted(said.value).startswith(("Y920", "Y921")):
                return said
            homes.append(said)
        rooms.extend(
            said for said in _words("places.txt", "room").find(run) if not (_denied(said) or _is_of_thing(said))
        )
    own = [room for room in rooms if room.value in _ALWAYS_PRIVATE or _OWN.search(_before(room))]
    if not homes and not own:
        return None
    home = min(homes, key=lambda said: undotted(said.value) == _HOME) if homes else None
    room = rooms[0] if rooms and homes else own[0] if own else None
    header = undotted(home.value) if home else _HOME
    base = home or own[0]
    return _Said(
        base.run, base.start, base.end, _in_residence(header, room.value if room else None, books), base.citation
    )


def _opening_of(value: str) -> re.Pattern[str]:
    """The words that must stand before a place of this kind."""
    if undotted(value) == _HOME:
        return _BEFORE_HOME
    return _AT if undotted(value).startswith("Y9221") else _BEFORE_PLACE


def _in_residence(header: str, room: str | None, books: Books) -> str:
    """The code of a room in a residence: its own, that of another place in it, or of no place stated."""
    titles = {child.title.lower(): child.value for child in books.tabular.children(header)}
    for opening in (room, "other place" if room else None, "unspecified place"):
        found = next((code for title, code in titles.items() if opening and opening in title), None)
        if found:
            return found
    return header


def _activity(account: list[WordRun]) -> _Said | None:
    found: list[_Said] = []
    for run in account:
        found.extend(said for said in _words("activities.txt").find(run) if _stands_behind(said, _BEFORE_ACTIVITY))
        found.extend(said for said in _words("activities.txt", "sport").find(run) if _is_played(said))
    return max(found, key=lambda said: said.end - said.start, default=None)


def _is_played(said: _Said) -> bool:
    """ "Playing soccer", "a soccer game"; "a soccer player" and "the soccer field" are people and places."""
    after = said.run.text[said.end : said.end + 20]
    if not _before(said).strip() or _PATIENT.search(
        _before(said)
    ):  # "24M rugby, collided with a teammate during the match"
        rest = said.run.text[said.end : said.run.statement.span.end]
        if after[:1] == "," and _MATCH.search(rest):
            return True
    played = re.search(r"\b(?:play(?:ing|ed)?|during)(?:\s+\w+)?\s+$", _before(said), re.IGNORECASE)
    return bool(
        played
        or re.match(r"[\s,-]+(?:tackl\w+|injur\w+|collision)\b", after, re.IGNORECASE)
        or re.match(r"[\s-]+(?:game|match|practice|tournament|tryouts?|training|scrimmage)\b", after, re.IGNORECASE)
    )


def _status(told: list[WordRun]) -> _Said | None:
    found = [said for run in told for said in _words("status.txt").find(run)]
    return next((said for said in found if not _denied(said)), None)


def _before(said: _Said) -> str:
    return said.run.text[max(said.run.statement.span.start, said.start - 50) : said.start]


def _denied(said: _Said) -> bool:
    return bool(_DENIED.search(_before(said)))


def _is_of_thing(said: _Said) -> bool:
    """True for a room that tells what kind of thing a thing is: "a kitchen knife"."""
    return bool(_THING.match(said.run.text, said.end))


def _stands_behind(said: _Said, opening: re.Pattern[str]) -> bool:
    before = _before(said)
    return bool(opening.search(before)) and not _DENIED.search(before)
