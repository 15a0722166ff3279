"""A visit in a real Chromium, by keyboard: its line edited, its claim taken out as 837P, denied, appealed; demonstration charts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pyx12_check import objections
from workbench.remittances import Paid, acknowledgment_of_file, remittance
from workbench.running import Running
from workbench.test_browser import (  # noqa: F401 -- fixtures
    EXAMPLES,
    browser,
    focused,
    key,
    no_violation,
    page,
    running,
    the_first_user_is_made_with_a_second_factor,
)
from workbench.test_claim import OURS, VISIT

STATED = {name: value for name, value in VISIT.items() if not name.startswith("lines.")}


def typed_by_tab(tab: Any, values: dict[str, str], last: str) -> None:
    """Go from field to field with Tab, type what is known of each, and stop at the field or button that is named last."""
    for _ in range(150):
        tab.keyboard.press("Tab")
        name = tab.evaluate("document.activeElement.name ?? ''")
        if last in (name, tab.evaluate("document.activeElement.value ?? ''")):
            return
        if name in values:
            chosen = tab.evaluate("document.activeElement.tagName") == "SELECT"
            said = (
                tab.evaluate("v => [...document.activeElement.options].find(o => o.value === v).text", values[name])
                if chosen
                else values[name]
            )
            tab.keyboard.type(said)
    raise AssertionError(f"{last} is not reached with Tab")


def the_practice_is_stated_once(tab: Any, at: Running) -> None:
    tab.goto(f"{at.address}/practice/")
    no_violation(tab)
    typed_by_tab(tab, OURS, "submission.receiver.id")
    tab.keyboard.type(OURS["submission.receiver.id"])
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".told")
    no_violation(tab)


def the_usual_charges_are_put_in(tab: Any, at: Running, folder: Path) -> None:
    table = folder / "charges.csv"
    table.write_text("code,charge\n36415,12.50\n")
    tab.goto(f"{at.address}/practice/charges/")
    no_violation(tab)
    tab.set_input_files("#file", table)
    tab.locator("#file").press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("td:text-is('12.50')")
    no_violation(tab)


def a_visit_is_uploaded_for_the_professional(tab: Any, at: Running) -> None:
    tab.goto(f"{at.address}/upload/")
    tab.fill("#text", (EXAMPLES / "office_visit.txt").read_text("utf-8"))
    tab.select_option("#patient", "established")
    tab.click("#upload button.main")
    tab.wait_for_selector("a[href*='/chart/']")
    tab.goto(f"{at.address}/worklist/")
    tab.keyboard.press("N")
    tab.wait_for_url("**/chart/**")


def its_line_is_edited_and_the_chart_is_final(tab: Any, at: Running) -> None:
    facts = tab.locator('li[data-kind="service-lines"] .facts')
    assert "for E11.22 I12.9 N18.31 M17.11" in facts.inner_text()
    key(tab, "A")
    for _ in range(10):
        if focused(tab) == "99214":
            break
        tab.keyboard.press("j")
    key(tab, "P", saved=False)
    no_violation(tab)
    assert tab.input_value("#line-words") == "ABCD"
    tab.keyboard.type("ba")
    key(tab, "Enter")
    assert "for I12.9 E11.22" in facts.inner_text()
    key(tab, "M", saved=False)
    tab.keyboard.type("25")
    key(tab, "Enter")
    assert tab.locator('li[data-kind="service-lines"] .code').first.inner_text() == "99214-25"
    key(tab, "U", saved=False)
    tab.keyboard.type("2")
    key(tab, "Enter")
    assert "× 2" in facts.inner_text()
    key(tab, "u")  # undone
    assert "× 1" in facts.inner_text()
    key(tab, "D", saved=False)
    tab.keyboard.type("2026-08-03")
    key(tab, "Enter")
    assert "2026-08-03" in facts.inner_text()
    no_violation(tab)
    tab.keyboard.press("g")
    tab.wait_for_selector("#groups[open] h3")
    assert "HCC V28" in tab.inner_text("#groups")
    assert "Coefficient" not in tab.inner_text("#groups")
    no_violation(tab)
    tab.keyboard.press("Escape")
    key(tab, "F")
    assert "Final" in tab.locator(".state").inner_text()


def the_other_claim_is_a_key_away(tab: Any) -> None:
    here = tab.url
    tab.keyboard.press("B")
    tab.wait_for_selector("h1:has-text('(facility)')")
    no_violation(tab)
    assert {"E11.22", "I12.9"} <= {one.get_attribute("data-code") for one in tab.locator("#codes li.accepted").all()}
    tab.keyboard.press("B")
    tab.wait_for_url(here)
    no_violation(tab)


def the_claim_is_stated_and_taken_out(tab: Any, at: Running, folder: Path) -> None:
    tab.keyboard.press("b")
    tab.wait_for_url("**/claim/")
    no_violation(tab)
    assert tab.locator(".lacks").count() == 3  # who bills is stated by the practice
    charge = tab.locator("#abstract input[name$=charge]").get_attribute("name")
    typed_by_tab(tab, {**STATED, charge: "165"}, "submission.receiver.id")
    tab.wait_for_selector(".formats button[value='837p']:not([disabled])")
    assert tab.locator("#state li.stop").count() == 0
    assert tab.locator(".lacks").count() == 0
    no_violation(tab)
    typed_by_tab(tab, {}, "837p")
    with tab.expect_download() as taken:
        tab.keyboard.press("Enter")
    text = Path(taken.value.path()).read_text("ascii")
    assert "SV1*HC:99214:25*165*UN*1***2:1~" in text
    assert objections(text, folder) == []


def the_payer_denies_it_and_an_appeal_is_drafted(tab: Any, at: Running, folder: Path) -> None:
    number = tab.url.split("/chart/")[1][:36].replace("-", "")[:20].upper()
    answer = folder / "remit.835"
    answer.write_bytes(remittance(Paid(number, adjusted="CO*50*165"), day=f"{date.today():%Y%m%d}"))
    tab.goto(f"{at.address}/denials/")
    no_violation(tab)
    tab.set_input_files("#files", answer)
    tab.locator("#files").press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".state-read")
    tab.wait_for_selector("a.row")
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.textContent") == number
    no_violation(tab)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/claim/#answers")
    assert "medically necessary" in tab.inner_text("#answers")
    no_violation(tab)
    with tab.expect_download() as taken:
        tab.locator("#answers button").press("Enter")
    assert "Patient: QUILL, ADA M" in Path(taken.value.path()).read_text("utf-8")
    tab.goto(f"{at.address}/reports/#denials")
    assert tab.locator("#denials-cause svg.picture-of rect").count() == 1
    no_violation(tab)


def a_refused_file_is_told_and_the_denial_is_settled(tab: Any, at: Running, folder: Path) -> None:
    answer = folder / "refused.999"
    answer.write_bytes(acknowledgment_of_file(1, "R", day=f"{date.today():%Y%m%d}"))
    tab.goto(f"{at.address}/denials/")
    tab.set_input_files("#files", answer)
    tab.locator("#files").press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#refused-title")
    assert "NM1 at 12 in 2010BA" in tab.inner_text("#refused")
    tab.locator("#refused summary").press("Enter")
    no_violation(tab)
    tab.locator("#refused a").first.press("Enter")
    tab.wait_for_url("**/claim/#files")
    assert "refused" in tab.inner_text("#files")
    no_violation(tab)
    tab.goto(f"{at.address}/denials/")
    tab.locator("#list td a:text('not yet')").press("Enter")
    tab.wait_for_selector("#settled-title")
    no_violation(tab)
    tab.locator("#reason-1").focus()
    tab.keyboard.type("a corrected")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#words")
    assert "a corrected or new claim was sent" in tab.inner_text("table >> nth=-1")
    no_violation(tab)
    tab.goto(f"{at.address}/denials/?state=settled")
    assert "resolved" in tab.inner_text("#list")
    no_violation(tab)


def demonstration_charts_come_and_go(tab: Any, at: Running) -> None:
    tab.goto(f"{at.address}/practice/")
    tab.locator("button[value='put']").press("Enter")
    tab.wait_for_url("**/worklist/**")
    assert "demonstration charts are being coded" in tab.inner_text("#told")
    for _ in range(300):
        tab.goto(f"{at.address}/worklist/")
        if tab.locator("tbody .demonstration").count() >= 10:
            break
        tab.wait_for_timeout(200)
    no_violation(tab)
    tab.goto(f"{at.address}/practice/")
    no_violation(tab)
    tab.locator("button[value='take away']").press("Enter")
    tab.wait_for_url("**/worklist/**")
    assert "are gone" in tab.inner_text("#told")
    assert tab.locator("tbody .demonstration").count() == 0


def test_a_visit_from_the_note_to_the_claim(page: Any, running: Running, tmp_path: Path) -> None:  # noqa: F811
    """One story, by keyboard."""
    the_first_user_is_made_with_a_second_factor(page, running)
    the_practice_is_stated_once(page, running)
    the_usual_charges_are_put_in(page, running, tmp_path)
    a_visit_is_uploaded_for_the_professional(page, running)
    its_line_is_edited_and_the_chart_is_final(page, running)
    the_other_claim_is_a_key_away(page)
    the_claim_is_stated_and_taken_out(page, running, tmp_path)
    the_payer_denies_it_and_an_appeal_is_drafted(page, running, tmp_path)
    a_refused_file_is_told_and_the_denial_is_settled(page, running, tmp_path)
    demonstration_charts_come_and_go(page, running)
