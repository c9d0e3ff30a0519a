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

# What says something to those who read a page, in Python and in templates.
SHARED = ("appealing.py", "forms.py", "limiting.py", "reporting.py")
SPEAKING = sorted(
    path
    for pattern in ("review/*.py", "public/*.py", *SHARED)
    for path in (ROOT / "service").glob(pattern)
)
TEMPLATES = sorted(
    path
    for pattern in ("base.html", "problem.html", "public/*.html", "review/*.html")
    for path in (ROOT / "service/templates").glob(pattern)
)
# Tags, attributes that a macro makes, names, and the name of a category.
NAMELESS = re.compile(r'<[^>]*>|[\w-]+="[^"]*"|autofocus|Greenroom|CSV|JSON Lines|spam')
SENTENCE = re.compile(r" \w+[.!?]$")

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


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: f"{path.parts[-2]}-{path.stem}")
def test_no_sentence_of_the_pages_is_forgotten(path: Path) -> None:
    """A text that ends like a sentence is said to somebody, wherever it stands; one of which a part
    is filled in without the catalogue never is in it."""
    known = {each for message in messages(CATALOGUES[0]) for each in forms(message)}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = list(ast.walk(tree))
    docstrings = {ast.get_docstring(n, clean=False) for n in nodes if isinstance(n, documented)}
    said = {text for node in nodes if (text := spelled(node)) and SENTENCE.search(text)}
    assert not said - docstrings - known


def spelled(node: ast.AST) -> str:
    """A text as it stands in the source; what is filled into it is any word."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return "".join(map(spelled, node.values)) if isinstance(node, ast.JoinedStr) else "x"


def forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parts[-2]}-{path.stem}")
def test_no_text_of_a_template_is_forgotten(path: Path) -> None:
    """What is left of it without the catalogue's texts, what is filled in, and tags."""
    template = path.read_text(encoding="utf-8")
    template = re.sub(r"{%-? *trans\b.*?endtrans *-?%}", "", template, flags=re.DOTALL)
    template = re.sub(r"{#.*?#}|{{.*?}}|{%.*?%}", "", template, flags=re.DOTALL)
    read_out = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', template)
    for text in (template, *read_out):
        assert not re.search(r"[^\W\d_]{2}", NAMELESS.sub("", text)), text


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
