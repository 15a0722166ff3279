"""The letters of HL7 v2 messages: the set that MSH-18 tells, UTF-8 whatever it tells, and a set that is not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from nosologist.formats.chart import Chart
from nosologist.formats.charts import charts_in
from nosologist.formats.hl7_message import lines_in, lines_of, text_of


def message(told: str, text: str, codec: str) -> bytes:
    """An MDM whose MSH-18 tells a set, with a note in the letters of a codec."""
    head = rf"MSH|^~\&|A|B|C|D|20260303||MDM^T02|1|P|2.5||||||{told}"
    lines = (head, "PID|1||1||Mock^Ada||19500304|F", "TXA|1|PN|TX|20260301", f"OBX|1|TX|A||{text}", "")
    return "\r".join(lines).encode(codec)


def read(data: bytes) -> list[Chart]:
    return list(charts_in(data, "in.hl7", "in.hl7"))


def texts(data: bytes) -> list[str]:
    charts = read(data)
    assert [chart.unreadable for chart in charts] == [()] * len(charts)
    return [one.text for chart in charts for one in chart.documents]


@pytest.mark.parametrize(
    ("told", "text", "codec"),
    [
        ("", "Ménière’s disease", "cp1252"),
        ("8859/1", "Ménière disease", "latin-1"),
        ("8859/2", "Pan Łukasz Żak: dna", "iso8859_2"),
        ("8859/5", "Подагра", "iso8859_5"),
        ("8859/9", "Şişli: gut", "iso8859_9"),
        ("8859/15", "Cost 5 €, Œdème", "iso8859_15"),
        ("WINDOWS-1250", "Łódź", "cp1250"),
        ("GB 18030-2000", "痛风", "gb18030"),
        ("BIG-5", "功能", "cp950"),  # the second bytes of these two are delimiters
        ("KS X 1001", "통풍", "cp949"),
        ("ISO IR87", "痛風", "iso2022_jp"),
        ("ASCII~ISO IR87", "痛風 gout", "iso2022_jp"),
        ("ISO IR159", "丂", "iso2022_jp_ext"),
        ("UNICODE UTF-8", "Łukasz", "utf-8"),
        ("8859/2", "Łukasz", "utf-8"),  # the set that is told is not the one that was sent
        ("ASCII", "Ménière", "utf-8"),
        ("UNICODE UTF-16", "痛風", "utf-16"),
        ("UNICODE UTF-16", "Gout, Ménière", "utf-16-le"),
    ],
)
def test_a_note_in_the_letters_that_its_message_tells(told: str, text: str, codec: str) -> None:
    assert texts(message(told, text, codec)) == [text]


def test_each_message_of_a_batch_has_its_own_letters(tmp_path: Path) -> None:
    batch = message("8859/2", "Łukasz", "iso8859_2") + message("", "Ménière", "cp1252") + message("", "é", "utf-8")
    assert texts(batch) == ["Łukasz", "Ménière", "é"]
    path = tmp_path / "batch.hl7"
    path.write_bytes(batch)
    assert list(lines_in(path)) == list(lines_of(text_of(batch, "batch.hl7")))


def test_escaped_bytes_are_of_the_same_letters() -> None:
    assert texts(message("8859/2", r"\XA3\ukasz", "ascii")) == ["Łukasz"]
    assert texts(message("", r"M\XE9\ni\XC3A8\re", "ascii")) == ["Ménière"]


def test_a_set_that_is_not_read_is_refused_for_its_message_alone() -> None:
    batch = message("CNS 11643-1992", "痛風", "big5") + message("", "Gout.", "ascii")
    first, second = read(batch)
    assert first.unreadable == (
        "in.hl7: message 1: segment 1 (MSH): field 18 names a set of letters that is not read; send it as UTF-8",
    )
    assert [one.text for one in second.documents] == ["Gout."]
    assert texts(message("CNS 11643-1992", "Gout.", "ascii")) == ["Gout."]  # no letter of it is in doubt
