"""Every fact of a note that the level of a visit can rest on, counted or with the reason why not."""

from __future__ import annotations

from nosologist.model.em import EmFact, EmFactKind, EmGrade
from nosologist.notes.em_statements import Said, statements, visit_statements
from nosologist.notes.em_tests import SOUGHT as OF_TESTS
from nosologist.notes.em_tests import are_of_today, data_facts
from nosologist.notes.em_time import SOUGHT as OF_TIME
from nosologist.notes.em_time import minutes
from nosologist.notes.em_treatment import SOUGHT as OF_TREATMENT
from nosologist.notes.em_treatment import treatment_facts
from nosologist.notes.signs import Signs

SIGNS = Signs(**OF_TESTS, **OF_TREATMENT, **OF_TIME)
_NEVER_HIGH = frozenset(
    {"prescription", "over the counter", "dosed", "need", "minor surgery"}
)  # the risk is moderate at most
_TESTS = frozenset({"test"})
_LISTED = frozenset({"prescription"})  # but in what was decided today, a drug is only listed
_OF_DATA, _OF_TREATMENT, _OF_TIME = map(frozenset, (OF_TESTS, OF_TREATMENT, OF_TIME))


def em_facts(said: tuple[Said, ...]) -> tuple[EmFact, ...]:
    """Read the statements of a note (``statements(text)``) for what was looked at, decided and spent; in the order of the text."""
    found: set[EmFact] = set()
    for place, one in enumerate(said):
        signs = one.signs(SIGNS)
        if not signs:
            continue
        found.update(data_facts(one, signs))
        found.update(treatment_facts(said, place, signs))
        found.update(minutes(one, signs))
    return tuple(sorted(found, key=lambda fact: (fact.span, fact.kind.value, fact.name, fact.not_counted)))


def deciding_facts(said: tuple[Said, ...]) -> tuple[EmFact, ...]:
    """Of the facts of a note those that decide the level: what can raise no element any more is not looked at."""
    found: list[EmFact] = []
    risk, tests = EmGrade.NONE, set[str]()
    for place, one in enumerate(said):
        signs = one.signs(SIGNS)
        if signs and risk >= EmGrade.MODERATE:
            signs -= _NEVER_HIGH
        elif "prescription" in signs and not one.is_of_today:
            signs -= _LISTED
        if not signs:
            continue
        if "test" in signs and not are_of_today(one):
            signs -= _TESTS
        if not _OF_DATA.isdisjoint(signs):
            data = list(data_facts(one, signs, tests))
            tests.update(fact.name for fact in data if fact.kind is EmFactKind.TEST and not fact.not_counted)
            found += data
        if not _OF_TREATMENT.isdisjoint(signs):
            decisions = list(treatment_facts(said, place, signs))
            risk = max((risk, *(fact.grade for fact in decisions if not fact.not_counted)))
            found += decisions
        if not _OF_TIME.isdisjoint(signs):
            found += minutes(one, signs)
    return tuple(found)


__all__ = ["Said", "deciding_facts", "em_facts", "statements", "visit_statements"]
