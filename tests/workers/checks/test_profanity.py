"""Grades, disguises, other languages; allow phrases, names, and what is no swearing at all."""

import pytest

from moderation.policy import Policy
from moderation.verdict import Signal
from tests.workers.samples import DEFAULT, marked, policy, subject
from workers.checks import profanity
from workers.checks.check import Check

BUILT = profanity.build(DEFAULT)


def seen(text: str, by: Policy | None = None) -> dict[str, Signal]:
    """The signals by their rules. The default policy's check is built once: its lists are long."""
    check: Check = profanity.build(by) if by else BUILT
    signals = list(check(subject(text)))
    assert all(set(profanity.RULES[signal.rule]) <= set(signal.params) for signal in signals)
    return {signal.rule: signal for signal in signals}


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("what a fucking mess it is here", "strong", ["fucking"]),
        ("this was an ass hole of a day", "strong", ["ass hole"]),
        ('he said "shit" and **fuck** of a bitch\'s', "strong", ["shit", "fuck", "bitch's"]),
        ("a pack of assholes and dickheads", "strong", ["assholes", "dickheads"]),
        ("the old twatwaffle went home", "strong", ["twatwaffle"]),
        ("such unfuckingbelievable weather today", "strong", ["unfuckingbelievable"]),
        ("Eat My   Ass, he answered them", "strong", ["Eat My   Ass"]),
        ("that cock-gobbler of a man", "strong", ["cock-gobbler"]),
        ("he_is_a_wanker in my file", "strong", ["wanker"]),
        ("well fuuuuuck me sideways then", "strong", ["fuuuuuck"]),
        ("damn, what the hell went wrong there", "mild", ["damn", "hell"]),
        ("my rectum hurts, and I was raped", "clinical", ["rectum", "raped"]),
        ("some retard wrote it all down", "slur", ["retard"]),
        ("two 🖕🏽 for all of you today", "strong", ["🖕"]),
    ],
)
def test_a_listed_word_is_seen_in_its_grade(text: str, rule: str, words: list[str]) -> None:
    found = seen(text)
    assert marked(found[rule], text) == words
    assert found[rule].params["n"] == len(words)
    assert set(found) == {rule}


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("never such bu11sh1t before this", "bu11sh1t", "bull"),
        ("a load of $h!t it was again", "$h!t", "sh"),
        ("what a (unt of a printer it is", "(unt", "cunt"),
        ("never f.u.c.k with a tired cook", "f.u.c.k", "f"),
        ("he can s h i t on it for me", "s h i t", "shit"),
        ("what a w-a-n-k-e-r he turned out", "w-a-n-k-e-r", "wanker"),
        ("and b.astard clerks sent us away", "b.astard", "bastard"),
        ("those wan k ers sent us away", "wan k ers", "wanker"),
        ("never mind that fu\nck of a dog", "fu\nck", "fuck"),
        ("that was some f*cked up story", "f*cked", "fuck"),
        ("what the f*** happened to you", "f***", "fuck"),
        ("stop calling me a b***h over this", "b***h", "bitch"),
        ("she is a c#nt and always was", "c#nt", "cunt"),
        ("the ѕһіт they wrote about that", "ѕһіт", "shit"),
        ("the ｆｕｃｋ they wrote about that", "ｆｕｃｋ", "fuck"),
        ("the 𝒻𝓊𝒸𝓀 they wrote about that", "𝒻𝓊𝒸𝓀", "fuck"),
        ("the f\u200bu\u200bc\u200bk they wrote it for", "f\u200bu\u200bc\u200bk", "fuck"),
        ("the fu\u00adck they wrote about that", "fu\u00adck", "fuck"),
        ("the f\u0336u\u0336c\u0336k\u0336 they wrote", "f\u0336u\u0336c\u0336k", "fuck"),
        ("the bîtch they wrote about that", "bîtch", "bitch"),
        ("the fu<b></b>ck they wrote about", "fu<b></b>ck", "fuck"),
        ("the &#115;hit they wrote about", "&#115;hit", "shit"),
        ("some cr4p that they wrote about", "cr4p", "crap"),
        ("that n1gg3r they wrote about it", "n1gg3r", "n"),
    ],
)
def test_a_word_written_so_as_not_to_be_found_is_found_and_hidden(
    text: str, written: str, meant: str
) -> None:
    found = seen(text)["hidden"]
    assert marked(found, text) == [written]
    assert str(found.params["words"]).startswith(meant)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My sister started ketamine infusions last spring and her depression lifted",
        "God, the weed, the pawn, the pot roast and I was drunk",
        "Dick Cheney met Van Dyke, then DICK   VAN\nDYKE",
        "a Maine coon, blue tits and a chink in the armour",
        "the pen is here, as 5 of us know; he/she was so used to test-3",
        "it s hit or miss, that s hit the news; who re-reads it",
        "Scunthorpe, assess, classic, cocktail, Essex, grapes, Shiite, shiitake, Matsushita",
        "Accutane, therapist, analysis, Titian, Dickens, cumin, scrapes and a saltwater wristwatch",
        "450 mg, 142,460 people, 5*5=25 ***** a**2 + b**2, f*g, 7/10, A55, 4x4, b12, 10mg/kg",
        "W.H.O. and U.S.A., a value of xx.x, vitamin C and D, group B, e.g. a to z",
        "Prick your finger once, then a skin prick test; cum laude, kitchen-cum-diner",
        "Fucking, Austria and Dildo, Newfoundland are far apart",
        "h\u00f8re p\u00e5 f\u00f8de og J\u00f8der i g\u00e5r",
        "шапка, ситу и ракии на столе",
        "me pongo el cono y una cometa, la niña está en la cuna",
    ],
)  # fmt: skip
def test_ordinary_words_names_and_chance_meetings_are_no_swearing(text: str) -> None:
    assert seen(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "du bist ein dummes Arschloch, mein Freund",
        "ferme ta gueule, espèce de connard fini",
        "vete de aquí, hijo de puta, y no vuelvas",
        "isso é uma merda do caralho, meu amigo",
        "ma vaffanculo, ti ho detto di no ieri",
        "wat een klootzak ben jij toch geworden",
        "ty skurwysynu, oddaj mi te pieniądze",
        "да пошёл ты нахуй со своими советами",
        "这个傻逼又来了，别理他",
        "el coño de tu prima lo dice siempre",
    ],
)
def test_other_languages_unmistakable_words_are_strong(text: str) -> None:
    assert "strong" in seen(text)


