"""Writing X12: elements that a receiver can read, segments, and the envelopes around transaction sets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TextIO

from nosologist.errors import UnwritableClaimError

ELEMENT, COMPONENT, REPETITION, TERMINATOR = "*", ":", "^", "~"
_FORBIDDEN = re.compile(
    r"[^ !\"&'()+,\-./;?=%@\[\]_{}\\|<>#$A-Za-z0-9]"
)  # the extended character set without our delimiters
_LARGEST_CONTROL = 999_999_999


@dataclass(frozen=True, slots=True)
class Ends:
    """Both ends of an interchange as ISA and GS state them."""

    sender: str
    receiver: str
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    test: bool = False


def said(value: str | None, most: int, what: str) -> str:
    """A text as an element; letters with accents lose them, as receivers take the basic letters only.

    Raises:
        UnwritableClaimError: it is too long, or holds a character that no element may hold; ``what`` says which text.
    """
    if not value:
        return ""
    if not value.isascii():
        folded = unicodedata.normalize("NFKD", value.replace("’", "'").replace("–", "-"))
        value = "".join(letter for letter in folded if not unicodedata.combining(letter))
    if found := _FORBIDDEN.search(value):
        raise UnwritableClaimError(f"{what} holds {found[0]!r}, which an X12 file cannot carry; write it without")
    value = value.strip()
    if len(value) > most:
        raise UnwritableClaimError(f"{what} has {len(value)} characters; an X12 file takes {most}")
    return value


def number(value: Decimal | None) -> str:
    """A number without needless zeros; empty where it is not known."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def day(value: date | None) -> str:
    """A date as CCYYMMDD."""
    return "" if value is None else f"{value.year:04}{value.month:02}{value.day:02}"


def segment(*elements: str) -> str:
    """A segment with its terminator, empty elements at its end left out.

    Raises:
        UnwritableClaimError: an element holds a mark that would end it, or a character that no segment may hold.
    """
    text = ELEMENT.join(elements)
    if text.count(ELEMENT) >= len(elements) or TERMINATOR in text or not (text.isascii() and text.isprintable()):
        raise UnwritableClaimError(f"an element of {elements[0]} holds a character that an X12 file cannot carry")
    return text.rstrip(ELEMENT) + TERMINATOR


def composite(*parts: str) -> str:
    """A composite element, empty parts at its end left out."""
    return COMPONENT.join(parts).rstrip(COMPONENT)


class InterchangeWriter:
    """Writes interchanges, their groups and transaction sets; closes what is open when another is begun."""

    def __init__(self, file: TextIO, created: datetime, control: int, *, break_lines: bool = True) -> None:
        """``control`` is the number of the first interchange; those behind it are counted on."""
        self._file = file
        self._created = created
        self._control = control
        self._newline = "\n" if break_lines else ""
        self._ends: Ends | None = None
        self._codes = ("", "")  # both ends as GS states them
        self._version = ""
        self._groups = self._sets = self._segments = 0

    def interchange(self, ends: Ends) -> None:
        """Begin an interchange, if it is not the one that is open."""
        if ends == self._ends:
            return
        if not 0 < self._control <= _LARGEST_CONTROL:
            raise UnwritableClaimError(f"control number {self._control}: is none between 1 and {_LARGEST_CONTROL}")
        sender = said(ends.sender, 15, "the submitter's interchange id")
        receiver = said(ends.receiver, 15, "the receiver's interchange id")
        self._close_interchange()
        self._ends, self._groups, self._codes = ends, 0, (sender, receiver)
        self._put(
            segment(
                "ISA", "00", " " * 10, "00", " " * 10,
                ends.sender_qualifier[:2].ljust(2), sender.ljust(15),
                ends.receiver_qualifier[:2].ljust(2), receiver.ljust(15),
                f"{self._created:%y%m%d}", f"{self._created:%H%M}", REPETITION, "00501",
                f"{self._control:09}", "0", "T" if ends.test else "P", COMPONENT,
            )
        )  # fmt: skip

    def group(self, function: str, version: str) -> None:
        """Begin a group of an implementation guide, if it is not the one that is open."""
        if version == self._version:
            return
        self._close_group()
        assert self._ends is not None
        self._groups += 1
        self._version, self._sets = version, 0
        when = (f"{self._created:%Y%m%d}", f"{self._created:%H%M}")
        self._put(segment("GS", function, *self._codes, *when, self._group_number(), "X", version))

    def begin(self, kind: str) -> str:
        """Begin a transaction set; returns a name for it that no other of the interchange has."""
        self.end()
        self._sets += 1
        self._segments = 1
        self._put(segment("ST", kind, f"{self._sets:04}", self._version))
        return f"{self._control:09}-{self._groups}-{self._sets:04}"

    def add(self, segments: Sequence[str]) -> None:
        """Add segments to the set that is open."""
        self._segments += len(segments)
        self._put(*segments)

    def end(self) -> None:
        """End the transaction set that is open, if one is."""
        if self._segments:
            self._put(segment("SE", str(self._segments + 1), f"{self._sets:04}"))
        self._segments = 0

    def close(self) -> None:
        """End everything."""
        self._close_interchange()

    def _group_number(self) -> str:
        """GS06. A 999 names nothing else of what it answers, so it counts on from the interchange's number: the first group has the
        same one, and files with numbers of their own are told apart."""
        return str((self._control + self._groups - 2) % _LARGEST_CONTROL + 1)

    def _close_group(self) -> None:
        self.end()
        if self._version:
            self._put(segment("GE", str(self._sets), self._group_number()))
        self._version = ""

    def _close_interchange(self) -> None:
        self._close_group()
        if self._ends is not None:
            self._put(segment("IEA", str(self._groups), f"{self._control:09}"))
            self._control += 1
        self._ends = None

    def _put(self, *segments: str) -> None:
        self._file.write(self._newline.join(segments) + self._newline)
