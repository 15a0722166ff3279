"""Fusions and discs of the spine: the joints from the levels that are named, devices and columns from the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product

from nosologist.codesets.procedures import OPEN
from nosologist.coding.procedure_mentions import ProcedureMention, Said
from nosologist.coding.procedure_report import Report
from nosologist.coding.procedure_rows import Built, Source, Tables, built, built_as, session_of
from nosologist.model.document import Span

_LEVELS = re.compile(
    r"\b([CTLS])[ -]?(\d{1,2})((?:\s?(?:-|–|/|to|through)\s?[CTLS]?[ -]?\d{1,2})+)(?!\d|\.\d)", re.IGNORECASE
)
_NEXT = re.compile(r"([CTLS])?[ -]?(\d{1,2})", re.IGNORECASE)
VERTEBRA = re.compile(r"\b([TL])(1[0-2]|[1-9])\b(?!\s?(?:-|–|/)\s?[TLS]?\d)", re.IGNORECASE)
_PLACES = {"T": "tspine", "L": "lspine"}
_REGIONS = {"C": (0, 7), "T": (7, 12), "L": (19, 5), "S": (24, 5)}  # vertebrae before the region, vertebrae in it
LAST_CERVICAL, LAST_THORACIC, _LAST_LUMBAR = 7, 19, 24
_MANY_THORACIC = 8
_CAGE = re.compile(r"\b(?:cages?|interbody (?:fusion )?(?:device|spacer|implant)s?|peek|spacers?)\b", re.IGNORECASE)
_OWN_BONE = re.compile(
    r"\b(?:autograft|autologous (?:bone|graft)|local bone|iliac crest (?:bone )?graft)\b", re.IGNORECASE
)
_BANK_BONE = re.compile(r"\b(?:allograft|cadaver\w* bone|demineralized bone matrix|dbm)\b", re.IGNORECASE)
_FRONT = re.compile(r"\b(?:acdf|alif|xlif|llif|olif|anterior|lateral (?:lumbar )?interbody)\b", re.IGNORECASE)
_FRONT_FROM_BEHIND = re.compile(r"\b(?:tlif|plif|transforaminal|posterior lumbar interbody)\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"\b(?:posterolateral|posterior (?:\w+ )?(?:fusion|instrumented|arthrodesis)|intertransverse|posterior spinal)\b",
    re.IGNORECASE,
)
_BEHIND_TOO = re.compile(  # a fusion of its own; instrumentation is none
    r"\b(?:posterolateral|posterior|intertransverse) (?:lumbar |spinal |instrumented )?(?:fusion|arthrodesis)\b",
    re.IGNORECASE,
)
_BY_INCISION = re.compile(r"\b(?:acdf|alif|anterior (?:cervical|lumbar))\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:complete|total|radical|full)\b", re.IGNORECASE)
_DISC = re.compile(r"\bdiscectom(?:y|ies)\b", re.IGNORECASE)
_SOME = re.compile(r"\b(?:partial|micro\w*)\b", re.IGNORECASE)
_SAID, _LEVEL = "named by the words", "the level, by the vertebrae that are named"
_INTEGRAL = "done by incision where nothing else is said"
_BODY_PART, _APPROACH, _DEVICE, _QUALIFIER = 3, 4, 5, 6


def fusion(mention: ProcedureMention, tables: Tables, report: Report) -> list[Built]:
    """One code for the joints of each level with the device and the column that the statement tells (B3.10)."""
    text, whole = mention.text, mention.statement
    made = []
    for joints, where in _joints(text, whole, report):
        for column, (table, part) in product(_columns(text, whole), _body_parts(joints)):
            characters = [*table, part, OPEN, OPEN, OPEN]
            head, level = Source(mention.span, _SAID), Source(where, _LEVEL, "B3.10a")
            sources: list[Source | None] = [head, head, head, level, None, None, None]
            _say(characters, sources, _QUALIFIER, column)
            _say(characters, sources, _DEVICE, _device(text, whole, report, characters[_QUALIFIER]))
            _approach(characters, sources, mention, report)
            pattern = "".join(characters)
            if tables.has(pattern):
                made.append(Built(pattern, tuple(sources), (mention.span,), mention.order, session_of(mention, report)))
    if made and _DISC.search(text, *mention.span):
        made += _discs(mention, mention.span, tables, report)
    return made or built(mention, tables, report)


def discs(mention: ProcedureMention, tables: Tables, report: Report) -> list[Built]:
    """The discs that were taken out: all of them is Resection, a portion Excision; where that is not said, nothing."""
    near = Span(max(mention.statement.start, mention.span.start - 30), mention.span.end)
    return _discs(mention, near, tables, report)


def _discs(mention: ProcedureMention, near: Span, tables: Tables, report: Report) -> list[Built]:
    """The discs, as the words of some place tell how much of them was taken (in a fusion, those of its name)."""
    text, whole = mention.text, mention.statement
    all_of, some = _ALL.search(text, *near), _SOME.search(text, *near)
    if not (all_of or some):
        return []
    made = []
    said = all_of or some
    assert said is not None
    for joints, where in _joints(text, whole, report):
        for joint in joints:
            table, part = _disc(joint)
            value = f"{table}{'T' if all_of else 'B'}{part}0ZZ"
            source, level = Source(mention.span, _SAID), Source(where, _LEVEL)
            extent = Source(Span(*said.span()), "how much of the disc was taken", "B3.8")
            way = Source(mention.approach.span if mention.approach else mention.span, _INTEGRAL)
            if tables.has(value):
                sources = (source, source, extent, level, way, Source(None, "nothing is left in"), source)
                session = session_of(mention, report)
                made.append(Built(value, sources, (mention.span,), mention.order, session, part=str(joint)))
    return made


def vertebrae(mention: ProcedureMention, tables: Tables, report: Report) -> list[Built]:
    """One code for each vertebra that is named: all of a region have one value (B3.2b)."""
    made: list[Built] = []
    for place in (mention.statement, report.span):
        for match in VERTEBRA.finditer(mention.text, *place):
            region, where = match[1].upper(), Said(_PLACES[match[1].upper()], Span(*match.span()))
            wanted = (patterns for places, patterns in mention.operation.by_place if places == {where.name})
            for pattern in (one for patterns in wanted for one in patterns):
                made += (
                    replace(one, part=f"{region}{match[2]}")
                    for one in built_as(pattern, (where,), mention, tables, report)
                )
        if made:
            break
    return made or built(mention, tables, report)


def canal(mention: ProcedureMention, tables: Tables, report: Report) -> list[Built]:
    """The canal freed in the region that the statement names, else in the one of the vertebrae that are named."""
    if not mention.places:
        for joints, where in _joints(mention.text, mention.statement, report):
            regions = {
                "cspine" if one <= LAST_CERVICAL else "tspine" if one <= LAST_THORACIC else "lspine" for one in joints
            }
            mention = replace(mention, places=tuple(Said(region, where) for region in sorted(regions)))
    return built(mention, tables, report)


def _joints(text: str, whole: Span, report: Report) -> Iterator[tuple[list[int], Span]]:
    """The joints between the vertebrae that a statement names, by the number of the vertebra above; else the report's."""
    found = list(levels(text, whole))
    if not found and report.span.end:
        found = list(levels(text, report.span))[:1]
    yield from found


