"""Write docs/reference/rules/ from the rules and their pages: `python tests/house/rules_reference.py`."""

from __future__ import annotations

from pathlib import Path

from nosologist.rules.contents import all_rules, retired
from nosologist.rules.rule import Rule

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rules"
AUTHORITIES = {
    "CM": "Conventions of the Index and the Tabular",
    "OG": "Official Guidelines",
    "PCS": "ICD-10-PCS",
    "POA": "Present on admission",
    "MCE": "Medicare Code Editor",
    "IOCE": "Integrated Outpatient Code Editor",
    "NCCI": "National Correct Coding Initiative",
    "MUE": "Medically unlikely edits",
    "COV": "Coverage",
    "CLM": "Claim forms",
    "EM": "Evaluation and management",
    "DOC": "Documentation",
    "QRY": "Provider queries",
    "HCC": "Risk adjustment",
    "DRG": "Grouping",
}


def pages() -> dict[str, str]:
    """File name -> content."""
    found = {f"{rule.id}.md": page(rule) for rule in all_rules()}
    return {"README.md": contents(), **found}


def page(rule: Rule) -> str:
    heading, _, rest = rule.page().partition("\n")
    settings = ", ".join(sorted(setting.value for setting in rule.settings)) or "all settings"
    cites = "; ".join(str(citation) for citation in rule.citations)
    dates = f" · in force {rule.since or '…'} to {rule.until or 'now'}" if rule.since or rule.until else ""
    facts = f"{rule.title}\n\n`{rule.severity}` · {settings} · {cites}{dates}"
    return f"{heading}\n\n{facts}\n{rest.rstrip()}\n"


def contents() -> str:
    lines = [
        "# Rules",
        "",
        f"{len(all_rules())} rules, in the order of ids. `noso rules` lists them, `noso explain ID` shows a page, "
        "`noso check` applies them. This folder is written by `make docs`.",
    ]
    for authority, title in AUTHORITIES.items():
        rules = [rule for rule in all_rules() if rule.id.rstrip("0123456789") == authority]
        if rules:
            lines += ["", f"## {title}", "", "| id | severity | rule | source |", "|---|---|---|---|"]
            lines += [
                f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.title} | "
                f"{'; '.join(str(citation) for citation in rule.citations)} |"
                for rule in rules
            ]
    if retired():
        lines += ["", "## Retired", "", *(f"- {id}: {why}" for id, why in retired().items())]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, "utf-8")
