"""What the codes of payers' answers mean (``payers/*.txt``): the published code numbers with words of our own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).with_name("payers")
DEFAULT_APPEALS = _FOLDER / "appeals.toml"
UNKNOWN = "other"


class Cause(NamedTuple):
    """A class of root cause. ``kind``: routine (no denial), correct, appeal or other."""

    name: str
    kind: str
    action: str

    @property
    def routine(self) -> bool:
        """True where nothing was denied: contract, patient's share, earlier payer, mechanics of the payment."""
        return self.kind == "routine"


class Meaning(NamedTuple):
    """A code in words, with its cause and the rules of ours that find the same before a claim is sent."""

    code: str
    cause: str
    words: str
    rules: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def causes() -> dict[str, Cause]:
    """The classes of root cause by name, in the order of the table."""
    return {name: Cause(name, kind, action) for name, kind, action in _lines("causes.txt")}


@lru_cache(maxsize=1)
def reasons() -> dict[str, Meaning]:
    """Claim adjustment reason codes (CARC)."""
    return _meanings("carc.txt")


@lru_cache(maxsize=1)
def remarks() -> dict[str, Meaning]:
    """Remittance advice remark codes (RARC)."""
    return _meanings("rarc.txt")


@lru_cache(maxsize=1)
def _lists() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    name = ""
    for cells in _lines("small.txt"):
        if cells[0].startswith("["):
            name = cells[0][1 : cells[0].index("]")]
            found[name] = {}
        else:
            found[name].update(dict.fromkeys(cells[0].split(), cells[1]))
    return found


def said(name: str, code: str) -> str:
    """A code of a short list in words: ``said("claim", "4")`` is "denied"; empty where the list does not know it."""
    return _lists()[name].get(code, "")


def reason(code: str) -> Meaning:
    """A claim adjustment reason code; one without a line has no words and the cause "other"."""
    return reasons().get(code) or Meaning(code, UNKNOWN, "")


def remark(code: str) -> Meaning:
    """A remark code; one without a line has no words and changes no cause."""
    return remarks().get(code) or Meaning(code, "information", "")


def _meanings(name: str) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for codes, cause, words, *rules in _lines(name):
        for code in codes.split():
            found[code] = Meaning(code, cause, words, tuple(" ".join(rules).split()))
    return found


def _lines(name: str) -> Iterator[list[str]]:
    for line in (_FOLDER / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("|")]
