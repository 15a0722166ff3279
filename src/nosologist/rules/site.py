"""What a site adds to the law: its own rules (ids LOC), and switches for any rule, each with a recorded reason.

The folder that ``NOSOLOGIST_SITE`` names (or ``--site``) holds ``rules.toml`` and, beside it, one ``.py`` and one ``.md`` for
each rule of its own::

    packages = ["acme_coding_rules"]        # installed packages with rules, one in each module

    [switches.DOC101]
    severity = "warn"                       # or: off = true
    reason = "Our payers ask for the site of each sinusitis."
    by = "J. Doe, coding lead"
    on = 2026-01-05
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, wraps
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from nosologist.codesets.library import Books
from nosologist.errors import UsageError
from nosologist.model.claim import Claim
from nosologist.model.finding import Severity
from nosologist.rules.checking import RuleBook
from nosologist.rules.contents import all_rules, rules_in
from nosologist.rules.rule import Hit, Rule

_FIELDS = {"packages", "switches"}
_SWITCH_FIELDS = {"off", "severity", "reason", "by", "on"}


@dataclass(frozen=True, slots=True)
class Switch:
    """What a site decided about a rule."""

    rule: str
    off: bool
    severity: Severity | None
    reason: str
    by: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Site:
    """A site's rules and switches."""

    folder: Path | None = None
    rules: tuple[Rule, ...] = ()
    switches: tuple[Switch, ...] = ()


def rulebook(site: Site) -> RuleBook:
    """The rules in force at a site: ours and its own, switched as it decided.

    Raises:
        UsageError: a switch names a rule that there is not.
    """
    rules = {rule.id: rule for rule in sorted((*all_rules(), *site.rules), key=lambda rule: rule.id)}
    for switch in site.switches:
        if switch.rule not in rules:
            raise UsageError(f"{site.folder}/rules.toml: switches.{switch.rule}: there is no such rule")
        if switch.off:
            del rules[switch.rule]
        elif switch.severity:
            rules[switch.rule] = replace(rules[switch.rule], severity=switch.severity)
    return RuleBook(tuple(rules.values()))


@cache
def site_in_force() -> Site:
    """The site that ``NOSOLOGIST_SITE`` names; without it, none."""
    folder = os.environ.get("NOSOLOGIST_SITE")
    return read_site(Path(folder)) if folder else Site()


@cache
def rulebook_in_force() -> RuleBook:
    """The rules that every command checks by."""
    return rulebook(site_in_force())


def read_site(folder: Path) -> Site:
    """Read a site's folder.

    Raises:
        UsageError: there is no such folder, or what stands in it makes no sense.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder; a site's folder holds rules.toml and its own rules")
    settings = _settings(folder / "rules.toml")
    rules = [*_rules_of(folder), *(rule for package in settings.get("packages", []) for rule in _rules_in(package))]
    named: set[str] = set()
    for rule in rules:
        if not rule.id.startswith("LOC"):
            raise UsageError(f"{rule.check.__module__}: {rule.id} is no id of a site's own rule; those begin with LOC")
        if rule.id in named:
            raise UsageError(f"{rule.check.__module__}: {rule.id} is the id of another rule of the site too")
        named.add(rule.id)
    switches = settings.get("switches", {})
    switched = tuple(_switch(folder, id, facts) for id, facts in switches.items())
    return Site(folder, tuple(map(_guarded, rules)), switched)


def _guarded(rule: Rule) -> Rule:
    """A site's rule that, where it fails, is told by its name; ours are tested here, a site's are not."""

    @wraps(rule.check)
    def check(claim: Claim, books: Books) -> Iterator[Hit]:
        try:
            for hit in rule.check(claim, books):
                if not isinstance(hit, Hit):
                    raise TypeError(f"it yields {type(hit).__name__}, no Hit")
                yield hit
        except Exception as error:
            raise UsageError(
                f"{rule.id}: the site's rule fails ({type(error).__name__}: {error}); mend it or switch it off"
            ) from error

    return replace(rule, check=check)


def _settings(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    if unknown := found.keys() - _FIELDS:
        raise UsageError(f"{path}: {', '.join(sorted(unknown))}: no such field; known are {', '.join(sorted(_FIELDS))}")
    packages = found.get("packages", [])
    if not isinstance(packages, list) or not all(isinstance(one, str) and one for one in packages):
        raise UsageError(f"{path}: packages: is no list of names")
    if not isinstance(found.get("switches", {}), dict):
        raise UsageError(f"{path}: switches: is no table; write [switches.ID]")
    return found


def _switch(folder: Path, id: str, facts: Any) -> Switch:
    where = f"{folder}/rules.toml: switches.{id}"
    if not isinstance(facts, dict) or (unknown := set(facts) - _SWITCH_FIELDS):
        named = ", ".join(sorted(unknown)) if isinstance(facts, dict) else repr(facts)
        raise UsageError(f"{where}: {named}: no such field; known are {', '.join(sorted(_SWITCH_FIELDS))}")
    if not str(facts.get("reason", "")).strip():
        raise UsageError(f"{where}: has no reason; say why, for those who audit it")
    severity = facts.get("severity")
    if severity is not None and severity not in list(Severity):
        raise UsageError(f"{where}: {severity!r} is no severity; known are {', '.join(Severity)}")
    return Switch(
        id.upper(),
        bool(facts.get("off", False)),
        Severity(severity) if severity else None,
        str(facts["reason"]),
        str(facts.get("by", "")),
        facts.get("on"),
    )


def _rules_in(package: str) -> Iterator[Rule]:
    try:
        import_module(package)
        yield from rules_in(package)
    except ImportError as error:
        raise UsageError(f"packages: {package} cannot be imported ({error}); install it") from error
    except Exception as error:
        raise UsageError(f"packages: {package} cannot be loaded ({type(error).__name__}: {error})") from error


def _rules_of(folder: Path) -> Iterator[Rule]:
    """The rules in the .py files of a folder, in name order; each needs its page beside it."""
    for path in sorted(folder.glob("*.py")):
        name = f"nosologist_site.{path.stem}"
        spec = spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise UsageError(f"{path}: cannot be loaded")
        module = module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            raise UsageError(f"{path}: cannot be loaded ({type(error).__name__}: {error})") from error
        for value in vars(module).values():
            if isinstance(value, Rule) and value.check.__module__ == name:
                if not path.with_suffix(".md").exists():
                    raise UsageError(f"{path}: {value.id} has no page; write {path.with_suffix('.md').name} beside it")
                yield value
