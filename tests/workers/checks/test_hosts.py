"""What earlier comments with the same hosts say of the next."""

import pytest

from moderation.comment import Status
from moderation.verdict import decide
from tests.workers.samples import DEFAULT, marked, seen, subject
from workers.checks import hosts
from workers.subject import Facts, Standing
from workers.text.linked import links

TEXT = "See https://www.a.example/x and http://b.example, both of them."


def found(**records: tuple[int, int]) -> dict[str, float]:
    known = {f"{name}.example": Standing(*record) for name, record in records.items()}
    signals = seen(hosts, subject(TEXT, facts=Facts(hosts=known)))
    return {rule: signal.strength for rule, signal in signals.items()}


def test_without_a_record_there_is_no_signal() -> None:
    assert seen(hosts, subject(TEXT)) == {}
    assert found(a=(0, 0), b=(0, 0)) == {}


def test_rejected_and_never_published_speaks_against() -> None:
    assert found(a=(0, 1)) == {}
    assert found(a=(0, 2), b=(9, 0)) == {"rejected_before": 1}
    assert found(a=(0, 400)) == {"rejected_before": 2}
    assert found(a=(1, 400)) == {}  # who sells links also links to others


def test_the_worst_host_is_named_and_every_bad_one_is_marked() -> None:
    known = {"a.example": Standing(0, 2), "b.example": Standing(0, 3), "c.example": Standing(0, 9)}
    text = TEXT.replace("both", "https://d.example")
    signal = seen(hosts, subject(text, facts=Facts(hosts=known)))["rejected_before"]
    assert signal.params == {"n": 9, "host": "c.example"}  # the author's own
    assert marked(signal, text) == ["https://www.a.example/x", "http://b.example,"]


def test_all_of_them_must_be_known_to_speak_for_it() -> None:
    assert found(a=(3, 0), b=(2, 0)) == {}
    assert found(a=(3, 0), b=(30, 3)) == {"known_good": 1}
    assert found(a=(3, 0), b=(29, 3)) == {}


@pytest.mark.parametrize("host", ["youtube.com", "m.youtube.com", "en.wikipedia.org"])
def test_of_hosts_that_everybody_links_to_no_record_speaks(host: str) -> None:
    text = f"https://{host}/x"
    for record in (Standing(0, 99), Standing(99)):
        facts = Facts(hosts={link.host: record for link in links(text)})
        assert facts.hosts
        assert seen(hosts, subject(text, facts=facts)) == {}


@pytest.mark.parametrize("host", ["notyoutube.com", "youtube.com.evil.example"])
def test_a_host_that_looks_like_one_of_them_is_not(host: str) -> None:
    text = f"https://{host}/x"
    facts = Facts(hosts={link.host: Standing(0, 99) for link in links(text)})
    assert "rejected_before" in seen(hosts, subject(text, facts=facts))


def test_a_bad_host_holds_and_does_not_reject() -> None:
    facts = Facts(hosts={"a.example": Standing(0, 99)})
    (signal,) = seen(hosts, subject(TEXT, facts=facts)).values()
    assert decide([signal], DEFAULT).outcome is Status.HELD
