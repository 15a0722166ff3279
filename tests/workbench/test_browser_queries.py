"""A provider query in a real Chromium, by keyboard: found, drafted, held by the linter, sent, printed, answered, coded from."""

from __future__ import annotations

from typing import Any

from workbench.running import Running
from workbench.test_browser import browser, no_violation, page, running  # noqa: F401 -- fixtures
from workbench.test_browser import the_first_user_is_made_with_a_second_factor as begun
from workbench.test_query_recording import STAY

NOTE = STAY.replace("Assessment:", "Ca 13.2; given zoledronic acid on 3/14.\nAssessment:")


def saved(tab: Any) -> None:
    tab.wait_for_function("() => document.getElementById('told').textContent === 'Saved'")


def a_stay_is_uploaded(tab: Any, served: Running) -> None:
    tab.goto(f"{served.address}/upload/")
    tab.fill("#text", NOTE)
    tab.fill("#name", "stay")
    tab.select_option("#setting", "inpatient")
    tab.fill("#date", "2026-03-18")
    tab.click("#upload button.main")
    tab.wait_for_selector(".state-coded")


def the_gap_is_drafted_by_keys(tab: Any) -> None:
    tab.keyboard.press("q")
    tab.wait_for_selector("#queries .gap")
    no_violation(tab)
    tab.keyboard.press("j")
    tab.keyboard.press("k")
    assert tab.evaluate("document.activeElement.innerText").startswith("Clarification of the sodium values")
    tab.keyboard.press("e")
    tab.keyboard.press("v")  # the first indicator, in the record
    assert tab.evaluate("[...CSS.highlights.get('indicator')].map(String)") == ["Na 121 on 3/12"]
    no_violation(tab)
    tab.keyboard.press("d")
    tab.wait_for_selector(".draft .editor")
    tab.wait_for_function("() => document.activeElement.name === 'title'")
    saved(tab)
    tab.wait_for_selector(".draft .findings li.none")
    no_violation(tab)


def the_linter_holds_what_leads(tab: Any) -> None:
    tab.keyboard.press("End")
    tab.keyboard.type(" and hyponatremia")
    tab.wait_for_selector(".draft .findings .stop")
    assert "QRY102" in tab.locator(".draft .findings").inner_text()
    no_violation(tab)
    tab.keyboard.press("Control+Enter")
    tab.wait_for_function("() => document.getElementById('told').classList.contains('bad')")
    tab.keyboard.press("Control+a")
    tab.keyboard.type("Sodium values")
    tab.wait_for_selector(".draft .findings li.none")


def words_of_the_record_become_an_indicator(tab: Any) -> None:
    tab.evaluate(
        "const m = [...document.querySelectorAll('.text *')].find(e => e.textContent.includes('fluid restriction')).firstChild;"
        "const at = m.data.indexOf('130 by 3/15'); getSelection().setBaseAndExtent(m, at, m, at + 11)"
    )
    quote = tab.locator(".draft [data-ask=quote]")
    quote.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".draft .indicators li:last-child .facts:text-is('2026-03-15, Hospital Course, stay')")


def it_is_sent_and_its_words_stay(tab: Any) -> None:
    tab.locator(".draft [name=provider]").focus()
    tab.keyboard.type("Dr. A. Reyes")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".query.sent")
    saved(tab)
    assert tab.locator("#queries-waiting").inner_text() == "1"
    assert "Dr. A. Reyes · 0 d · due" in tab.locator(".query.sent .head").inner_text()
    no_violation(tab)
    with tab.context.expect_page() as opened:
        tab.locator(".query.sent a").press("Enter")
    sheet = opened.value
    sheet.wait_for_selector("#text")
    no_violation(sheet)
    assert '- "130 by 3/15" (2026-03-15, Hospital Course, stay)' in sheet.locator("#text").inner_text()
    sheet.close()


def the_answer_is_a_document_and_a_code_rests_on_it(tab: Any) -> None:
    tab.locator(".query.sent [name=option]").first.focus()
    tab.keyboard.press("Space")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".query.answered")
    saved(tab)
    no_violation(tab)
    assert "QUERY RESPONSE" in tab.locator(".document").last.inner_text()
    tab.keyboard.press("q")
    tab.keyboard.press("m")
    tab.wait_for_function("() => document.getElementById('desk').dataset.may.includes('decide')")
    tab.keyboard.press("q")
    add = tab.locator("[data-ask=add]")
    add.wait_for()
    add.press("Enter")
    tab.wait_for_function("() => !document.querySelector('[data-ask=add]')")
    tab.keyboard.press("q")
    assert tab.locator('#codes li[data-code="E87.1"] q').inner_text() == "Hyponatremia"
    no_violation(tab)


def another_gap_is_put_away_with_the_reason(tab: Any) -> None:
    tab.keyboard.press("q")
    tab.wait_for_selector("#queries .gap")
    tab.locator(".gap .head").focus()
    tab.keyboard.press("r")
    no_violation(tab)
    tab.keyboard.type("the provider documents it tomorrow")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".query.withdrawn")
    saved(tab)
    assert tab.locator("#queries .gap").count() == 0


def a_wrong_answer_is_corrected(tab: Any) -> None:
    tab.wait_for_selector(".query.answered .body:not([hidden])")
    tab.locator(".wrongly summary").press("Enter")
    tab.wait_for_selector(".wrongly [name=reason]")
    no_violation(tab)
    tab.locator(".wrongly [name=option]").last.focus()
    tab.keyboard.press("Space")
    tab.locator(".wrongly [name=reason]").focus()
    tab.keyboard.type("the answer to another query")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".trail:has-text('corrected the answer')")
    saved(tab)
    no_violation(tab)
    assert "Recorded wrongly: the answer to another query" in tab.locator(".document:has(.wrong-answer)").inner_text()
    tab.keyboard.press("q")
    tab.wait_for_function("() => !document.getElementById('desk').hidden")
    tab.reload()
    tab.wait_for_selector(".findings .stop:has-text('E87.1 rests on an answer alone')")
    no_violation(tab)


def the_list_shows_it(tab: Any, served: Running) -> None:
    tab.goto(f"{served.address}/queries/?state=answered")
    no_violation(tab)
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#queries .query.answered .body:not([hidden])")


def test_a_query_from_the_gap_to_the_code(page: Any, running: Running) -> None:  # noqa: F811 -- the fixtures
    begun(page, running)
    a_stay_is_uploaded(page, running)
    page.goto(f"{running.address}/worklist/")
    page.click("a.row")
    page.wait_for_selector("#desk")
    the_gap_is_drafted_by_keys(page)
    the_linter_holds_what_leads(page)
    words_of_the_record_become_an_indicator(page)
    it_is_sent_and_its_words_stay(page)
    the_answer_is_a_document_and_a_code_rests_on_it(page)
    another_gap_is_put_away_with_the_reason(page)
    a_wrong_answer_is_corrected(page)
    the_list_shows_it(page, running)
