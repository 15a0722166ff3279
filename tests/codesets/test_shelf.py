"""The shelf sees what is added to it, unless it is to stay as it was."""

from __future__ import annotations

from pathlib import Path

from made_up import HCPCS
from nosologist.codesets.shelf import Shelf
from shelves import added


def test_what_is_added_is_seen_at_once_but_not_on_a_still_shelf(tmp_path: Path) -> None:
    shelf, still = Shelf(tmp_path / "books"), Shelf(tmp_path / "books", still=True)
    for one in (shelf, still):
        assert one.in_force("hcpcs") is None and one.releases("hcpcs") == () and one.code_sets() == frozenset()
    added(tmp_path, shelf, "HCPC2031_JAN_ANWEB.txt", HCPCS)
    found = shelf.in_force("hcpcs", document="hcpcs")
    assert found and shelf.releases("hcpcs") == (found,) and shelf.in_force("hcpcs", document="other") is None
    assert still.in_force("hcpcs") is None and still.releases("hcpcs") == ()
    assert shelf.code_sets() == {"hcpcs"} and still.code_sets() == frozenset()
