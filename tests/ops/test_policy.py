"""`greenroom policy lint`: what an operator is told about a policy file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Cli = Callable[..., Result]
DEFAULT = 'extends = "default"\n'


def test_the_policy_that_comes_with_greenroom_has_no_faults(cli: Cli) -> None:
    result = cli("policy", "lint")
    assert (result.exit_code, result.stdout) == (0, "the default policy: errors: 0, warnings: 0\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version = ", "error: "),
        ("versoin = 2", 'did you mean "version"?'),
        ("[thresholds]\nhold = 0", "every comment is held"),
        ('[rules."links.to_many"]\nweight = 1', 'did you mean "links.too_many"?'),
        ('[hard]\n"trap.fild" = "held"', 'did you mean "trap.filled"?'),
        ('[rules."links.too_many"]\ntext = "over {most}"', "{most} is not known; it has {n}, {lim"),
        ('[rules."links.too_many"]\ncategory = "spma"', 'did you mean "spam"?'),
        ('[care]\ncategories = ["selfharm"]', 'did you mean "self_harm"?'),
        ("[groups]\nlinks = 0", "leaves nothing of its rules"),
        ('[add.checks.self_harm]\nplan = ["my <PILS>"]', 'no <PILS>; did you mean "PILLS"?'),
        ('[lists.mine]\nphrases = ["x"]', 'without a rule "listed.mine" it weighs nothing'),
        ("[lists.mine]\nregex = ['(']", "is no RE2 expression"),
        ('[checks.toxicity]\nweights = "nowhere.tsv"', "nowhere.tsv"),
        ('[lists.mine]\nhosts = ["\\u001b[2J"]', r"\x1b[2J"),
    ],
)
def test_an_error_is_explained_and_is_the_exit_code(
    cli: Cli, tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(DEFAULT + text)
    result = cli("policy", "lint", str(path))
    assert result.exit_code == 1
    assert says in result.stdout
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[rules."links.any"]\ntext = ""', "has no text"),
        ("[groups]\nlinkz = 2", 'no rule is in it; did you mean "links"?'),
        ('[rules."links.any"]\ngroup = "odd"', "groups.odd: rules are in it, but it has no cap"),
    ],
)
def test_a_warning_is_no_error(cli: Cli, tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(DEFAULT + text)
    result = cli("policy", "lint", str(path))
    assert result.exit_code == 0
    assert says in result.stdout


def test_a_rule_left_out_weighs_nothing_and_is_said(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("version = 1\n[thresholds]\nhold = 1\nreject = 2\n")
    found = json.loads(cli("policy", "lint", "--json", str(path)).stdout)
    assert found["errors"] == []
    assert 'rules."links.any": not in the policy, so it weighs nothing' in found["warnings"]


@pytest.mark.parametrize("words", [("work",), ("up", "--no-demo")])
def test_nothing_starts_by_a_policy_that_workers_could_not_begin_with(
    cli: Cli, clean: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(DEFAULT + '[checks.toxicity]\nweights = "nowhere.tsv"')
    clean.setenv("GREENROOM_POLICY", str(path))
    result = cli(*words)
    assert result.exit_code != 0
    assert len(result.stderr.splitlines()) == 1
    assert "nowhere.tsv" in result.stderr
