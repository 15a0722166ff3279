"""The envelopes of X12: delimiters, positions, counts and control numbers; what cannot be read is told with its place."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import data
from nosologist.errors import UnreadableInterchangeError
from nosologist.formats.x12.interchange import Flaw, Transaction, transactions
from nosologist.formats.x12.segments import segments
from x12_files import isa


def answer(body: str = "BPR*I*0~", control: str = "000000017", count: int | None = None) -> str:
    """A small 835 in its envelopes."""
    number = body.count("~") + 2 if count is None else count
    return (
        f"{isa(control)}GS*HP*PAYERONE*CLINIC*20260301*0900*7*X*005010X221A1~ST*835*0001~{body}"
        f"SE*{number}*0001~GE*1*7~IEA*1*{control}~"
    )


def read(text: str | bytes) -> tuple[list[list[str]], list[str]]:
    """Each transaction's segments as tags, and the flaws."""
    raw = text if isinstance(text, bytes) else text.encode()
    sets: list[list[str]] = []
    flaws: list[str] = []
    for item in transactions(io.BytesIO(raw), "a.835"):
        if isinstance(item, Flaw):
            flaws.append(item.message)
        else:
            sets.append([segment.tag for segment in item.segments])
    return sets, flaws


def first(text: str) -> Transaction:
    item = next(transactions(io.BytesIO(text.encode()), "a.835"))
    assert isinstance(item, Transaction)
    return item


def test_a_set_stands_in_its_envelopes() -> None:
    item = first(answer())
    assert item.kind == "835"
    assert item.version == "005010X221A1"
    assert item.control == "0001"
    assert item.group
    assert item.group.function == "HP"
    assert (item.interchange.sender, item.interchange.control) == ("PAYERONE", "000000017")
    assert not item.interchange.test


@pytest.mark.parametrize("breaks", ["", "\n", "\r\n", "\n\n  "])
@pytest.mark.parametrize("marks", ["*:^~", "|>!\x1c", "~^!_"])
def test_delimiters_are_those_of_the_interchange(breaks: str, marks: str) -> None:
    text = answer("SVC*HC:99213*5~").removeprefix(isa())
    for index, mark in enumerate("*:^~"):
        text = text.replace(mark, chr(0xE000 + index))
    for index, mark in enumerate(marks):
        text = text.replace(chr(0xE000 + index), mark + (breaks if index == 3 else ""))
    item = first(isa(marks=marks) + breaks + text)
    line = list(item.segments)[1]
    assert line.parts(1) == ["HC", "99213"]
    assert line.at(2) == "5"
    assert line.at(9) == ""


def test_a_line_break_may_be_the_terminator() -> None:
    text = answer().replace("~", "\n")
    assert read(text) == ([["ST", "BPR", "SE"]], [])
    assert read(text.rstrip("\n")) == ([["ST", "BPR", "SE"]], [])
    assert read(text.replace("\n", "\r\n")) == ([["ST", "BPR", "SE"]], [])


def test_several_interchanges_each_with_its_own_marks() -> None:
    other = answer(control="000000018").replace("*", "|").replace("~", "'")
    sets, flaws = read("\ufeff" + answer() + "\r\n" + other + "\n\n\x1a")
    assert sets == [["ST", "BPR", "SE"]] * 2
    assert flaws == []


def test_a_segment_knows_its_number_and_byte() -> None:
    text = answer("BPR*I*0~\nN1*PR*ÄRZTE~\nDTM*405*20260301~")
    for segment in segments(io.BytesIO(text.encode()), "a.835"):
        assert text.encode()[segment.byte :].startswith("*".join(segment.elements).encode())
    last = list(segments(io.BytesIO(text.encode()), "a.835"))[5]
    assert (last.tag, last.number) == ("DTM", 6)


