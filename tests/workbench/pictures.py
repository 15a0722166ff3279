"""The pictures of docs/workbench.md, taken anew from the pages as they are today, of demonstration charts alone:
``python tests/workbench/pictures.py [FOLDER]``. Look at each before it is kept."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from PIL import Image  # noqa: E402

from scanned import scanned  # noqa: E402
from workbench import browsing  # noqa: E402
from workbench.running import Running, app_shows  # noqa: E402

SIZE = {"width": 1280, "height": 800}
PASSWORD = "correct horse battery"
PRACTICE = {
    "providers.billing.organization": "Elm Street Clinic", "providers.billing.npi": "1234567893",
    "providers.billing.tax_id": "123456789", "providers.billing.taxonomy": "207Q00000X",
    "providers.billing.address.line1": "1 Main St", "providers.billing.address.city": "Albany",
    "providers.billing.address.state": "NY", "providers.billing.address.postal_code": "12207-0001",
    "submission.submitter.organization": "Elm Street Clinic", "submission.submitter.id": "123456789",
    "submission.submitter.contact.name": "Bo Flint", "submission.submitter.contact.phone": "518-555-0100",
    "submission.receiver.organization": "Made-up Clearinghouse", "submission.receiver.id": "99999", "visit.place": "11",
}  # fmt: skip
CLAIM = {
    "patient.last_name": "Quandt", "patient.first_name": "Marisol", "patient.birth_date": "1960-05-02",
    "patient.address.line1": "12 Elm St", "patient.address.city": "Albany", "patient.address.state": "NY",
    "patient.address.postal_code": "12207", "coverage.payer.name": "DEMO PAYER, INVENTED", "coverage.payer.id": "00000",
    "coverage.member_id": "DEMO01", "providers.rendering.last_name": "Stone", "providers.rendering.first_name": "Ann",
    "providers.rendering.npi": "1003000126", "providers.rendering.taxonomy": "207Q00000X",
}  # fmt: skip
SCAN = """PROGRESS NOTE

HPI: 3 weeks of wheezing after a cold. No fever, no chest pain.

EXAM: Scattered wheezes, no crackles. Saturation 96 percent on room air.

ASSESSMENT AND PLAN
1. Mild persistent asthma with acute exacerbation. Prednisone for 5 days.
2. Seasonal allergic rhinitis due to pollen. Fluticasone nasal spray.
"""


class Camera:
    """A tab, the server's address, and the folder for pictures."""

    def __init__(self, tab: Any, at: Running, folder: Path) -> None:
        """Look through ``tab``."""
        self.tab, self.at, self.folder = tab, at, folder

    def go(self, where: str) -> None:
        """Open a page of the workbench."""
        self.tab.goto(f"{self.at.address}/{where}")

    def open(self, chart: str) -> None:
        """Open a chart by its name, from the list of all open ones or of the final ones."""
        for state in ("open", "final"):
            self.go(f"worklist/?state={state}")
            if (row := self.tab.locator("a.row", has_text=chart)).count():
                row.first.click()
                self.tab.wait_for_url("**/chart/**")
                return
        raise LookupError(chart)

    def key(self, *names: str) -> None:
        """Press keys, each of which decides something, and wait until it is saved."""
        for name in names:
            seen = int(self.tab.get_attribute("#desk", "data-seen"))
            self.tab.keyboard.press(name)
            self.tab.wait_for_function("n => Number(document.getElementById('desk').dataset.seen) > n", arg=seen)

    def state(self, fields: dict[str, str]) -> None:
        """Fill fields of a form; each is left again, and so saved where the page does that."""
        for name, value in fields.items():
            self.tab.fill(f'[name="{name}"]', value)
            self.tab.keyboard.press("Tab")

    def take(self, name: str) -> None:
        """Keep a picture of what is shown, in as few colors as the desk has."""
        self.tab.mouse.move(0, 0)
        self.tab.wait_for_timeout(500)
        shot = Image.open(io.BytesIO(self.tab.screenshot())).convert("RGB")
        shot.quantize(160, dither=Image.Dither.NONE).save(self.folder / f"workbench-{name}.png", optimize=True)


def begin(camera: Camera) -> None:
    """The first account, with demonstration charts; wait until they are coded."""
    tab = camera.tab
    camera.go("")
    tab.fill("#code", camera.at.setup_code())
    for field in ("username", "password", "again"):
        tab.fill(f"#{field}", "ann" if field == "username" else PASSWORD)
    tab.fill("#organization", "Elm Street Clinic")
    tab.check("[name=demonstration]")
    tab.click("button.main")
    tab.fill("#number", app_shows(tab.locator("#secret").inner_text()))
    tab.click("button.main")
    tab.click("text=I have kept them")
    for _ in range(600):
        camera.go("worklist/")
        if tab.locator("a.row").count() >= 12:
            break
        tab.wait_for_timeout(500)
    camera.go("practice/")
    camera.state(PRACTICE)
    tab.click("text=Save")
    tab.wait_for_selector(".told")