def test_an_allow_phrase_saves_only_what_stands_inside_it() -> None:
    text = "A dick, said Moby Dick, is a dick"
    found = seen(text)
    assert marked(found["strong"], text) == ["dick", "dick"]
    assert found["strong"].spans == ((2, 6), (29, 33))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        *(("I met Dick Marlow there", True), ("old Philip K. Dick wrote it", True)),
        *(("what a Dick. He left", False), ("my DICK SAID so", False), ("a dick Marlow", False)),
    ],
)
def test_a_persons_name_is_no_swearing(text: str, names: bool) -> None:
    assert (seen(text) == {}) == names


def test_more_of_a_grade_is_stronger_up_to_twice() -> None:
    strengths = [seen("shit " * n + "and so on")["strong"].strength for n in (1, 2, 9)]
    assert strengths == [1.0, 1.25, 2.0]


def test_a_flood_of_mild_words_hides_no_grave_one() -> None:
    assert "slur" in seen("hell " * 400 + "you faggot")
    assert "hidden" in seen("hell " * 400 + "you f.a.g.g.o.t")


def test_a_moderator_reads_up_to_three_words_each_once() -> None:
    found = seen("shit and fuck, the bastard and a wanker, all of that shit in a day")
    assert found["strong"].params == {"n": 5, "words": "shit, fuck, bastard"}


@pytest.mark.parametrize("text", ["naked", "what the hell", "SUCKS!!!", "you moron", "Lesbians"])
def test_a_comment_that_is_nothing_but_crude_words_is_told(text: str) -> None:
    assert "bare" in seen(text)


@pytest.mark.parametrize(
    "text", ["hell of a ride", "I'm gay", "damn good article", "stupid me, thanks", "it is"]
)
def test_a_comment_that_says_something_besides_is_not_bare(text: str) -> None:
    assert "bare" not in seen(text)


def test_an_operator_adds_words_and_grades_them() -> None:
    by = policy('[checks.profanity]\nstrong = ["zounds"]\nmild = ["Blimey"]')
    found = seen("Blimey! Zounds, bl1mey and zounds", by)
    counts = {rule: signal.params["n"] for rule, signal in found.items()}
    assert counts == {"mild": 2, "strong": 2, "hidden": 1}


def test_a_disguised_word_that_may_be_several_is_taken_for_the_gravest() -> None:
    by = policy('[checks.profanity]\nstrong = ["zott"]\nordinary = ["zatt"]')
    assert seen("a zatt here is fine", by) == {}
    assert "strong" in seen("a z@tt here is not", by)


def test_bodies_words_are_ordinary_on_a_thread_about_them() -> None:
    body = "my vagina was dry after menopause"
    assert {signal.rule for signal in BUILT(subject(body))} == {"clinical"}
    assert not list(BUILT(subject(body, title="Vagina and menopause: dryness explained")))
