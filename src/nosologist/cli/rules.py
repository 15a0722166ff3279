"""``noso rules``: what is checked."""

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
    from nosologist.rules.site import Site, Switch

_EPILOG = """examples:
  noso rules
  noso rules --severity stop --setting inpatient
  noso rules --id OG --text sepsis
  noso rules --format csv > rules.csv
"""


def add_parser(commands: Any) -> None:
    """Add ``rules`` to the commands."""
    parser = commands.add_parser(
        "rules", help="list the rules", description="List the rules that codes and claims are checked by.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("--id", metavar="BEGINNING", default="", help="only ids that begin like this (CM, OG, MCE ...)")
    parser.add_argument("--severity", choices=[severity.value for severity in Severity])
    parser.add_argument("--setting", choices=[setting.value for setting in Setting], help="only rules that hold there")
    parser.add_argument("--text", metavar="WORDS", default="", help="only rules whose page has these words")
    parser.add_argument("--site", metavar="FOLDER", help="your own rules and switches (default: NOSOLOGIST_SITE)")
    parser.add_argument("--format", choices=["table", "json", "csv"], default="table", help="default: table")
    parser.set_defaults(run=run)


def site_of(folder: str | None) -> Site:
    """The site of a folder; without one, that in force for every command."""
    from nosologist.rules.site import read_site, site_in_force

    return read_site(Path(folder)) if folder else site_in_force()


def said(switch: Switch) -> str:
    """A switch in words, with its recorded reason."""
    what = "switched off" if switch.off else f"severity {switch.severity.value}" if switch.severity else "as it is"
    by = ", ".join(str(one) for one in (switch.by, switch.on) if one)
    return f"{what} here: {switch.reason}{f' ({by})' if by else ''}"


def run(options: argparse.Namespace) -> int:
    """List the rules that were asked for."""
    from nosologist.rules.site import rulebook

    site = site_of(options.site)
    rules = [rule for rule in rulebook(site).rules if _is_wanted(rule, options)]
    if options.format == "json":
        print(json.dumps([rule_facts(rule) for rule in rules], ensure_ascii=False, indent=2))
    elif options.format == "csv":
        rows = [rule_facts(rule) for rule in rules]
        writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]) if rows else ["id"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        _table(rules)
        for switch in site.switches:
            print(f"{switch.rule}: {said(switch)}")
    return 0


def _is_wanted(rule: Rule, options: argparse.Namespace) -> bool:
    return (
        rule.id.startswith(options.id.upper())
        and options.severity in (None, rule.severity.value)
        and (options.setting is None or not rule.settings or Setting(options.setting) in rule.settings)
        and options.text.lower() in rule.page().lower()
    )


def rule_facts(rule: Rule) -> dict[str, str]:
    """What is known of a rule beside its page, as text."""
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
