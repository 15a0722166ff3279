"""Images of pages are made straight, and what is found on them leads back to the page as shown."""

from __future__ import annotations

import pytest

pytest.importorskip("PIL", reason="needs pillow, of the extra ocr")

from PIL import Image, ImageDraw, ImageFilter

from nosologist.formats.page_image import prepared, skew_of
from scanned import page_images, scan

NOTE = "\n".join(f"{number}. Gout of the left foot with tophus, stable on allopurinol" for number in range(30))


@pytest.mark.parametrize("angle", [-6.0, -2.0, -0.5, 0.0, 1.3, 4.0])
def test_the_skew_of_a_noisy_page_is_found(angle: float) -> None:
    assert skew_of(scan(page_images(NOTE, 150)[0], 1, angle)) == pytest.approx(-angle, abs=0.15)


def test_a_page_without_ink_is_left_as_it_is() -> None:
    assert skew_of(Image.new("L", (400, 500), 255)) == 0.0


@pytest.mark.parametrize(("quarters", "angle"), [(0, -2.0), (1, 0.0), (2, 3.0), (3, -2.0)])
def test_boxes_lead_back_to_the_page(quarters: int, angle: float) -> None:
    page = page_images(NOTE, 200)[0].rotate(angle - 90 * quarters, expand=True, fillcolor=255)
    ImageDraw.Draw(page).rectangle((300, 420, 340, 440), fill=0)
    ready = prepared(page, 200, quarters)
    block = ready.image.filter(ImageFilter.MaxFilter(15)).point(
        lambda level: 255 if level < 128 else 0
    )  # letters vanish
    box = block.getbbox()
    assert box
    left, bottom, right, top = ready.on_page(*box)
    middle = ((left + right) / 2 * 200 / 72, page.height - (top + bottom) / 2 * 200 / 72)
    assert middle == pytest.approx((320, 430), abs=4)
    assert ready.points == pytest.approx((page.width * 72 / 200, page.height * 72 / 200))


def test_a_small_image_is_enlarged_and_its_size_on_paper_kept() -> None:
    page = page_images(NOTE, 100)[0]
    ready = prepared(page, 100)
    assert ready.dpi == pytest.approx(300)
    assert ready.points == pytest.approx((page.width * 0.72, page.height * 0.72), rel=0.01)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_images_of_every_mode(mode: str) -> None:
    gray = page_images(NOTE, 100)[0]
    image = gray.convert("I").point(lambda level: level * 257).convert("I;16") if mode == "I;16" else gray.convert(mode)
    assert prepared(image, 100).image.getextrema() == (0, 255)
