"""A restricted chart in a real Chromium, by keyboard: sent in, its glass broken, and what the privacy officer sees of it."""

from __future__ import annotations

from typing import Any

from workbench.running import Running
from workbench.test_browser import EXAMPLES, browser, no_violation, page, running  # noqa: F401 -- fixtures
from workbench.test_browser import the_first_user_is_made_with_a_second_factor as begun

WHY = "The family waits for the bill today."


def a_restricted_chart_comes_in(tab: Any, served: Running) -> None:
    tab.goto(f"{served.address}/upload/")
    tab.set_input_files("#files", [EXAMPLES / "office_visit.txt"])
    tab.focus("#restricted")
    tab.keyboard.press("Space")
    tab.click("#upload button.main")
    tab.wait_for_selector(".state-coded")
    tab.goto(f"{served.address}/worklist/")
    assert tab.locator("a.row").all_inner_texts() == ["Restricted chart"]
    no_violation(tab)


def its_glass_is_broken_with_a_reason(tab: Any) -> None:
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/break-glass/")
    no_violation(tab)
    tab.focus("#kind")
    tab.keyboard.type("a claim")
    tab.keyboard.press("Tab")
    tab.keyboard.type(WHY)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#desk")
    assert "restricted" in tab.locator(".bar .facts").inner_text()
    no_violation(tab)


def the_officer_sees_it(tab: Any, served: Running) -> None:
    tab.goto(f"{served.address}/privacy/")
    assert "break_glass" in tab.locator("tbody tr", has_text="opened").first.inner_text()
    no_violation(tab)
    tab.locator("tbody a").first.press("Enter")
    tab.wait_for_url("**/privacy/?chart=**")
    assert "This chart is restricted." in tab.locator("#standing").inner_text()
    no_violation(tab)
    with tab.expect_download() as download:
        tab.locator(".exports a").first.press("Enter")
    assert download.value.suggested_filename == "accesses.csv"
    tab.locator(".bar a").press("Enter")
    tab.wait_for_url("**/privacy/break-glass/")
    assert WHY in tab.locator("tbody tr").inner_text()
    no_violation(tab)


def test_a_restricted_chart_by_keyboard(page: Any, running: Running) -> None:  # noqa: F811 -- fixtures
    begun(page, running)
    a_restricted_chart_comes_in(page, running)
    its_glass_is_broken_with_a_reason(page)
    the_officer_sees_it(page, running)
