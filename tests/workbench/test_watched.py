"""A folder that is watched."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from nosologist.cli import main
from nosologist.workbench import intake, watched
from nosologist.workbench.models import AuditEntry, Chart, Intake, PayerAnswer
from workbench.practice import NOTE, organization, worked_off
from workbench.remittances import Paid, remittance


def put(folder: Path, name: str, text: str = NOTE, age: float = 60) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_a_file_is_stored_once_coded_and_moved_aside(tmp_path: Path) -> None:
    organization()
    put(tmp_path, "visit.txt")
    assert watched.look(tmp_path) == 1
    assert watched.look(tmp_path) == 0
    worked_off()
    assert Chart.objects.get().name == "visit"
    assert (tmp_path / "_taken" / "visit.txt").read_text() == NOTE
    assert AuditEntry.objects.filter(action="uploaded", user="(folder)").count() == 1
    put(tmp_path, "visit.txt")  # the same again, as when the process ended before it moved the file
    put(tmp_path, "other.txt")
    watched.look(tmp_path)
    worked_off()
    assert sorted(Chart.objects.values_list("name", flat=True)) == ["other", "visit"]
    assert len(list((tmp_path / "_taken").iterdir())) == 3


def test_answers_of_payers_are_read_as_such(tmp_path: Path) -> None:
    organization()
    put(tmp_path, "march.835", remittance(Paid("C1", adjusted="CO*50*165")).decode())
    put(tmp_path, "told.txt", remittance(Paid("C2"), trace="EFT2").decode())
    put(tmp_path, ".part.835")
    assert watched.look(tmp_path) == 2
    worked_off()
    assert sorted(PayerAnswer.objects.values_list("claim", flat=True)) == ["C1", "C2"]
    assert not Chart.objects.exists()


def test_each_client_has_a_folder_of_its_name(tmp_path: Path) -> None:
    organization(), organization("Other Clinic")
    left = put(tmp_path, "whose.txt")
    put(tmp_path, "Other Clinic/visit.txt")
    put(tmp_path, "Nobody/visit.txt")
    assert watched.look(tmp_path) == 1
    assert Intake.objects.get().organization.name == "Other Clinic"
    assert left.exists()


def test_what_is_being_written_what_is_no_chart_and_links_are_left_alone(tmp_path: Path) -> None:
    organization()
    put(tmp_path, "fresh.txt", age=0)
    put(tmp_path, ".hidden.txt")
    put(tmp_path, "program.exe")
    secret = put(tmp_path.parent, "secret.txt")
    (tmp_path / "link.txt").symlink_to(secret)
    assert watched.look(tmp_path) == 0
    assert not Intake.objects.exists()


def test_what_is_too_large_is_moved_aside_and_a_full_queue_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    organization()
    put(tmp_path, "a.txt", "x" * 300)
    monkeypatch.setattr(intake, "_MOST_WAITING", 100)
    assert watched.look(tmp_path) == 0
    assert (tmp_path / "a.txt").exists()
    monkeypatch.setattr(watched, "LARGEST_FILE", 100)
    watched.look(tmp_path)
    assert (tmp_path / "_refused" / "a.txt").exists()


def test_a_folder_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--folder", str(tmp_path / "w"), "--inbox", str(tmp_path / "nowhere")]) == 2
    assert "--inbox" in capsys.readouterr().err
