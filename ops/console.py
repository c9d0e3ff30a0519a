"""Speaking to a person at a terminal."""

import contextlib
from typing import IO, Any

import click

# sysexits(3): something was found in an unconfigured or misconfigured state.
EX_CONFIG = 78


class Failure(click.ClickException):
    """Something an operator can understand went wrong: one sentence, no traceback, exit 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        tell(f"greenroom: {self.message}", err=True)


class Misconfigured(Failure):
    """`faults` names everything that is set wrongly, a line each; exit 78."""

    exit_code = EX_CONFIG

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults

    def show(self, file: IO[Any] | None = None) -> None:
        for fault in self.faults:
            tell(fault, err=True)


def safe(text: str) -> str:
    """Text from outside with everything that could steer a terminal shown as an escape."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def tell(text: str, *, err: bool = False) -> None:
    """Say a line. A terminal that is gone is nobody to tell."""
    with contextlib.suppress(OSError, ValueError):
        click.echo(safe(text), err=err)
