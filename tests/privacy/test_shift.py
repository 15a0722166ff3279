"""Dates move by the same days and keep their form; names of days and holidays beside them go."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

pytest.importorskip("phonenumbers", reason="needs the extra deidentify")

from hypothesis import given
from hypothesis import strategies as st

from nosologist.cli import main
from nosologist.errors import UsageError
from nosologist.model.document import Document
from nosologist.privacy.deidentify import deidentified, names_of_patient
from nosologist.privacy.shift import moved, shift_of

BACK = timedelta(-20)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("3/14/2026", "2/22/2026"),
        ("03/14/26", "02/22/26"),
        ("14.3.2026", "22.2.2026"),
        ("2026-03-14T10:22", "2026-02-22T10:22"),
        ("March 14, 2026", "February 22, 2026"),
        ("Mar 14th", "Feb 22nd"),
        ("14-MAR-2026", "22-FEB-2026"),
        ("March 2026", "February 2026"),
        ("Saturday, March 14, 2026", "February 22, 2026"),
        ("21st of May, 2026", "1st of May, 2026"),
        ("Sept. 3, 2025", "Aug. 14, 2025"),
        ("3/14", "2/22"),
        ("2/29/2025", None),
    ],
)
def test_a_date_keeps_its_form(text: str, left: str | None) -> None:
    assert moved(text, BACK, 2026) == left


FORMS = ("%m/%d/%Y", "%Y-%m-%d", "%B %d, %Y", "%d %B %Y")


@given(st.dates(date(1950, 1, 1), date(2040, 12, 31)), st.integers(-3650, 3650), st.sampled_from(FORMS))
def test_every_date_moves_by_the_days(day: date, by: int, form: str) -> None:
    found = moved(day.strftime(form), timedelta(by), None)
    assert found is not None
    assert _bare(found) == _bare((day + timedelta(by)).strftime(form))


def _bare(text: str) -> str:
    """Without leading zeros."""
    return re.sub(r"\b0(?=\d)", "", text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Seen on 03/14/2026 (Saturday).", "Seen on 2026."),
        ("Seen Saturday, 03/14/2026.", "Seen 2026."),
        ("Fell on Sat, 3/14, at home.", "Fell on [DATE], at home."),
        ("She fell on Thanksgiving Day at home.", "She fell on [DATE] at home."),
        ("Worse since Christmas Eve.", "Worse since [DATE]."),
        ("Drank over Labor Day weekend.", "Drank over [DATE]."),
        ("Back on Tuesday the 14th.", "Back on [DATE]."),
        ("Christmas disease. Active labor day 2.", "Christmas disease. Active labor day 2."),
        ("Dialysis Mon/Wed/Fri.", "Dialysis Mon/Wed/Fri."),
        ("On 03/14/2026 Sat 94% and on 03/15/2026 Sunday.", "On 2026 Sat 94% and on 2026."),
        ("Methotrexate every Monday.", "Methotrexate every Monday."),
    ],
)
def test_names_of_days_go_with_their_dates(text: str, left: str) -> None:
    assert deidentified(text).text == left


def test_intervals_stay_and_old_age_goes() -> None:
    text = "DOB: 03/08/1931. Admitted 12/28/2025, discharged 1/4/2026. Christmas was quiet."
    assert deidentified(text, by=BACK).text == (
        "DOB: [DATE]. Admitted 12/8/2025, discharged 12/15/2025. [DATE] was quiet."
    )


def test_a_secret_moves_a_patient_by_the_same_days() -> None:
    first = names_of_patient([Document("a", "MRN: 0048812\nGout.")])
    again = names_of_patient([Document("b", "Cough."), Document("c", "MRN: 48812")])
    other = names_of_patient([Document("d", "MRN: 0048813")])
    assert first == again != other
    assert shift_of("correct horse", first) == shift_of("correct horse", again)
    assert shift_of("correct horse", first) != shift_of("battery staple", first)
    assert 1 <= abs(shift_of("correct horse", other).days) <= 365


@pytest.mark.parametrize("asked", ["0", "-9999", "short"])
def test_what_moves_nothing_or_tells_itself_is_refused(asked: str) -> None:
    with pytest.raises(UsageError, match="--shift-dates"):
        shift_of(asked, ("48812",))


def test_the_command(tmp_path: Path) -> None:
    chart, out = tmp_path / "chart.txt", tmp_path / "out.txt"
    chart.write_text("Gout since 3/14/2026.")
    assert main(["deidentify", str(chart), "-o", str(out), "--shift-dates=-20"]) == 0
    assert out.read_text() == "Gout since 2/22/2026."
