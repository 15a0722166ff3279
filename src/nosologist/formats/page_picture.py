"""A page of a PDF or of a scan as a picture; drawn by a process of its own, which a hostile file may bring down.

``python -m nosologist.formats.page_picture NUMBER`` reads the file from its input and writes the PNG to its output.
"""

from __future__ import annotations

import io
import subprocess
import sys

from nosologist.errors import UnreadableNoteError
from nosologist.formats.recognise import Kind, kind_of

DPI = 130  # letters of 8 points are then 14 pixels high; a page is some 100 kB
_MOST_SIDE = 2_600  # pixels
_LONGEST = 30  # seconds


def drawn(data: bytes, number: int) -> bytes:
    """The PNG of a page, from 1.

    Raises:
        UnreadableNoteError: it cannot be drawn, or not in time.
    """
    command = [sys.executable, "-m", "nosologist.formats.page_picture", str(number)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_LONGEST, check=False)
    except subprocess.TimeoutExpired:
        raise UnreadableNoteError(f"page {number}: cannot be drawn in {_LONGEST} seconds") from None
    if done.returncode or not done.stdout:
        raise UnreadableNoteError(f"page {number}: cannot be drawn")
    return done.stdout


def sizes(data: bytes) -> tuple[tuple[int, int], ...]:
    """Width and height of each page as it will be drawn, in pixels."""
    if kind_of(data) is Kind.PDF:
        import pypdfium2 as pdfium

        with pdfium.PdfDocument(data) as document:
            return tuple(_fitting(*document.get_page_size(number)) for number in range(len(document)))
    from PIL import Image, ImageOps

    found = []
    with Image.open(io.BytesIO(data)) as image:
        for frame in range(_frames(image)):
            image.seek(frame)
            found.append(_within(*ImageOps.exif_transpose(image).size))
    return tuple(found)


def picture(data: bytes, number: int) -> bytes:
    """The PNG of a page, drawn in this process."""
    written = io.BytesIO()
    if kind_of(data) is Kind.PDF:
        import pypdfium2 as pdfium

        with pdfium.PdfDocument(data) as document:
            document.init_forms()  # else the fields of forms are drawn empty
            page = document[number - 1]
            width, height = page.get_size()
            bitmap = page.render(scale=_fitting(width, height)[0] / width)
            bitmap.to_pil().save(written, "PNG", compress_level=4)
        return written.getvalue()
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        if number > _frames(image):
            raise IndexError
        image.seek(number - 1)
        shown = ImageOps.exif_transpose(image)
        shown = shown.convert("L" if shown.mode in ("1", "L", "I;16") else "RGB").resize(_within(*shown.size))
        shown.save(written, "PNG", compress_level=4)
    return written.getvalue()


def _frames(image: object) -> int:
    return int(getattr(image, "n_frames", 1)) if getattr(image, "format", "") == "TIFF" else 1


def _fitting(width: float, height: float) -> tuple[int, int]:
    """Points as pixels."""
    scale = min(DPI / 72, _MOST_SIDE / max(width, height, 1))
    return max(round(width * scale), 1), max(round(height * scale), 1)


def _within(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, _MOST_SIDE / max(width, height, 1))
    return max(round(width * scale), 1), max(round(height * scale), 1)


if __name__ == "__main__":
    sys.stdout.buffer.write(picture(sys.stdin.buffer.read(), int(sys.argv[1])))
