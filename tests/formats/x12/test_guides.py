"""The tables of the implementation guides say what the maps of pyx12 say."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
import pyx12

from nosologist.formats.x12.guide import LoopUse, SegmentUse, guide

MAPS = Path(pyx12.__file__).parent / "map"
FILES = {"837p": "837.5010.X222.A1.xml", "837i": "837Q3.I.5010.X223.A1.v2.xml"}
Row = tuple[str, str, int | None, tuple[frozenset[str], ...]]  # loop, segment, most, codes of its elements


def said(node: ET.Element, name: str) -> str:
    return (node.get(name) or node.findtext(name) or "").strip()


def of_map(loop: ET.Element, name: str = "") -> Iterator[Row]:
    for child in loop:
        if child.tag == "segment" and child.get("xid") not in ("ST", "SE"):
            most = said(child, "max_use")
            codes = [_codes(one) for one in child if one.tag in ("element", "composite")]
            while codes and not codes[-1]:
                codes.pop()
            yield name, str(child.get("xid")), int(most) if most.isdigit() else None, tuple(codes)
        elif child.tag == "loop" and child.get("xid") != "FOOTER":
            is_wrapper = child.get("xid") in ("HEADER", "DETAIL")
            yield from of_map(child, name if is_wrapper else str(child.get("xid")))


def _codes(element: ET.Element) -> frozenset[str]:
    if said(element, "usage") == "N":
        return frozenset()
    stated = element if element.tag == "element" else element.find("element")
    found = stated.find("valid_codes") if stated is not None else None
    codes = frozenset(str(code.text) for code in found.findall("code")) if found is not None else frozenset()
    return codes if len(codes) <= 60 else frozenset()  # longer lists are left out of the tables


def of_guide(loop: LoopUse) -> Iterator[Row]:
    for child in loop.children:
        if isinstance(child, SegmentUse):
            codes = [one.codes for one in child.elements]
            while codes and not codes[-1]:
                codes.pop()
            yield loop.name, child.tag, child.most if child.most < 1_000_000 else None, tuple(codes)
        else:
            yield from of_guide(child)


@pytest.mark.parametrize("name", sorted(FILES))
def test_loops_segments_and_codes_are_those_of_the_map(name: str) -> None:
    root = ET.parse(MAPS / FILES[name]).getroot()
    [top] = [loop for loop in root.iter("loop") if loop.get("xid") == "ST_LOOP"]
    assert list(of_guide(guide(name))) == list(of_map(top))
