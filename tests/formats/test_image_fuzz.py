"""Broken images: one clear error, never anything else. Recognition itself is left out: it has a process of its own."""

from __future__ import annotations

import io
import random

import pytest

pytest.importorskip("PIL", reason="needs pillow, of the extra ocr")

from PIL import Image, ImageDraw

from nosologist.errors import UnreadableNoteError
from nosologist.formats import scans
from nosologist.formats.charts import charts_in
from nosologist.formats.page_image import prepared
from nosologist.formats.tesseract import Recognised

ROUNDS = 30


def seed(form: str) -> bytes:
    image = Image.new("L", (90, 60), 255)
    ImageDraw.Draw(image).text((5, 20), "Gout.", fill=0)
    out = io.BytesIO()
    more = {"save_all": True, "append_images": [image.rotate(90)]} if form == "TIFF" else {}
    image.save(out, form, **more)
    return out.getvalue()


def prepare_alone(image: Image.Image, dpi: float, where: str) -> Recognised:
    prepared(image, dpi)
    return Recognised([], 1.0, 1.0, 0)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "GIF"])
def test_mutated_images(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: True)
    monkeypatch.setattr(scans, "recognised", prepare_alone)
    chance, whole = random.Random(form), seed(form)
    for _ in range(ROUNDS):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(4, len(content))
            content[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
        with pytest.raises(UnreadableNoteError, match=r"^chart"):
            list(charts_in(bytes(content), "chart", "chart"))
