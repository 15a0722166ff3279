"""The workbench in a real Chromium: begun on a fresh machine, a chart coded by keys alone, every screen accessible."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scanned import printed
from workbench import browsing
from workbench.browsing import no_violation
from workbench.practice import PASSWORD
from workbench.running import SOURCE, Running, app_shows

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    one = Running(tmp_path_factory.mktemp("served")).start()
    yield one
    one.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from browsing.started()


@pytest.fixture(scope="module")
def page(browser: Any, running: Running) -> Iterator[Any]:
    """One tab for the whole story. What it asks of other machines, and errors of scripts, fail the story at its end."""
    context = browser.new_context(viewport={"width": 1360, "height": 820})
    tab = context.new_page()
    tab.set_default_timeout(15_000)
    wrong: list[str] = []
    tab.on(
        "request", lambda request: wrong.append(request.url) if not request.url.startswith(running.address) else None
    )
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield tab
    assert wrong == []
    assert tab.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


def key(page: Any, name: str, saved: bool = True) -> None:
    """Press a key; wait until its decision is acknowledged."""
    seen = int(page.get_attribute("#desk", "data-seen"))
    page.keyboard.press(name)
    if saved:
        page.wait_for_function("n => Number(document.getElementById('desk').dataset.seen) > n", arg=seen)


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.closest('li')?.dataset.code ?? document.activeElement.id"))


def the_first_user_is_made_with_a_second_factor(page: Any, running: Running) -> None:
    page.goto(running.address)
    no_violation(page)
    page.keyboard.type(running.setup_code())
    for text in ("ann", PASSWORD, PASSWORD):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    secret = page.locator("#secret").inner_text()
    no_violation(page)
    page.keyboard.type(app_shows(secret, -1))  # the half minute before counts too, and leaves this one for signing in
    page.keyboard.press("Enter")
    page.wait_for_selector(".codes")
    no_violation(page)
    page.click("text=I have kept them")
    page.wait_for_url("**/worklist/")
    page.keyboard.press("l")
    page.wait_for_url("**/sign-in/")
    no_violation(page)
    page.fill("#username", "ann")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#number")
    no_violation(page)
    page.keyboard.type(app_shows(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/worklist/")
    no_violation(page)


def files_are_dropped_in_and_stand_on_the_worklist(page: Any, running: Running) -> None:
    page.goto(f"{running.address}/upload/")
    no_violation(page)
    page.set_input_files("#files", [EXAMPLES / "hospital_stay.txt"])
    page.select_option("#setting", "inpatient")
    page.click("#upload button.main")
    page.wait_for_selector(".state-coded")
    assert page.locator("#told").inner_text() == "Sent: 1"
    no_violation(page)
    page.goto(f"{running.address}/worklist/")
    no_violation(page)
    assert page.locator("a.row").all_inner_texts() == ["hospital_stay"]


def a_whole_chart_is_coded_by_keys_alone(page: Any, running: Running) -> None:
    page.goto(f"{running.address}/worklist/")
    page.keyboard.press("N")
    page.wait_for_url("**/chart/**")
    no_violation(page)
    assert focused(page) == "J44.0"
    key(page, "a")  # accepted; on to the next open one
    assert focused(page) == "J44.1"
    key(page, "a")
    key(page, "e", saved=False)
    assert page.locator("li.on .detail").is_visible()
    assert "Index" in page.locator("li.on .detail").inner_text()
    no_violation(page)
    key(page, "r", saved=False)
    no_violation(page)
    key(page, "3")  # the third reason
    assert page.locator('li[data-code="J15.69"]').get_attribute("class").startswith("rejected")
    key(page, "u")
    assert page.locator('li[data-code="J15.69"]').get_attribute("class").startswith("open")
    key(page, "o", saved=False)
    no_violation(page)
    key(page, "y")
    assert "POA Y" in page.locator('li[data-code="J15.69"]').inner_text()
    key(page, "J")
    codes = [one.get_attribute("data-code") for one in page.locator("#codes li").all()]
    assert codes.index("J15.69") == 3
    key(page, "K")
    page.keyboard.press("n")
    page.keyboard.type("hypoxemia", delay=20)
    page.wait_for_selector("#found li")
    no_violation(page)
    assert page.locator("#found li[aria-selected=true] .code").inner_text() == "R09.02"
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # without a reason nothing is sent, and nothing that was typed is lost
    assert page.locator("#find").is_visible()
    assert page.input_value("#find-words") == "hypoxemia"
    page.keyboard.type("blood gas of the second day")
    key(page, "Enter")
    assert page.locator('li[data-code="R09.02"]').count() == 1
    page.keyboard.press("n")
    page.keyboard.type("qqqqqzzzz", delay=20)
    page.keyboard.press("Tab")
    page.keyboard.type("no such code")
    page.keyboard.press("Enter")
    assert "Choose a code" in page.locator("#found-note").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("F")  # leads to what keeps the chart from being final
    assert "still to decide" in page.locator("#told").inner_text()
    assert focused(page) == page.locator("#codes li.open").first.get_attribute("data-code")
    no_violation(page)
    key(page, "A")
    assert page.locator("#codes li.open").count() == 0
    page.keyboard.press("t")
    assert page.locator("#not").is_visible()
    no_violation(page)
    page.keyboard.press("t")
    page.keyboard.press("?")
    assert page.locator("#help dl").is_visible()
    no_violation(page)
    page.keyboard.press("Escape")
    assert page.locator(".state .stop").count() == 0
    key(page, "F")
    assert "Final" in page.locator(".state").inner_text()
    no_violation(page)


def evidence_is_marked_where_it_stands(page: Any, running: Running) -> None:
    text = (EXAMPLES / "hospital_stay.txt").read_text("utf-8")
    assert page.evaluate("document.querySelector('.text').textContent") == text
    page.locator('li[data-code="J15.69"] .pick').focus()
    marked = page.evaluate("[...document.querySelectorAll('mark.on')].map(m => [Number(m.dataset.s), m.textContent])")
    assert [quote for _, quote in marked] == ["Pneumonia", "gram-negative"]
    assert all(text[start : start + len(quote)] == quote for start, quote in marked)
    box, pane = page.locator("mark.on").first.bounding_box(), page.locator(".left").bounding_box()
    assert pane["y"] <= box["y"] <= pane["y"] + pane["height"]
    assert pane["x"] <= box["x"] <= pane["x"] + pane["width"]


def words_that_are_selected_become_evidence(page: Any, running: Running) -> None:
    key(page, "R", saved=False)
    page.keyboard.type("the record was amended")
    key(page, "Enter")
    page.evaluate(
        "const m = [...document.querySelectorAll('.text *')].find(e => e.textContent.includes('omeprazole')).firstChild;"
        "const at = m.data.indexOf('omeprazole'); getSelection().setBaseAndExtent(m, at, m, at + 10)"
    )
    page.keyboard.press("n")
    page.keyboard.type("Z79.899")
    page.wait_for_selector("#found li")
    page.keyboard.press("Enter")
    key(page, "Enter")
    assert page.locator('li[data-code="Z79.899"] q').inner_text() == "omeprazole"
    key(page, "F")


def the_encoder_finds_and_shows_by_keys(page: Any, running: Running) -> None:
    page.goto(f"{running.address}/encoder/")
    page.keyboard.type("diabetic kidney", delay=20)
    page.wait_for_selector('#answer[data-words="diabetic kidney"]')
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#results [aria-selected=true]").get_attribute("data-code")
    page.wait_for_function("code => document.querySelector('#sheet h2 .code')?.textContent === code", arg=chosen)
    no_violation(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "sheet"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the button that copies, to the header above
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#sheet h2 .code').textContent === 'E11'")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "words"
    page.goto(f"{running.address}/encoder/build/")
    page.keyboard.type("0DT")
    page.wait_for_selector("#built .wrong")  # no tables were added here, and that is said
    no_violation(page)


def the_record_is_searched_and_read(page: Any, running: Running) -> None:
    page.wait_for_selector(".document:not(.unread)")  # its end was in sight
    page.keyboard.press("/")
    page.keyboard.type("gram negative")
    assert page.locator("#seek-told").inner_text() == "Nothing found."
    page.fill("#seek-words", "shortness  of breath")
    assert page.locator("#seek-told").inner_text().startswith("1 of ")
    page.keyboard.press("Enter")
    assert page.locator("#seek-told").inner_text().startswith("2 of ")
    found = "[...CSS.highlights.get('hit-now')].map(String).join().toLowerCase()"
    assert page.evaluate(f"() => {found}") == "shortness of breath"
    no_violation(page)
    page.keyboard.press("Escape")
    assert page.evaluate("() => CSS.highlights.get('hit').size") == 0


def the_record_stands_in_a_window_of_its_own(page: Any, running: Running) -> None:
    with page.expect_popup() as opened:
        page.keyboard.press("O")
    record = opened.value
    record.wait_for_selector("#texts")
    page.wait_for_selector(".panes.apart")
    assert not page.locator(".left").is_visible()
    page.locator('li[data-code="J15.69"] .pick').focus()
    record.wait_for_selector("mark.on")
    assert record.locator("mark.on").all_inner_texts() == ["Pneumonia", "gram-negative"]
    no_violation(record)
    record.locator("mark", has_text="COPD").first.click()
    page.wait_for_selector('li[data-code^="J44"].on')
    record.close()
    page.wait_for_selector(".panes:not(.apart)")
    page.wait_for_selector("#texts")


def pages_can_be_dark_and_large(page: Any, running: Running) -> None:
    chart = page.evaluate("() => document.querySelector('a.row').href")
    for contrast in ("dark", "high", ""):
        page.goto(f"{running.address}/display/")
        page.check(f'input[name=contrast][value="{contrast}"]')
        page.check(f'input[name=size][value="{150 if contrast == "high" else 100}"]')
        page.click("button:text-is('Save')")
        page.wait_for_selector(f'html[data-contrast="{contrast}"]')
        no_violation(page)
        for where in (chart, f"{running.address}/worklist/?state=final", f"{running.address}/encoder/"):
            page.goto(where)
            no_violation(page)
    page.goto(f"{running.address}/worklist/?state=final")


def nothing_is_covered_or_squeezed_at_twice_the_size(page: Any, running: Running) -> None:
    chart = page.evaluate("() => document.querySelector('a.row').href")
    page.goto(f"{running.address}/display/")
    page.check('input[name=size][value="200"]')
    page.click("button:text-is('Save')")
    page.wait_for_selector('html[data-letters="200"]')
    page.goto(f"{running.address}/worklist/?state=final")
    assert page.evaluate(
        "document.querySelector('.scroll').clientHeight >= document.querySelector('.list').clientHeight"
    )
    page.goto(chart)
    first = page.locator("#codes li .pick").first
    title, facts = first.locator(".title").bounding_box(), first.locator(".facts").bounding_box()
    assert facts["y"] >= title["y"] + title["height"] - 1  # below, not over it
    assert title["width"] > 250
    page.goto(f"{running.address}/display/")
    page.check('input[name=size][value="100"]')
    page.click("button:text-is('Save')")
    page.goto(f"{running.address}/worklist/?state=final")


def a_page_is_shown_as_it_was_received(page: Any, running: Running) -> None:
    chart = page.url
    page.goto(f"{running.address}/upload/")
    pages = {
        "name": "visit.pdf",
        "mimeType": "application/pdf",
        "buffer": printed("Assessment: mild intermittent asthma."),
    }
    page.set_input_files("#files", [pages])
    page.click("#upload button.main")
    page.click("a:text-is('visit.pdf')")
    page.wait_for_selector("mark.on")
    page.keyboard.press("i")
    page.wait_for_function("() => document.querySelector('.scans img').naturalWidth > 0")
    box, picture = page.locator(".scans rect.on").first.bounding_box(), page.locator(".scans img").bounding_box()
    assert picture["x"] < box["x"] < picture["x"] + picture["width"] / 2
    assert picture["y"] < box["y"] < picture["y"] + picture["height"] / 4
    no_violation(page)
    page.keyboard.press("/")
    page.keyboard.type("asthma")
    assert page.locator("mark.on").is_visible()  # a hit is shown in the text
    page.goto(chart)


def history_people_and_audit_log_are_shown(page: Any, running: Running) -> None:
    page.keyboard.press("h")
    page.wait_for_url("**/history/")
    assert "finalize" in page.inner_text("table")
    no_violation(page)
    for where in ("people", "rules", "record-systems", "audit"):
        page.goto(f"{running.address}/{where}/")
        no_violation(page)
    page.goto(f"{running.address}/nowhere/")
    no_violation(page)
    page.goto(f"{running.address}/worklist/?state=final")
    assert page.locator("a.row").count() == 1


def pages_are_light(page: Any, running: Running) -> None:
    sizes: list[int] = []

    def weigh(answer: Any) -> None:
        sizes.append(len(answer.body()))

    page.on("response", weigh)
    page.goto(page.evaluate("document.querySelector('a.row').href"))
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", weigh)
    assert sum(sizes) < 300_000


def who_leaves_the_desk_is_signed_out_and_the_page_is_gone(page: Any, running: Running) -> None:
    page.clock.install()
    page.goto(f"{running.address}/worklist/")
    page.clock.fast_forward(14 * 60_000)
    page.keyboard.press("j")
    page.clock.fast_forward(14 * 60_000)
    assert page.url.endswith("/worklist/")
    page.clock.fast_forward(2 * 60_000)
    page.wait_for_url("**/sign-in/")
    assert "hospital_stay" not in page.content()


def the_log_is_whole_after_all_that(page: Any, running: Running) -> None:
    command = [sys.executable, "-m", "nosologist", "verify-log", "--folder", str(running.folder)]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "whole" in done.stdout


DAY = (
    the_first_user_is_made_with_a_second_factor,
    files_are_dropped_in_and_stand_on_the_worklist,
    a_whole_chart_is_coded_by_keys_alone,
    evidence_is_marked_where_it_stands,
    words_that_are_selected_become_evidence,
    the_record_is_searched_and_read,
    the_record_stands_in_a_window_of_its_own,
    a_page_is_shown_as_it_was_received,
    history_people_and_audit_log_are_shown,
    pages_can_be_dark_and_large,
    nothing_is_covered_or_squeezed_at_twice_the_size,
    pages_are_light,
    the_encoder_finds_and_shows_by_keys,
    who_leaves_the_desk_is_signed_out_and_the_page_is_gone,
    the_log_is_whole_after_all_that,
)


def test_a_day_at_the_desk(page: Any, running: Running) -> None:
    """One story, each step where the one before ended: so it is one test, whoever runs them in parallel."""
    for step in DAY:
        step(page, running)
