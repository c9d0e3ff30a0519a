"""What comments sell and beg for, kind by kind, beside what people say about the same things."""

import pytest

from moderation.policy import BadPolicy
from tests.workers.samples import DEFAULT, marked, policy, seen, subject
from workers.checks import spam

CHECK = spam.build(DEFAULT)


def rules(text: str, name: str = "Ann", url: str | None = None) -> set[str]:
    return {signal.rule for signal in CHECK(subject(text, name=name, url=url))}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("drugs", "Buy ketamine online, discreet shipping"),
        ("drugs", "Xanax and Adderall for sale, no prescription needed"),
        ("drugs", "We are a legit LSD vendor"),
        ("drugs", "dove acquistare pillole di MDMA"),
        ("drugs", "Viagra rezeptfrei bestellen"),
        ("drugs", "купить мефедрон закладки"),
        ("forgery", "Undetectable counterfeit banknotes and fake passports"),
        ("forgery", "high balance clone cards"),
        ("hacking", "Need a hacker for hire to spy on a cheating husband's phone?"),
        ("loans", "Payday loans with no credit check"),
        ("loans", "Do you need a loan? We offer loans at 2% interest"),
        ("loans", "Kredit ohne Schufa"),
        ("loans", "pożyczki bez BIK przez internet"),
        ("loans", "займы онлайн на карту"),
        ("gambling", "the best online casino bonus"),
        ("gambling", "situs judi slot terpercaya"),
        ("escorts", "independent escorts in Mumbai, call girls number"),
        ("replicas", "cheap Gucci handbags outlet"),
        ("seo", "We can rank your site on Google with quality backlinks"),
        ("essays", "cheap essay writing service"),
        ("investment", "My account manager traded bitcoin, I made $5000 profit weekly"),
        ("recovery", "Mr Smith helped me recover my stolen bitcoin from scammers"),
        ("recovery", "he brought my ex husband back within two days, a great spell"),
        ("cures", "Dr Osas cured me of herpes with his herbal medicine"),
        ("advance_fee", "I am the next of kin of my late client, a sum of 5 million dollars"),
        ("prizes", "Congratulations, you have won a prize, claim your gift card now"),
        ("phishing", "Your account has been suspended, verify your account here"),
        ("warez", "Adobe Photoshop crack full version free download keygen"),
        ("streaming", "watch the full movie online free in HD"),
        ("slimming", "Lose 20 pounds in 2 weeks with garcinia cambogia"),
        ("easy_money", "Work from home and earn $500 a day online"),
        ("followers", "buy real Instagram followers cheap"),
        ("game_hacks", "Clash of Clans hack, unlimited gems generator"),
        ("conferences", "Call for papers, Scopus indexed, submission deadline extended"),
        ("support_lines", "Call our HP printer support phone number, toll free"),
        ("offer", "Best prices, free shipping on all orders, order now"),
        ("promotion", "Please subscribe to my channel"),
        ("promotion", "Hey guys, check out my new cover!!"),
        ("promotion", "SUBSCRIIIIBE to my channel plzz"),
        ("promotion", "sub 4 sub, I'll sub back"),
        ("promotion", "please vote for us in this contest"),
        ("template", "I have been surfing online more than three hours today"),
        ("template", "Can I grab your rss feed? I have bookmarked your website"),
        ("template", "what a fastidious piece of writing"),
    ],
)
def test_a_kind_of_spam_is_seen(kind: str, text: str) -> None:
    assert kind in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My sister started ketamine infusions last spring and her depression lifted",
        "My doctor suggested ketamine. Is a prescription needed for the spray?",
        "I was prescribed Xanax and Lexapro; the pharmacy was out of stock for a week",
        "The price of my Adderall went up and insurance does not pay",
        "I could not sleep without Ambien for months",
        "They took out a loan for the treatment, which I would not do",
        "My husband lost his money at a casino in Reno",
        "My passport was stolen at the airport, and so was my bag",
        "She wrote her dissertation on ketamine and won a prize for it",
        "I lost 20 pounds after I changed the medication",
        "My grandmother died of cancer and left us the house",
        "The herpes test was negative, thank God",
        "He works from home now and sees the children more",
        "The FDA approved it. You should call your doctor about the dose.",
        "I read on Telegram that 40 minutes is usual",
        "The clinic signals when it is your turn",
        "Great article, thank you for sharing",
        "I follow the news about this, and like what they do",
        "There is a hacker in every company, or should be",
        "We watched the film about it last night, in German with subtitles",
        "I subscribe to the Times, and the comment section there is worse",
        "Who pays for the followers of this theory?",
    ],
)
def test_what_people_say_about_the_same_things_is_not_spam(text: str) -> None:
    assert rules(text) == set()


