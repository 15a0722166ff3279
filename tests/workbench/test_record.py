"""The record: what was read, the window of its own, two notes compared, and how pages look to a person."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nosologist.model.document import Document
from nosologist.workbench import documents
from nosologist.workbench.models import AuditEntry, Chart, Original, Seen, User
from nosologist.workbench.roles import Role
from scanned import printed
from workbench.practice import NOTE, chart, organization, person, signed_in, uploaded

SECOND = Document("second", NOTE.replace("stable", "worse"))


def marks(page: str) -> list[tuple[bool, str]]:
    return [(bool(unread), mark) for unread, mark in re.findall(r'class="document( unread)?" data-mark="(\w+)"', page)]


def test_what_a_person_has_read_is_unread_for_others() -> None:
    one, ann = chart(more=(SECOND,)), signed_in(person("ann", Role.READER))
    first, second = marks(ann.get(f"/chart/{one.id}/").content.decode())
    assert first[0] and second[0]
    for _ in range(2):
        assert ann.post(f"/chart/{one.id}/seen/", {"mark": [first[1], "f" * 32]}).status_code == 204
    assert [unread for unread, _ in marks(ann.get(f"/chart/{one.id}/").content.decode())] == [False, True]
    bob = signed_in(person("bob", Role.CODER))
    assert [unread for unread, _ in marks(bob.get(f"/chart/{one.id}/record/").content.decode())] == [True, True]
    assert Seen.objects.count() == 1


def test_a_document_whose_text_changed_is_unread_again() -> None:
    one = chart()
    ann = person("ann", Role.READER)
    documents.read_by(ann, one, [documents.mark_of(one.documents[0])])
    one.documents[0]["text"] += " Addendum."
    one.save()
    assert marks(signed_in(ann).get(f"/chart/{one.id}/").content.decode())[0][0]


def test_notes_are_compared_and_that_is_written_down() -> None:
    one, client = chart(more=(SECOND,)), signed_in(person("ann", Role.READER))
    page = client.get(f"/chart/{one.id}/compare/").content.decode()
    assert {re.search("<del>(.*?)</del>", page)[1], re.search("<ins>(.*?)</ins>", page)[1]} == {"stable", "worse"}  # type: ignore[index]
    assert "<del>" not in client.get(f"/chart/{one.id}/compare/?a=1&b=1").content.decode()
    for odd in ("a=9&b=-1", "a=x", "a=99999999999999999999", "a=%C2%B2"):
        assert client.get(f"/chart/{one.id}/compare/?{odd}").status_code == 200
    assert AuditEntry.objects.filter(action="opened", subject=one.id, detail__contains="compare").count() == 6


def test_scripts_in_notes_stay_text_when_compared() -> None:
    one = chart(text="<script>alert(1)</script>", more=(Document("b", "<script>alert(2)</script>"),))
    assert b"<script>alert" not in signed_in(person("ann", Role.READER)).get(f"/chart/{one.id}/compare/").content


@pytest.mark.parametrize("page", ["record", "compare", "seen"])
def test_a_record_of_another_organization_is_as_if_there_were_none(page: str) -> None:
    theirs = chart(organization("Other Clinic"))
    client = signed_in(person("ann", *Role))
    for id in (theirs.id, uuid.uuid4()):
        where = f"/chart/{id}/{page}/"
        answer = client.post(where, {"mark": "x"}) if page == "seen" else client.get(where)
        assert answer.status_code == 404
    assert not Seen.objects.exists()


def test_contrast_and_size_are_kept_with_the_person() -> None:
    client = signed_in(person("ann", Role.READER))
    client.post("/display/", {"contrast": "dark", "size": "150"})
    assert b'data-contrast="dark" data-letters="150"' in client.get("/worklist/").content
    client.post("/display/", {"contrast": "<x>", "size": "1000"})
    ann = User.objects.get()
    assert (ann.contrast, ann.letters) == ("", 100)


def test_a_page_is_shown_as_it_was_received_with_boxes_on_its_words() -> None:
    from PIL import Image

    client = signed_in(person("ann", Role.CODER))
    uploaded(client, SimpleUploadedFile("visit.pdf", printed(NOTE)))
    one = Chart.objects.get()
    page = client.get(f"/chart/{one.id}/").content.decode()
    source = re.findall(r'<img loading="lazy" src="(/chart/[^"]+)" width="(\d+)" height="(\d+)"', page)[0]
    answer = client.get(source[0])
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "no-store"
    picture = Image.open(io.BytesIO(answer.content)).convert("L")
    assert picture.size == (int(source[1]), int(source[2]))
    boxes = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" data-k="([^"]+)"', page)
    assert "s0" in {key for box in boxes for key in box[4].split()}
    for box in boxes:
        x, y, width, height = map(float, box[:4])
        edges = (x * picture.width, y * picture.height, (x + width) * picture.width, (y + height) * picture.height)
        darkest, _ = picture.crop(tuple(map(round, edges))).getextrema()
        assert darkest < 100  # ink
    assert AuditEntry.objects.filter(action="page opened", subject=one.id).count() == 1
    record = client.get(f"/chart/{one.id}/record/").content.decode()
    assert source[0] in record


def test_pages_of_others_and_pages_that_are_not_there_answer_alike() -> None:
    bob = signed_in(person("bob", Role.CODER, of=organization("Other Clinic")))
    uploaded(bob, SimpleUploadedFile("visit.pdf", printed(NOTE)))
    theirs, mine = Chart.objects.get(), chart()
    file = Original.objects.get().id
    ann = signed_in(person("ann", *Role))
    for where in (theirs.id, mine.id):  # not by their chart, and not through one's own
        assert ann.get(f"/chart/{where}/page/{file}/1/").status_code == 404
    for number in (0, 2, 10**6):
        assert bob.get(f"/chart/{theirs.id}/page/{file}/{number}/").status_code == 404
    assert not AuditEntry.objects.filter(action="page opened").exists()


def test_a_text_has_no_pages() -> None:
    uploaded(signed_in(person("ann", Role.CODER)), text=NOTE)
    assert not Original.objects.exists()
