"""Whether what a statement names was given here, and when nothing in it need be read for that."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nosologist.codesets.library import Books
from nosologist.coding.given import NEVER_GIVEN, given_status, may_be_of_today
from nosologist.coding.procedure_status import Clause
from nosologist.coding.service_mentions import read_statements
from nosologist.coding.services import sought
from nosologist.model.document import Document, Span
from nosologist.model.encounter import Encounter
from nosologist.model.procedure import ProcedureStatus
from nosologist.notes.reading import read

NAME = "ketorolac"
WORDS = st.sampled_from(
    f"""{NAME} 30 mg IM IV was were is not given gave administered received today now here yesterday continue prescribed ordered
    will would if declined refused stopped history of years ago mother takes daily at home in 2019 started on loaded with removed
    no without , . and then plan PLAN: MEDICATIONS: HPI: PROCEDURE: ALLERGIES: dispensed held offered by the nurse""".split()
)


@given(said=st.lists(WORDS, min_size=1, max_size=18))
@settings(max_examples=300)
def test_what_tells_nothing_of_today_is_told_before_it_is_read(said: list[str], books: Books) -> None:
    text = " ".join([*said, NAME])
    encounter = Encounter((Document("n", text),))
    for one in read_statements((read(encounter.documents[0], books.terms),), sought(encounter, books)):
        start, end = one.run.statement.span
        at = text.find(NAME, start, end)
        clause = Clause(text, Span(start, end), Span(start, end), one.section, marks=one.marks)
        status = given_status(clause, Span(at, at + len(NAME))) if at >= 0 else None
        if not may_be_of_today(one.section, one.marks, text):
            assert status in (None, ProcedureStatus.HISTORY) or one.section in NEVER_GIVEN
        if not may_be_of_today(one.section, one.marks, text, is_given=True):
            assert status is not ProcedureStatus.PERFORMED
