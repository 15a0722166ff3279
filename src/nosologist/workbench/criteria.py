"""What a worklist is asked for: groups of criteria and an order, read from an address and written to one. Pure.

Nothing here is a word of a chart: an address may carry it, and a saved view keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from urllib.parse import urlencode

from nosologist.model.document import DocumentKind
from nosologist.model.encounter import Setting
from nosologist.workbench.ageing import BUCKETS
from nosologist.workbench.form_fields import FILING
from nosologist.workbench.specialties import SPECIALTIES
from nosologist.workbench.wording import setting_said

Choices = tuple[tuple[str, str], ...]  # value, title
STATES: Choices = (("unclaimed", "Unassigned"), ("mine", "Mine"), ("open", "All open"), ("final", "Final"))
YEARS = {
    "newborn": (0, 0),
    "child": (1, 17),
    "adult": (18, 64),
    "senior": (65, None),
}  # of the patient, both ends included
DOLLARS = (  # of the charges stated so far, in cents: from, below
    ("none", "charges not stated", None, None),
    ("low", "under $1,000", 0, 100_000),
    ("some", "$1,000 to $9,999", 100_000, 1_000_000),
    ("high", "$10,000 to $49,999", 1_000_000, 5_000_000),
    ("top", "$50,000 and over", 5_000_000, None),
)
GROUPS: dict[str, tuple[str, Choices]] = {
    "setting": ("Setting", tuple((one.value, setting_said(one.value)) for one in Setting)),
    "kind": ("Document", (*((one.value, one.value) for one in DocumentKind), ("none", "kind unknown"))),
    "specialty": ("Specialty", (*((one, one) for one in SPECIALTIES), ("none", "specialty not stated"))),
    "years": (
        "Age",
        (
            ("newborn", "under 1 year"),
            ("child", "1 to 17 years"),
            ("adult", "18 to 64 years"),
            ("senior", "65 and over"),
        ),
    ),
    "waiting": ("Chart age", tuple((one.name, one.title) for one in BUCKETS)),
    "due": (
        "Due",
        (("over", "overdue"), ("today", "due today"), ("week", "due within 7 days"), ("none", "no due date")),
    ),
    "payer": ("Payer", (*FILING["choices"], ("none", "payer not stated"))),
    "dollars": ("Charges", tuple((name, title) for name, title, _, _ in DOLLARS)),
    "query": ("Query", (("waits", "query outstanding"), ("no", "no query outstanding"))),
    "priority": ("Priority", (("1", "high priority"), ("2", "normal priority"), ("3", "low priority"))),
}
ORDERS: Choices = (
    ("", "most urgent"),
    ("due", "due first"),
    ("waiting", "oldest first"),
    ("charges", "highest charges"),
    ("newest", "newest first"),
)


@dataclass(frozen=True, slots=True)
class Criteria:
    """Which charts, in which order; what is empty asks for nothing."""

    state: str = "open"
    setting: str = ""
    kind: str = ""
    specialty: str = ""
    years: str = ""
    waiting: str = ""
    due: str = ""
    payer: str = ""
    dollars: str = ""
    query: str = ""
    priority: str = ""
    holder: str = ""  # number of a user
    order: str = ""

    @property
    def address(self) -> str:
        """As the query of an address: what is not asked for is left out."""
        return urlencode(self.asked)

    @property
    def asked(self) -> dict[str, str]:
        """What differs from the plain list."""
        return {name: value for name, value in asdict(self).items() if value != getattr(PLAIN, name)}

    def but(self, *names: str) -> str:
        """The address without some of it: for links and forms that say those themselves."""
        return urlencode({name: value for name, value in self.asked.items() if name not in names})


PLAIN = Criteria()


def read(asked: Mapping[str, object]) -> Criteria:
    """Criteria from an address or a saved view; what makes no sense is not asked for."""
    known = {"state": _values(STATES), "order": _values(ORDERS)} | {
        name: _values(choices) for name, (_, choices) in GROUPS.items()
    }
    taken: dict[str, str] = {}
    for field in fields(Criteria):
        value = str(asked.get(field.name, ""))
        is_number = field.name == "holder" and value.isascii() and value.isdecimal() and len(value) < 18
        if value in known.get(field.name, ()) or is_number:
            taken[field.name] = value
    return Criteria(**taken)


def _values(choices: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(value for value, _ in choices)