def test_old_encodings_are_read() -> None:
    raw = answer("N1*PR*CAFÉ~").encode("cp1252")
    item = next(transactions(io.BytesIO(raw), "a.835"))
    assert isinstance(item, Transaction)
    assert list(item.segments)[1].at(2) == "CAFÉ"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("SE*3*", "SE*9*", "segment 5 (SE01) at byte 179: states 9 segments from ST to SE; 3 were read"),
        ("SE*3*", "SE*x*", "segment 5 (SE01) at byte 179: states no number of segments"),
        ("SE*3*", f"SE*{'3' * 5000}*", "states no number of segments"),
        ("SE*3*0001", "SE*3*0002", "segment 5 (SE02) at byte 179: is not the control number ST02 of segment 3"),
        ("GE*1*7", "GE*2*7", "(GE01) at byte 189: states 2 transaction sets of the group; 1 were read"),
        ("GE*1*7", "GE*1*8", "(GE02) at byte 189: is not the control number GS06 of segment 2"),
        ("IEA*1*000000017", "IEA*1*000000071", "(IEA02) at byte 196: is not the control number ISA13 of segment 1"),
        ("GE*1*7~", "", "segment 2 (GS) at byte 106: this group has no end (GE)"),
        ("IEA*1*000000017~", "", "segment 1 (ISA) at byte 0: this interchange has no end (IEA)"),
        ("GS*HP", "GS*HC", "(GS01) at byte 106: is not HP"),
        ("GE*1", "XX*1~GE*1", "segment 6 (XX) at byte 189: stands outside a transaction set"),
    ],
)
def test_flaws_of_envelopes_are_told_with_their_place(old: str, new: str, said: str) -> None:
    assert answer().count(old) == 1
    sets, flaws = read(answer().replace(old, new))
    assert sets == [["ST", "BPR", "SE"]]
    assert len(flaws) == 1
    assert said in flaws[0]


def test_leading_zeros_of_control_numbers_may_differ() -> None:
    assert read(answer().replace("IEA*1*000000017", "IEA*1*17"))[1] == []


def test_the_same_interchange_twice_is_told() -> None:
    _, flaws = read(answer() * 2)
    assert len(flaws) == 1
    assert "(ISA13)" in flaws[0]
    assert "used before" in flaws[0]


