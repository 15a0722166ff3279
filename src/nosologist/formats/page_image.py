"""A page as an image, made fit to be recognised: gray, upright, straight, without specks. Boxes found on it lead back.

Pillow does all of it; nothing is drawn, cut off or sharpened into letters that are not there.
"""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nosologist.formats.pdf_layout import Box

if TYPE_CHECKING:
    from PIL.Image import Image

BEST_DPI = 300  # letters of 10 points are then about 30 pixels high
_LEAST_DPI = 180  # below it the image is enlarged: small letters are recognised better
_MOST_ENLARGED = 4.0  # times; letters that are smaller still are not legible
MOST_SIDE = 7_000  # pixels
_SKEW_SIDE = 900  # pixels of the copy on which the skew is measured
_MOST_SKEW = 8.0  # degrees
_STEPS = (1.0, 0.25, 0.05)  # degrees, coarse to fine
_LEAST_SKEW = 0.1  # below it nothing is turned
_SPECKLED = 2.2  # mean gray levels by which a median filter changes an image with specks; clean print stays below it
_INK_SHARE = 0.0005  # of the pixels of a page with a few words
_LEAST_CONTRAST = 40  # gray levels
_PAPER_NOISE = 0.2  # share of the contrast


class PageImage(NamedTuple):
    """An image that is fit to be recognised, and what was done to it."""

    image: Image
    dpi: float  # of this image
    turned: float  # degrees, counter-clockwise, by which the page as shown was turned
    shown: tuple[int, int]  # pixels of the page as shown, in the scale of this image

    def on_page(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box of this image (pixels from the upper left) on the page as shown: left, bottom, right, top in points
        from the lower left.
        """
        corners = [self._back(x, y) for x in (left, right) for y in (top, bottom)]
        scale, height = 72 / self.dpi, self.shown[1]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return (
            min(across) * scale, (height - max(down)) * scale, max(across) * scale, (height - min(down)) * scale,
        )  # fmt: skip

    def _back(self, x: float, y: float) -> tuple[float, float]:
        angle = math.radians(self.turned)
        x, y = x - self.image.width / 2, y - self.image.height / 2
        return (
            math.cos(angle) * x - math.sin(angle) * y + self.shown[0] / 2,
            math.sin(angle) * x + math.cos(angle) * y + self.shown[1] / 2,
        )

    @property
    def points(self) -> tuple[float, float]:
        """Width and height of the page as shown, in points."""
        return self.shown[0] * 72 / self.dpi, self.shown[1] * 72 / self.dpi


def prepared(image: Image, dpi: float, quarters: int = 0) -> PageImage:
    """The image, turned counter-clockwise by quarters of a circle and then straight."""
    from PIL import ImageFilter

    gray = _gray(image)
    if dpi < _LEAST_DPI:
        factor = min(BEST_DPI / dpi, _MOST_ENLARGED, MOST_SIDE / max(gray.size))
        if factor > 1:
            gray, dpi = gray.resize(_scaled(gray.size, factor)), dpi * factor
    if _is_speckled(gray):
        gray = gray.filter(ImageFilter.MedianFilter(3))
    gray = _with_white_paper(gray)
    shown = gray.size
    angle = 90.0 * quarters
    if quarters:
        gray = gray.rotate(angle, expand=True)
    skew = skew_of(gray)
    if abs(skew) >= _LEAST_SKEW:
        from PIL.Image import Resampling

        gray = gray.rotate(skew, Resampling.BICUBIC, expand=True, fillcolor=255)
        angle += skew
    return PageImage(gray, dpi, angle, shown)


def _with_white_paper(gray: Image) -> Image:
    """Paper white and ink black, where they differ enough to be told apart; the noise of the paper goes with it."""
    darkest, paper = _level(gray, _INK_SHARE), _level(gray, 0.5)
    if paper - darkest < _LEAST_CONTRAST:
        return gray
    white = paper - _PAPER_NOISE * (paper - darkest)
    return gray.point([round(255 * min(max((level - darkest) / (white - darkest), 0), 1)) for level in range(256)])


def _level(gray: Image, share: float) -> int:
    """The gray level below which a share of the pixels lies."""
    left = share * gray.width * gray.height
    for level, count in enumerate(gray.histogram()):
        left -= count
        if left < 0:
            return level
    return 255


def skew_of(gray: Image) -> float:
    """Degrees counter-clockwise that make lines of print lie level: rows of ink and rows of paper differ most then."""
    factor = _SKEW_SIDE / max(gray.size)
    small = gray.resize(_scaled(gray.size, factor)) if factor < 1 else gray
    ink = small.point(partial(_ink, _middle(small)))
    best, reach = 0.0, _MOST_SKEW
    for step in _STEPS:
        count = round(reach / step)
        tried = [best + step * number for number in range(-count, count + 1)]
        best = max(tried, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))
        reach = step
    return best


def _ink(middle: float, level: float) -> float:
    return 255 if level < middle else 0


def _middle(gray: Image) -> float:
    """A gray level between ink and paper."""
    from PIL import ImageStat

    (dark, light), (mean,) = gray.getextrema(), ImageStat.Stat(gray).mean
    return min((float(dark) + float(light)) / 2, 0.75 * float(mean))  # type: ignore[arg-type]


def _sharpness(ink: Image, angle: float) -> int:
    """How much each row of pixels differs from the next, squared."""
    from PIL.Image import Resampling

    rows = ink.rotate(angle, Resampling.BILINEAR).resize((1, ink.height), Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows))


def _is_speckled(gray: Image) -> bool:
    from PIL import ImageChops, ImageFilter, ImageStat

    width, height = gray.size
    middle = gray.crop((width // 4, height // 8, 3 * width // 4, height // 4))
    changed = ImageChops.difference(middle, middle.filter(ImageFilter.MedianFilter(3)))
    return bool(ImageStat.Stat(changed).mean[0] > _SPECKLED)


def _gray(image: Image) -> Image:
    """Gray, transparent parts white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        from PIL import Image as Pixels

        image = image.convert("RGBA")
        image = Pixels.alpha_composite(Pixels.new("RGBA", image.size, "white"), image)
    if image.mode.startswith(("I", "F")):  # 16 bits a pixel
        image = image.convert("F").point(lambda level: level / 256)
    return image.convert("L")


def _scaled(size: tuple[int, int], factor: float) -> tuple[int, int]:
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))
