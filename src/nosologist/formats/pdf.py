"""PDF, read with pypdfium2: words with their boxes, put back into lines, columns and table rows; scanned pages are recognised."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any

from nosologist.errors import UnreadableNoteError
from nosologist.formats.extra import missing
from nosologist.formats.page_text import SOFT, Page, PageText, text_of
from nosologist.formats.pdf_fields import BOXES, filled_in, without_struck_out
from nosologist.formats.pdf_layout import Box, Word, rows_of
from nosologist.formats.scans import Scans

MOST_PAGES = 3_000
# A hyphen that parts a word at the end of a line: pdfium and fonts mark it in three ways.
_SIGNS = {0x02: SOFT, 0xFFFE: SOFT} | {code: " " for code in range(0x20) if code != 0x02}
_WORD = re.compile(r"\S+")
_UNMAPPED = 0.2  # share of characters without meaning above which the text layer is no text
_STAMP = 25  # fewer words than that over a picture of the page are a stamp (of a fax, of a scanner), not its text
_SAMPLE = 40  # words of a page whose direction is looked at
_QUARTER = math.pi / 2
_SMALLEST = 6.0  # points a letter is taken to be high, at least
_RISE = 0.1  # of its length that a word may rise or fall without a look at its direction
_ASLANT = 0.15  # of a quarter turn: more than a page that was scanned a little skew
_COVERED = 0.6  # of the page by a picture


def pdf_text(data: bytes, name: str) -> PageText:
    """The text of a PDF, with remarks on pages that are scans or cannot be read.

    Raises:
        UnreadableNoteError: encrypted, damaged, without any text, or what reads it is not installed.
    """
    try:
        import pypdfium2 as pdfium
    except ImportError as error:
        raise missing(name, "a PDF", "pypdfium2") from error
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableNoteError(_why(str(error), name, data)) from error
    with document:
        count = len(document)
        if not 0 < count <= MOST_PAGES:
            raise UnreadableNoteError(f"{name}: a PDF of {count} pages; expected 1 to {MOST_PAGES:,}")
        pages: list[Page] = []
        scans = Scans(name)
        form = _form(document, scans, name)
        for number in range(count):
            try:
                pages.append(_page(document[number], number + 1, scans, form))
            except pdfium.PdfiumError as error:
                scans.remarks.append(f"{name}: page {number + 1}: cannot be read ({error}): left out")
                pages.append(Page([], 1.0, 1.0))
    if not any(page.rows for page in pages):
        raise UnreadableNoteError(scans.why_nothing(f"{name}: a PDF without text ({count} pages)"))
    text, places = text_of(pages)
    if _is_unmapped(text):
        why = f"; {scans.obstacle}" if scans.obstacle else ""
        raise UnreadableNoteError(f"{name}: the fonts of this PDF do not say which letters they show{why}")
    return PageText(text, scans.told(), places)


def _form(document: Any, scans: Scans, name: str) -> Any:
    """What the fields of a form are read with; ``None`` where the document has none."""
    import pypdfium2.raw as raw

    kind = document.get_formtype()
    if kind == raw.FORMTYPE_NONE:
        return None
    if kind == raw.FORMTYPE_XFA_FULL:
        scans.remarks.append(f"{name}: a form (XFA) that only the program shows that made it: print it as PDF")
    document.init_forms()
    return document.formenv.raw if document.formenv else None


def _page(page: Any, number: int, scans: Scans, form: Any) -> Page:
    """A page: by its text layer, or recognised where that is missing or no text."""
    try:
        width, height = page.get_size()
        words, others, across = _words(page, form)
        if across:
            scans.across(number, across)
        if _is_scan(page, words):
            found = scans.page(page, number)
            if found and found.words:
                boxes = [word for word in words if word.text in BOXES]  # which no recognition tells from letters
                return Page(rows_of([*found.words, *boxes]), found.width, found.height)
        elif not words:
            scans.empty(number)
        return Page([row for some in (words, *others) for row in rows_of(some)], width, height)
    finally:
        page.close()


def _is_scan(page: Any, words: list[Word]) -> bool:
    """True where the page shows more than its text layer says."""
    import pypdfium2.raw as raw

    if not words:
        return bool(raw.FPDFPage_CountObjects(page.raw) > 0)
    if len(words) < _STAMP:
        width, height = page.get_size()
        boxes = (picture.get_bounds() for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
        if any((box[2] - box[0]) * (box[3] - box[1]) >= _COVERED * width * height for box in boxes):
            return True
    return _is_unmapped("".join(word.text for word in words))


def _why(error: str, name: str, data: bytes) -> str:
    if "assword" in error:
        return f"{name}: an encrypted PDF; remove its password first"
    if b"%%EOF" not in data[-2048:]:
        return f"{name}: byte {len(data)}: the PDF ends without its end mark: it is cut short; fetch it again"
    return f"{name}: a damaged PDF ({error.rstrip('.')}); fetch it again"


def _is_unmapped(text: str) -> bool:
    """True where the fonts do not say which letters they show."""
    unknown = sum(
        1 for character in text if character == "\ufffd" or "\ue000" <= character <= "\uf8ff" or character < "\t"
    )
    return unknown > _UNMAPPED * len(text)


def _words(page: Any, form: Any) -> tuple[list[Word], list[list[Word]], int]:
    """The words of a page in the order of the file, with boxes that count from the lower left of the page as it is read.

    Where that is not how the page is shown, a word has its box on the page as shown beside it. Words in another direction
    than most (a stamp at the margin) are of no line of theirs: a list for each such direction. Words that run aslant (a
    watermark) are of no line at all: they are counted.
    """
    turned = page.get_rotation()
    textpage = page.get_textpage()
    try:
        letters = _Letters(textpage)
        upright = letters.turned(turned)
        by_direction, across = letters.by_direction(upright)
        said = {way: without_struck_out(some, page) for way, some in by_direction.items()}
        words = said.pop(upright, [])
        words.extend(filled_in(page, form))
    finally:
        textpage.close()
    size = page.get_size()
    others = [_aside(_upright(some, way, turned, size), size[1]) for way, some in sorted(said.items())]
    return _upright(words, upright, turned, size), others, across


def _upright(words: list[Word], upright: int, turned: int, size: tuple[float, float]) -> list[Word]:
    """Words that are turned by so many degrees as they are read, on a page of that size that is shown turned."""
    if not (turned or upright):
        return words
    shown = [_turned(word, turned, *size) for word in words]
    if upright == turned:
        return shown
    size = size if (upright - turned) % 180 == 0 else size[::-1]
    return [_turned(word, upright, *size)._replace(ink=one[1:5]) for word, one in zip(words, shown, strict=True)]


def _aside(words: list[Word], height: float) -> list[Word]:
    """Words below the foot of their page, where no line of it is; each keeps its place as shown."""
    return [
        word._replace(bottom=word.bottom - 2 * height, top=word.top - 2 * height, ink=word.ink or word[1:5])
        for word in words
    ]


class _Letters:
    """The letters of a page. A letter costs a call into the library: boxes are asked for only where a word begins and ends."""

    def __init__(self, textpage: Any) -> None:
        import pypdfium2.raw as raw

        self._raw, self._handle = raw, textpage.raw
        self._found = raw.FS_RECTF()
        count = raw.FPDFText_CountChars(self._handle)
        text = textpage.get_text_range() if count > 0 else ""
        if len(text) != count:  # letters of two units, or without meaning: one after the other
            text = "".join(map(self._letter, range(count)))
        self.text = text.translate(_SIGNS)

    def _letter(self, index: int) -> str:
        code = self._raw.FPDFText_GetUnicode(self._handle, index)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

    def turned(self, page: int) -> int:
        """By how many degrees most words are turned against the unturned page; as the page is where nothing tells."""
        starts = [start for start, _ in self.words()]
        sample = starts[:: max(1, len(starts) // _SAMPLE)]
        angles = [self._raw.FPDFText_GetCharAngle(self._handle, start) for start in sample]
        quarters = Counter(-round(angle / _QUARTER) % 4 * 90 for angle in angles if angle >= 0)
        return quarters.most_common(1)[0][0] if quarters else page

    def words(self) -> list[tuple[int, int]]:
        """Where words begin and end."""
        return [match.span() for match in _WORD.finditer(self.text)]

    def by_direction(self, usual: int) -> tuple[dict[int, list[Word]], int]:
        """The words by how many degrees they are turned, and how many run aslant; ``usual`` is how most are turned."""
        found: dict[int, list[Word]] = {}
        across = 0
        for start, end in self.words():
            first, last = self._box(start), self._box(end - 1)
            rises = end == start + 1 or abs(last[1] - first[1]) > _RISE * abs(last[0] - first[0])
            direction = self._direction(start, usual) if usual or rises else 0
            if direction is None:
                across += 1
            else:
                found.setdefault(direction, []).extend(self._parts(start, end, first, last))
        return found, across

    def _direction(self, index: int, usual: int) -> int | None:
        """By how many degrees a letter is turned; ``None`` where it stands aslant."""
        turns = self._raw.FPDFText_GetCharAngle(self._handle, index) / _QUARTER
        if turns < 0:  # the library cannot tell
            return usual
        return -round(turns) % 4 * 90 if abs(turns - round(turns)) <= _ASLANT else None

    def _parts(self, start: int, end: int, first: Box, last: Box) -> list[Word]:
        """The word; its parts, where the file goes elsewhere on the page without a blank."""
        size = max(first[3] - first[1], _SMALLEST)
        if (
            first[0] <= last[0]  # else it goes on at the beginning of the next line
            and not _is_elsewhere((first[0], first[1], last[0], first[3]), last)
            and last[2] - first[0] < (end - start + 1) * size
        ):
            return [_word(self.text[start:end], first, last)]
        found: list[Word] = []
        box = begin_box = first
        begin = start
        for index in range(start + 1, end):
            next_box = self._box(index)
            if _is_elsewhere(box, next_box):
                found.append(_word(self.text[begin:index], begin_box, box))
                begin, begin_box = index, next_box
            box = next_box
        return [*found, _word(self.text[begin:end], begin_box, box)]

    def _box(self, index: int) -> Box:
        found = self._found
        if not self._raw.FPDFText_GetLooseCharBox(self._handle, index, found):
            return (0.0, 0.0, 0.0, 0.0)
        return (found.left, found.bottom, found.right, found.top)


def _word(text: str, first: Box, last: Box) -> Word:
    return Word(text, min(first[0], last[0]), min(first[1], last[1]), max(first[2], last[2]), max(first[3], last[3]))


def _is_elsewhere(before: Box, box: Box) -> bool:
    """True where the next letter stands on another line or far from the one before, without a blank between them."""
    height = max(before[3] - before[1], box[3] - box[1], 1.0)
    overlap = min(before[3], box[3]) - max(before[1], box[1])
    apart = box[0] - before[2]
    return overlap < -0.6 * height or apart > 0.8 * max(height, 6.0) or apart < -4 * max(height, 6.0)


def _turned(word: Word, quarters: int, width: float, height: float) -> Word:
    """The box as the reader of the page sees it; pages are turned by 0, 90, 180 or 270 degrees, clockwise."""
    text, x0, y0, x1, y1 = word.text, word.left, word.bottom, word.right, word.top
    if quarters == 90:
        return Word(text, y0, height - x1, y1, height - x0)
    if quarters == 180:
        return Word(text, width - x1, height - y1, width - x0, height - y0)
    if quarters == 270:
        return Word(text, width - y1, x0, width - y0, x1)
    return word
