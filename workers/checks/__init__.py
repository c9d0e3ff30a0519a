"""The checks, in the order a moderator reads their signals.

A check is a module with a `NAME`, its `RULES` and `build(policy) -> Check`. The check it builds is
a pure function of a `Subject`; it returns signals and decides nothing. It imports neither the
store, nor the clock, nor settings, nor another check (a test holds this).
"""

from types import ModuleType

from workers.checks import (
    abuse,
    author,
    duplicates,
    gibberish,
    hosts,
    language,
    learned,
    links,
    listed,
    personal_data,
    profanity,
    rate,
    ruled,
    self_harm,
    sent,
    shouting,
    spam,
    standing,
    topic,
    toxicity,
    trap,
)

CHECKS: tuple[ModuleType, ...] = (
    self_harm,
    profanity,
    abuse,
    toxicity,
    listed,
    personal_data,
    spam,
    author,
    links,
    hosts,
    language,
    gibberish,
    topic,
    learned,
    trap,
    sent,
    duplicates,
    rate,
    ruled,
    standing,
    shouting,
)
