"""Words recognised on the image of a page by the program Tesseract, each with its box and how sure it is.

The program runs as a process of its own, one page at a time: what goes wrong in it ends there, and a page that takes too long is
stopped. It reads the image from its input and answers on its output: nothing is written to disk.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from nosologist.errors import UnreadableNoteError
from nosologist.formats.digits import repaired
from nosologist.formats.numerals import repaired_numerals
from nosologist.formats.page_image import PageImage, prepared
from nosologist.formats.pdf_layout import Word

if TYPE_CHECKING:
    from PIL.Image import Image

PROGRAM = "tesseract"
INSTALL = (
    "install it (Debian and Ubuntu: apt-get install tesseract-ocr; macOS: brew install tesseract; Windows: "
    "winget install UB-Mannheim.TesseractOCR)"
)
# How the page is taken apart. As one column: the numbers of a list stay with their lines; columns are told by the boxes.
_ONE_COLUMN, _ORIENTATION = "4", "0"
_SECONDS = 180  # for one page
_PAGE, _TEXT_LINE, _WORD = "1", "4", "5"  # levels of the answer
_COLUMNS = 12
_POOR = 0.65  # mean sureness below which the page may lie on its side or head
_HARDLY = 0.4  # marks without a letter or digit that are less sure are specks
_Box: TypeAlias = tuple[float, float, float, float]
_Found: TypeAlias = tuple[str, _Box, tuple[float, float], float]  # word, its box, top and bottom of its line, how sure
_ROTATE = re.compile(r"^Rotate: (\d+)", re.MULTILINE)


class Recognised(NamedTuple):
    """The words of a page with boxes in points from the lower left of the page as shown, and its size in points."""

    words: list[Word]
    width: float
    height: float
    repaired: int  # words in which a letter was read as the digit or numeral that it must be

    @property
    def sure(self) -> float:
        """The mean over all letters."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.sure * len(word.text) for word in self.words) / letters if letters else 0.0


def is_installed() -> bool:
    """True where the program is found."""
    return shutil.which(PROGRAM) is not None


def recognised(image: Image, dpi: float, where: str) -> Recognised:
    """The words on the image of a page, whichever way up it lies.

    Raises:
        UnreadableNoteError: the program is missing, fails or takes too long.
    """
    page = prepared(image, dpi)
    found = _read(page, where)
    if found.sure >= _POOR:
        return found
    quarters = _quarters(page, where)
    for turn in [quarters] if quarters else [1, 2, 3]:
        other = _read(prepared(image, dpi, turn), where)
        if other.sure * len(other.words) > found.sure * len(found.words) and other.sure > found.sure:
            found = other
        if found.sure >= _POOR:
            break
    return found


def _quarters(page: PageImage, where: str) -> int | None:
    """By how many quarters of a circle, counter-clockwise, the page must be turned; None where the program cannot tell."""
    try:
        told = _run(page, where, "--psm", _ORIENTATION)
    except UnreadableNoteError:  # too few letters, or its data for orientation is missing
        return None
    turn = _ROTATE.search(told)
    return (-int(turn[1]) // 90) % 4 or None if turn else None


def _read(page: PageImage, where: str) -> Recognised:
    words: list[Word] = []
    mended = 0
    for line in _lines(_run(page, where, "-l", "eng", "--psm", _ONE_COLUMN, "tsv")):
        texts = [text for text, _, _, _ in line]
        for tidy, (text, box, ends, sure) in zip(map(repaired, repaired_numerals(texts)), line, strict=True):
            mended += tidy != text
            words.extend(_words(page, tidy, box, ends, sure))
    return Recognised(words, *page.points, mended)


def _lines(table: str) -> Iterator[list[_Found]]:
    """The words of each line of the program's table; what is hardly seen and no word is left out."""
    line: list[_Found] = []
    ends = (0.0, 0.0)
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != _COLUMNS:
            continue
        left, top, width, height = (float(cell) for cell in cells[6:10])
        if cells[0] == _TEXT_LINE:
            yield line
            line, ends = [], (top, top + height)
        elif cells[0] == _WORD and (text := cells[11].strip()):
            sure = max(float(cells[10]), 0.0) / 100
            if sure >= _HARDLY or any(map(str.isalnum, text)):
                line.append((text, (left, top, left + width, top + height), ends, sure))
    yield line


def _words(page: PageImage, text: str, box: _Box, line: tuple[float, float], sure: float) -> list[Word]:
    """The word: laid out by the height of its line on the straight image, with the box of its ink on the page as shown."""
    scale, height = 72 / page.dpi, page.image.height
    left, _, right, _ = box
    ink = page.on_page(*box)
    top, bottom = line
    return [
        Word(part, left * scale, (height - bottom) * scale, right * scale, (height - top) * scale, sure, ink)
        for part in text.split()
    ]


def _run(page: PageImage, where: str, *arguments: str) -> str:
    program = shutil.which(PROGRAM)
    if program is None:
        raise UnreadableNoteError(f"{where}: is a scan, and the program {PROGRAM} is not installed; {INSTALL}")
    content = io.BytesIO()
    page.image.save(content, "PPM")  # written and read faster than PNG
    command = [program, "stdin", "stdout", "--dpi", str(round(page.dpi)), *arguments]
    try:
        done = subprocess.run(
            command, input=content.getvalue(), capture_output=True, timeout=_SECONDS, check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise UnreadableNoteError(f"{where}: recognising it took more than {_SECONDS} s; scan it anew") from error
    except OSError as error:
        raise UnreadableNoteError(f"{where}: {PROGRAM} cannot be run ({error.strerror}); {INSTALL}") from error
    if done.returncode:
        raise UnreadableNoteError(f"{where}: {PROGRAM} failed: {_last_line(done.stderr)}")
    return done.stdout.decode("utf-8", "replace")


def _last_line(said: bytes) -> str:
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it did not say why"
