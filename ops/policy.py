"""`greenroom policy`: is this policy what its author means?"""

import os
import sys
from pathlib import Path

import click
import msgspec

from moderation.policy import BadPolicy, load_policy
from moderation.policy.lint import Fault, lint
from moderation.settings import read_settings
from moderation.verdict import CATEGORIES
from ops.console import tell
from workers import outside
from workers.checks import CHECKS
from workers.engine import Engine

RULES = {
    f"{check.NAME}.{rule}": names
    for check in (*CHECKS, outside)
    for rule, names in check.RULES.items()
}


@click.group()
def command() -> None:
    """Look at policy files."""


@command.command("lint")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
def lint_file(file: Path | None, as_json: bool) -> None:
    """Say what is wrong with a policy: FILE, else GREENROOM_POLICY, else the default.

    Errors mean that it cannot be used or does not do what it says, and the exit code is 1; warnings
    are only worth a look.

    Example: greenroom policy lint my-policy.toml
    """
    file = file or read_settings(os.environ).policy
    faults = _faults(file)
    errors = [fault.text for fault in faults if fault.grave]
    warnings = [fault.text for fault in faults if not fault.grave]
    if as_json:
        found = {"policy": str(file or "default"), "errors": errors, "warnings": warnings}
        click.echo(msgspec.json.encode(found).decode())
    else:
        for kind, texts in (("error", errors), ("warning", warnings)):
            for text in texts:
                tell(f"{kind}: {text}")
        tell(f"{file or 'the default policy'}: errors: {len(errors)}, warnings: {len(warnings)}")
    sys.exit(1 if errors else 0)


def prepared(file: Path | None) -> Engine:
    """Raises `BadPolicy` if workers could not begin by this policy: said once and clearly where
    they are started, not by each of them in turn."""
    return Engine(load_policy(file))  # its checks may find more wrong, as with a file of weights


def _faults(file: Path | None) -> list[Fault]:
    try:
        policy = prepared(file).policy
    except BadPolicy as exc:
        return [Fault(True, str(exc))]
    return lint(policy, RULES, CATEGORIES)
