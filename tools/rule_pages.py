"""Write ``docs/rules/``: a page for every rule, from the rule's own file, and their index.

Run from the top of a checkout: ``python tools/rule_pages.py``; ``--check`` only compares, and
exits 1 if a page is stale.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generated import bring_up

from overseas_stations.validation.formats import example_lines
from overseas_stations.validation.rules import Rule, catalogue

FOLDER = Path("docs/rules")


def page(rule: Rule) -> str:
    """One rule's page."""
    parts = [
        f"# {rule.code}: {rule.title}",
        f"Severity: {rule.severity}. Generated from the rule; do not edit. The examples are changes to the small "
        "dataset in `validation/rules/example.json`, and the rule's test.",
        f"**Why.** {rule.why}",
        f"**Mend.** {rule.mend}",
        "**Bad**",
        "\n".join(f"- `{line.strip()}`" for line in example_lines(rule.bad)),
        "**Good**",
        "\n".join(f"- `{line.strip()}`" for line in example_lines(rule.good)),
    ]
    if rule.sql:
        parts.append("The query that returns the offending rows:")
        parts.append("\n".join(f"    {line}".rstrip() for line in rule.sql.splitlines()))
    else:
        parts.append("Checked by the code: on the file itself, or from the schema's constraints.")
    return "\n\n".join(parts) + "\n"


def pages() -> dict[Path, str]:
    """Every page's text, the index among them."""
    rules = catalogue().values()
    index = ["# Rules", "", "| code | severity | what it finds |", "|---|---|---|"]
    index += [f"| [{r.code}]({r.code}.md) | {r.severity} | {r.title} |" for r in rules]
    found = {FOLDER / f"{rule.code}.md": page(rule) for rule in rules}
    found[FOLDER / "index.md"] = "\n".join(index) + "\n"
    return found


def main() -> int:
    """Write the pages, or compare them."""
    return bring_up(pages(), FOLDER)


if __name__ == "__main__":
    sys.exit(main())
