"""`greenroom check`: what would you say to this? No server, no store; nothing is kept."""

import os
import sys
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Any, cast

import click
import msgspec

from moderation import logs
from moderation.comment import Comment
from moderation.policy import load_policy
from moderation.settings import read_settings
from moderation.verdict import Verdict
from ops import rows
from ops.console import tell

LINE_LIMIT = 1024 * 1024
CHUNK = 64 * 1024


@click.command()
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A policy file, instead of GREENROOM_POLICY or the default.",
)
@click.option("--topics", default="", help="Topics of articles that name none, with commas.")
@click.pass_context
def command(ctx: click.Context, policy: Path | None, topics: str) -> None:
    """Judge comments from standard input, one JSON object a line, in order.

    Each is the body of POST /v1/comments, of which only "body" is needed, or a row with "text" and,
    where known, "id", "author", "author_url", "article". For each line one is printed: id, outcome,
    category, score, signals; or id, error, line. Exit 1 if there was any error. Empty lines are
    passed over. A "body" must be one that the service would take; a "text" is judged as it is.

    \b
    Example: echo '{"body": "Great post, visit www.spam.example"}' | greenroom check
    """
    settings = read_settings(os.environ)
    from workers.engine import Engine

    path = policy or settings.policy
    logs.set_up(sys.stderr)
    judge = Judge(
        Engine(load_policy(path)),
        tuple(topic.strip() for topic in topics.split(",") if topic.strip()),
    )
    out = sys.stdout.buffer
    for lines in _chunks(cast(BufferedReader, sys.stdin.buffer)):
        answers = [judge.answer(number, line) for number, line in lines]
        out.write(b"".join(msgspec.json.encode(answer) + b"\n" for answer in answers))
        out.flush()
    if judge.bad:
        tell(f"greenroom: {judge.bad} of {judge.seen} lines are no comments", err=True)
        ctx.exit(1)


class Judge:
    """Counts what it has `seen` and how much of it was `bad`."""

    def __init__(self, engine: Any, topics: tuple[str, ...]) -> None:
        self._engine = engine
        self._topics = topics
        self.seen = 0
        self.bad = 0

    def answer(self, number: int, line: bytes | None) -> dict[str, Any]:
        """The output for one line; None is a line that was too long to be kept."""
        self.seen += 1
        row: dict[str, Any] = {}
        try:
            if line is None:
                raise rows.BadLine(f"longer than {LINE_LIMIT} bytes")
            row = rows.decode(line)
            verdict = self._examine(rows.comment_of(row, self._topics))
        except rows.BadLine as exc:
            self.bad += 1
            return {"id": rows.id_of(row), "error": str(exc), "line": number}
        return {"id": rows.id_of(row), **_told(verdict)}

    def _examine(self, comment: Comment) -> Verdict:
        from workers.subject import Facts, Subject

        (verdict,) = self._engine.examine([Subject(comment, Facts())])
        assert isinstance(verdict, Verdict)
        return verdict


def _told(verdict: Verdict) -> dict[str, Any]:
    """As `GET /v1/comments/{id}` tells a verdict."""
    from service.api import views

    return views.verdict(verdict)


def _chunks(stream: BufferedReader) -> Iterator[list[tuple[int, bytes | None]]]:
    """Lists of numbered lines, as many as have arrived; an over-long one is None."""
    rest, number, dropping = b"", 0, False
    while True:
        data = stream.read1(CHUNK)
        *whole, rest = (rest + data).split(b"\n")
        if not data and rest:
            whole, rest = [*whole, rest], b""
        lines: list[tuple[int, bytes | None]] = []
        for line in whole:
            number += 1
            if dropping or len(line) > LINE_LIMIT:
                lines.append((number, None))
            elif line.strip():
                lines.append((number, line))
            dropping = False
        if len(rest) > LINE_LIMIT:
            rest, dropping = b"", True
        if lines:
            yield lines
        if not data:
            if dropping:
                yield [(number + 1, None)]
            return
