"""What a text is folded to, and that every part of it leads back to what was written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workers.samples import subject
from workers.text import folding
from workers.text.folding import LONGEST, MOST, fold, letters

# Pieces that mean something to folding, alone or next to one another.
MARKUP = """<b> </b> <br> <i <!-- --> < > & ; # &#115; &#x43; &shy; &nbsp; &uuml; &lt; &amp;
&#1 &#49; 5; <<b>b>"""
UNUSUAL = (
    "ѕһіт ＦＵ \u200b \u00ad \u0301 \u0336 é ß İ ı ﷺ ﬁ ㎏ 🅵 ⓤ 🇺 𝒸 ʞ ’ … ½ ™ 日本 한 й \U000e0041"
)
PIECES = st.sampled_from([*MARKUP.split(), *UNUSUAL.split(" "), "a", "shit"])
HOSTILE = st.one_of(
    st.text(max_size=40), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=12).map("".join)
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Nothing To Fold, 10 mg", "nothing to fold, 10 mg"),
        ("Café, naïve, Zoë, Ørsted", "cafe, naive, zoe, orsted"),
        ("it’s “so” — well…", "it's \"so\" - well…"),
        ("ｗｉｄｅ 𝗯𝗼𝗹𝗱 𝓈𝒸𝓇𝒾𝓅𝓉 ⓒⓘⓡⓒⓛⓔ 🅱🅾🆇 ᴄᴀᴘs ʷᵃᵛᵉ", "wide bold script circle box caps wave"),
        ("сосk αnd ᴎоw ԝһаt", "cock and now what"),
        ("z\u0336\u0337a\u0301\u0302l\u0488g\u20dd\u030ao", "zalgo"),
        ("in\u200bvi\u200dsi\u00adble\ufeff\u2060\u202e\ufe0f\U000e0061", "invisible"),
        ("no\x00thing\x08 odd\tnor\nlost", "nothing odd\tnor\nlost"),
        ("wo<b></b>rd wo<span class='x'>rd</span> <!-- no -->w", "word word w"),
        ("one<br>two<p>three</p>", "one\ntwo\nthree\n"),
        ("&#119;ord wo&#x72;d so&shy;ft &Eacute;a&nbsp;b", "word word soft ea b"),
        ("&#1089;at", "cat"),
        ("a < b & c > d, 1 &lt; 2; AT&T", "a < b & c > d, 1 &lt; 2; at&t"),
        ("<fuck you> <bad idea>", "<fuck you> <bad idea>"),
        ("straße ﬁne ½ ™ №", "strasse fine 1⁄2 tm no"),
        ("한국어 日本語 ガ עברית", "한국어 日本語 ガ עברית"),
        ("👍 5 * 3", "👍 5 * 3"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_text_is_folded_to_what_its_reader_sees(written: str, read: str) -> None:
    assert fold(written).text == read


def test_a_text_with_nothing_to_fold_needs_no_map() -> None:
    folded = fold("Plain enough: it's 10 mg.\nAnd “quoted” naïvely.")
    assert not folded.starts
    assert folded.span(3, 8) == (3, 8)


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_each_word_leads_back_to_what_folds_to_it(body: str) -> None:
    folded = fold(body)
    for word in re.finditer(r"[^\W\d_]+", folded.text):
        start, end = folded.span(*word.span())
        assert 0 <= start < end <= len(body)
        again = fold(body[start:end]).text
        # A character that became several is marked as a whole, though the word has a part of it.
        assert word[0] in again
        if len(letters(body[start])) <= 1 and len(letters(body[end - 1])) <= 1:
            assert again == word[0]


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_spans_of_later_characters_do_not_lie_before_those_of_earlier_ones(body: str) -> None:
    folded = fold(body)
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(body) for start, end in spans)


@settings(max_examples=500, deadline=None)
@given(HOSTILE)
def test_folding_again_changes_nothing(body: str) -> None:
    once = fold(body).text
    assert fold(once).text == once


def test_every_character_there_is_folds_to_few_that_stay() -> None:
    for point in range(0x110000):
        folded = letters(chr(point))
        assert len(folded) <= MOST
        assert "".join(map(letters, folded)) == folded, hex(point)


@pytest.mark.parametrize("body", ["ﷺ" * LONGEST, "a" * 3 * LONGEST, "a\u0301" * LONGEST])
def test_no_text_becomes_longer_than_the_cap(body: str) -> None:
    assert len(fold(body).text) <= LONGEST
    assert len(fold(body[: LONGEST // 2]).text) <= LONGEST


@pytest.mark.parametrize(
    "unit", ["e\u0301\u0316", "\u0301", "<b>", "<b ", "<!--", "&#115;", "&#1", "&", "ﷺ", "\u200b"]
)
def test_no_character_is_folded_more_than_once(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def counted(character: str) -> str:
        nonlocal asked
        asked += 1
        return letters(character)

    monkeypatch.setattr(folding, "letters", counted)
    body = unit * 500
    fold(body)
    assert asked <= 2 * len(body)


def test_a_subject_keeps_the_words_of_its_folded_text() -> None:
    plain, disguised = subject("Quite plain"), subject("Quite plаin")
    assert plain.folded_run is plain.run
    assert disguised.folded_run.words == ["quite", "plain"]
    assert disguised.run.words == ["quite", "plаin"]
