"""The scanned pages of a document: recognised one after the other, and what is to be said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nosologist.errors import UnreadableNoteError
from nosologist.formats.extra import missing
from nosologist.formats.page_image import BEST_DPI, MOST_SIDE
from nosologist.formats.tesseract import INSTALL, PROGRAM, Recognised, is_installed, recognised

if TYPE_CHECKING:
    from PIL.Image import Image

_HARDLY_LEGIBLE = 0.6  # less sure than that
_MOST_PAGES_TOLD = 10


class Scans:
    """Recognises pages and keeps what a person must know of them; a page that fails is told, the others go on."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.remarks: list[str] = []
        self.obstacle = ""  # why nothing can be recognised on this machine, and what to do
        self._waiting: list[int] = []  # scans that were left out for it
        self._read = self._words = self._repaired = 0
        self._hardly: dict[int, int] = {}  # page -> words that are hardly legible

    def page(self, page: Any, number: int) -> Recognised | None:
        """The words of a page of a PDF, drawn as it is shown; None where that cannot be done."""
        if not self._can():
            self._waiting.append(number)
            return None
        dpi = min(BEST_DPI, MOST_SIDE * 72 / max(page.get_size()))
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        try:
            return self.image(bitmap.to_pil(), dpi, number)
        finally:
            bitmap.close()

    def image(self, image: Image, dpi: float, number: int) -> Recognised | None:
        """The words of a page that is an image; None where that cannot be done."""
        if not self._can():
            self._waiting.append(number)
            return None
        try:
            found = recognised(image, dpi, f"{self._name}: page {number}")
        except UnreadableNoteError as error:
            self.remarks.append(f"{error}: left out")
            return None
        if not found.words:
            self.remarks.append(f"{self._name}: page {number}: no words could be recognised on it: left out")
            return found
        self._read += 1
        self._words += len(found.words)
        self._repaired += found.repaired
        if hardly := sum(1 for word in found.words if word.sure < _HARDLY_LEGIBLE):
            self._hardly[number] = hardly
        return found

    def across(self, number: int, count: int) -> None:
        """Words of a page run aslant."""
        self.remarks.append(f"{self._name}: page {number}: {count} words across the page, as of a watermark: left out")

    def empty(self, number: int) -> None:
        """A page with nothing on it."""
        self.remarks.append(f"{self._name}: page {number}: is empty")

    def why_nothing(self, what: str) -> str:
        """Why a document without any text is refused."""
        if self.obstacle:
            return f"{what}: {_pages(self._waiting)} scanned; {self.obstacle}"
        return f"{what}; no words could be recognised on them; scan them anew"

    def told(self) -> tuple[str, ...]:
        """The remarks on the whole document. They quote nothing."""
        remarks = list(self.remarks)
        if self._waiting:
            remarks.append(f"{self._name}: {_pages(self._waiting)} scanned: left out; {self.obstacle}")
        if self._read:
            pages = "a page is a scan" if self._read == 1 else f"{self._read} pages are scans"
            remarks.append(f"{self._name}: {pages}, recognised by OCR: check codes and numbers on the page")
        if self._hardly:
            where = ", ".join(f"page {page}: {count}" for page, count in list(self._hardly.items())[:_MOST_PAGES_TOLD])
            more = ", …" if len(self._hardly) > _MOST_PAGES_TOLD else ""
            remarks.append(
                f"{self._name}: {sum(self._hardly.values())} of {self._words} recognised words are hardly legible ({where}{more})"
            )
        if self._repaired:
            remarks.append(
                f"{self._name}: in {self._repaired} numbers a letter was read as the digit or numeral that it must be"
            )
        return tuple(remarks)

    def _can(self) -> bool:
        """True where Pillow and Tesseract are there; else ``obstacle`` says what to install."""
        if self.obstacle:
            return False
        if not is_installed():
            self.obstacle = f"the program {PROGRAM} is not installed; {INSTALL}"
            return False
        try:
            import PIL.Image  # noqa: F401
        except ImportError:
            self.obstacle = str(missing("", "", "Pillow", "ocr")).partition("and ")[2]
            return False
        return True


def _pages(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_MOST_PAGES_TOLD]) + (
        ", …" if len(numbers) > _MOST_PAGES_TOLD else ""
    )
    return f"page {shown} is" if len(numbers) == 1 else f"pages {shown} are"
