"""Criteria read from addresses and written to them."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from nosologist.workbench.criteria import GROUPS, PLAIN, Criteria, read


def test_what_is_asked_is_read_and_written() -> None:
    asked = read({"state": "mine", "setting": "inpatient", "waiting": "more", "holder": "7", "page": "3"})
    assert asked == Criteria(state="mine", setting="inpatient", waiting="more", holder="7")
    assert asked.address == "state=mine&setting=inpatient&waiting=more&holder=7"
    assert asked.but("waiting", "holder") == "state=mine&setting=inpatient"


def test_what_makes_no_sense_is_not_asked_for() -> None:
    assert read({"state": "x", "setting": "'; --", "holder": "١٢", "due": "yesterday", "order": "name"}) == PLAIN
    assert read({"holder": "9" * 30}) == PLAIN


VALUES = st.sampled_from(
    [
        "mine",
        "inpatient",
        "discharge summary",
        "none",
        "child",
        "more",
        "over",
        "MB",
        "top",
        "waits",
        "1",
        "7",
        "charges",
        "x&y=1",
        "",
    ]
)


@given(st.dictionaries(st.sampled_from(list(Criteria.__dataclass_fields__)), VALUES))
def test_an_address_says_the_same_criteria_again(asked: dict[str, str]) -> None:
    once = read(asked)
    assert read(dict(parse_qsl(once.address))) == once


def test_every_choice_of_every_group_can_be_asked_for() -> None:
    for name, (_, choices) in GROUPS.items():
        for value, _ in choices:
            assert getattr(read({name: value}), name) == value
