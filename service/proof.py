"""Proof of work: a sum that a browser does in about half a second, and a flood of posts does not.

Only whoever is suspicious is asked for one (`service/limiting.py`), and whoever cannot do it is not
refused. The form of challenge and solution is ALTCHA's, its second version, by its own library
(https://altcha.org, `altcha`): the client looks for the counter whose key, derived from nonce and
counter with PBKDF2, begins with `keyPrefix`. PBKDF2, because a browser has it built in: nearly all
of the time goes where an attacker can save little of it.
"""

import random
import time
from typing import Any

import altcha

from moderation.store.limits import PROOF_MS
from moderation.store.sites import Site
from service.problems import Problem

# A slow phone derives some 500,000 rounds a second: half a second at most, a quarter mostly.
ALGORITHM = "PBKDF2/SHA-256"
ROUNDS = 1_000
COUNTERS = range(40, 240)

ADDRESS = "/v1/challenge"
HEADER = "Greenroom-Proof"
UNAVAILABLE = "unavailable"


def challenge(site: Site) -> dict[str, Any]:
    """A challenge, signed for this site, to be solved within `PROOF_MS`."""
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=random.choice(COUNTERS),
        expires_at=int(time.time()) + PROOF_MS // 1000,
        hmac_secret=site.secret_for("challenge"),
        hmac_key_secret=site.secret_for("solution"),
    )
    return made.to_dict()


def checked(site: Site, solution: str) -> str:
    """What names this proof, so that it counts once. Raises `Problem` if it is none."""
    found = altcha.verify_solution(
        solution,
        site.secret_for("challenge"),
        hmac_key_secret=site.secret_for("solution"),
    )
    if not found.verified:
        raise failed()
    payload = altcha.Payload.from_base64(solution)
    return str(payload.challenge.signature)


def required() -> Problem:
    """Ask for a proof."""
    return Problem("challenge-required", challenge=ADDRESS)


def failed() -> Problem:
    """Ask for another one."""
    return Problem(
        "challenge-failed",
        "The solution is wrong, too old, or was used before.",
        challenge=ADDRESS,
    )
