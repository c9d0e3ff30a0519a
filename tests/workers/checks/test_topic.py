"""What is odd on one thread is ordinary on another."""

import pytest

from moderation.comment import Status, Thread
from moderation.verdict import decide
from tests.workers.samples import DEFAULT, ENGINE, marked, seen, subject
from workers.checks import profanity, topic
from workers.subject import Facts, Subject

BREAD = Thread(key="/bread", title="How to bake sourdough bread", topics=("baking", "bread"))
KETAMINE = Thread(key="/k", title="Ketamine therapy at home", topics=("depression",))
WORDS = "flour water oven crust starter loaf rise knead rye salt yeast heat"
KNOWN = Facts(vocabulary=frozenset(WORDS.split()))
DRUG = "My friend sells ketamine and Xanax here http://k.example"
OFF = (
    "Certified consultants explain mortgage refinancing rates, brokers, insurance http://m.example"
)


def on(thread: Thread, body: str, url: str | None = None, facts: Facts | None = None) -> Subject:
    what = subject(body, url=url, facts=facts)
    what.comment = type(what.comment)(
        id="c1", site="blog", thread=thread, body=body, author=what.comment.author
    )
    return what


def test_a_controlled_drug_is_odd_on_a_bread_recipe() -> None:
    signal = seen(topic, on(BREAD, DRUG))["odd_drug"]
    assert marked(signal, DRUG) == ["ketamine", "Xanax"]
    assert seen(topic, on(BREAD, "I take ketamine for my back", url="http://me.example"))


@pytest.mark.parametrize(
    ("thread", "body", "facts"),
    [
        (BREAD, "My friend sells ketamine and Xanax here", None),
        (KETAMINE, DRUG, None),
        (Thread(key="/4711"), DRUG, None),
        (BREAD, "Mine never rises, see http://b.example", None),
        (BREAD, DRUG, Facts(vocabulary=frozenset({"ketamine", "xanax"}))),
    ],
    ids=["no link", "on topic", "nothing known", "no drug", "spoken of before"],
)
def test_a_drug_is_not_odd(thread: Thread, body: str, facts: Facts | None) -> None:
    assert "odd_drug" not in seen(topic, on(thread, body, facts=facts))


def test_a_link_that_has_nothing_to_do_with_the_thread_is_seen() -> None:
    linked = seen(topic, on(BREAD, OFF, facts=KNOWN))
    signed = seen(topic, on(BREAD, OFF.split(" http")[0], "http://m.example", KNOWN))
    assert set(linked) == set(signed) == {"off_topic"}
    assert linked["off_topic"].strength < signed["off_topic"].strength


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        (OFF, None),
        (OFF, Facts(vocabulary=frozenset({"oven", "flour"}))),
        (OFF.split(" http")[0], KNOWN),
        (f"{OFF} and my oven", KNOWN),
        ("Nice! http://m.example/mortgage/refinancing/rates/brokers/insurance/consultants", KNOWN),
        ("", KNOWN),
    ],
    ids=["little known", "few words known", "no link", "a word in common", "says little", "empty"],
)
def test_a_comment_is_not_off_the_topic(body: str, facts: Facts | None) -> None:
    assert "off_topic" not in seen(topic, on(BREAD, body, facts=facts))


def test_both_together_hold_nothing() -> None:
    signals = seen(topic, on(BREAD, f"{DRUG} {OFF}", facts=KNOWN)).values()
    assert len(signals) == 2
    assert decide(list(signals), DEFAULT).outcome is Status.PUBLISHED


def test_clinical_words_weigh_nothing_where_they_are_the_topic() -> None:
    body = "Opium was given for pain, and heroin later"
    said = seen(profanity, on(BREAD, body))
    assert marked(said["clinical"], body) == ["Opium", "heroin"]
    assert "clinical" not in seen(profanity, on(KETAMINE, body))
    swearing = "Opium is shit"
    assert set(seen(profanity, on(KETAMINE, swearing))) == {"strong"}


@pytest.mark.parametrize("thread", [BREAD, KETAMINE], ids=["bread", "ketamine"])
@pytest.mark.parametrize(
    ("body", "outcome", "category"),
    [
        (
            "My sister started ketamine infusions last spring and her depression lifted",
            Status.PUBLISHED,
            "clean",
        ),
        ("Buy ketamine online no prescription, Telegram @k-shop", Status.REJECTED, "spam"),
        ("I have suicidal thoughts again since the infusions stopped", Status.HELD, "self_harm"),
    ],
)
def test_the_thread_changes_nothing_about_offers_and_cries_for_help(
    thread: Thread, body: str, outcome: Status, category: str
) -> None:
    verdict = ENGINE.examine([on(thread, body)])[0]
    assert (verdict.outcome, verdict.category) == (outcome, category)
