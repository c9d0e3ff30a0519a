"""Policies: their shape, how they are read, and the default one (`default/`)."""

from moderation.policy.reading import DEFAULT_POLICY, BadPolicy, load_policy, parse_policy
from moderation.policy.shape import Policy, Rule

__all__ = ["DEFAULT_POLICY", "BadPolicy", "Policy", "Rule", "load_policy", "parse_policy"]
