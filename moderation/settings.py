"""The environment, read once, every fault named at once.

Each setting is `GREENROOM_<NAME>`; a secret one may also be given as `GREENROOM_<NAME>_FILE`, the
path of a file that holds it. Read in `ops` only, and passed on as values. An unknown
`GREENROOM_` variable is an error: a misspelt setting must not be silently lost.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from moderation.proxies import NO_PROXIES, BadProxies, Proxies, read_proxies

PREFIX = "GREENROOM_"
DATA_DIR = Path("var")

UNDO_SECONDS_MOST = 60
DUE_HOURS_MOST = 720
ADDRESS_DAYS_MOST = 365
HOOK_SECRET_LEAST = 16
HOOK_SECONDS_MOST = 4  # a drain, with a batch being asked about, ends within its job


class BadSettings(Exception):
    """`faults` names every setting that is wrong, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set; README's table explains each (a test holds the two together)."""

    redis_url: str = ""
    public_url: str = "http://127.0.0.1:8080"
    host: str = "127.0.0.1"
    port: int = 8080
    admin_host: str = "127.0.0.1"
    admin_port: int = 9180
    trusted_proxies: Proxies = NO_PROXIES
    workers: int = 2
    undo_seconds: int = 10
    due_hours: int = 4
    address_days: int = 14
    policy: Path | None = None
    hook_url: str = ""
    hook_secret: str = ""
    hook_seconds: int = 2
    data_dir: Path = DATA_DIR

    @property
    def secure(self) -> bool:
        """Is the service reached over TLS? Then cookies are for TLS only."""
        return self.public_url.startswith("https://")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from the environment. Raises `BadSettings` with every fault."""
    known = {PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    reader = _Reader(environ)
    for name in environ:
        base = name.removesuffix("_FILE")
        if name.startswith(PREFIX) and base not in known:
            near = difflib.get_close_matches(base, known, n=1)
            hint = f", did you mean {near[0]}?" if near else ""
            reader.faults.append(f"{name}: no such setting{hint}")
    data_dir = Path(reader.text("DATA_DIR") or DATA_DIR)
    policy = reader.text("POLICY")
    default = Settings()
    port = reader.number("PORT", default.port, 1, 65535)
    settings = Settings(
        redis_url=reader.text("REDIS_URL") or _embedded_url(data_dir),
        public_url=reader.url("PUBLIC_URL", f"http://127.0.0.1:{port}"),
        host=reader.text("HOST") or default.host,
        port=port,
        admin_host=reader.text("ADMIN_HOST") or default.admin_host,
        admin_port=reader.number("ADMIN_PORT", default.admin_port, 1, 65535),
        trusted_proxies=reader.proxies("TRUSTED_PROXIES"),
        workers=reader.number("WORKERS", default.workers, 1, 64),
        policy=Path(policy) if policy else None,
        undo_seconds=reader.number("UNDO_SECONDS", default.undo_seconds, 0, UNDO_SECONDS_MOST),
        due_hours=reader.number("DUE_HOURS", default.due_hours, 1, DUE_HOURS_MOST),
        address_days=reader.number("ADDRESS_DAYS", default.address_days, 1, ADDRESS_DAYS_MOST),
        hook_url=reader.url("HOOK_URL", default.hook_url),
        hook_secret=reader.text("HOOK_SECRET") or default.hook_secret,
        hook_seconds=reader.number("HOOK_SECONDS", default.hook_seconds, 1, HOOK_SECONDS_MOST),
        data_dir=data_dir,
    )
    if not settings.secure and not _is_loopback(settings.public_url):
        reader.faults.append(
            f"{PREFIX}PUBLIC_URL: {settings.public_url} must be https: "
            "moderators' passwords and sessions would cross the network in clear text"
        )
    if settings.hook_url and len(settings.hook_secret) < HOOK_SECRET_LEAST:
        reader.faults.append(
            f"{PREFIX}HOOK_SECRET: HOOK_URL needs one of at least {HOOK_SECRET_LEAST} characters, "
            "to tell by it that a question is ours"
        )
    if reader.faults:
        raise BadSettings(reader.faults)
    return settings


def to_environ(settings: Settings) -> dict[str, str]:
    """The environment that reads back as these settings, for a child process."""
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    return {
        PREFIX + name.upper(): str(value) for name, value in values.items() if value is not None
    }


def _embedded_url(data_dir: Path) -> str:
    """Where `greenroom up` said that its own store listens, else the usual address."""
    try:
        return (data_dir / "redis.url").read_text(encoding="utf-8").strip()
    except OSError:
        return "redis://127.0.0.1:6379/0"


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.faults: list[str] = []

    def text(self, name: str) -> str | None:
        value = self._environ.get(PREFIX + name)
        path = self._environ.get(f"{PREFIX}{name}_FILE")
        if path is None:
            return value
        if value is not None:
            self.faults.append(f"{PREFIX}{name}: given twice, also as {PREFIX}{name}_FILE")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            self.faults.append(f"{PREFIX}{name}_FILE: {path} cannot be read")
            return None

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name)
        if value is None:
            return default
        try:
            number = int(value)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            self.faults.append(f"{PREFIX}{name}: {value!r} is not a number from {least} to {most}")
            return default
        return number

    def url(self, name: str, default: str) -> str:
        value = self.text(name) or default
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            self.faults.append(f"{PREFIX}{name}: {value!r} is not an http or https URL")
            return default
        return value.rstrip("/")

    def proxies(self, name: str) -> Proxies:
        try:
            return read_proxies(self.text(name) or "none")
        except BadProxies as exc:
            self.faults.append(f"{PREFIX}{name}: {exc}")
            return NO_PROXIES
