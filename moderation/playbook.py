"""A site's playbook: what its moderators do about a comment that may be a cry for help.

Pure. Greenroom ships it empty: whom to call differs from country to country, and an admin of the
site knows. What the author is told is another text (`moderation/support.py`).
"""

import re
from dataclasses import dataclass

import msgspec

TEXT_LIMIT = 4_000
CONTACTS_LIMIT = 20
LINE_LIMIT = 300

# A telephone number may be written in groups.
_LINK = re.compile(r"(?:(.*?)[\s,:;-]+)?((?:https?://\S+)|tel:[+0-9][0-9 ()/.-]{1,30})", re.DOTALL)


class BadPlaybook(ValueError):
    """It cannot be kept so."""


class Playbook(msgspec.Struct, frozen=True, omit_defaults=True):
    """Plain texts. `contacts` has one on a line; `message` is for the author, `note` for the
    moderator themselves."""

    steps: str = ""
    contacts: str = ""
    message: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """`href` is an http, https or tel address, or empty."""

    name: str
    href: str


def checked(steps: str, contacts: str, message: str, note: str) -> Playbook:
    """The playbook of these texts, as they are kept. Raises `BadPlaybook`."""
    said = [_plain(text) for text in (steps, contacts, message, note)]
    for text in said:
        if len(text) > TEXT_LIMIT:
            raise BadPlaybook(f"{len(text)} of {TEXT_LIMIT} characters")
    lines = said[1].splitlines()
    if len(lines) > CONTACTS_LIMIT:
        raise BadPlaybook(f"{len(lines)} of {CONTACTS_LIMIT} contacts")
    if any(len(line) > LINE_LIMIT for line in lines):
        raise BadPlaybook(f"a contact of more than {LINE_LIMIT} characters")
    return Playbook(*said)


def contacts(playbook: Playbook) -> list[Contact]:
    """One a line: what it is called, then perhaps its address. What is no address is text."""
    return [_contact(line.strip()) for line in playbook.contacts.splitlines() if line.strip()]


def _contact(line: str) -> Contact:
    found = _LINK.fullmatch(line)
    if found is None:
        return Contact(line, "")
    name, link = found[1] or "", found[2]
    if link.startswith("tel:"):
        number = link.removeprefix("tel:").strip()
        digits = "".join(c for c in number if c in "+0123456789")
        return Contact(f"{name}: {number}" if name else number, f"tel:{digits}")
    return Contact(name or link, link)


def _plain(text: str) -> str:
    """With one kind of line end, and nothing that a page could not show."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or c.isprintable()).strip()
