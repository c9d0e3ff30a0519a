"""The store does what the model says, whatever is done to it and in whichever order.

Each run plays some dozens of steps on an empty store and compares all of it with the model after
each. `make soak` plays the long form.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.state.machine import Machine
from tests.valkey import Valkey


@pytest.fixture
def server() -> Iterator[Valkey]:
    """A store that may be killed without another test noticing."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        started = Valkey(Path(folder))
        started.start()
        yield started
        started.kill()


def play(server: Valkey, runs: int, steps: int) -> None:
    Machine.server = server
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_store_does_what_the_model_says(server: Valkey) -> None:
    play(server, runs=80, steps=40)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_the_store_does_what_the_model_says_at_length(server: Valkey) -> None:
    play(server, runs=2_000, steps=50)
