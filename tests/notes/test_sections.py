"""Headings in their many spellings."""

from __future__ import annotations

import pytest

from nosologist.model.document import SectionKind
from nosologist.notes.sections import split_sections


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("HISTORY OF PRESENT ILLNESS", SectionKind.PRESENT_ILLNESS),
        ("HPI:", SectionKind.PRESENT_ILLNESS),
        ("Past Medical History:", SectionKind.PAST_HISTORY),
        ("PMHx:", SectionKind.PAST_HISTORY),
        ("## Assessment & Plan", SectionKind.ASSESSMENT),
        ("**Impression:**", SectionKind.ASSESSMENT),
        ("A/P:", SectionKind.ASSESSMENT),
        ("Dx:", SectionKind.DIAGNOSES),
        ("Discharge Diagnoses:", SectionKind.DIAGNOSES),
        ("Family Hx:", SectionKind.FAMILY_HISTORY),
        ("ROS:", SectionKind.REVIEW_OF_SYSTEMS),
        ("Brief Hospital Course:", SectionKind.COURSE),
        ("MEDICATIONS ON ADMISSION:", SectionKind.MEDICATIONS),
        ("Hosp course by problem:", SectionKind.COURSE),
        ("D/c dx:", SectionKind.DIAGNOSES),
        ("Dx on adm:", SectionKind.PROVISIONAL),
        ("Reason for adm:", SectionKind.PRESENT_ILLNESS),
        ("Past med hx:", SectionKind.PAST_HISTORY),
        ("Fam hx:", SectionKind.FAMILY_HISTORY),
        ("Assessment at d/c:", SectionKind.ASSESSMENT),
        ("H&P impression:", SectionKind.ASSESSMENT),
        ("Exam on d/c:", SectionKind.EXAM),
    ],
)
def test_a_heading_opens_its_section(heading: str, kind: SectionKind) -> None:
    text = f"First words.\n{heading}\nSomething is said here.\n"
    sections = split_sections(text)
    assert [section.kind for section in sections] == [SectionKind.NARRATIVE, kind]
    assert "Something is said here." in sections[1].body.quote(text)


@pytest.mark.parametrize(
    "opening", ["Seen in clinic today", "Summary of events", "Initial presentation", "Events of stay"]
)
def test_an_opening_without_a_section_of_its_own_ends_a_history(opening: str) -> None:
    text = f"PMH: asthma\n\n{opening}: pneumonia of the right lower lobe.\nPlan: antibiotics"
    kinds = [section.kind for section in split_sections(text)]
    assert kinds == [SectionKind.PAST_HISTORY, SectionKind.NARRATIVE, SectionKind.PLAN]


@pytest.mark.parametrize(
    ("note", "kinds"),
    [
        ("Pre-op: BPH\nPost-op: BPH", [SectionKind.PROVISIONAL, SectionKind.DIAGNOSES]),
        ("Dx: hip fracture\nPostop: anemia", [SectionKind.DIAGNOSES, SectionKind.COURSE]),
    ],
)
def test_what_stands_behind_an_operation_is_a_diagnosis_only_beside_the_one_before_it(
    note: str, kinds: list[SectionKind]
) -> None:
    assert [section.kind for section in split_sections(note)] == kinds


@pytest.mark.parametrize("opening", ["Cardiac", "Endocrine", "Breast cancer"])
def test_a_part_of_a_history_does_not_end_it(opening: str) -> None:
    text = f"PMH: asthma\n\n{opening}: treated in 2010.\nPlan: antibiotics"
    assert [section.kind for section in split_sections(text)] == [SectionKind.PAST_HISTORY, SectionKind.PLAN]


@pytest.mark.parametrize(
    "behind", ["On examination he has leg edema.", "The patient has leg edema.", "Exam: leg edema."]
)
def test_a_family_history_ends_where_the_patient_is_spoken_of(behind: str) -> None:
    text = f"Cough. Family history: mother with diabetes, father with stroke. {behind}"
    family, patient = split_sections(text)[1:]
    assert family.kind is SectionKind.FAMILY_HISTORY
    assert "stroke" in family.body.quote(text)
    assert "edema" in patient.body.quote(text)


def test_sections_cover_the_text_without_overlap() -> None:
    text = "Note\nHPI: cough. PAST MEDICAL HISTORY: asthma.\nPlan\nrest\n"
    sections = split_sections(text)
    assert [section.kind.value for section in sections] == [
        "narrative",
        "history of present illness",
        "past medical history",
        "plan",
    ]
    ends = [section.body.end for section in sections]
    starts = [(section.heading or section.body).start for section in sections]
    assert ends[:-1] == starts[1:]
    assert ends[-1] == len(text)


def test_a_diagnosis_is_no_heading() -> None:
    text = "Assessment:\nDiabetes: A1c 8.\nCongestive heart failure.\n"
    assert [section.kind for section in split_sections(text)] == [SectionKind.ASSESSMENT]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending(ending: str) -> None:
    text = ending.join(["HPI", "cough", "PLAN", "rest"])
    assert [section.kind.value for section in split_sections(text)] == ["history of present illness", "plan"]


def test_a_heading_in_capitals_may_have_its_text_in_the_next_column() -> None:
    text = "POSTOP DX   Torn rotator cuff\nPROCEDURE  Arthroscopy\nPLAN  sling\nHOME  no stairs\nplan  none of these"
    assert [section.kind for section in split_sections(text)] == [
        SectionKind.DIAGNOSES,
        SectionKind.PROCEDURES,
        SectionKind.PLAN,
    ]
