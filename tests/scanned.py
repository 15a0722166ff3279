"""Notes as scans: printed on pages, laid on the glass a little skew, with the noise of an old machine. The same at every run."""

from __future__ import annotations

import io
import random
import textwrap
from typing import TYPE_CHECKING

from chart_files import Placed, pdf

if TYPE_CHECKING:
    from PIL.Image import Image

FONTS = ("Helvetica", "Times-Roman", "Courier")
COLUMNS = {"Helvetica": 96, "Times-Roman": 104, "Courier": 80}  # characters of a line of 10 points
LINES = 58
_SPECKS = 1_500  # pixels for each black or white speck


def printed(text: str, font: str = "Helvetica") -> bytes:
    """The pages of a note as a PDF with a text layer."""
    lines = [
        part
        for line in text.splitlines()
        for part in textwrap.wrap(line, COLUMNS[font], break_long_words=False) or [""]
    ]
    pages: list[list[Placed]] = [
        [(60, 740 - 12 * row, _latin(line)) for row, line in enumerate(lines[at : at + LINES]) if line.strip()]
        for at in range(0, len(lines), LINES)
    ]
    return pdf(pages).replace(b"/Helvetica", f"/{font}".encode())


def page_images(text: str, dpi: int = 300, font: str = "Helvetica") -> list[Image]:
    """The pages of a note as clean Pixels."""
    import pypdfium2

    with pypdfium2.PdfDocument(printed(text, font)) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def scan(page: Image, seed: int, angle: float = 2.0, noise: float = 0.16) -> Image:
    """A page as a scanner sees it: turned, a little out of focus, gray noise (share of the whole range), specks."""
    from PIL import Image as Pixels
    from PIL import ImageFilter

    chance = random.Random(seed)
    page = page.rotate(angle, Pixels.Resampling.BICUBIC, expand=True, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(0.7))
    width, height = page.size
    page = Pixels.blend(page, Pixels.frombytes("L", page.size, chance.randbytes(width * height)), noise)
    for _ in range(width * height // _SPECKS):
        page.putpixel((chance.randrange(width), chance.randrange(height)), chance.choice((0, 255)))
    return page


def scanned(text: str, seed: int = 1, dpi: int = 300, angle: float = 2.0, font: str = "Helvetica") -> bytes:
    """The scan of a note, as the TIFF of all its pages that a scanner writes."""
    pages = [scan(page, seed + number, angle) for number, page in enumerate(page_images(text, dpi, font))]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(dpi, dpi), compression="tiff_lzw")
    return out.getvalue()


def scanned_pdf(*pages: Image, dpi: int = 300) -> bytes:
    """Images as the pages of a PDF without a text layer."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return out.getvalue()


def _latin(line: str) -> str:
    return (
        line.translate({0x2013: "-", 0x2014: "-", 0x2019: "'", 0x201C: '"', 0x201D: '"'})
        .encode("latin-1", "replace")
        .decode("latin-1")
    )
