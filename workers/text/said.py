"""The words a signal quotes to a moderator. Pure."""

from collections.abc import Iterable

from moderation.verdict import Span

MOST = 3
LONGEST = 40


def said(text: str, spans: Iterable[Span]) -> str:
    """Up to three different places of the text, shortened, in quotation marks."""
    quoted: list[str] = []
    for start, end in spans:
        words = " ".join(text[start : min(end, start + 4 * LONGEST)].split())
        short = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
        if short and short not in quoted:
            quoted.append(short)
        if len(quoted) == MOST:
            break
    return ", ".join(f"“{words}”" for words in quoted)
