"""``noso rules`` and ``noso explain``: what is checked, and why."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nosologist.model.encounter import Setting
from nosologist.model.finding import Severity

if TYPE_CHECKING:
    from nosologist.rules.rule import Rule

_RULES_EPILOG = """examples:
  noso rules
  noso rules --severity stop --setting inpatient
  noso rules --id OG --text sepsis
  noso rules --format csv > rules.csv
"""
_EXPLAIN_EPILOG = """examples:
  noso explain CM101
  noso explain cm101 --cases      with the cases that are run as tests
"""


def add_parsers(commands: Any) -> None:
    """Add ``rules`` and ``explain`` to the commands."""
    parser = commands.add_parser(
        "rules", help="list the rules", description="List the rules that codes and claims are checked by.",
        epilog=_RULES_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--id", metavar="BEGINNING", default="", help="only ids that begin like this (CM, OG, MCE ...)")
    parser.add_argument("--severity", choices=[severity.value for severity in Severity])
    parser.add_argument("--setting", choices=[setting.value for setting in Setting], help="only rules that hold there")
    parser.add_argument("--text", metavar="WORDS", default="", help="only rules whose page has these words")
    parser.add_argument("--site", metavar="FOLDER", help="your own rules and switches (default: NOSOLOGIST_SITE)")
    parser.add_argument("--format", choices=["table", "json", "csv"], default="table", help="default: table")
    parser.set_defaults(run=run_rules)
    parser = commands.add_parser(
        "explain", help="show a rule's page", description="Show what a rule says, why, and what to do about it.",
        epilog=_EXPLAIN_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("rule", metavar="ID", help="for example CM101")
    parser.add_argument("--cases", action="store_true", help="show the cases too")
    parser.add_argument("--site", metavar="FOLDER", help="your own rules and switches (default: NOSOLOGIST_SITE)")
    parser.set_defaults(run=run_explain)


def _rules(site: str | None) -> tuple[Rule, ...]:
    from nosologist.rules.site import read_site, rulebook, rulebook_in_force

    return (rulebook(read_site(Path(site))) if site else rulebook_in_force()).rules


def run_rules(options: argparse.Namespace) -> int:
    """List the rules that were asked for."""
    rules = [rule for rule in _rules(options.site) if _is_wanted(rule, options)]
    if options.format == "json":
        print(json.dumps([_row(rule) for rule in rules], ensure_ascii=False, indent=2))
    elif options.format == "csv":
        rows = [_row(rule) for rule in rules]
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]) if rows else ["id"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        _table(rules)
    return 0


def _is_wanted(rule: Rule, options: argparse.Namespace) -> bool:
    return (
        rule.id.startswith(options.id.upper())
        and options.severity in (None, rule.severity.value)
        and (options.setting is None or not rule.settings or Setting(options.setting) in rule.settings)
        and options.text.lower() in rule.page().lower()
    )


def _row(rule: Rule) -> dict[str, str]:
    return {
        "id": rule.id,
        "name": rule.name,
        "severity": rule.severity.value,
        "settings": " ".join(sorted(setting.value for setting in rule.settings)) or "all",
        "title": rule.title,
        "cites": "; ".join(str(citation) for citation in rule.citations),
        "since": rule.since.isoformat() if rule.since else "",
        "until": rule.until.isoformat() if rule.until else "",
    }


def _table(rules: list[Rule]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("id", "severity", "rule", "source"):
        table.add_column(column, header_style="dim", overflow="fold")
    for rule in rules:
        cites = "; ".join(
            str(citation).replace("ICD-10-CM Official Guidelines", "guideline") for citation in rule.citations
        )
        table.add_row(Text(rule.id), Text(rule.severity.value), Text(rule.title), Text(cites, "dim"))
    console.print(table)
    console.print(f"{len(rules)} rules; noso explain ID shows a rule's page")


def run_explain(options: argparse.Namespace) -> int:
    """Show one rule."""
    from nosologist.rules.contents import find_rule

    rule = find_rule(options.rule, _rules(options.site))
    page = rule.page().strip()
    text = page if options.cases else page.partition("\n## Cases")[0].rstrip()
    heading, _, rest = text.partition("\n")
    facts = _row(rule)
    print(heading.removeprefix("# "))
    print(f"{facts['title']}\n")
    print(f"severity {facts['severity']} · settings: {facts['settings']} · source: {facts['cites']}")
    if facts["since"] or facts["until"]:
        print(f"in force {facts['since'] or 'always'} to {facts['until'] or 'now'}")
    print(rest.replace("**", ""))
    return 0
