"""A coder's session as a script: decisions on codes, lines and the claim, and queries to the provider, one step after the other."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

ADDED = {"kind": "add", "system": "cpt", "code": "99213", "reason": "the visit"}
QUERY = {
    "title": "Clarification of the blood pressure",
    "indicators": [{"document": 0, "start": 18, "end": 51}],
    "question": "Please document the diagnosis, if any, that was evaluated and treated.",
    "options": ["Secondary hypertension", "Other (please specify): ____________", "Unable to determine"],
    "provider": "Dr. A. Reyes", "override": "it is for the provider to say",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A request: where it goes, what it says, and of which row of events it is the next one."""

    where: str
    body: dict[str, Any]
    of: str  # "decision", or the id of a query

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @classmethod
    def made(cls, chart: str, fields: dict[str, Any], seen: int, page: str = "decide") -> Step:
        """A decision under an id of its own."""
        return cls(f"/chart/{chart}/{page}/", {**fields, "id": str(uuid.uuid4()), "seen": seen}, "decision")


@dataclass(slots=True)
class Session:
    """What was acknowledged so far, and what comes next."""

    chart: str
    acknowledged: list[Step] = field(default_factory=list)
    _line: str = ""  # the service line that was added
    _query: str = ""

    def step(self) -> Step:
        """The next step: a few on the desk, one on the claim, one of a query, and so on."""
        done = self.of()
        if len(done["decision"]) < len(BEGIN):
            return Step.made(self.chart, BEGIN[len(done["decision"])], len(done["decision"]))
        number = len(self.acknowledged)
        if number % 3 == 0:
            return self._asking(done)
        return self._deciding(number, len(done["decision"]))

    def acknowledge(self, step: Step) -> None:
        """The server has answered a step."""
        self.acknowledged.append(step)
        if step.body.get("code") == ADDED["code"]:
            self._line = step.id

    def of(self) -> dict[str, list[str]]:
        """The ids that were acknowledged, by the row that they stand in."""
        found: dict[str, list[str]] = defaultdict(list)
        for step in self.acknowledged:
            found[step.of].append(step.id)
        return found

    def holds(self, rows: dict[str, list[tuple[int, str]]], documents: list[str]) -> None:
        """What is stored is what was acknowledged: all of it, in its order, nothing twice, each answer one document."""
        assert rows == {of: list(enumerate(ids, 1)) for of, ids in self.of().items()}
        answers = sum(step.body.get("act") in ("answer", "amend") for step in self.acknowledged)
        assert documents == ["visit", *(f"Query response {number}" for number in range(1, answers + 1))]

    def _deciding(self, number: int, seen: int) -> Step:
        turns: tuple[tuple[str, dict[str, Any]], ...] = (
            ("decide", {"kind": "poa", "line": "s1", "poa": "YN"[number % 2]}),
            ("claim", {"kind": "abstract", "fields": {f"lines.{self._line}.charge": f"{number}.50"}}),
            ("decide", {"kind": "modifiers", "line": self._line, "modifiers": [["25"], []][number % 2]}),
            ("claim", {"kind": "abstract", "fields": {"patient.last_name": f"Moore {number}"}}),
            ("decide", {"kind": "units", "line": self._line, "units": str(number)}),
            ("decide", {"kind": "move", "line": f"s{number % 3}"}),
        )
        page, fields = turns[number % len(turns)]
        return Step.made(self.chart, fields, seen, page)

    def _asking(self, done: dict[str, list[str]]) -> Step:
        """A query is drafted, written on, sent, reminded of and answered; then the next one is drafted."""
        if len(done[self._query]) == len(ACTS) or not self._query:
            self._query = str(uuid.uuid4())
        act, fields = ACTS[seen := len(done[self._query])]
        wish = {**fields, "act": act, "quiet": True, "query": self._query, "id": str(uuid.uuid4()), "seen": seen}
        return Step(f"/chart/{self.chart}/query/", wish, self._query)


BEGIN: tuple[dict[str, Any], ...] = ({"kind": "claim"}, {"kind": "accept", "lines": ["s0", "s1"]}, ADDED)
ACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("draft", {**QUERY, "title": "Blood pressure"}),
    ("draft", QUERY),
    ("send", QUERY),
    ("remind", {"reason": "by telephone"}),
    ("answer", {"option": 0}),
    ("amend", {"option": 2, "words": "I cannot say.", "reason": "the answer to another query"}),
)
