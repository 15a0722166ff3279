"""The contents page of the law: every rule in the folders beside it, in the order of ids.

Readers find the same list, with titles, in ``docs/reference/rules/README.md``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from nosologist.errors import UsageError
from nosologist.rules.rule import Rule

FOLDERS = (
    "claims",
    "conventions",
    "documentation",
    "edits",
    "guidelines",
    "ncci",
    "procedures",
    "queries",
)  # each holds rules and their pages


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule that ships with Nosologist."""
    found = [rule for folder in FOLDERS for rule in rules_in(f"{__package__}.{folder}")]
    return tuple(sorted(found, key=lambda rule: rule.id))


def rules_in(package: str) -> Iterator[Rule]:
    """The rules of a package: one in each of its modules."""
    folder = import_module(package)
    for module in iter_modules(folder.__path__, f"{package}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Rule) and value.check.__module__ == module.name:
                yield value


def find_rule(id: str, rules: tuple[Rule, ...] | None = None) -> Rule:
    """The rule of an id, in whatever case it was typed.

    Raises:
        UsageError: there is none; a retired id says what came after it.
    """
    wanted = id.strip().upper()
    for rule in rules or all_rules():
        if rule.id == wanted:
            return rule
    if wanted in (gone := retired()):
        raise UsageError(f"{wanted}: is retired; {gone[wanted]}")
    raise UsageError(f"{id}: there is no such rule; see `noso rules`")


def retired() -> dict[str, str]:
    """Ids that never return, each with what to know about it."""
    return tomllib.loads(Path(__file__).with_name("retired.toml").read_text("utf-8"))