def levels(text: str, whole: Span) -> Iterator[tuple[list[int], Span]]:
    """The joints between the vertebrae that a text names, by the number of the vertebra above, and where; none or one entry."""
    joints: dict[int, Span] = {}
    for match in _LEVELS.finditer(text, *whole):
        region = match[1].upper()
        named = [_vertebra(region, int(match[2]))]
        for other in _NEXT.finditer(match[3]):
            region = (other[1] or region).upper()
            named.append(_vertebra(region, int(other[2])))
        for above, below in pairwise(named):
            if above and below and 0 < below - above < _LAST_LUMBAR:
                joints.update(dict.fromkeys(range(above, below), Span(*match.span())))
    if joints:
        yield sorted(joints), next(iter(joints.values()))


def _vertebra(region: str, number: int) -> int:
    """The vertebra counted from the first of the neck; 0 where there is none."""
    before, many = _REGIONS[region]
    return before + number if 1 <= number <= many else 0


def _body_parts(joints: list[int]) -> Iterator[tuple[str, str]]:
    """Table and body part of each level."""
    neck = [joint for joint in joints if joint < LAST_CERVICAL]
    chest = [joint for joint in joints if LAST_CERVICAL < joint < LAST_THORACIC]
    back = [joint for joint in joints if LAST_THORACIC < joint < _LAST_LUMBAR]
    if neck:
        yield "0RG", "1" if len(neck) == 1 else "2"
    if LAST_CERVICAL in joints:
        yield "0RG", "4"
    if chest:
        yield "0RG", "6" if len(chest) == 1 else "7" if len(chest) < _MANY_THORACIC else "8"
    if LAST_THORACIC in joints:
        yield "0RG", "A"
    if back:
        yield "0SG", "0" if len(back) == 1 else "1"
    if _LAST_LUMBAR in joints:
        yield "0SG", "3"


def _disc(joint: int) -> tuple[str, str]:
    if joint < LAST_CERVICAL:
        return "0R", "3"
    if joint == LAST_CERVICAL:
        return "0R", "5"
    if joint < LAST_THORACIC:
        return "0R", "9"
    if joint == LAST_THORACIC:
        return "0R", "B"
    return "0S", "2" if joint < _LAST_LUMBAR else "4"


def _columns(text: str, whole: Span) -> list[tuple[str, Source] | None]:
    """The columns that are fused: from behind both may be, each with a code of its own (B3.10b); None where nothing tells one."""
    found: dict[str, tuple[str, Source] | None] = {
        character: (character, Source(Span(*said.span()), "the way in, and the column that is fused"))
        for words, character in ((_FRONT_FROM_BEHIND, "J"), (_BEHIND, "1"), (_FRONT, "0"))
        if (said := words.search(text, *whole))
    }
    if found.keys() >= {"J", "1"} and _BEHIND_TOO.search(text, *whole):
        return [found["J"], found["1"]]
    return list(found.values())[:1] or [None]


def _device(text: str, whole: Span, report: Report, column: str) -> tuple[str, Source] | None:
    """With an interbody device the device is that; else the patient's own bone, else bone of another (B3.10c)."""
    for place in (whole, report.span):
        ways = (("A", _CAGE), ("7", _OWN_BONE), ("K", _BANK_BONE))
        for character, words in ways if column != "1" else ways[1:]:
            if said := words.search(text, *place):
                return character, Source(Span(*said.span()), "what holds the joint", "B3.10c")
    return None


def _approach(characters: list[str], sources: list[Source | None], mention: ProcedureMention, report: Report) -> None:
    way = mention.approach or report.only_approach
    if way is not None and way.name in "034":
        characters[_APPROACH], sources[_APPROACH] = way.name, Source(way.span, _SAID)
    elif said := _BY_INCISION.search(mention.text, *mention.statement):
        characters[_APPROACH], sources[_APPROACH] = "0", Source(Span(*said.span()), _INTEGRAL)


def _say(characters: list[str], sources: list[Source | None], at: int, said: tuple[str, Source] | None) -> None:
    if said is not None:
        characters[at], sources[at] = said
