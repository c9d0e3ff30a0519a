"""Work that is proven, once."""

import base64
import json
import time
from typing import Any

import altcha
import pytest

from moderation.store.sites import Site
from service import proof
from service.problems import Problem

SITE = Site("blog", "Blog", None, (), b"s" * 32, {})
OTHER = Site("other", "Other", None, (), b"t" * 32, {})


def solve(made: dict[str, Any]) -> str:
    """As a client does."""
    challenge = altcha.Challenge.from_dict(made)
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def packed(value: object) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def test_a_solution_proves_work_on_its_own_site_alone() -> None:
    made = proof.challenge(SITE)
    solution = solve(made)
    assert proof.checked(SITE, solution) == made["signature"]
    with pytest.raises(Problem):
        proof.checked(OTHER, solution)


def test_the_challenge_is_what_the_guide_says() -> None:
    made = proof.challenge(SITE)
    parameters = made["parameters"]
    assert parameters["algorithm"] == "PBKDF2/SHA-256"
    assert parameters["cost"] == 1_000
    assert parameters["keyLength"] == 32
    assert 19 * 60 < parameters["expiresAt"] - time.time() <= 20 * 60
    assert json.loads(base64.b64decode(solve(made)))["solution"]["counter"] < 240


def test_what_is_too_old_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    solution = solve(proof.challenge(SITE))
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 20 * 60 + 1)
    with pytest.raises(Problem):
        proof.checked(SITE, solution)


def bent() -> list[str]:
    made = proof.challenge(SITE)
    whole = json.loads(base64.b64decode(solve(made)))
    easier = json.loads(json.dumps(whole))
    easier["challenge"]["parameters"] |= {"cost": 1, "keyPrefix": "0"}
    later = json.loads(json.dumps(whole))
    later["challenge"]["parameters"]["expiresAt"] += 1000
    wrong = json.loads(json.dumps(whole))
    wrong["solution"]["derivedKey"] = "00" * 32
    unsigned = json.loads(json.dumps(whole))
    del unsigned["challenge"]["signature"]
    odd = [json.loads(json.dumps(whole)) for _ in range(4)]
    odd[0]["challenge"]["parameters"]["cost"] = 10**400
    odd[1]["challenge"]["signature"] = {"x": []}
    odd[2]["solution"] = []
    odd[3]["challenge"]["parameters"] = "x"
    return [
        *map(packed, [easier, later, wrong, unsigned, *odd]),
        *map(packed, [None, [], 5, "x", {}, {"challenge": {}, "solution": {}}]),
        *("", "x", "=" * 50, "\u00e4\u00e4\u00e4\u00e4", packed(whole)[:-5], "[" * 6000),
        base64.b64encode(b"\xff\xfe" * 40).decode(),
        base64.b64encode(b"[" * 3000).decode(),
    ]


def test_nonsense_proves_nothing_and_breaks_nothing() -> None:
    for each in bent():
        with pytest.raises(Problem) as caught:
            proof.checked(SITE, each)
        assert caught.value.slug == "challenge-failed"
