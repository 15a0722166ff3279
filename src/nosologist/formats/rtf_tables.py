"""Tables of RTF: rows as every reader writes them, and cells that go on from the row above (``clvmrg``)."""

from __future__ import annotations

import re

from nosologist.formats.blocks import CELL
from nosologist.formats.spanning import LONGEST

_WORD = re.compile(r"\\(trowd|clvmrg|cellx|cell|row)(?![a-z])-?\d*")
_GOES_ON = "\x06"
_ROW = re.compile(r"^.*\|$", re.MULTILINE)


def with_merged(source: str) -> str:
    """RTF with a mark in each cell that goes on from the one above it."""
    if "\\clvmrg" not in source:
        return source
    source = source.replace(_GOES_ON, "")
    out: list[str] = []
    merged: list[bool] = []  # by cell of the row
    goes_on, at, cell = False, 0, 0
    for word in _WORD.finditer(source):
        match word[1]:
            case "trowd":
                merged, goes_on = [], False
            case "clvmrg":
                goes_on = True
            case "cellx":
                merged.append(goes_on)
                goes_on = False
            case "cell":
                if cell < len(merged) and merged[cell]:
                    out += [source[at : word.start()], _GOES_ON]
                    at = word.start()
                cell += 1
            case _:
                cell = 0
    return "".join((*out, source[at:]))


def rows(text: str) -> str:
    """Text whose rows, which the library ends in a bar, have their cells between bars; a short cell stands in each of its rows."""
    above: list[str] = []

    def row(line: re.Match[str]) -> str:
        nonlocal above
        cells = [cell.strip() for cell in line[0][:-1].split("|")]
        if all(cell == _GOES_ON for cell in cells):
            return ""
        above = [_said(cell, above[at] if at < len(above) else "") for at, cell in enumerate(cells)]
        return CELL.join(above).rstrip(" |")

    return _ROW.sub(row, text).replace(_GOES_ON, "")


def _said(cell: str, above: str) -> str:
    return above if cell == _GOES_ON and len(above) <= LONGEST else cell.replace(_GOES_ON, "").strip()
