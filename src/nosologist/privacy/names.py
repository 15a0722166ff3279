"""Names of people: told by a label, a title, a degree or a relative beside them, or found in lists of names.

A name that was told once is taken out wherever it stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nosologist.privacy.identifiers import Found, Kind
from nosologist.privacy.lists import is_first, is_last, is_word
from nosologist.privacy.words import any_of, words

_SMALL = "a-zà-öø-ÿ"
_PART = (
    rf"(?:(?:Mc|Mac|O['’]|D['’]|de |van |von |la |el )?[A-Z][{_SMALL}'’]+(?:-[A-Z]?[{_SMALL}'’]+)*"
    r"|(?<![A-Z])[A-Z]{2,25}(?:-[A-Z]{2,25})?(?![A-Z])|[A-Z]\.?)"
)
_NAME = rf"(?P<name>{_PART}(?:,? {_PART}){{0,3}})"
_WHOLE_WORD = rf"(?:Mc|Mac|O['’])?[A-Z][{_SMALL}'’]+(?:-[A-Z][{_SMALL}]+)*"
_ONE = rf"(?P<name>{_WHOLE_WORD}(?: {_WHOLE_WORD})?)"
_DEGREE = (
    r"(?:M\.?D|D\.?O|R\.?N|N\.?P|PA(?:-C)?|Ph\.?D|DDS|DPM|CRNA|LPN|APRN|FNP(?:-C)?|LCSW|PharmD|PT|OT|CNM|MBBS|FACS|RD|CMA|MA)"
    r"\b\.?"
)
_TITLE = r"(?:[Dd]r|DR|[Mm]r|MR|[Mm]rs|MRS|[Mm]s|MS|Miss|Prof|Professor|Rev|Sgt|Officer|Sister|Father|Nurse|Doctor)"
_TOLD = (
    re.compile(
        rf"(?:^|(?<=[\s;,.(]))(?i:{any_of('labels of names')})\s*(?:\([^)\n]{0, 40}\))?(?::|(?<=by))[ \t]*"
        rf"(?:(?i:dr|mr|mrs|ms)\.? )?{_NAME}",
        re.MULTILINE,
    ),
    re.compile(rf"\b{_TITLE}\b\.? {_ONE}"),
    re.compile(rf"{_NAME}, {_DEGREE}"),
    re.compile(rf"\b{_ONE} (?=(?:MD|RN|DO|NP|CRNA|LPN)\b)"),
)
_LIKELY = (  # a capital there may also begin a word that is no name: the lists are asked
    re.compile(rf"\b(?i:{any_of('relatives')})(?:,? | \(|,? named | is ){_ONE}"),
    re.compile(
        rf"(?:^|[.:] ){_ONE} (?=(?:is an?|was seen|was admitted|presents|presented|denies|reports|returns|complains)\b)",
        re.MULTILINE,
    ),
    re.compile(rf"\b(?:referring|seeing|introducing|regarding|about|patient,) (?:(?:Mr|Mrs|Ms|Dr)\.? )?{_ONE}"),
)
_WORD = re.compile(r"[A-Za-zà-öø-ÿÀ-ÖØ-Þ][A-Za-zà-öø-ÿÀ-ÖØ-Þ'’-]*")
_PAIR = re.compile(rf"\b(?P<first>[A-Z][a-z]+(?:-[A-Z][a-z]+)?) (?:[A-Z]\.? )?(?P<last>{_WHOLE_WORD})\b")
_ALONE = re.compile(r"(?<![.!?:\n•*#-] )(?<![\n•*#-])(?<!^)\b(?P<first>[A-Z][a-z]{2,})\b")
_INITIALS = re.compile(r"\b(?:[A-Z]\. ?){1,2}\Z")
_EPONYM = re.compile(
    rf"(?:['’]s?)?(?:[ -](?:and |& )?[A-Z][a-zé]+(?:['’]s?)?)?[ -]{any_of('eponyms')}\b|['’]s(?=[\s,.;])", re.IGNORECASE
)


def names(text: str) -> Iterator[Found]:
    """Every name of a person."""
    told = [*_told(text)]
    parts = {part for start, end in told for part in _parts(text[start:end])}
    for start, end in (*told, *_from_lists(text), *_again(text, parts)):
        initials = _INITIALS.search(text, max(0, start - 6), start)
        yield Found(initials.start() if initials else start, end, Kind.NAME, "[NAME]")


def _told(text: str) -> Iterator[tuple[int, int]]:
    """Names that words around them tell."""
    for form in _TOLD:
        for match in form.finditer(text):
            if span := _trimmed(text, *match.span("name")):
                yield span
    for form in _LIKELY:
        for match in form.finditer(text):
            if (span := _trimmed(text, *match.span("name"))) and all(
                not is_word(part) or (is_first(part) and is_last(part)) for part in _parts(text[slice(*span)])
            ):
                yield span


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A name without the words of the form behind it; None where no name is left, or where it names a disease."""
    if _EPONYM.match(text, end):
        return None
    kept, is_name = start, False
    for word in _WORD.finditer(text, start, end):
        is_initial = len(word[0]) == 1 and text[word.end() : word.end() + 1] == "."
        if word[0].lower() in words("no names") and not is_initial:
            break
        kept = word.end()
        is_name |= len(word[0]) > 1 and any(letter in "AEIOUYaeiouy" for letter in word[0])
    return (start, kept + (text[kept : kept + 1] == "." and kept < end)) if is_name else None


def _parts(name: str) -> Iterator[str]:
    """The words of a name that are long enough to be looked for elsewhere."""
    return (word[0] for word in _WORD.finditer(name) if len(word[0]) > 2)


def _again(text: str, parts: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the words of a name that was told stand again, as a name."""
    wanted = {part.removesuffix("'s").removesuffix("’s") for part in parts if not is_word(part)}
    spelt = sorted(
        {form for part in wanted for form in (part, part.capitalize(), part.upper())},
        key=lambda form: (-len(form), form),
    )
    if not spelt:
        return
    for match in re.finditer(rf"\b(?:{'|'.join(map(re.escape, spelt))})\b", text):
        is_owner = text[match.end() : match.end() + 2] in ("'s", "’s")
        if is_owner or not _EPONYM.match(text, match.end()):
            yield match.span()


def _from_lists(text: str) -> Iterator[tuple[int, int]]:
    """A first name and a surname side by side, or a first name within a sentence, by the lists."""
    for match in _PAIR.finditer(text):
        first, last = match["first"], match["last"]
        names_both = is_first(first) and is_last(last) and not (is_word(first) or is_word(last))
        if names_both and not _EPONYM.match(text, match.end()):
            yield match.span()
    for match in _ALONE.finditer(text):
        word = match["first"]
        if is_first(word) and not is_word(word) and not is_last(word) and not _EPONYM.match(text, match.end()):
            yield match.span()
