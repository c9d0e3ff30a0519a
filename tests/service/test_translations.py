"""Every catalogue has every text, translated, with all that is filled in or stands around it."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from service.language import TRANSLATIONS

ROOT = Path(__file__).parent.parent.parent
CATALOGUES = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/greenroom.po"))
TEXTS = (ROOT / "service/templates/review/texts.html").read_text(encoding="utf-8")
SCRIPTS = sorted((ROOT / "service/static/console").glob("*.js"))

# What is filled in, and the tags: a translation has the same, in an order of its own.
FIXED = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+>|%")


def messages(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def sides(message: Message) -> list[tuple[str, str]]:
    """Each translation with the text it is of; all but the first of forms are of the plural."""
    if isinstance(message.id, str) or isinstance(message.string, str):
        assert isinstance(message.id, str)
        assert isinstance(message.string, str)
        return [(message.id, message.string)]
    one, more = message.id
    first, *rest = message.string or ()
    return [(one, first), *((more, each) for each in rest)]


def test_no_catalogue_lacks_or_keeps_a_text(tmp_path: Path) -> None:
    """`make translations` changes nothing."""
    copies = tmp_path / "translations"
    shutil.copytree(TRANSLATIONS, copies)
    binaries = Path(sys.executable).parent
    command = ["make", "translations", f"BIN={binaries}", f"TRANSLATIONS={copies}"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    for path in CATALOGUES:
        updated = copies / path.relative_to(TRANSLATIONS)
        assert {m.id for m in messages(path)} == {m.id for m in messages(updated)}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_text_is_translated(path: Path) -> None:
    for message in messages(path):
        assert not message.fuzzy, message.id
        for source, translation in sides(message):
            assert translation, source
            assert Counter(FIXED.findall(translation)) == Counter(FIXED.findall(source)), source
            assert '"' not in translation, "it may stand in an attribute"
            assert translation[-1:] in ".:?!" or source[-1:] not in ".:?!", source


@pytest.mark.parametrize(
    "path", sorted((ROOT / "service/review").glob("*.py")), ids=lambda path: path.name
)
def test_no_sentence_of_the_pages_is_forgotten(path: Path) -> None:
    """A constant that ends like a sentence is said to somebody."""
    known = {message.id for message in messages(CATALOGUES[0])}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            text = node.value.value
            if isinstance(text, str) and re.search(r" \w+[.!?]$", text):
                assert text in known


def test_the_scripts_find_their_texts_in_the_page() -> None:
    given = set(re.findall(r"data-([a-z-]+)=", TEXTS))
    counted = {name.removesuffix("-more") for name in given if name.endswith("-more")}
    asked, statuses = set(), {"published", "rejected", "care", "held"}  # `text(said, ...)`
    for path in SCRIPTS:
        script = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'text\("(\w+)"', script))
        for choice in re.findall(r"text\(([^()]*\?[^()]*)\)", script):
            asked |= set(re.findall(r'"(\w+)"', choice))
        for name in re.findall(r'text\("(\w+)", \{[^}]*\bcount\b', script):
            assert name in counted
    assert asked | statuses == {name for name in given if not name.endswith("-more")}


def test_no_sentence_stands_in_a_script() -> None:
    """Nor anything that begins like one."""
    for path in SCRIPTS:
        script = re.sub(r"//[^\n]*", "", path.read_text(encoding="utf-8"))
        for literal in re.findall(r'"([^"\n]*)"|`([^`]*)`', script):
            said = re.sub(r"\$\{[^}]*\}", "", "".join(literal))
            assert not re.search(r"\b[A-Z][a-z]+ [a-z]|[A-Z][a-z]+[.:]", said), (path.name, said)