def test_the_words_are_marked_and_quoted() -> None:
    text = "Buy ketamine online no prescription, Telegram @k-shop"
    found = seen(spam, subject(text))
    assert marked(found["drugs"], text) == ["Buy ketamine", "no prescription"]
    assert found["drugs"].params == {
        "n": 2,
        "words": "“Buy ketamine”, “no prescription”",
    }
    assert found["contact_channel"].params["words"] == "“Telegram @k-shop”"


def test_a_second_phrase_adds_half_and_repeats_add_nothing() -> None:
    def strength(text: str) -> float:
        return seen(spam, subject(text))["drugs"].strength

    filler = "and this is what it says there, word for word, "
    assert strength(filler + "buy ketamine") == 1.0
    assert strength(filler + "buy ketamine. Buy ketamine! buy ketamine") == 1.0
    assert strength(filler + "buy ketamine, no prescription") == 1.5
    assert strength("buy ketamine, no prescription, xanax for sale, LSD vendor here") == 2.0


def test_one_phrase_says_less_in_a_long_text_and_more_beside_a_link() -> None:
    def strength(text: str) -> float:
        return seen(spam, subject(text))["gambling"].strength

    assert strength("free spins " + "and many other words here " * 20) == 0.6
    assert strength("free spins and some other words that stand here") == 1.0
    assert strength("free spins") == 1.15
    assert strength("free spins http://a.example") == 1.25


def test_one_who_speaks_about_a_trade_is_believed_unless_a_link_or_contact_is_given() -> None:
    def strength(text: str) -> float:
        return seen(spam, subject(text))["drugs"].strength

    about = "Is it legal to order ketamine from there, or would somebody come and ask me?"
    assert strength(about) == 0.5
    assert strength(about + " http://a.example") == 1.0
    assert strength(about + " Telegram: kshop_uk") == 1.0


def test_a_template_weighs_less_without_an_address() -> None:
    text = "I have bookmarked your website"
    with_url = seen(spam, subject(text, url="https://x.example"))["template"]
    assert with_url.strength > seen(spam, subject(text))["template"].strength > 0


def test_praise_counts_only_with_an_address_and_less_if_it_is_in_the_text() -> None:
    text = "Great article, thank you for sharing"
    with_url = seen(spam, subject(text, url="https://x.example"))
    with_link = seen(spam, subject(text + " https://x.example"))
    assert with_url["praise_with_url"].strength > with_link["praise_with_url"].strength > 0


@pytest.mark.parametrize(
    ("text", "url", "title", "generic"),
    [
        ("This is a really great site with so much good information for readers", True, "", True),
        ("This is a really great site with so much good information for readers", False, "", False),
        ("This is a really great site about ketamine and depression", True, "", False),
        ("Really good reading about what patience is", True, "On patience", False),
        ("Great post", True, "", False),
    ],
)
def test_a_comment_that_would_fit_anywhere_is_seen_with_an_address(
    text: str, url: bool, title: str, generic: bool
) -> None:
    what = subject(text, url="https://x.example" if url else None, title=title)
    assert ("generic" in {signal.rule for signal in CHECK(what)}) == generic


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Ann", False),
        ("Ann van der Berg", False),
        ("Dr. Miriam Okafor", False),
        ("nightowl77", False),
        ("cheap loans", True),
        ("Marriage Services Denver", True),
        ("blue pet bag", True),
        ("how to lose weight fast", True),
        ("", False),
    ],
)
def test_a_name_that_is_a_search_query_counts_with_an_address(name: str, query: bool) -> None:
    url = "https://x.example"
    assert ("keyword_name" in seen(spam, subject("x", name=name, url=url))) == query
    assert seen(spam, subject("x", name=name)) == {}


def test_an_operator_adds_kinds_and_words() -> None:
    by = policy(
        '[checks.spam.words]\nfruit = ["apple", "star fruit"]\n'
        '[checks.spam.kinds]\norchard = ["buy <fruit>"]\n'
    )
    assert set(seen(spam, subject("buy star fruit"), by)) == {"orchard"}
    with pytest.raises(BadPolicy, match='no <fruits>; did you mean "fruit"'):
        policy(
            '[checks.spam.words]\nfruit = ["apple"]\n'
            '[checks.spam.kinds]\norchard = ["buy <fruits>"]\n'
        )
