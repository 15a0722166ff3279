"""Signs: a statement that a pattern finds anything in always has what the pattern needs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nosologist.coding import em_course, procedure_status, service_status
from nosologist.coding import given as drugs_given
from nosologist.notes import em_tests, em_time, em_treatment
from nosologist.notes.em_lexicon import holds, words_of
from nosologist.notes.lines import lines_with
from nosologist.notes.signs import Lanes, Marks, Rare, Signs, needed, openings

PATTERNS = [
    em_tests._OWN_READING,
    em_tests._TOLD,
    em_tests._TALK,
    em_time._TOTAL,
    em_time._MINUTES,
    em_treatment._DOSED,
    em_treatment._NEED,
    em_treatment._ADMISSION,
    em_treatment._NO_RESUSCITATION,
    em_course._STABLE,
    em_course._WORSE,
    em_course._THREAT,
    em_course._CHRONIC,
    procedure_status._EARLIER,
    service_status._LATER,
    drugs_given._TO_COME,
]


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"\bstopp?ed\b", {"stop"}),
        (r"\bSTART(?:s|ed)?|refill\w*", {"start", "refill"}),
        (r"\bno (?:reliable )?transport", {"transport"}),
        (r"\d+ (?:mg|units?)", {"mg", "unit"}),
        (r"(?<!non)urgent(?! care)", {"urgent"}),
        (r"for (?:many )?years", {"years"}),
    ],
)
def test_the_letters_are_those_of_the_pattern(pattern: str, letters: set[str]) -> None:
    assert needed(re.compile(pattern, re.IGNORECASE)) == letters


@pytest.mark.parametrize("pattern", [r"\d+", r"[.;]", r"(?:stop)?", r"stop|\d"])
def test_a_pattern_that_needs_no_letters_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="without any letters"):
        needed(re.compile(pattern))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_a_pattern_finds_has_its_sign(pattern: re.Pattern[str]) -> None:
    signs = Signs(sought=pattern)

    @settings(max_examples=60, deadline=None)
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        if pattern.search(text):
            assert signs.of(text.split()) == {"sought"}

    holds()


@pytest.mark.parametrize("text", ["Losartan 50 mg daily", "takes carbidopa-levodopa", "(ATORVASTATIN)", "x/fluoxetine"])
def test_a_word_of_a_group_opens_it(text: str) -> None:
    assert list(words_of("prescription", text, 0, len(text)))
    assert Signs(drug=holds("prescription")).of(text.split()) == {"drug"}


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"\b(?:audio[- ]only|by phone)\b", {"audio", "by phone"}),
        (r"(?<!no )reduced services?\b", {"reduced service"}),
        (r"\b(?:brief )?hospital course", {"brief hospital course", "hospital course"}),
        (r"\b(?:bleed(?:ing)?|[xy]-ray)", {"bleed", "x-ray", "y-ray"}),
        (r"\b(?:bleed|x ?ray)", {"bleed", "xray", "x ray"}),
        (r"\b(?:since|at) (?:his|the) (?:last|\w+) visit", {"since ", "at his ", "at the "}),
        (r"\b(?:bleed|x)", set()),  # one letter stands everywhere
        (r"\w+ectomy|colectomy", set()),
    ],
)
def test_the_letters_that_a_pattern_begins_with(pattern: str, letters: set[str]) -> None:
    assert openings(re.compile(pattern, re.IGNORECASE)) == letters


@pytest.mark.parametrize(
    "pattern", [r"\b(?:audio[- ]only|by (?:tele)?phone|au)\b", r"(?m)^[ \t]*(?:plan|course):", r"(?<!no )ab\w*"]
)
def test_a_rare_pattern_finds_what_the_pattern_finds(pattern: str) -> None:
    rare, plain = Rare(pattern), re.compile(pattern, re.IGNORECASE)
    words = st.sampled_from(
        ["by phone", "Audio-only", "no AB", "abab", " ", "\n", "PLAN:", "course: ", "x", "by", "ſ", "İ"]
    )

    @settings(max_examples=60, deadline=None)
    @given(st.lists(words).map("".join))
    def finds_the_same(text: str) -> None:
        assert [one.span() for one in rare.finditer(text)] == [one.span() for one in plain.finditer(text)]

    finds_the_same()


def test_letters_are_those_of_whole_words_where_the_pattern_asks_for_whole_words() -> None:
    signs = Signs(here=re.compile(r"\b(?:in (?:the )?(?:er|office)|ed)\b"), dose=re.compile(r"\d+ ?mg"))
    assert signs.of(["treated", "within", "(in"]) == {"here"}
    assert signs.of(["treated", "within"]) == frozenset()
    assert signs.of(["treated", "later", "20mg"]) == {"dose"}


def test_each_name_stands_for_its_own_pattern() -> None:
    signs = Signs(one=re.compile("alpha"), two=re.compile("BETA", re.IGNORECASE))
    assert signs.of(["alphabeta", "order"]) == {"one", "two"}
    assert signs.of(["a", "beta", "blocker"]) == {"two"}
    assert signs.of([]) == frozenset()


def test_signs_of_several_kinds_lie_side_by_side() -> None:
    kinds = (
        Signs(one=re.compile("alpha"), two=re.compile("beta")),
        Signs(three=re.compile("alpha"), four=re.compile("gamma")),
    )
    lanes = Lanes(3, *kinds)
    for text in ("", "alpha", "beta gamma", "alpha beta gamma"):
        bits = 0
        for chunk in text.split():
            bits |= lanes.bits_of(chunk)
        assert bits & 0b111 == 0
        assert [Marks(bits, lanes).of(one) for one in kinds] == [one.of(text.split()) for one in kinds]


def test_the_lines_that_have_some_letters() -> None:
    text = "Plan:\nKetorolac given.\n\nMAR: given here; given there"
    assert lines_with(text, text.lower(), "given") == [6, 24]
    assert lines_with(text, text.lower(), "mar", "plan") == [0, 24]
    assert lines_with(text, text.lower(), "nothing") == []
