"""Cut a section into statements: sentences, list items, and the titles of problems."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import zip_longest

from nosologist.model.document import NoteSection, SectionKind, Span
from nosologist.model.noun import noun
from nosologist.notes.boxes import boxes_of, said
from nosologist.notes.labels import is_label
from nosologist.notes.lines import lines

# Sections whose short lines and list items are titles of problems, not prose about them.
PROBLEM_SECTIONS = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES, SectionKind.PROVISIONAL, SectionKind.PLAN})

_OPENER = re.compile(
    r"(?P<bullet>[ \t]*(?:[•◦▪●·*‣○–—-]+[ \t]+|[•◦▪●‣○][ \t]*|\[[ xX]?\][ \t]*))?+"
    r"(?P<number>[ \t]*(?:[Pp]roblem #?\d{1,2}[.):-][ \t]*|"
    r"#?\d{1,2}[.):](?!\d)[ \t]*|#[ \t]*|\(\d{1,2}\)[ \t]*|[a-hA-H]\)[ \t]+|[a-h]\.[ \t]+|"
    r"[A-H]\.[ \t]+(?![a-z])))?+"  # "C. diff" and "H. pylori" are no list items
)
_PROBLEM = ("Problem ", "problem ")
_OPENING = frozenset("•◦▪●·*‣○–—-[#(0123456789")  # what a bullet or a number begins with, letters left aside
# "1 Pneumonia", "2 Anemia": a list where each number follows the last
_BARE_NUMBER = re.compile(r"[ \t]*(\d{1,2})[ \t]+(?=[A-Z])")
_LABEL = re.compile(r"[A-Z][A-Za-z/&,' -]{1,48}:(?=\s|$)")
# Where a sentence may end: a mark that a new sentence follows, and not the point of an abbreviation; look-behinds need a fixed
# width each. A point between letters ("denied.Patient") is looked at more closely.
_SENTENCE_END = re.compile(
    r"[.!?;](?<![.!?;].)(?:(?<!;)[.!?;]*+[\"')\]]*+"
    r"(?:(?<=\b[Vv]it [A-K]\.)|(?<=\b[Hh]ep [A-E]\.)|(?<=[Tt]ype [AB]\.)|(?<=[Ss]tage I\.)|(?<!\b[A-Z]\.))"
    r"(?<!\b(?:Dr|Mr|Ms|St|Jr|Sr|vs|cf|ca|No)\.)(?<!\b(?:Mrs|e\.g|i\.e|Fig|inc|Nos|a\.m|p\.m|q\.d|p\.o|U\.S|M\.D|D\.O)\.)"
    r"(?<!\b(?:Prof|appr|Ph\.D)\.)(?<!\b(?:b\.i\.d|t\.i\.d)\.)(?<!\bapprox\.)"
    r"(?:(?P<blank>\s+)(?=[A-Z0-9\"'(\[“•*-])|(?<=\.)(?=[^\W\d_]))"
    r"|(?<=;)[.!?;]*+[\"')\]]*+(?P<blank_after_semicolon>\s+))"
)
_NUMBER_BEFORE = re.compile(r"(\d{1,2})[.):]?[ \t]*$")
_LONGEST_NUMBER = 8  # characters, with its mark and blanks
_NUMBER_INSIDE = re.compile(r"(?<![^\s,;])\(?(\d{1,2})[.)][ \t]+(?=[A-Za-z])")
_BARE_NUMBER = re.compile(
    r"(?<!stage )(?<!grade )(?<!type )(?<!class )(?<!degree )(?<!level )"
    r"(?<![^\s,;])(\d{1,2})[ \t]+(?=[A-Za-z])(?!(?:x|of|or|to|and|tabs?|tablets?|caps?|puffs?|units?|mg|mcg|g|ml|cc|cm|mm|lbs?|kg|"
    r"min|hrs?|hours?|days?|d|wks?|weeks?|w|mos?|months?|yrs?|years?|yo|view|views|vessel|times|packs?|ppd|visits?|degrees?)\b)",
    re.IGNORECASE,
)
_FEWEST_ITEMS, _FEWEST_BARE = 2, 3
_WRAP_WIDTH = 60  # a line at least this long may go on in the next
_FEWEST_WRAPPED = 2  # lines of about the greatest width
_LONGEST_WORD = 25  # characters; what may be missing to the width of a wrapped text
_TITLE_WORDS = 14
_SHORT_CLAUSE = 5  # words
# What is to be done names no problem: "Start carbamazepine; check Na for hyponatremia."
_TO_BE_DONE = """add adjust advise advised arrange avoid await call change check consider counseled decrease discussed encourage
encouraged follow give given hold increase start monitor needs obtain offered order ordered prescribed recheck
recommend refer reduce repeat return review reviewed rule schedule send stop switch taper titrate trial try warned
watch wean will"""
_ORDERS = frozenset(_TO_BE_DONE.split())
# "Elevated ferritin - likely due to ...": a problem in a few words, and behind a dash what is thought of it.
_HEADED = re.compile(r"[A-Z#][^\s.;:,]*(?: [^\s.;:,-]+){0,4} [-–—] ")
# "Acute cystitis with hematuria. Nitrofurantoin for five days.": a paragraph that begins with a problem, without a verb.
_NAMED = re.compile(
    r"[A-Z](?:(?!\b(?:is|are|was|were|has|have|had|will|I|we|he|she|they|presents?|agrees?|discussed|reviewed|seen)\b)"
    r"[^.:;!?\n]){2,80}[.:]\s"
)
# "She will keep a headache diary.": what somebody is to do or was told, though it is short, is no title of a problem.
_DOES = re.compile(
    r"(?:I|We|You|He|She|They|(?:The )?[Pp](?:atien)?t|M(?:r|s|rs)\. [A-Z][\w-]+) (?:also |then |again )?"
    r"(?:will|would|should|may|might|can|could|shall|must|need(?:s|ed)? to|(?:is|are) to|plan to|agree[sd]?|"
    r"underst(?:ands?|ood)|verbalize[sd]|discussed|counsell?ed|explained|encouraged|recommend(?:ed)?|reviewed|ordered|prescribed|"
    r"(?:was|were) (?:also )?(?:advised|asked|counsell?ed|educated|encouraged|given|instructed|offered|reassured|referred|told))\b"
)
# "Ms. Roe is a 67-year-old female who is here for dizziness.": a sentence that says who came.
_WHO = re.compile(
    r"(?:[^\W\d_][\w.'-]* ){1,4}is an? (?:[\w-]+ ){0,3}\d{1,3}[- ]?(?:years?|months?|weeks?|days?|y/?o)\b"
)
_SENTENCE = re.compile(r"[^.:;!?\n]*? (?:is|are|was|were|has|have|had)\b")
_SAYS = re.compile(r"\b(?:is|are|was|were|has|have|had|does|did|will|would|should|can|could|may|might)\b|[.;] [A-Z]")
_LONGEST = 2_000  # characters; text without an end in sight is cut here, so that no statement grows without bound


_Block = tuple[int, int, str, bool]  # start, end, opener ("bullet", "number" or ""), after a blank line


class StatementKind(StrEnum):
    """What a statement is in its section."""

    __hash__ = str.__hash__  # Enum hashes by its name in Python; these are looked up for every mention

    TITLE = "title"  # names a problem: a numbered item, a listed diagnosis, a short line of its own
    ITEM = "item"  # an entry of a list
    SEQUEL = "sequel"  # a longer sentence behind a short one in a line of its own: it may name a problem with its first words
    LEAD = "lead"  # the first sentence of a long line among short ones: it names problems where it begins with one
    COMMENT = (
        "comment"  # a longer sentence behind the title of an item: it names a problem where it is nothing but its name
    )
    DETAIL = "detail"  # an item below a title
    PROSE = "prose"


_WITH_PARTS = frozenset({SectionKind.ASSESSMENT, SectionKind.DIAGNOSES})
TITLES = frozenset({StatementKind.TITLE, StatementKind.SEQUEL, StatementKind.LEAD})


@noun
class Statement:
    """One statement: where its words stand, without bullet or number."""

    start: int
    end: int
    kind: StatementKind
    section: NoteSection

    @property
    def span(self) -> Span:
        """From its first word to its last."""
        return Span(self.start, self.end)


def split_statements(text: str, section: NoteSection) -> list[Statement]:
    """Cut the body of a section into statements, in order."""
    found: list[Statement] = []
    boxes = boxes_of(text, section.kind is SectionKind.PLAN)
    blocks = _blocks(text, section.body, numbered=section.kind in PROBLEM_SECTIONS)
    for (start, end, opener, _), kind in _listed(text, section, blocks):
        sequel = StatementKind.COMMENT if opener else StatementKind.SEQUEL
        for begin, stop in said(text, start, end, boxes) if boxes else ((start, end),):
            _add_sentences(found, text, begin, stop, kind, section, sequel)
    return found


def _listed(text: str, section: NoteSection, blocks: Iterable[_Block]) -> Iterable[tuple[_Block, StatementKind]]:
    """The blocks of a section, each with what it is. A long line among short ones may name problems."""
    if section.kind not in PROBLEM_SECTIONS:
        return ((block, StatementKind.ITEM if block[2] else StatementKind.PROSE) for block in blocks)
    listed = list(_of_problems(text, section, _unrolled(text, blocks)))
    if section.kind is SectionKind.PLAN and not _all_named(text, listed):
        return listed
    listed = _without_sentences(text, listed)
    if all(kind is not StatementKind.TITLE for _, kind in listed) and not _all_named(text, listed):
        return listed
    return ((block, StatementKind.LEAD if kind is StatementKind.PROSE else kind) for block, kind in listed)


def _without_sentences(text: str, listed: list[tuple[_Block, StatementKind]]) -> list[tuple[_Block, StatementKind]]:
    """The blocks; among paragraphs the short ones that are sentences themselves ("Hypertension is well controlled.") are prose.

    A list of such sentences alone is one of problems.
    """
    titles = [block for block, kind in listed if kind is StatementKind.TITLE]
    if not titles or all(kind is StatementKind.TITLE for _, kind in listed):
        return listed
    if any(block[2] or _SENTENCE.match(text, block[0], block[1]) is None for block in titles):
        return listed
    return [(block, StatementKind.PROSE if kind is StatementKind.TITLE else kind) for block, kind in listed]


def _all_named(text: str, listed: list[tuple[_Block, StatementKind]]) -> bool:
    """True for paragraphs that all begin with a problem in a few words: "Acute cystitis. Because she had ..."."""
    return len(listed) >= _FEWEST_ITEMS and all(_NAMED.match(text, block[0], block[1]) for block, _ in listed)


def _of_problems(text: str, section: NoteSection, blocks: Iterable[_Block]) -> Iterator[tuple[_Block, StatementKind]]:
    """The blocks of a section that states problems, each with what it is in the list."""
    under_title = headed = numbered = False
    for block in blocks:
        start, end, opener, after_blank = block
        # "- Hyperkalemia: low K diet" names a problem where all problems are bullets, "- Labs: ..." below one says something of it.
        labelled = headed and opener == "bullet" and _LABEL.match(text, start, end) is not None
        numbered = opener == "number" or (numbered and not opener and not after_blank)
        if (
            numbered and not opener and _SAYS.search(text, start, end)
        ):  # "1. Lupus nephritis.", and below it "Urine protein is stable."
            kind = StatementKind.DETAIL
        else:
            kind = _kind(section, text, start, end, opener, under_title or labelled)
        under_title = (kind is StatementKind.TITLE and opener != "bullet") or (
            kind is StatementKind.DETAIL and not after_blank
        )
        headed = headed or opener != "bullet"
        yield block, kind


def _kind(section: NoteSection, text: str, start: int, end: int, opener: str, is_detail: bool) -> StatementKind:
    """What a block of a section that states problems is."""
    if opener != "number" and section.kind in _WITH_PARTS and is_label(text, start, end):
        return StatementKind.DETAIL
    if (
        section.kind is SectionKind.PLAN
        and opener
        and _LABEL.match(text, start, end)
        and not is_label(text, start, end)
    ):
        return StatementKind.LEAD  # "4. GERD: continue pantoprazole" names a problem, "4. Echocardiogram" does not
    if opener == "number":
        return StatementKind.DETAIL if section.kind is SectionKind.PLAN else StatementKind.TITLE
    if opener == "bullet":
        if is_detail or section.kind is SectionKind.PLAN:
            return StatementKind.DETAIL
        return StatementKind.TITLE
    short = len(text[start:end].split()) <= _TITLE_WORDS or _HEADED.match(text, start, end) is not None
    is_sentence = short and (_DOES.match(text, start, end) or _WHO.match(text, start, end))
    return StatementKind.TITLE if short and not is_sentence else StatementKind.PROSE


def _blocks(text: str, body: Span, *, numbered: bool) -> Iterator[_Block]:
    """Join wrapped lines. Yields (start, end, opener, after a blank line); opener is "bullet", "number" or ""."""
    current: _Block | None = None
    previous_end = body.start
    listed = 0  # the last bare number that opened a line
    for line_start, line in lines(text, body.start, body.end):
        line_end = line_start + len(line)
        start, end = line_start, line_end
        if text[start].isspace() or text[end - 1].isspace():
            start, end = _stripped(text, start, end)
            if start == end:
                continue
        opener = ""
        if text[start] in _OPENING or text.startswith(_PROBLEM, start) or text[start + 1 : start + 2] in (".", ")"):
            opener, start = _opened(text, line_start, start, end)
            bare = _BARE_NUMBER.match(text, line_start, end) if numbered and opener != "number" else None
            if bare and int(bare[1]) == listed + 1:
                opener, start, listed = "number", bare.end(), listed + 1
        blank = line_start - previous_end > 1 and text.count("\n", previous_end, line_start) > 1
        previous_end = line_end
        if current and not opener and not blank and _goes_on(text, current, start, of_problems=numbered):
            current = (current[0], end, current[2], current[3])
            continue
        if current:
            yield current
        current = (start, end, opener, blank)
    if current:
        yield current


def _unrolled(text: str, blocks: Iterable[_Block]) -> Iterator[_Block]:
    """The items of a numbered list that stands in one line: "1) Hematuria 2) Bladder tumor 3) BPH"."""
    for start, end, opener, after_blank in blocks:
        number = _NUMBER_BEFORE.search(text, max(0, start - _LONGEST_NUMBER), start) if opener == "number" else None
        wanted = int(number[1]) + 1 if number else 1
        items = _ascending(_NUMBER_INSIDE.finditer(text, start, end), wanted)
        unmarked = number[0].strip().isdigit() if number else text[start] == "1"
        if not items and unmarked:  # "1 PAD 2 carotid stenosis 3 tobacco dependence"
            bare = _ascending(_BARE_NUMBER.finditer(text, start, end), wanted)
            listed = number is not None or (bare and bare[0].start() == start)
            items = bare if listed and len(bare) + (number is not None) >= _FEWEST_BARE else []
        if len(items) + (number is not None) < _FEWEST_ITEMS:
            yield start, end, opener, after_blank
            continue
        if start < items[0].start():
            yield start, _stripped(text, start, items[0].start())[1], opener, after_blank
        for item, behind in zip_longest(items, items[1:]):
            yield *_stripped(text, item.end(), behind.start() if behind else end), "number", False


def _ascending(numbers: Iterable[re.Match[str]], wanted: int) -> list[re.Match[str]]:
    """The numbers of a list from one on, each the next of the one before."""
    items: list[re.Match[str]] = []
    for match in numbers:
        if int(match[1]) == wanted + len(items):
            items.append(match)
    return items


def _opened(text: str, line_start: int, start: int, end: int) -> tuple[str, int]:
    """The opener of a line, and where the words behind it begin."""
    found = _OPENER.match(text, line_start, end)
    for opener in ("number", "bullet"):
        if found and 0 < found.end(opener) < end:
            return opener, _stripped(text, found.end(opener), end)[0]
    return "", start


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _goes_on(text: str, current: tuple[int, int, str, bool], start: int, *, of_problems: bool) -> bool:
    """True when the line at ``start`` continues the block above it."""
    above_start = max(text.rfind("\n", 0, current[1]) + 1, current[0])
    if text[start].islower() or text[current[1] - 1] in ",(":
        return text[current[1] - 1] not in ".:;!?"  # a list in small letters has one item a line
    width = current[1] - above_start
    if width < _WRAP_WIDTH or text[current[1] - 1] in ".:;!?":
        return False
    # A line is wrapped where its next word would not have fitted: shorter lines of a wider text end by themselves.
    return width >= _wrapped_from(text, _FEWEST_WRAPPED if of_problems else 1)


@lru_cache(maxsize=8)
def _wrapped_from(text: str, fewest: int) -> int:
    """From which width on a line of the text goes on in the next; a text is wrapped where so many lines are about as wide."""
    widths = list(map(len, text.split("\n")))
    least = max(widths) - _LONGEST_WORD
    return least if sum(width >= least for width in widths) >= fewest else max(widths) + 1


def _add_sentences(
    found: list[Statement],
    text: str,
    start: int,
    end: int,
    kind: StatementKind,
    section: NoteSection,
    sequel: StatementKind = StatementKind.PROSE,
) -> None:
    """Add the sentences of a block; ``sequel`` is what a longer sentence behind a title is."""
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        blank, behind = match.span(match.lastindex or 0)
        if match.lastindex is None:  # no blank behind the mark
            if behind - match.start() > 1 or not _opens(text, behind):
                continue
            blank = behind
        _add(found, text, at, blank, kind if at == start else _later(text, at, blank, kind, sequel), section)
        at = behind
    _add(found, text, at, end, kind if at == start else _later(text, at, end, kind, sequel), section)


def _opens(text: str, at: int) -> bool:
    """True where a sentence begins without a blank before it: "denied.Patient"."""
    return text[at].isupper() and text[at + 1 : at + 2].islower()


def _later(text: str, start: int, end: int, kind: StatementKind, sequel: StatementKind) -> StatementKind:
    """What a sentence behind the first of a block is: "1. Gout; hypothyroidism." names two problems, a longer one explains."""
    words = text[start:end].split()
    if kind is StatementKind.LEAD:
        return StatementKind.SEQUEL
    if kind is StatementKind.TITLE and _HEADED.match(text, start, end):
        return kind
    if kind is StatementKind.TITLE and (len(words) > _SHORT_CLAUSE or words[0].lower() in _ORDERS):
        return sequel
    return kind


def _add(found: list[Statement], text: str, start: int, end: int, kind: StatementKind, section: NoteSection) -> None:
    """Add a statement; more where it is longer than any sentence."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        found.append(Statement(start, cut, kind, section))
        start, end = _stripped(text, cut, end)
    found.append(Statement(start, end, kind, section))
