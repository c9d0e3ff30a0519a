"""Other checkers of texts, started as they come, to be asked about the same texts.

Each is a context that gives a function from a text to "would stop it". Those that are not installed
on the machine are left out.
"""

import contextlib
import http.client
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

from better_profanity import Profanity

from bench.parts import free_port, process, wait_for_port

Stops = Callable[[str], bool]

# rspamd with nothing that needs the network, which a comment has no use for.
RSPAMD = """
.include "$CONFDIR/common.conf"
options {{
  pidfile = "{folder}/pid";
  filters = "chartable,dkim,regexp";
  dns {{ timeout = 0.01s; retransmits = 1; nameserver = ["127.0.0.1:1"]; }}
}}
logging {{ type = "console"; level = "error"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; enabled = true; }}
"""


def message(text: str) -> bytes:
    """A text as the mail that a mail filter expects."""
    mail = EmailMessage()
    mail["From"] = "Reader <reader@example.com>"
    mail["To"] = "blog@example.com"
    mail["Subject"] = "Comment"
    mail["Date"] = "Sun, 22 Nov 2026 10:00:00 +0000"
    mail["Message-ID"] = "<comment@example.com>"
    mail.set_content(text.encode("utf-8", "replace").decode())
    return mail.as_bytes()


@contextlib.contextmanager
def better_profanity() -> Iterator[Stops]:
    """The library that Greenroom's word check starts from, as shipped."""
    profanity = Profanity()
    yield lambda text: bool(profanity.contains_profanity(text))


@contextlib.contextmanager
def spamassassin() -> Iterator[Stops]:
    """spamd with local rules only, asked in its own protocol."""
    port = free_port()
    with process("spamd", "-L", "-x", "-i", "127.0.0.1", "-p", str(port), "-m", "1", silent=True):
        wait_for_port(port)
        yield lambda text: _spamd(port, message(text))


def _spamd(port: int, mail: bytes) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"CHECK SPAMC/1.5\r\nContent-length: %d\r\n\r\n" % len(mail) + mail)
        answer = b""
        while more := connection.recv(4096):
            answer += more
    return b"Spam: True" in answer


@contextlib.contextmanager
def rspamd() -> Iterator[Stops]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        config = Path(folder) / "rspamd.conf"
        config.write_text(RSPAMD.format(folder=folder, port=port))
        with process("rspamd", "-f", "-i", "-c", str(config), silent=True):
            wait_for_port(port)
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            yield lambda text: _rspamd(connection, message(text))
            connection.close()


def _rspamd(connection: http.client.HTTPConnection, mail: bytes) -> bool:
    connection.request("POST", "/checkv2", mail)
    answer = connection.getresponse().read()
    return b'"action":"no action"' not in answer


def installed() -> dict[str, Callable[[], contextlib.AbstractContextManager[Stops]]]:
    found: dict[str, Callable[[], contextlib.AbstractContextManager[Stops]]] = {
        "better-profanity": better_profanity
    }
    if shutil.which("spamd"):
        found["SpamAssassin"] = spamassassin
    if shutil.which("rspamd"):
        found["rspamd"] = rspamd
    return found
