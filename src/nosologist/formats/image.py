"""Images of pages (PNG, JPEG, TIFF of one or many pages, GIF): recognised by Tesseract."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nosologist.errors import UnreadableNoteError
from nosologist.formats.extra import missing
from nosologist.formats.page_text import Page, PageText, text_of
from nosologist.formats.pdf_layout import rows_of
from nosologist.formats.scans import Scans

if TYPE_CHECKING:
    from PIL.Image import Image

_KINDS = ("PNG", "JPEG", "TIFF", "GIF")
_MOST_PIXELS = 120_000_000  # of one page: a letter at 1,100 dpi
_MOST_PAGES = 500
_LETTER = 8.5  # inches: the width of a page whose image does not tell its resolution
_PLAUSIBLE = (96, 1_300)  # dpi that a scanner would write; screens write 72


def image_text(data: bytes, name: str) -> PageText:
    """The text of an image, with remarks.

    Raises:
        UnreadableNoteError: damaged, too large, without words, or what reads it is not installed.
    """
    try:
        from PIL import Image as Pixels
    except ImportError as error:
        raise missing(name, "an image", "Pillow", "ocr") from error
    scans = Scans(name)
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # what they are about is refused by its size, or harmless
            Pixels.open(io.BytesIO(data), formats=_KINDS) as image,
        ):
            pages = [_page(page, number, scans) for number, page in enumerate(_frames(image, name), 1)]
    except UnreadableNoteError:
        raise
    except Exception as error:  # the library lets through whatever its readers of broken files raise
        raise UnreadableNoteError(
            f"{name}: an image that is cut short or damaged ({_said(error)}); fetch it again"
        ) from error
    if not any(page.rows for page in pages):
        raise UnreadableNoteError(scans.why_nothing(f"{name}: an image ({len(pages)} pages)"))
    text, places = text_of(pages)
    return PageText(text, scans.told(), places)


def _frames(image: Image, name: str) -> Iterator[Image]:
    """The pages of an image as they are shown."""
    from PIL import ImageOps

    count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if count > _MOST_PAGES:
        raise UnreadableNoteError(f"{name}: an image of {count} pages; at most {_MOST_PAGES} are read")
    for frame in range(count):
        image.seek(frame)
        if image.width * image.height > _MOST_PIXELS:
            raise UnreadableNoteError(
                f"{name}: page {frame + 1}: {image.width} x {image.height} pixels are more than one page; scan it at 300 dpi"
            )
        yield ImageOps.exif_transpose(image)


def _page(image: Image, number: int, scans: Scans) -> Page:
    found = scans.image(image, _dpi(image), number)
    return Page(rows_of(found.words), found.width, found.height) if found else Page([], 1.0, 1.0)


def _dpi(image: Image) -> float:
    """Its resolution, as it tells it; else as if it were a whole page."""
    told = image.info.get("dpi", (0, 0))
    across = float(told[0]) if isinstance(told, tuple) and told else 0.0
    least, most = _PLAUSIBLE
    return across if least <= across <= most else min(image.size) / _LETTER


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
