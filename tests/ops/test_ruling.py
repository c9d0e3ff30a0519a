"""`greenroom ruling` on a real store."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Cli = Callable[..., Result]


@pytest.fixture
def blog(cli_with_store: Cli) -> Cli:
    assert cli_with_store("site", "add", "blog").exit_code == 0
    return cli_with_store


def test_a_ruling_is_made_listed_and_ended(blog: Cli) -> None:
    added = blog("ruling", "add", "blog", "ban", "address", "8.8.4.9/24", "--days", "7")
    assert added.stdout == "ban address 8.8.4.0/24, for 7 days.\n", added.output
    blog("ruling", "add", "blog", "trust", "email", "Ana@Blog.example", "--why", "\x1b[2Jours")
    (ana, them) = json.loads(blog("ruling", "list", "blog", "--json").stdout)
    assert (ana["word"], ana["whom"], ana["by"]) == ("trust", "ana@blog.example", "operator")
    assert ana["until"] is None
    assert them["until"] > them["at"]
    listed = blog("ruling", "list", "blog").stdout
    assert "\x1b" not in listed
    assert "\\x1b[2Jours" in listed
    assert "ban address 8.8.4.0/24  until 2" in listed
    ended = blog("ruling", "end", "blog", "address", "8.8.4.0/24")
    assert ended.stdout == "The ruling about address 8.8.4.0/24 has ended.\n"
    assert blog("ruling", "end", "blog", "address", "8.8.4.0/24").exit_code == 1
    blog("ruling", "end", "blog", "email", "ana@blog.example")
    assert blog("ruling", "list", "blog").stdout == "Nothing is ruled on blog.\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("add", "nobody", "ban", "name", "zoe"), 1),
        (("add", "blog", "ban", "address", "0.0.0.0/0"), 2),
        (("add", "blog", "trust", "name", "zoe"), 2),
        (("add", "blog", "exile", "name", "zoe"), 2),
        (("add", "blog", "ban", "name", "zoe", "--days", "0"), 2),
        (("end", "nobody", "name", "zoe"), 1),
        (("end", "blog", "domain", "org"), 2),
        (("list", "nobody"), 1),
    ],
)
def test_bad_words_rule_nothing(blog: Cli, words: tuple[str, ...], code: int) -> None:
    result = blog("ruling", *words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert json.loads(blog("ruling", "list", "blog", "--json").stdout) == []
