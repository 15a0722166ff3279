"""Uploads: stored by the request, read by the reader, each chart once, what is refused with its reason."""

from __future__ import annotations

import io
import threading
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from nosologist.workbench import audit, intake, reading
from nosologist.workbench.chart_making import keep
from nosologist.workbench.models import AuditEntry, Chart, Intake, IntakeFile
from nosologist.workbench.roles import Role
from workbench.practice import NOTE, organization, person, signed_in, uploaded, worked_off


def zipped(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)
    return packed.getvalue()


TWO = zipped(a="Migraine without aura.", b="Gout of the left foot.")


def waiting(data: bytes = TWO, name: str = "two.zip", id: uuid.UUID | None = None) -> Intake:
    ann = person("ann", Role.CODER) if not Intake.objects.exists() else Intake.objects.all()[0].user
    return intake.stored(id or uuid.uuid4(), organization(), ann, [(name, data)], {})


def test_files_and_pasted_notes_become_charts() -> None:
    client = signed_in(person("ann", Role.ASSISTANT))
    uploaded(client, SimpleUploadedFile("two.zip", TWO))
    page = uploaded(client, text=NOTE, name="Mine", setting="ed", date="2026-05-01", age="40")
    assert Chart.objects.count() == 3
    mine = Chart.objects.get(name="Mine")
    assert (mine.setting, str(mine.date), mine.age, mine.codes) == ("ed", "2026-05-01", 40, 4)
    assert f"/chart/{mine.id}/" in page
    assert "4 codes" in page
    assert b"Mine" in client.post("/worklist/", {"words": "min"}).content
    assert not IntakeFile.objects.exists()  # what was read is not kept twice


def test_the_request_stores_and_the_page_tells_how_far_it_is() -> None:
    client = signed_in(person("ann", Role.CODER))
    client.post("/upload/", {"files": [SimpleUploadedFile("two.zip", TWO)]})
    assert not Chart.objects.exists()
    assert "0 being coded, 1 waiting" in client.get("/upload/inbox/").content.decode()
    one = intake.taken("somebody")
    assert one is not None
    assert "1 being coded, 0 waiting" in client.get("/upload/").content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.png", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("x.pdf", b"%PDF-1.7 broken"),
        ("x.zip", b"PK\x03\x04broken"),
        ("x.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'),
        ("../../etc/passwd", b"\x00\x01\x02\x03" * 20),
        ("empty.txt", b""),
        ("short.zip", zipped(a="x")[:40]),
    ],
    ids=["picture", "pdf", "zip", "entities", "traversal", "empty", "short zip"],
)
def test_hostile_and_broken_files_are_refused_in_a_line(name: str, data: bytes) -> None:
    page = uploaded(signed_in(person("ann", Role.CODER)), SimpleUploadedFile(name, data))
    assert 'class="state-refused"' in page
    assert 'class="wrong"' in page
    assert "/etc" not in page
    assert not Chart.objects.exists()


def test_a_zip_bomb_is_refused_with_its_reason() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b" " * 20_000_000)
        archive.writestr("good.txt", "Migraine without aura.")
    page = uploaded(signed_in(person("ann", Role.CODER)), SimpleUploadedFile("bomb.zip", packed.getvalue()))
    assert "refused as a zip bomb" in page
    assert [one.name for one in Chart.objects.all()] == ["bomb.zip > good.txt"]


@pytest.mark.parametrize(
    "fields", [{"age": "200"}, {"age": "x"}, {"date": "tomorrow"}, {"setting": "moon"}, {"sex": "x"}, {"text": " "}]
)
def test_what_makes_no_sense_is_refused_at_once(fields: dict[str, str]) -> None:
    client = signed_in(person("ann", Role.CODER))
    assert client.post("/upload/", {"text": NOTE, **fields}).status_code == 400
    told = client.post("/upload/", {"text": NOTE, **fields}, headers={"X-Desk": "1"})
    assert told.status_code == 400
    assert told.content.count(b"\n") == 0
    assert not Intake.objects.exists()


def test_the_same_file_sent_again_is_one_row_and_no_one_elses() -> None:
    client, id = signed_in(person("ann", Role.CODER)), str(uuid.uuid4())
    for _ in range(2):
        assert client.post("/upload/", {"text": NOTE, "id": id}, headers={"X-Desk": "1"}).status_code == 200
    worked_off()
    client.post("/upload/", {"text": NOTE, "id": id}, headers={"X-Desk": "1"})
    worked_off()
    assert (Intake.objects.count(), Chart.objects.count()) == (1, 1)
    bob = signed_in(person("bob", Role.CODER, of=organization("Other Clinic")))
    assert bob.post("/upload/", {"text": NOTE, "id": id}, headers={"X-Desk": "1"}).status_code == 400
    assert b"ann" not in bob.get("/upload/").content


def test_a_reader_that_died_is_followed_by_another_and_no_chart_is_there_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    one = waiting()
    went_on = intake.went_on

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(intake, "went_on", killed)
    with pytest.raises(KeyboardInterrupt):
        reading.read_next("first")  # the first chart is committed, nothing says so
    monkeypatch.setattr(intake, "went_on", went_on)
    assert Chart.objects.count() == 1
    assert not reading.read_next("second")  # the first one may still be at work
    Intake.objects.update(beat=timezone.now() - timedelta(minutes=1))
    assert reading.read_next("second")
    assert sorted(Chart.objects.values_list("name", flat=True)) == ["two.zip > a.txt", "two.zip > b.txt"]
    one.refresh_from_db()
    assert (one.state, len(one.charts), one.attempts) == (Intake.CODED, 2, 1)
    assert AuditEntry.objects.filter(action="uploaded").count() == 2
    assert not audit.verify().faults


def test_a_file_that_ends_every_reader_is_refused_at_last() -> None:
    one = waiting()
    for number in range(5):
        assert intake.taken(f"reader {number}") is not None
        Intake.objects.update(beat=timezone.now() - timedelta(minutes=1))
    assert intake.taken("the sixth") is None
    one.refresh_from_db()
    assert one.state == Intake.REFUSED
    assert "stops in the middle" in one.wrong[0]


def test_a_mistake_of_ours_refuses_the_file_and_tells_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    waiting(b"Secret words.", "a.txt")
    waiting(b"Migraine without aura.", "b.txt")

    def failing(*given: object, **arranged: object) -> object:
        if "Secret" in str(given):
            raise RuntimeError("Secret words")
        return keep(*given, **arranged)  # type: ignore[arg-type]

    monkeypatch.setattr(reading, "keep", failing)
    worked_off()
    assert [one.state for one in Intake.objects.order_by("created")] == ["refused", "coded"]
    assert "Secret" not in str(list(Intake.objects.values_list("wrong", flat=True))) + capfd.readouterr().err


def test_two_readers_share_the_work() -> None:
    for number in range(6):
        waiting(f"Migraine without aura, visit {number}.".encode(), f"{number}.txt")

    def read(name: str) -> None:
        try:
            while reading.read_next(name):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Chart.objects.count() == 6
    assert set(Intake.objects.values_list("state", flat=True)) == {Intake.CODED}
    assert not audit.verify().faults


def test_a_disk_is_not_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_MOST_WAITING", 100)
    client = signed_in(person("ann", Role.CODER))
    answer = client.post("/upload/", {"text": "x" * 200}, headers={"X-Desk": "1"})
    assert answer.status_code == 400
    assert b"Too much is waiting" in answer.content
