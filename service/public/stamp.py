"""The stamp of a form: which thread it was shown for, and when, signed by the site.

It is never a reason to refuse. A form that comes back sooner than somebody can have written it, or
without a stamp of ours, is doubted and held; one from a tab that was open for days is a weak sign.
"""

import hashlib
import hmac
import re
import time

from moderation.comment import Doubt
from moderation.store.sites import Site

LEAST_SECONDS = 3
MOST_SECONDS = 24 * 3600

_STAMP = re.compile(r"([1-9]\d{0,11})\.([0-9a-f]{32})", re.ASCII)


def stamp(site: Site, key: str) -> str:
    """For a form that is shown now. By the service's own clock: replicas that differ by seconds
    make a doubt at worst."""
    at = int(time.time())
    return f"{at}.{_mac(site, key, at)}"


def doubt_of(site: Site, key: str, stamp: str) -> Doubt | None:
    """What is odd about when this form comes back."""
    match = _STAMP.fullmatch(stamp)
    if match is None:
        return Doubt.UNSIGNED
    at = int(match[1])
    if not hmac.compare_digest(_mac(site, key, at), match[2]):
        return Doubt.UNSIGNED
    age = time.time() - at
    if age < LEAST_SECONDS:
        return Doubt.FAST
    return Doubt.LATE if age > MOST_SECONDS else None


def _mac(site: Site, key: str, at: int) -> str:
    data = f"{at} {key}".encode()
    return hashlib.blake2b(data, key=site.secret_for("form"), digest_size=16).hexdigest()
