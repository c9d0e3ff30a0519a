"""What holds for each check, whatever the text."""

import ast
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.ruling import Kind, Ruling, Word
from tests.workers.samples import DEFAULT, policy, subject
from workers.checks import CHECKS
from workers.checks.check import Check
from workers.subject import Facts, Standing

LISTS = policy('[lists.all]\nphrases = ["a", "the cat", "!"]\n[allow]\nphrases = ["a cat"]')
BUILT: list[Check] = [module.build(by) for module in CHECKS for by in (DEFAULT, LISTS)]

BAD = Standing(0, 9)
KNOWN = Facts(
    by_author=9,
    by_address=9,
    same_link=9,
    same_text=9,
    near_text=90,
    campaign="9",
    standing=BAD,
    hosts={"a.b": BAD, "c.com": Standing(9)},
    vocabulary=frozenset({"ketamine"}),
    rulings=(Ruling(Kind.NAME, "ann", Word.BAN),),
)

PIECES = """I want to die suicidal thoughts never don't fuck sh1t s.h.i.t Dick Cheney god telegram
@k-shop +15550104477 buy ketamine online no prescription http://a.b www.c.com dd.net [url= <a href=
great article the cat a CAPITALS İstanbul ﷺ ﬁne 日本 é ' " * @ . , ! ? \u200b"""
WORDS = st.sampled_from(PIECES.split())
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "  ", "\n", "-"])), max_size=14).map(
        lambda pairs: "".join(word + gap for word, gap in pairs)
    ),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["", "Ann", "buy cheap pills"]), st.sampled_from([None, "http://x"]))
def test_spans_lie_in_the_text_in_order(text: str, name: str, url: str | None) -> None:
    what = subject(text, name=name, url=url, facts=KNOWN)
    for check in BUILT:
        for signal in check(what):
            assert list(signal.spans) == sorted(set(signal.spans))
            assert all(0 <= start < end <= len(text) for start, end in signal.spans)
            assert signal.strength > 0


@pytest.mark.parametrize("module", CHECKS, ids=lambda module: module.NAME)
def test_a_check_imports_no_other_check_nor_store_clock_or_setting(module: ModuleType) -> None:
    allowed = {"workers.checks.check", "workers.subject", "workers.topics", "workers.odds"}
    allowed |= {"workers", "workers.text"}
    allowed |= {
        "moderation.policy",
        "moderation.verdict",
        "moderation.masking",
        "moderation.ruling",
    }
    allowed |= {"moderation.policy.spam", "moderation.policy.lists", "better_profanity"}
    allowed |= {"re", "collections", "collections.abc", "itertools", "ipaddress", "urllib.parse"}
    assert module.__file__
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    imported = {name for name in imported if not str(name).startswith("workers.text.")}
    assert imported <= allowed