def test_a_ta1_is_a_set_of_one_segment() -> None:
    text = f"{isa()}TA1*000000905*260228*1200*A*000~IEA*0*000000017~"
    item = first(text)
    assert item.kind == "TA1"
    assert [segment.at(4) for segment in item.segments] == ["A"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("GS*HP*A~", "segment 1 (GS) at byte 0: an X12 interchange begins with an ISA segment"),
        ("Jane Doe, born 1950", "segment 1 at byte 0: an X12 interchange begins"),
        (isa()[:60], "the file ends inside the ISA segment"),
        (isa().replace("ISA*00*  ", "ISA*00* ") + answer(), "(ISA02) at byte 0: has 9 characters instead of 10"),
        (isa(marks="*:*~"), "delimiters"),
        (isa(marks="*A^~"), "delimiters"),
        (answer()[:150], "segment 2 at byte 106: the file ends inside this segment"),
        (answer()[:182], "segment 5 at byte 179: the file ends inside this segment"),
        (answer()[:179], "segment 3 (ST) at byte 159: this transaction set has no end (SE)"),
        (answer() + "Jane Doe", "segment 8 at byte 212: an X12 interchange begins"),
        (isa() + "N1*" + "x" * 3_000_000, "segment 2 at byte 106: no segment terminator"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(UnreadableInterchangeError) as refused:
        read(text)
    assert said in str(refused.value)
    assert "Jane" not in str(refused.value)


def test_a_set_without_an_end_does_not_hide_the_next() -> None:
    text = answer().replace("SE*3*0001~", "ST*835*0002~BPR*I*0~SE*3*0002~").replace("GE*1", "GE*2")
    walk = transactions(io.BytesIO(text.encode()), "a.835")
    whole = []
    item = next(walk)
    assert isinstance(item, Transaction)
    with pytest.raises(UnreadableInterchangeError, match="no end"):
        list(item.segments)
    whole = [item.control for item in walk if isinstance(item, Transaction)]
    assert whole == ["0002"]


def test_a_caller_may_leave_a_set_unread() -> None:
    items = list(transactions(io.BytesIO(answer("BPR*I*0~REF*EV*1~").encode()), "a.835"))
    assert [type(item) for item in items] == [Transaction]


class _Endless(io.RawIOBase):
    """A file of many sets, made while it is read."""

    def __init__(self, times: int) -> None:
        self.body = ("CLP*1*1*10*10~" * 2000).encode()
        self.parts = iter([answer().encode()[:171], *[self.body] * times, b"SE*1*0001~GE*1*7~IEA*1*000000017~"])

    def read(self, size: int = -1) -> bytes:
        return next(self.parts, b"")


def test_memory_stays_flat() -> None:
    tracemalloc.start()
    try:
        count = 0
        for item in transactions(_Endless(30), "a.835"):  # type: ignore[arg-type]
            if isinstance(item, Transaction):
                count = sum(1 for _ in item.segments)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 30 * 2000 + 2
    assert peak < 500_000, "the file has 900,000 bytes"


@given(st.binary(max_size=400), st.integers(0, 250))
def test_any_bytes_are_read_or_refused(noise: bytes, place: int) -> None:
    raw = answer().encode()
    for damaged in (noise, raw[:place] + noise + raw[place:], raw[:place] + raw[place + len(noise) :]):
        try:
            read(damaged)
        except UnreadableInterchangeError as error:
            assert "a.835" in str(error)


@pytest.mark.real
def test_interchanges_of_other_vendors() -> None:
    refused = {}
    for path in sorted(data("eval", "interop", "x12").rglob("*.*")):
        try:
            sets, _ = read(path.read_bytes())
            assert sets
        except UnreadableInterchangeError as error:
            refused[path.name] = str(error)
    assert sorted(refused) == ["x12_no_isa_line.txt"]


def trimmed(text: str, marks: str = "*:^~") -> str:
    """An interchange whose ISA segment has lost its blanks."""
    head, rest = text[:105], text[105:]
    return marks[0].join(element.rstrip() for element in head.split(marks[0])) + rest


@pytest.mark.parametrize("breaks", ["", "\n", "\r\n"])
def test_an_isa_without_its_blanks_is_read_and_told(breaks: str) -> None:
    sets, flaws = read(trimmed(answer()).replace("~", f"~{breaks}"))
    assert sets == [["ST", "BPR", "SE"]]
    assert flaws == [
        "a.835: segment 1 (ISA02) at byte 0: blanks were trimmed (ISA02, ISA04, ISA06, ISA08); "
        "read, as what has none stands in its place"
    ]


def test_an_isa_without_its_blanks_may_end_in_a_line_break_and_come_second() -> None:
    sets, flaws = read(answer(control="000000018") + trimmed(answer()).replace("~", "\n"))
    assert sets == [["ST", "BPR", "SE"]] * 2
    assert len(flaws) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("*0*P*", "*P*"),  # an element is missing
        ("*260301*", "*60301*"),  # no day
        ("*:~GS", "*~GS"),  # no mark for components
        ("*:~GS", "*:~XX"),  # nothing shows that the segment ended
        ("CLINIC*", "CLI~NIC*"),
    ],
)
def test_an_isa_that_leaves_its_marks_in_doubt_is_refused_with_the_element(old: str, new: str) -> None:
    text = trimmed(answer())
    assert old in text
    with pytest.raises(
        UnreadableInterchangeError, match=r"segment 1 \(ISA02\) at byte 0: has 0 characters instead of 10"
    ):
        read(text.replace(old, new, 1))
