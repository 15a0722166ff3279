"""Every fact of a note that the level of a visit can rest on, counted or with the reason why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nosologist.model.em import EmFact, EmFactKind, EmGrade
from nosologist.notes.em_statements import Said, marked, statements, visit_statements
from nosologist.notes.em_tests import SOUGHT as OF_TESTS
from nosologist.notes.em_tests import are_of_today, data_facts
from nosologist.notes.em_time import SOUGHT as OF_TIME
from nosologist.notes.em_time import minutes
from nosologist.notes.em_treatment import SOUGHT as OF_TREATMENT
from nosologist.notes.em_treatment import treatment_facts
from nosologist.notes.made_once import made_once
from nosologist.notes.signs import Signs

SIGNS = Signs(**OF_TESTS, **OF_TREATMENT, **OF_TIME)
_NEVER_HIGH = frozenset(
    {"prescription", "over the counter", "dosed", "need", "minor surgery"}
)  # the risk is moderate at most
_TESTS = frozenset({"test"})
_LISTED = frozenset({"prescription"})  # but in what was decided today, a drug is only listed
_OF_DATA, _OF_TREATMENT = map(frozenset, (OF_TESTS, OF_TREATMENT))


class Facts:
    """The facts of a note (``statements(text)``) in the order of the text; each kind is read when it is first asked for."""

    def __init__(self, said: tuple[Said, ...]) -> None:
        self._said = said
        self._marked = list(marked(said, SIGNS))

    @made_once
    def data(self) -> tuple[EmFact, ...]:
        """What was looked at and who was asked."""
        return _in_order(fact for _, one, signs in self._marked for fact in data_facts(one, signs))

    @made_once
    def decisions(self) -> tuple[EmFact, ...]:
        """What was decided, and what of the patient's life limits care."""
        return _in_order(self._decided())

    def _decided(self) -> Iterator[EmFact]:
        for place, _, signs in self._marked:
            yield from treatment_facts(self._said, place, signs)

    @made_once
    def times(self) -> tuple[EmFact, ...]:
        """The minutes that were spent."""
        return _in_order(fact for _, one, signs in self._marked if "total" in signs for fact in minutes(one))


class DecidingFacts(Facts):
    """Of these facts those that decide the level: what can raise no element any more is not looked at."""

    @made_once
    def data(self) -> tuple[EmFact, ...]:
        """What was looked at and who was asked: each test once, where it may be of today."""
        found: list[EmFact] = []
        tests = set[str]()
        for _, one, held in self._marked:
            signs = frozenset() if one.never_counts else held & _OF_DATA
            if "test" in signs and not are_of_today(one):
                signs -= _TESTS
            if signs:
                new = list(data_facts(one, signs, tests))
                tests.update(fact.name for fact in new if fact.kind is EmFactKind.TEST and not fact.not_counted)
                found += new
        return tuple(found)

    def _decided(self) -> Iterator[EmFact]:
        risk = EmGrade.NONE
        for place, one, signs in self._marked:
            if risk >= EmGrade.MODERATE:
                signs = signs - _NEVER_HIGH
            elif "prescription" in signs and not one.is_of_today:
                signs = signs - _LISTED
            if not _OF_TREATMENT.isdisjoint(signs):
                for fact in treatment_facts(self._said, place, signs):
                    if not fact.not_counted:
                        risk = max(risk, fact.grade)
                    yield fact

    @made_once
    def decisions(self) -> tuple[EmFact, ...]:
        """What was decided, where it may be graver than what was decided already."""
        return tuple(self._decided())


def em_facts(said: tuple[Said, ...]) -> tuple[EmFact, ...]:
    """Every fact of a note, counted or with the reason why not, in the order of the text."""
    facts = Facts(said)
    return _in_order((*facts.data, *facts.decisions, *facts.times))


def _in_order(found: Iterable[EmFact]) -> tuple[EmFact, ...]:
    return tuple(sorted(set(found), key=lambda fact: (fact.span, fact.kind.value, fact.name, fact.not_counted)))


__all__ = ["DecidingFacts", "Facts", "Said", "em_facts", "statements", "visit_statements"]
