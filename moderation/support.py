"""What the author of a comment that may be a cry for help is told.

Pure. The words are the site's own; those here are for sites that set none. They name no number: no
number is right everywhere. They do not say what made anybody think so.
"""

import msgspec

TEXT_LIMIT = 2_000

TEXT = """\
Thank you for writing this. A person will read it soon.

If things are hard right now, you do not have to go through it alone. Talking can help: to a \
person you trust, to your doctor, or to a helpline. findahelpline.com lists free and confidential \
ones by country, by phone, text or chat, many of them at any hour.

If you or somebody near you is in danger now, please call your local emergency number."""


class Support(msgspec.Struct, frozen=True):
    """`text` is plain, in paragraphs parted by an empty line; `url` is http or https."""

    text: str
    url: str | None = None


def support(text: str | None, url: str | None) -> Support | None:
    """A site's own words, or those above where it has set none (None). Empty ones: nothing."""
    text = TEXT if text is None else text.strip()
    return Support(text, url or None) if text or url else None
