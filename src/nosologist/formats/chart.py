"""A chart as a file holds it: the documents of one encounter and the facts of its face sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from nosologist.model.document import Document
from nosologist.model.encounter import Encounter, Setting, Sex
from nosologist.model.fact import Fact

LARGEST_FILE = 64_000_000  # bytes of one document of any kind
LARGEST_MARKUP = 16_000_000  # bytes of an HTML page, pictures in it included
LARGEST_TEXT = 4_000_000  # characters of the text of a document
DEEPEST = 4  # a PDF in a C-CDA in a zip in a zip, no more

ReadWithin = Callable[[bytes, str], "Chart"]  # reads a document that another one carries: its bytes, where it is


@dataclass(frozen=True, slots=True)
class Chart:
    """What one file tells of one encounter; ``None`` where it does not tell."""

    documents: tuple[Document, ...] = ()
    day: date | None = None  # of discharge or of service
    setting: Setting | None = None
    born: date | None = None
    sex: Sex | None = None
    remarks: tuple[str, ...] = ()  # what is wrong in the file or was left out, and where; never the text of a note
    unreadable: tuple[str, ...] = ()  # the parts that could not be read, one sentence each
    visit: str | None = (
        None  # the patient and visit that all its documents are of; None: nothing says that they belong together
    )
    name: str | None = None  # what the person calls it
    number: str | None = None  # of the document in its system, by which a later one replaces it
    replaces: frozenset[str] = frozenset()  # numbers of the documents that this one stands for now
    facts: tuple[Fact, ...] = ()  # results, vital signs, medications, problems that stand in fields

    def encounter(self, asked: Encounter, setting_is_given: bool = False) -> Encounter:
        """The encounter of these documents; what the person states wins over what the file tells."""
        day = asked.date or self.day
        age = asked.age
        if age is None and self.born and day and self.born <= day:
            age = whole_years(self.born, day)
            age = age if age <= 124 else None
        setting = asked.setting if setting_is_given or self.setting is None else self.setting
        sex = asked.sex or self.sex
        return replace(asked, documents=self.documents, setting=setting, date=day, age=age, sex=sex, facts=self.facts)


def whole_years(born: date, on: date) -> int:
    """Age in whole years on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def stamp(text: str | None) -> date | None:
    """The day of an HL7 time stamp (20260301, 202603011230+0100); ``None`` where it is none or tells no day."""
    digits = (text or "").strip()
    digits = digits[:10].replace("-", "") if digits[4:5] == "-" == digits[7:8] else digits[:8]
    if len(digits) < 8 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
