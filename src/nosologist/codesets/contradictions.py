"""With and without: codes of one category of which one denies in its title what the other states."""

from __future__ import annotations

import re

from nosologist.codesets.library import Books, kept_by_code
from nosologist.codesets.sides import side_of

_DENIAL = re.compile(r",? without |,? uncomplicated\b|,? not intractable\b")
_DENYING = ("without", "uncomplicated", "not intractable")  # of which each denial has one: quicker to seek
_STATED = re.compile(r",? with |,? intractable\b")
_OF_ONE_CONDITION = (*range(1, 15), 21)  # injuries, and what concerns a pregnancy, may be several of one kind


@kept_by_code
def _stating(value: str, books: Books) -> dict[str, str]:
    """The codes (undotted) whose titles go on with "with" where that of a code denies it, on the same side; and how they go on."""
    code = books.tabular.get(value)
    if code is None or code.chapter not in _OF_ONE_CONDITION:
        return {}
    said = code.title.lower()
    if not any(word in said for word in _DENYING):
        return {}
    stems = [said[: denial.start()] for denial in _DENIAL.finditer(said) if denial.start()]
    return {
        other: title[len(stem) :]
        for other, title in (books.tabular.titled(value[:3]) if stems else ())
        for stem in stems
        if title.startswith(stem) and _STATED.match(title, len(stem)) and _side(title) == _side(said)
    }


@kept_by_code
def denied_by(value: str, books: Books) -> frozenset[str]:
    """The valid codes (undotted) that state, on the same side, what the title of a code denies: "without", "uncomplicated"."""
    return frozenset(_stating(value, books))


def completion(value: str, other: str, books: Books) -> str | None:
    """The code that states of the condition of one code what another says of it, which leaves more unspecified."""
    said, open_title = books.tabular[value].title.lower(), books.tabular[other].title.lower()
    if open_title.count("unspecified") <= said.count("unspecified"):
        return None
    stating = _stating(value, books)
    return next((whole for whole in sorted(stating) if _goes_on(open_title, stating[whole].lstrip(","))), None)


def _goes_on(title: str, ending: str) -> bool:
    """True for a title that ends so, and does not deny it: "not intractable" is no "intractable"."""
    return title.endswith(ending) and not title.removesuffix(ending).endswith(" not")


def _side(title: str) -> str:
    named = side_of(title)
    return "" if named is None or named.side == "open" else named.side
