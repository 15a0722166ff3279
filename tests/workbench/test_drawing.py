"""Pictures of reports."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from nosologist.workbench.drawing import Bar, across, upright

NAMES = ("accepted", "rejected")
BARS = [Bar("visit <&>", (3, 1)), Bar("of a kind with quite a long name indeed", (0, 2), "2 h")]


def test_bars_are_as_long_as_their_parts() -> None:
    picture = ET.fromstring(across("x", "Title", NAMES, BARS))
    widths = [float(box.get("width", "")) for box in picture.iter("rect")]
    assert widths[0] == 3 * widths[1]
    assert widths[2] == 0
    assert widths[3] == 2 * widths[1]
    texts = [one.text for one in picture.iter("text")]
    assert texts == ["visit <&>", "4", "of a kind with quite a long name in…", "2 h"]


def test_upright_bars_stand_on_the_ground() -> None:
    boxes = list(ET.fromstring(upright("x", "Title", NAMES, BARS)).iter("rect"))
    assert {round(float(box.get("y", "")) + float(box.get("height", ""))) for box in boxes} == {120}


def test_a_picture_says_what_it_shows_in_words_and_has_no_style_of_its_own() -> None:
    for drawn in (across("x", "Title <", NAMES, BARS), upright("x", "Title <", NAMES, BARS)):
        picture = ET.fromstring(drawn)
        assert picture.get("role") == "img"
        labels = [picture.find(f"*[@id='{id}']") for id in picture.get("aria-labelledby", "").split()]
        assert [one.text if one is not None else None for one in labels] == [
            "Title <",
            "2 bars, visit <&> to of a kind with quite a long name indeed; in all: accepted 3, rejected 3. The table below has the "
            "numbers.",
        ]
        assert "style=" not in drawn


def test_nothing_is_drawn_of_nothing() -> None:
    assert "nothing to show" in across("x", "Title", NAMES, [])
    assert "nothing to show" in upright("x", "Title", NAMES, [])
