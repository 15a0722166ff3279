"""The Index's grammar."""

from __future__ import annotations

import pytest

from nosologist.codesets.alphabetic import IndexLine, IndexMistake, IndexPath, paths, read_lines, resolve_see

TEXT = """# a comment
Pneumonia (acute) (double) J18.9
- aspiration, "due to food" J69.0
- in, with
- - influenza J11.00
Infarct, infarction
- myocardium, myocardial I21.9
- - ST elevation I21.3
Heart attack -- see Infarction, myocardium
Amyloid heart E85.4 [I43]
"""


def read(text: str) -> list[IndexPath]:
    lines = list(read_lines("test.txt", text))
    assert all(isinstance(line, IndexLine) for line in lines), lines
    resolved, mistakes = resolve_see(list(paths(line for line in lines if isinstance(line, IndexLine))))
    assert not mistakes
    return resolved


def found(text: str) -> dict[str, str | None]:
    return {path.shown: path.last.code for path in read(text) if path.last.code}


def test_paths_and_codes() -> None:
    assert found(TEXT) == {
        "Pneumonia": "J189",
        "Pneumonia > aspiration": "J690",
        "Pneumonia > in > influenza": "J1100",
        "Infarct > myocardium": "I219",
        "Infarct > myocardium > ST elevation": "I213",
        "Heart attack": "I219",
        "Heart attack > ST elevation": "I213",
        "Amyloid heart": "E854",
    }


def test_manifestation_nonessential_words_and_alternatives() -> None:
    by_path = {path.shown: path.last for path in read(TEXT)}
    assert by_path["Amyloid heart"].manifestation == "I43"
    assert by_path["Pneumonia"].nonessential == ("acute", "double")
    assert by_path["Pneumonia > aspiration"].alternatives == ("aspiration", '"due to food"')
    assert by_path["Pneumonia > in"].is_connector


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- subterm without a main term J18.9", "deep"),
        ("Pneumonia J18.9\n- - too deep J69.0", "deep"),
        ("Pneumonia (acute J18.9", "brackets"),
        ("J18.9", "no term"),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, message: str) -> None:
    mistakes = [line for line in read_lines("test.txt", text) if isinstance(line, IndexMistake)]
    assert len(mistakes) == 1
    assert message in mistakes[0].message


def test_a_reference_to_nothing_is_a_mistake() -> None:
    lines = [line for line in read_lines("test.txt", "Grippe -- see Influenza") if isinstance(line, IndexLine)]
    _, mistakes = resolve_see(list(paths(lines)))
    assert [mistake.number for mistake in mistakes] == [1]
