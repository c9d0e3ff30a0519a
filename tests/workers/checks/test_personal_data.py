"""Personal data is marked, whatever it looks like; what only looks like it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.comment import Status
from moderation.policy import BadPolicy, parse_policy
from moderation.verdict import decide
from tests.workers.samples import DEFAULT, marked, policy, seen, subject
from workers.checks import personal_data

CHECK = personal_data.build(DEFAULT)

NOT_PERSONAL = [
    "",
    "In the 1990s, on 12 March 2021 at 18:30, 5,000 people paid $1,299.99 each.",
    "From 2020-03-12 to 2021-11-30, and again 03/04/2022 - 05/06/2022.",
    "2024-05-17 12:30:45 UTC, that is 1715949045 or 20240517123045.",
    "Version 10.15.7.1042 of 2.4.18 broke 192.168.100.254 and 2001:db8::ff00:42:8329.",
    "ISBN 978-0-306-40615-7 and 0-306-40615-2, ISSN 2049-3630.",
    "doi:10.1056/NEJMoa1603827, PMID 29656057, NCT02417064, arXiv:1706.03762v5",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "123e4567-e89b-42d3-a456-556642440000 is no number of mine",
    "Order 302-7461930-1188231 and parcel 1Z999AA10123456784 never came.",
    "Call 988, 116 123, 999 or 112. Samaritans answer day and night.",
    "The helpline is 0800 689 5652; in the US 1-800-273-8255.",
    "The crisis line's number is (555) 201-0133, for everybody.",
    "Toll free: 1-888-555-0143. In Australia call 13 11 14 or 1300 22 4636.",
    "I take 20 mg, then 40, 60, 80 and 100 mg, 0.5 mg/kg over 40 minutes.",
    "The odds were 1 in 13 983 816, of 8 045 311 447 people.",
    "Scores of 21-18, 15-21, 22-20; 100-200-300; 10 000 000 downloads.",
    "Pi is 3.14159265358979 and e is 2.71828182845905.",
    "OR 1.42, 95% CI 0.9134, 2.2081; we are at 0.0512 after all.",
    "Bus 4111 1111 to stop 11111; and 4111 1111 1111 1112 is no card.",
    "GB00 WEST 1234 5698 7654 32 is no account.",
    "Ask info@clinic.example or support@clinic.example; see @ana@social.example.",
    "git clone git@code.example:ana/tools.git, then pip install tool@1.2.3",
    "Write to you@example.com, as in name@example.org.",
    "lunch @ noon. Come along, meet @ the station, see you @ 7.",
    "I saw it @ youtube.com, and look at google dot com.",
    "The museum is at the end of the High Street, 200 years old.",
    "My password is wrong again, and the password was too short. Reset your password!",
    "The password is 12345678 on half of all machines.",
    "I wanted a passport for years. My passport expired in 2019.",
    "Born on the same day as Mozart. My birthday is in March.",
    "one two three four five six seven eight nine ten",
    "Chapter 3, verse 16, page 1024 of 2048; RFC 9110 and ISO 27001.",
    "0x80070005, #1234567890, €12345678, build 20231114.3",
    "Call me Ishmael. Some years ago, 1851-1852, never mind how long.",
    "We walked 12 miles down the road, 3 of us, along 5th Avenue.",
    "99 Luftballons, 4 Non Blondes and 3 Doors Down, 101 Dalmatians",
    "In 2019 2020 2021 2022 I lived well.",
]

PERSONAL = [
    # e-mail
    ("email", "Write to ana.m+blog@mail.example, please.", ["ana.m+blog@mail.example"]),
    ("email", "MAIL ME: ANA.MILLER@EXAMPLE.CO.UK!", ["ANA.MILLER@EXAMPLE.CO.UK"]),
    ("email", "(ana_m@example.org)", ["ana_m@example.org"]),
    ("email", "mailto:ana.m@example.org.", ["ana.m@example.org"]),
    ("email", "Анна: anna.p@почта.рф", ["anna.p@почта.рф"]),
    ("email", "ana.m (at) example (dot) org", ["ana.m (at) example (dot) org"]),
    ("email", "ana[at]example[dot]org", ["ana[at]example[dot]org"]),
    ("email", "email me: a n a @ example . org", ["a n a @ example . org"]),
    ("email", "ana.m at gmail dot com", ["ana.m at gmail dot com"]),
    # telephone
    ("phone", "My number is 020 7946 0123, after six", ["020 7946 0123"]),
    ("phone", "Tel. 0113 496 0555", ["0113 496 0555"]),
    ("phone", "text 07700 900461 please", ["07700 900461"]),
    ("phone", "(415) 555-0142", ["(415) 555-0142"]),
    ("phone", "ring 212.555.0187 x12", ["212.555.0187 x12"]),
    ("phone", "1-646-555-0133 is mine", ["1-646-555-0133"]),
    ("phone", "I am on +44 20 7946 0321 all day", ["+44 20 7946 0321"]),
    ("phone", "+1 (202) 555-0177", ["+1 (202) 555-0177"]),
    ("phone", "WhatsApp +91 98765 43210", ["+91 98765 43210"]),
    ("phone", "appelez le 01 99 00 12 34", ["01 99 00 12 34"]),
    ("phone", "mobile: 2125550133", ["2125550133"]),
    ("phone", "call four one five, five five five, 0164", ["four one five, five five five, 0164"]),
    ("phone", "phone oh two oh seven nine four six 0123", ["oh two oh seven nine four six 0123"]),
    # money
    ("card", "It took 5555 5555 5555 4444 twice", ["5555 5555 5555 4444"]),
    ("card", "visa 4012888888881881", ["4012888888881881"]),
    ("card", "amex 3714-496353-98431", ["3714-496353-98431"]),
    ("card", "６０１１１１１１１１１１１１１７", ["６０１１１１１１１１１１１１１７"]),
    (
        "bank_account",
        "to FR14 2004 1010 0505 0001 3M02 606 by Monday",
        ["FR14 2004 1010 0505 0001 3M02 606"],
    ),
    ("bank_account", "iban nl91abna0417164300.", ["nl91abna0417164300"]),
    # states
    ("national_id", "my SSN is 219-09-9999", ["219-09-9999"]),
    ("national_id", "social security number 219099999", ["219099999"]),
    ("national_id", "NI number ab 12 34 56 c", ["ab 12 34 56 c"]),
    ("national_id", "AB123456C", ["AB123456C"]),
    ("national_id", "DNI 12345678Z", ["12345678Z"]),
    ("national_id", "CPF 529.982.247-25", ["529.982.247-25"]),
    ("national_id", "codice fiscale RSSMRA85T10A562S", ["RSSMRA85T10A562S"]),
    ("national_id", "my BSN: 111222333", ["111222333"]),
    ("document", "passport no. 512345678", ["512345678"]),
    ("document", "my driver's license number is D1234567", ["d1234567"]),
    ("document", "Reisepass Nr. C01X00T47", ["c01x00t47"]),
    ("birth_date", "DOB 12/03/1985", ["dob 12/03/1985"]),
    ("birth_date", "my date of birth is 3 March 1985", ["3 march 1985"]),
    # places
    ("home", "I live at 14 Rose Lane in Leeds", ["14 rose lane"]),
    ("home", "He lives at 7b Old Mill Road. Go and see him", ["7b old mill road"]),
    ("home", "3 Acacia Avenue, Leeds LS1 4AB", ["3 acacia avenue"]),
    ("home", "1200 Elm Street, Springfield, IL 62704", ["1200 elm street"]),
    ("home", "ich wohne in der Gartenstraße 12", ["gartenstraße 12"]),
    ("home", "j'habite 12 bis rue des Lilas", ["12 bis rue des lilas"]),
    ("location", "I'm at 48.8584, 2.2945 until nine", ["48.8584, 2.2945"]),
    # secrets
    ("secret", "the wifi password is Tr0ub4dor&3.", ["tr0ub4dor&3"]),
    ("secret", "password: correct1horse", ["correct1horse"]),
    ("secret", "AKIA" + "QWERTYUIOP123456", ["AKIA" + "QWERTYUIOP123456"]),
    ("secret", "ghp_" + "a1B2" * 9, ["ghp_" + "a1B2" * 9]),
]


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_only_looks_like_it_is_no_signal(text: str) -> None:
    assert [(s.rule, marked(s, text)) for s in CHECK(subject(text))] == []


@pytest.mark.parametrize(("kind", "text", "places"), PERSONAL, ids=lambda value: str(value)[:40])
def test_personal_data_is_marked(kind: str, text: str, places: list[str]) -> None:
    found = {signal.rule: signal for signal in CHECK(subject(text))}
    assert kind in found
    where = [place.lower() for place in marked(found[kind], text)]
    assert len(where) == found[kind].params["n"]
    for place in places:
        assert any(place.lower().endswith(one) or one.endswith(place.lower()) for one in where)
    assert decide(list(found.values()), DEFAULT).outcome is Status.HELD


def test_what_is_found_is_not_repeated_in_the_signal() -> None:
    (signal,) = CHECK(subject("ana.m@mail.example"))
    assert signal.params == {"n": 1}


def test_one_number_is_one_thing() -> None:
    text = "I paid with 4012 8888 8888 1881, call me"
    assert [signal.rule for signal in CHECK(subject(text))] == ["card"]


def test_much_of_it_is_still_for_a_person() -> None:
    text = " ".join(sentence for _, sentence, _ in PERSONAL)
    verdict = decide(list(CHECK(subject(text))), DEFAULT)
    assert (verdict.outcome, verdict.category) == (Status.HELD, "personal_data")


def test_a_policy_may_mask_kinds_and_publish_them() -> None:
    by = parse_policy(
        'extends = "default"\n[checks.personal_data]\nmask = ["card"]\n'
        '[rules."personal_data.card"]\nweight = 0.0'
    )
    what = subject("It took 5555 5555 5555 4444, mail ana.m@mail.example")
    found = seen(personal_data, what, by)
    assert found["card"].params == {"n": 1, "masked": 1}
    assert found["email"].params == {"n": 1}
    assert decide([found["card"]], by).outcome is Status.PUBLISHED


def test_a_kind_that_there_is_not_cannot_be_masked() -> None:
    with pytest.raises(BadPolicy, match="cards"):
        policy('[checks.personal_data]\nmask = ["cards"]')


def test_a_policy_without_words_finds_what_needs_none() -> None:
    found = seen(personal_data, subject("ana.m@mail.example, +44 20 7946 0321"), policy(""))
    assert set(found) == {"email", "phone"}


PIECES = st.sampled_from(
    ["ana", "@", ".", "(at)", " dot ", "com", "example.org", "+44", "020", "7946", "0123", "5",
     "one", "4012888888881881", "two", "oh", "call", "password", "is:", "my", "address", "12",
     "Rose", "Lane", "passport", "GB29", "-", "/", ",", "\n", "0", "é", "字", "٣", "½", "²", "𝟜",
     "i live at"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_can_be_looked_at_and_spans_lie_in_it(text: str) -> None:
    for signal in CHECK(subject(text)):
        assert list(signal.spans) == sorted(set(signal.spans))
        assert all(0 <= start < end <= len(text) for start, end in signal.spans)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 5000, "1 " * 2500, "+1(" * 1660, "1-" * 2500, "0 1.2/3" * 700, "@" * 5000,
        "a@" * 2500, "a@b." * 1250, "a @ " * 1250, "a (at) " * 700, " at b dot" * 550,
        "one " * 1250, "one 1 " * 830, "12 a " * 1250, "12 a a a a street" * 290,
        "i live at 1 a b c " * 270,
        "passport no no no " * 270, "password is " * 410, "GB29" * 1250, "GB29 " * 1000,
        "123-45-678" * 500, "4111 " * 1000, "AB123456C" * 550, "dob 1" * 1000,
        "rue a b c d " * 400, "gartenweg 1 " * 410, "+44 20 7946 0321 " * 290, "a@" + "b.c" * 1660,
        "1.2345, 1.2345 " * 330, "a@xn--" + "é." * 2400, "\u0661" * 5000, "sk-" * 1660,
        "1\u00a0" * 2500, "call 0" * 830,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
@pytest.mark.timeout(30)
def test_no_text_takes_long(text: str) -> None:
    """Twenty times what the service takes: what is not linear in it would not end in time."""
    list(CHECK(subject(text * 20)))
