"""Reports on the cards of CDS Hooks: what clinicians did with them. They are of an organization, not of a coder."""

from __future__ import annotations

from nosologist.workbench import card_counting, tallying
from nosologist.workbench.drawing import Bar, across
from nosologist.workbench.report import Asked, Report

_MOST_BARS = 15


def outcomes(asked: Asked) -> Report:
    """Cards that record systems were given, by what became of them."""
    found = {} if asked.user else card_counting.by_outcome(asked.organization, (asked.first, asked.last))
    whole = sum(found.values())
    rows = [(name, count, tallying.percent(count, whole)) for name, count in sorted(found.items())]
    return Report(
        "cards", "Cards at discharge",
        "Cards with codes that record systems were given (CDS Hooks), by what clinicians did with them, as far as the record "
        "system tells. They are the organization's: nobody's own numbers.",
        ("outcome", "cards", "%"), rows,
        across("cards", "Cards by outcome", ("cards",), [Bar(name, (float(count),)) for name, count, _ in rows]),
    )  # fmt: skip


def codes(asked: Asked) -> Report:
    """Codes on those cards, by how often they were accepted."""
    found = [] if asked.user else card_counting.by_code(asked.organization, (asked.first, asked.last))
    rows = [(*one, tallying.percent(one[3], one[2])) for one in found]
    bars = [Bar(str(row[0]), (float(row[1]), float(row[3]))) for row in rows[:_MOST_BARS]]
    return Report(
        "cards-by-code", "Cards at discharge by code",
        "How many cards suggested a code, how many of these were answered, and on how many the code was accepted. "
        "Per cent: accepted of answered.",
        ("code", "suggested", "answered", "accepted", "%"), rows,
        across("cards-by-code", "Codes suggested at discharge", ("suggested", "accepted"), bars), ("suggested", "accepted"),
    )  # fmt: skip


CARD_REPORTS = {"cards": outcomes, "cards-by-code": codes}
