"""``noso explain``: a rule's page."""

from __future__ import annotations

import argparse
from typing import Any

_EPILOG = """examples:
  noso explain CM101
  noso explain cm101 --cases      with the cases that are run as tests
"""


def add_parser(commands: Any) -> None:
    """Add ``explain`` to the commands."""
    parser = commands.add_parser(
        "explain", help="show a rule's page", description="Show what a rule says, why, and what to do about it.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("rule", metavar="ID", help="for example CM101")
    parser.add_argument("--cases", action="store_true", help="show the cases too")
    parser.add_argument("--site", metavar="FOLDER", help="your own rules and switches (default: NOSOLOGIST_SITE)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show one rule."""
    from nosologist.cli.rules import rule_facts, said, site_of
    from nosologist.rules.contents import all_rules, find_rule
    from nosologist.rules.site import rulebook

    site = site_of(options.site)
    rule = find_rule(options.rule, (*rulebook(site).rules, *all_rules(), *site.rules))  # those switched off too
    page = rule.page().strip()
    text = page if options.cases else page.partition("\n## Cases")[0].rstrip()
    heading, _, rest = text.partition("\n")
    facts = rule_facts(rule)
    print(heading.removeprefix("# "))
    print(f"{facts['title']}\n")
    print(f"severity {facts['severity']} · settings: {facts['settings']} · source: {facts['cites']}")
    if facts["since"] or facts["until"]:
        print(f"in force {facts['since'] or 'always'} to {facts['until'] or 'now'}")
    for switch in site.switches:
        if switch.rule == rule.id:
            print(said(switch))
    print(rest.replace("**", ""))
    return 0
