"""Worklists and reports in a real Chromium, by keyboard: assigned, filtered, kept as a view, taken by N, counted."""

from __future__ import annotations

from typing import Any

from workbench.running import Running
from workbench.test_browser import EXAMPLES, browser, key, no_violation, page, running  # noqa: F401 -- fixtures
from workbench.test_browser import the_first_user_is_made_with_a_second_factor as begun

FILES = ("emergency.txt", "hospital_stay.txt", "office_visit.txt")


def charts_come_in(tab: Any, served: Running) -> None:
    tab.goto(f"{served.address}/upload/")
    tab.set_input_files("#files", [EXAMPLES / name for name in FILES])
    tab.click("#upload button.main")
    tab.wait_for_function(
        "n => document.querySelectorAll('.state-coded').length === n", arg=len(FILES), timeout=120_000
    )


def two_are_chosen_and_assigned(tab: Any, served: Running) -> None:
    tab.goto(f"{served.address}/worklist/")
    assert tab.locator("a.row").count() == len(FILES)
    for letter in ("j", "s", "j", "s"):
        tab.keyboard.press(letter)
    assert tab.locator("#chosen").inner_text() == "2"
    tab.keyboard.press("?")
    no_violation(tab)
    tab.keyboard.press("Escape")
    tab.keyboard.press("b")
    tab.keyboard.type("ann")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_function("() => document.getElementById('told').textContent === '2 charts assigned'")
    assert tab.locator("tbody tr", has_text="ann").count() == 2
    no_violation(tab)


def the_list_is_filtered_and_kept_as_a_view(tab: Any) -> None:
    tab.keyboard.press("f")
    tab.keyboard.type("outp")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**setting=outpatient&**")
    tab.locator("summary").press("Enter")
    tab.locator("#view-name").focus()
    tab.keyboard.type("Visits")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("a.view")
    no_violation(tab)
    tab.goto(tab.url.partition("?")[0])
    tab.keyboard.press("1")
    tab.wait_for_url("**/worklist/?setting=outpatient")


def the_next_one_is_taken_and_made_final(tab: Any) -> None:
    tab.keyboard.press("N")
    tab.wait_for_url("**/chart/**")
    assert tab.locator("h1").inner_text() in [name.removesuffix(".txt") for name in FILES]
    key(tab, "A")
    key(tab, "F")
    assert "Final" in tab.locator(".state").inner_text()


def it_is_counted(tab: Any, served: Running) -> None:
    tab.goto(f"{served.address}/reports/")
    no_violation(tab)
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.id") == "volume"
    assert tab.locator("#productivity tbody tr").count() == 1
    assert tab.locator("#by-chapter svg.picture-of rect").count() > 0
    with tab.expect_download() as download:
        tab.locator("#volume .exports a").first.press("Enter")
    assert download.value.suggested_filename == "volume.csv"
    tab.keyboard.press("1")
    tab.wait_for_url("**/reports/?days=7")


def test_lists_and_reports_by_keyboard(page: Any, running: Running) -> None:  # noqa: F811 -- fixtures
    begun(page, running)
    charts_come_in(page, running)
    two_are_chosen_and_assigned(page, running)
    the_list_is_filtered_and_kept_as_a_view(page)
    the_next_one_is_taken_and_made_final(page)
    it_is_counted(page, running)
