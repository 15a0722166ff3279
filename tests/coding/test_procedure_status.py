"""What the words around a procedure say of it."""

from __future__ import annotations

import pytest

from nosologist.coding.procedure_status import Clause, is_plain, status_of
from nosologist.coding.procedure_words import WORD, stemmed
from nosologist.model.document import SectionKind, Span
from nosologist.model.procedure import ProcedureStatus

DONE, AHEAD, BEFORE = ProcedureStatus.PERFORMED, ProcedureStatus.PLANNED, ProcedureStatus.HISTORY
NOT, REFUSED, STOPPED = ProcedureStatus.NEGATED, ProcedureStatus.REFUSED, ProcedureStatus.ABORTED
SAID = [
    ("A 60-year-old man underwent colonoscopy.", DONE),
    ("A previously healthy woman was taken for urgent colonoscopy.", DONE),
    ("A woman with a history of hypertension underwent colonoscopy.", DONE),
    ("Colonoscopy was ordered and showed a polyp.", DONE),
    ("She was scheduled and then underwent colonoscopy.", DONE),
    ("Colonoscopy is pending.", AHEAD),
    ("We recommend colonoscopy.", AHEAD),
    ("Will obtain colonoscopy.", AHEAD),
    ("He is scheduled for colonoscopy.", AHEAD),
    ("History of colonoscopy.", BEFORE),
    ("Status post colonoscopy.", BEFORE),
    ("He had a colonoscopy in 1998.", BEFORE),
    ("She had previously undergone colonoscopy.", BEFORE),
    ("Colonoscopy 3 years ago was normal.", BEFORE),
    ("Fever 9 d after colonoscopy at another hospital.", BEFORE),
    ("Colonoscopy at an outside hospital, then transfer.", BEFORE),
    ("His father had a colonoscopy.", BEFORE),
    ("No colonoscopy was needed.", NOT),
    ("Colonoscopy was not performed.", NOT),
    ("Colonoscopy was cancelled.", NOT),
    ("She did not undergo colonoscopy.", NOT),
    ("He refused colonoscopy.", REFUSED),
    ("The colonoscopy was aborted.", STOPPED),
]


def status(text: str, section: SectionKind = SectionKind.COURSE) -> ProcedureStatus:
    at = text.lower().index("colonoscopy")
    whole = Span(0, len(text))
    return status_of(Clause(text, whole, whole, section, whole), Span(at, at + len("colonoscopy")))


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_status(text: str, expected: ProcedureStatus) -> None:
    assert status(text) is expected


@pytest.mark.parametrize("word", ["reason", "person", "season"])
@pytest.mark.parametrize("letters", range(80, 90))
def test_the_words_before_a_name_begin_with_a_whole_word(word: str, letters: int) -> None:
    """Wherever the window of words begins: a "reason" is no "son" whose procedure it would be."""
    assert status(f"For that {word} {'x' * letters} colonoscopy was done.") is DONE


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_a_plain_statement_tells_of_what_was_done(text: str, expected: ProcedureStatus) -> None:
    whole = Span(0, len(text))
    plain = is_plain(
        Clause(text, whole, whole, SectionKind.COURSE, whole), {stemmed(word) for word in WORD.findall(text)}
    )
    assert expected is DONE or not plain


def test_the_section_speaks_where_the_words_do_not() -> None:
    assert status("Colonoscopy.", SectionKind.PLAN) is AHEAD
    assert status("Colonoscopy was performed.", SectionKind.PLAN) is DONE
    assert status("Colonoscopy.", SectionKind.SURGICAL_HISTORY) is BEFORE
