"""Comments made up for tests, and what a check makes of them."""

from types import ModuleType

from moderation.comment import Author, Comment, Thread
from moderation.policy import Policy, load_policy, parse_policy
from moderation.verdict import Signal
from workers.engine import Engine
from workers.subject import Facts, Subject

DEFAULT = load_policy()
# To prepare the default policy's checks takes a second.
ENGINE = Engine(DEFAULT)
BARE = "version = 1\n[thresholds]\nhold = 3\nreject = 8\n"


def subject(
    body: str,
    name: str = "Ann",
    url: str | None = None,
    trapped: bool = False,
    facts: Facts | None = None,
    title: str | None = None,
) -> Subject:
    comment = Comment(
        id="c1",
        site="blog",
        thread=Thread(key="ketamine", title=title),
        body=body,
        author=Author(name=name, url=url),
        trapped=trapped,
    )
    return Subject(comment, facts)


def policy(toml: str) -> Policy:
    """The smallest policy, with this added."""
    return parse_policy(BARE + toml)


def seen(check: ModuleType, what: Subject, by: Policy = DEFAULT) -> dict[str, Signal]:
    """The check's signals, by the rule's name without the check's."""
    signals = list(check.build(by)(what))
    assert all(signal.check == check.NAME for signal in signals)
    for signal in signals:
        # Lists and kinds of spam are the policy's: their rules have these.
        promised = check.RULES.get(signal.rule, ("n", "words"))
        assert set(promised) <= set(signal.params)
    return {signal.rule: signal for signal in signals}


def marked(signal: Signal, text: str) -> list[str]:
    """The words that the signal's spans mark."""
    return [text[start:end] for start, end in signal.spans]
