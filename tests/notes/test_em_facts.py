"""What a note documents for the level of a visit, statement by statement."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nosologist.model.em import EmFactKind
from nosologist.notes.em_facts import em_facts, statements
from nosologist.notes.em_time import total


def counted(text: str) -> list[tuple[str, str]]:
    return [(fact.kind.name, fact.name) for fact in em_facts(statements(text)) if not fact.not_counted]


def why(text: str) -> list[str]:
    return [fact.not_counted for fact in em_facts(statements(text)) if fact.not_counted]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Total time: 35 minutes.", 35),
        ("I spent 1 hour and 5 minutes on this visit.", 65),
        ("I spent two hours in total on the date of the visit.", 120),
        ("Total time 30-39 minutes.", 30),
        ("Total time, excluding 15 minutes of the procedure, was 40 minutes.", 40),
        ("Total time spent today was at least 45 mins", 45),
        ("Chest pain for 30 minutes.", None),
        ("The nurse spent 30 minutes teaching.", None),
        ("I spent 12 minutes on smoking cessation.", None),
        ("I spent 40 minutes of critical care time.", None),
        ("Total knee replacement in 2019. Walks 30 minutes a day.", None),
        ("The patient spent 20 minutes in the waiting room.", None),
    ],
)
def test_minutes(text: str, minutes: int | None) -> None:
    facts = tuple(fact for fact in em_facts(statements(text)) if fact.kind is EmFactKind.MINUTES)
    found = total(facts)
    assert (int(found.name) if found else None) == minutes


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Plan: CBC, BMP and TSH.", ["CBC", "BMP", "TSH"]),
        ("Plan: CT head and CT abdomen and pelvis.", ["CT head", "CT abdomen"]),
        ("Plan: MRI of the left knee.", ["knee MRI"]),
        ("HPI: I reviewed her CBC.", ["CBC"]),
        ("HPI: Her CBC was abnormal.", []),
        ("Plan: No CT today. EKG not needed.", []),
        ("Imaging: I reviewed the CT head w/o contrast: neg.", ["CT head"]),
        ("Plan: If worse, MRI brain.", []),
        ("Plan: MRI declined.", []),
        ("Plan: low sodium diet, glucose meter.", []),
        ("PMH: echocardiogram 2019 reviewed.", []),
    ],
)
def test_tests(text: str, names: list[str]) -> None:
    assert [name for kind, name in counted(text) if kind == "TEST"] == names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("HPI: History obtained from the mother.", "HISTORIAN"),
        ("HPI: History per wife due to dementia.", "HISTORIAN"),
        ("HPI: Reviewed the records from the outside hospital.", "OUTSIDE_NOTE"),
        ("Course: EKG independently interpreted by me as sinus rhythm.", "INTERPRETATION"),
        ("Course: Spoke with the on-call surgeon.", "DISCUSSION"),
        ("Plan: Discussed with Dr. Reed of nephrology.", "DISCUSSION"),
        ("Plan: Refill amlodipine.", "PRESCRIPTION"),
        ("Plan: Continue carbidopa-levodopa.", "PRESCRIPTION"),
        ("Plan: Zanolumine 20 mg daily.", "PRESCRIPTION"),
        ("Plan: Ibuprofen 800 mg three times daily.", "PRESCRIPTION"),
        ("Plan: Ibuprofen 200 mg as needed.", "OVER_THE_COUNTER"),
        ("Plan: Continue lithium; lithium level to monitor for toxicity.", "TOXICITY"),
        ("Course: Hydromorphone 1 mg IV given.", "PARENTERAL"),
        ("Plan: Will admit to medicine.", "HOSPITALIZATION"),
        ("Course: Considered admission; he prefers to go home.", "HOSPITALIZATION"),
        ("Plan: He decided for DNR given the poor prognosis.", "RESUSCITATION"),
        ("HPI: She is homeless and therefore cannot store insulin.", "SOCIAL_LIMIT"),
        ("Plan: Decision for hysterectomy.", "SURGERY"),
        ("This was a split/shared visit.", "SHARED"),
    ],
)
def test_what_counts(text: str, kind: str) -> None:
    assert kind in [found for found, _ in counted(text)]


@pytest.mark.parametrize(
    "text",
    [
        "HPI: History per wife.",
        "HPI: I reviewed my last note.",
        "Plan: Discussed with the patient and his wife.",
        "Plan: Discussed with our pharmacist.",
        "Plan: EKG done in the office, interpreted by me, billed separately.",
        "Medications: amlodipine 5 mg.",
        "Plan: No antibiotics.",
        "Plan: Warfarin managed by cardiology.",
        "Assessment: He was given prednisone last month.",
        "Allergies: penicillin.",
        "Plan: Code status is DNR.",
        "Social history: homeless.",
        "Plan: Return if worse, would admit then.",
        "Plan: Refer to surgery for evaluation for cholecystectomy.",
        "PMH: s/p hysterectomy.",
        "He admits to drinking.",
        "Plan: Continue to watch his insulin-dependent diabetes.",
        "Plan: Continue lithium.  Monitor at home.",
    ],
)
def test_what_looks_like_more_does_not_count(text: str) -> None:
    kinds = {kind for kind, _ in counted(text)}
    assert kinds <= {"PRESCRIPTION"} if "lithium" in text else not kinds, kinds


def test_the_reason_is_told() -> None:
    assert why("Plan: No antibiotics.") == ["the note says that it was not done"]
    assert counted("Plan: no edema - chest x-ray ordered") == [
        ("TEST", "chest x-ray")
    ]  # a dash ends what "no" speaks of
    assert why("Labs: TSH 2.1") == ["listed; the note does not say that it was ordered or reviewed today"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("Plan:Assesmt CBC EKG\n.;,-12 mgiv[]()/\u2019\u00e9")))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    for fact in em_facts(statements(text)):
        assert 0 <= fact.span.start < fact.span.end <= len(text)
