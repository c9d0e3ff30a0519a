"""`greenroom`: one command a file, imported when it is asked for."""

from importlib import import_module
from typing import Any, cast

import click
from redis.exceptions import RedisError

from moderation.policy import BadPolicy
from moderation.settings import BadSettings
from ops.console import Failure, Misconfigured

COMMANDS = (
    "audit",
    "backup",
    "check",
    "demo",
    "fsck",
    "health",
    "learn",
    "policy",
    "replay",
    "restore",
    "ruling",
    "serve",
    "site",
    "thread",
    "up",
    "user",
    "work",
)


class Commands(click.Group):
    """Finds a command by its module's name, and turns expected errors into sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return cast(click.Command, import_module(f"ops.{cmd_name}").command)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BadSettings as exc:
            raise Misconfigured(exc.faults) from exc
        except BadPolicy as exc:
            raise Misconfigured([f"policy: {exc}"]) from exc
        except RedisError as exc:
            raise Failure(f"the store failed ({type(exc).__name__})") from exc


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="greenroom")
def greenroom() -> None:
    """Greenroom: comments wait here until they are fit to go on stage.

    Settings are read from the environment (GREENROOM_...); README.md lists them.
    """


def main() -> None:
    greenroom(prog_name="greenroom")
