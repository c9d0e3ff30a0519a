"""Places in a saved reply that are filled in when it is used: `{name}`, `{article}`. Pure."""

import re
from collections.abc import Mapping

# Who is answered, and what the article is called.
KNOWN = ("name", "article")

_PLACE = re.compile(r"\{([a-z_]{1,30})\}")


def resolved(text: str, values: Mapping[str, str | None]) -> str:
    """The text with what is known filled in, once: what was filled in is not looked at again."""
    return _PLACE.sub(lambda found: values.get(found[1]) or found[0], text)


def unresolved(text: str) -> tuple[str, ...]:
    """The places that are left, each once."""
    return tuple(dict.fromkeys(found[0] for found in _PLACE.finditer(text)))


def unknown(text: str) -> tuple[str, ...]:
    """The places that nothing will ever fill in."""
    return tuple(place for place in unresolved(text) if place[1:-1] not in KNOWN)
