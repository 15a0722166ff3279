"""Properties that hold for any text at all."""

from __future__ import annotations

import json
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import CodeNote, codes
from nosologist.codesets.library import Books
from nosologist.coding.ask import ask
from nosologist.formats.coded_json import to_line, to_object
from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, View
from nosologist.pipeline import walk

# Words that notes are made of, so that generated notes name real conditions with real cues.
VOCABULARY = """no denies possible probable history of family mother right left bilateral acute chronic type 2 1 stage 3 pain
fracture diabetes hypertension pneumonia COPD CKD knee hip wrist rib with without and or , . ; : - • cancer breast lung
metastatic to brain fever cough asthma status post ( ) Assessment: PLAN HPI: 1. 2. heart failure ulcer foot retinopathy
glaucoma pregnancy trimester burn second degree open displaced sprain ankle dislocation infection E. coli"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n"])
NOTES = st.lists(WORDS, max_size=60).map(" ".join)
ANY_TEXT = st.one_of(st.text(max_size=400), NOTES)
# What a note must say before a title may name the side; "bilateral" stands for each of both.
SIDES = {
    "right": {"right", "bilateral"},
    "left": {"left", "bilateral"},
    "bilateral": {"bilateral", "right", "left"},
}
COMMON = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@COMMON
@given(text=ANY_TEXT)
def test_every_span_lies_in_the_text_and_quotes_it(code_note: CodeNote, text: str) -> None:
    coded = code_note(text)
    spans = [span for assignment in coded.assignments for span in assignment.evidence]
    spans += [entry.span for entry in coded.not_coded]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.quote(text).strip() == span.quote(text) != ""


@COMMON
@given(text=ANY_TEXT)
def test_no_code_outside_the_release_and_none_without_evidence(code_note: CodeNote, books: Books, text: str) -> None:
    coded = code_note(text, all_mentions=True)
    values = [assignment.code.value for assignment in coded.assignments]
    assert all(books.tabular.is_valid(value) for value in values)
    assert len(values) == len(set(values))
    assert all(assignment.evidence and assignment.reasons and assignment.path for assignment in coded.assignments)


@COMMON
@given(text=NOTES)
def test_no_side_that_the_text_does_not_state(code_note: CodeNote, text: str) -> None:
    said = set(re.findall(r"\w+", text.lower()))
    for assignment in code_note(text, all_mentions=True).assignments:
        if assignment.code.category == "I50":
            continue  # the side of the heart is the name of the failure: "cardiac asthma" is a left ventricular one
        for side in set(re.findall(r"\w+", assignment.title.lower())) & SIDES.keys():
            assert said & SIDES[side], (assignment.code.dotted, assignment.title)


@COMMON
@given(text=NOTES)
def test_no_type_episode_or_cause_that_the_text_does_not_state(code_note: CodeNote, text: str) -> None:
    said = text.lower()
    for assignment in code_note(text, all_mentions=True).assignments:
        title = assignment.title.lower()
        for detail, needed in (
            ("type 1 diabetes", "1"), ("subsequent encounter", "healing"), ("sequela", "sequela"), ("escherichia", "coli"),
            ("open fracture", "open"), ("stage 3", "3"), ("first trimester", "first"), ("second trimester", "second"),
            ("third trimester", "third"), ("due to tuberculosis", "tubercul"),
        ):  # fmt: skip
            if detail in title and f"un{detail}" not in title:
                assert needed in said, (assignment.code.dotted, assignment.title)


@COMMON
@given(text=ANY_TEXT)
def test_the_same_note_gives_the_same_bytes(code_note: CodeNote, text: str) -> None:
    first = to_line(code_note(text))
    assert first == to_line(code_note(text))
    json.loads(first)


TITLES = st.sampled_from(
    [
        "", "PROGRESS NOTE 3/2/2026\n", "PROGRESS NOTE 3/3/2026\n", "DISCHARGE SUMMARY\nDate of discharge: 3/4/2026\n",
        "NURSING NOTE\n", "RADIOLOGY REPORT\nExam date: 3/1/2026\n", "SURGICAL PATHOLOGY\n", "OFFICE VISIT 11/2/2025\n",
        "HISTORY AND PHYSICAL\nDate of admission: 3/1/2026\n", "CONSULTATION\nSigned: A. Bee, RN\n", "LABORATORY REPORT\n",
    ]
)  # fmt: skip
RECORDS = st.lists(st.tuples(TITLES, ANY_TEXT).map("".join), min_size=2, max_size=4)


@settings(max_examples=200, deadline=None)
@given(texts=RECORDS, setting=st.sampled_from(Setting), view=st.sampled_from([None, *View]))
def test_a_record_of_any_documents(texts: list[str], setting: Setting, view: View | None, books: Books) -> None:
    documents = tuple(Document(str(number), text) for number, text in enumerate(texts))
    encounter = Encounter(documents, setting, procedures=False, view=view)
    coded = walk(encounter, books)
    assert len(codes(coded)) == len(set(codes(coded)))
    content = to_object(coded)
    quotes = [quote for code in content["codes"] for quote in code["evidence"]] + content["not_coded"]
    for quote in quotes:
        assert texts[int(quote["document"])][quote["start"] : quote["end"]] == quote["text"] != ""
    assert to_line(coded) == to_line(walk(encounter, books))
    for query in ask(coded, books):
        for one in query.indicators:
            assert one.span is None or one.quote == " ".join(one.span.quote(texts[int(one.document)]).split())
