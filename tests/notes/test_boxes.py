"""Boxes of a form: what is ticked is said, what is not ticked is not."""

from __future__ import annotations

import pytest

from nosologist.model.document import NoteSection, SectionKind, Span
from nosologist.notes.statements import split_statements


def statements(text: str, kind: SectionKind = SectionKind.ASSESSMENT) -> list[str]:
    section = NoteSection(kind, Span(0, 0), Span(0, len(text)))
    return [text[one.start : one.end] for one in split_statements(text, section)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("☐ Asthma\n☒ Gout\n☑ Mumps", ["Gout", "Mumps"]),
        ("☐ Asthma ☒ Gout ☐ Lupus", ["Gout"]),
        ("Comorbidities: ☐ Asthma ☒ Gout", ["Comorbidities:", "Gout"]),
        ("Gout ☐ Yes ☒ No", []),
        ("Gout: ☒ Yes ☐ No", ["Gout:"]),
        ("Gout ☐ Yes ☐ No", []),
        ("Gout ☐ Yes ☒ No  Asthma ☒ Yes ☐ No", ["Asthma"]),
        ("Gout | ☐ Yes | ☒ No | since 2020", ["since 2020"]),
        ("Gout ☒ Asthma ☐", ["Gout"]),
        ("Gout: Yes ☐ No ☒", ["No"]),
        ("☒ No acute distress", ["No acute distress"]),
        ("[x] Gout\n[ ] Asthma", ["Gout"]),
        ("[ ] Gout\n[ ] Asthma", ["Gout", "Asthma"]),
        ("□ Gout\n□ Asthma", ["□ Gout", "□ Asthma"]),
        ("☒ Gout\n□ Asthma", ["Gout"]),
        ("Gout [1] and asthma", ["Gout [1] and asthma"]),
    ],
)
def test_what_is_ticked_is_said(text: str, said: list[str]) -> None:
    assert statements(text) == said


def test_a_plan_keeps_what_is_still_to_be_done() -> None:
    assert statements("[x] Cultures sent\n[ ] Sepsis: fluids", SectionKind.PLAN) == ["Cultures sent", "Sepsis: fluids"]
    assert statements("☒ Gout diet\n☐ Lupus panel", SectionKind.PLAN) == ["Gout diet"]