def worklist(camera: Camera) -> None:
    """Charts with priority, due date, coder and a saved view."""
    tab = camera.tab
    camera.go("worklist/?setting=inpatient")
    tab.click("summary")
    tab.fill("#view-name", "Stays")
    tab.click("button:text-is('Save')")
    camera.go("worklist/")
    tab.check("tbody tr:has-text('sepsis') input")
    tab.select_option("#a-priority", "1")
    tab.click("button[value=priority]")
    for name in ("flank pain", "gallbladder"):
        tab.check(f"tbody tr:has-text('{name}') input")
    tab.select_option("#a-to", "ann")
    tab.click("button[value=assign]")
    camera.go("worklist/")
    tab.keyboard.press("j")
    camera.take("worklist")


def chart(camera: Camera) -> None:
    """A visit half decided, with the path of a code."""
    camera.open("office visit")
    camera.key("m", "a", "a", "a")
    camera.tab.keyboard.press("e")
    camera.take("chart")


def claim(camera: Camera) -> None:
    """The claim of that visit, stated and ready."""
    tab = camera.tab
    camera.open("office visit")
    camera.key("A", "F")
    tab.keyboard.press("b")
    tab.wait_for_url("**/claim/")
    camera.state(CLAIM)
    tab.select_option("[name='coverage.claim_filing']", "CI")
    for field in tab.locator("#abstract .billed input[name$=charge]").all():
        field.fill("190")
        tab.keyboard.press("Tab")
    tab.wait_for_selector(".formats button:not([disabled])")
    tab.locator("#state h2").first.click()
    tab.evaluate("scrollTo(0, 0)")
    camera.take("claim")


def both(camera: Camera) -> None:
    """The professional claim of a day surgery, beside the facility's, whose diagnoses are decided."""
    tab = camera.tab
    camera.open("gallbladder")
    camera.key("A")
    tab.keyboard.press("B")
    tab.wait_for_selector("h1:has-text('(professional)')")
    camera.take("both")


def pages(camera: Camera) -> None:
    """A scan as it was received, with boxes on what a code rests on."""
    tab = camera.tab
    camera.go("upload/")
    note = {"name": "DEMO scanned note.tif", "mimeType": "image/tiff", "buffer": scanned(SCAN)}
    tab.set_input_files("#files", [note])
    tab.click("#upload button.main")
    tab.locator("#inbox a", has_text="scanned").first.click(timeout=120_000)
    tab.wait_for_selector("#desk")
    tab.set_viewport_size({"width": SIZE["width"], "height": 620})
    camera.key("m")
    tab.keyboard.press("i")
    tab.wait_for_function("() => document.querySelector('.scans img')?.naturalWidth > 0")
    camera.take("pages")
    tab.set_viewport_size(SIZE)


def query(camera: Camera) -> None:
    """A query drafted from a gap, with the linter beside it."""
    tab = camera.tab
    camera.open("cesarean")
    camera.key("m")
    tab.keyboard.press("q")
    tab.wait_for_selector(".gap .head")
    tab.keyboard.press("d")
    tab.wait_for_selector(".editor:visible")
    tab.fill(".editor:visible [name=provider]", "Dr. A. Reyes")
    camera.take("query")


def encoder(camera: Camera) -> None:
    """Codes found as one types, and the chosen one."""
    tab = camera.tab
    camera.go("encoder/")
    tab.fill("#date", "2026-08-03")
    tab.focus("#words")
    tab.keyboard.type("chf diastolic acute", delay=20)
    tab.wait_for_selector('#answer[data-words="chf diastolic acute"]')
    tab.keyboard.press("ArrowDown")
    tab.wait_for_selector("#sheet h2")
    camera.take("encoder")


def lists(camera: Camera) -> None:
    """Denied claims, reports, and who saw which chart."""
    camera.go("denials/")
    camera.tab.wait_for_selector("a.row")
    camera.take("denials")
    camera.go("reports/")
    camera.take("reports")
    camera.go("privacy/")
    camera.take("privacy")


STORY: tuple[Callable[[Camera], None], ...] = (begin, worklist, chart, claim, both, pages, query, encoder, lists)


def main(folder: Path) -> None:
    """Tell the story once, on a workbench of its own."""
    with tempfile.TemporaryDirectory() as place:
        at = Running(Path(place)).start()
        try:
            for browser in browsing.started():
                tab = browser.new_context(viewport=SIZE).new_page()
                tab.set_default_timeout(60_000)
                for step in STORY:
                    step(Camera(tab, at, folder))
        finally:
            at.kill()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs")
