"""A script with fewer bytes in it, for scripts that are written as ours are. Pure.

Spaces that part nothing go, and so do brackets and words that can; names that the script itself
declares become short. It reads
tokens and no grammar, so it keeps to what is sure: a name that is anywhere also that of a property
stays as it is. Each statement must end in a semicolon or a brace, and no template may be inside
another.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, pairwise, product
from string import ascii_letters

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)|(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)"""
    r"""|(?P<word>\#?[\w$]+)|(?P<sign>=>|\+\+|--|\?\.(?!\d)|\.\.\.|.)""",
    re.DOTALL,
)
_PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n\[])+/[a-z]*")
_HOLES = re.compile(r"\$\{([^}]*)\}")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_NEEDLESS = (",)", ",]", ",}", ";}")
_NAME = re.compile(r"\#?[A-Za-z_$][\w$]*")
_DECLARING = ("const", "let", "function", "class")
_JOINED = ("const", "let")
_CONDITION = ("if", "for", "while", "switch")


@dataclass(slots=True)
class _Token:
    """`kind` is text, word or sign. `inside`: the bracket it stands in; `mate`: where that which it
    opens is closed."""

    kind: str
    text: str
    inside: str = ""
    mate: int = 0


def squeeze(script: str) -> str:
    """The same script, shorter."""
    tokens = list(_tokens(script))
    _match(tokens)
    short = _short_names(tokens)
    tokens = list(_joined(_bared(tokens)))
    put: list[str] = []
    parted = True
    for token in tokens:
        word = token.kind == "word"
        if (word and not parted) or (put and put[-1] == token.text and token.text in "+-"):
            put.append(" ")
        if token.kind == "sign" and put and put[-1] + token.text in _NEEDLESS:
            put.pop()
        put.append(short.get(token.text, token.text) if word else token.text)
        parted = not word
    return "".join(put)


def _tokens(script: str) -> Iterator[_Token]:
    at, before = 0, ""
    while at < len(script):
        pattern = _PATTERN.match(script, at) if before in "(,=:[!&|?{};=>" else None
        found = pattern or _TOKEN.match(script, at)
        assert found
        at, text = found.end(), found.group()
        kind = "text" if pattern else found.lastgroup or "sign"
        if kind == "space":
            continue
        if text[0] == "`":
            pieces = _HOLES.split(text)
            for inside, piece in enumerate(pieces):
                if inside % 2:
                    yield from _tokens(piece)
                else:
                    start, end = "}" * (inside > 0), "${" * (inside < len(pieces) - 1)
                    yield _Token("text", start + piece + end)
        else:
            yield _Token(kind, _figure(text) if kind == "word" else text)
        before = text if kind == "sign" else "word"


def _figure(word: str) -> str:
    """A number without what makes it easy to read: 60_000 is 60e3."""
    plain = word.replace("_", "")
    return re.sub("000$", "e3", plain) if plain.isdecimal() else word


def _match(tokens: list[_Token]) -> None:
    """Fill in what stands inside what."""
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind == "sign" and token.text in _CLOSES:
            tokens[opened.pop()].mate = at
        token.inside = tokens[opened[-1]].text if opened else ""
        if token.kind == "sign" and token.text in _CLOSES.values():
            opened.append(at)


def _bared(tokens: list[_Token]) -> Iterator[_Token]:
    """Without the brackets around what is the only parameter of an arrow."""
    bare: set[int] = set()
    for at, token in enumerate(tokens[:-3]):
        alone = token.text == "(" and token.mate == at + 2 and tokens[at + 1].kind == "word"
        if alone and tokens[at + 3].text == "=>":
            bare |= {at, at + 2}
    yield from (token for at, token in enumerate(tokens) if at not in bare)


def _joined(tokens: Iterable[_Token]) -> Iterator[_Token]:
    """With `const` or `let` said once for declarations that follow each other."""
    begun = [""]  # by which word the statement began that each open bracket stands in
    ended: _Token | None = None
    for token in tokens:
        if ended is not None:
            if token.text in _JOINED and token.text == begun[-1]:
                yield _Token("sign", ",")
                ended = None
                continue
            yield ended
            begun[-1] = token.text
            ended = None
        if token.kind == "sign" and token.text in _CLOSES.values():
            begun.append("")
        elif token.kind == "sign" and token.text in _CLOSES:
            begun.pop()
        elif token.text in _JOINED:
            begun[-1] = token.text
        if token.kind == "sign" and token.text == ";" and token.inside in ("", "{"):
            ended = token
        else:
            yield token
    if ended is not None:
        yield ended


def _short_names(tokens: list[_Token]) -> dict[str, str]:
    words = Counter(t.text for t in tokens if t.kind == "word")
    declared, properties = set(_declared(tokens)), set(_properties(tokens))
    names = [n for n, _ in words.most_common() if n in declared and n not in properties]
    letters = ("".join(each) for size in count(1) for each in product(ascii_letters, repeat=size))
    free = (each for each in letters if each not in words)
    return {n: "#" * n.startswith("#") + next(free) for n in names if _NAME.fullmatch(n)}


def _declared(tokens: list[_Token]) -> Iterator[str]:
    for at, (token, after) in enumerate(pairwise(tokens)):
        if token.text.startswith("#"):
            yield token.text
        if token.kind == "word" and after.text == "=>":
            yield token.text
        if token.text in _DECLARING and after.kind == "word":
            yield after.text
        opens = token.kind == "sign" and token.mate
        if opens and (tokens[at - 1].text in ("const", "let") or _is_parameters(tokens, at)):
            yield from (t.text for t in tokens[at : token.mate] if t.kind == "word")


def _is_parameters(tokens: list[_Token], at: int) -> bool:
    token, before = tokens[at], tokens[at - 1]
    if token.text != "(" or token.mate + 1 >= len(tokens):
        return False
    after = tokens[token.mate + 1].text
    return after == "=>" or (after == "{" and before.text not in _CONDITION)


def _properties(tokens: list[_Token]) -> Iterator[str]:
    """After a dot; as a key, alone or with a value; as a method; and what others import."""
    for at in range(1, len(tokens) - 1):
        token, before, after = tokens[at], tokens[at - 1].text, tokens[at + 1].text
        if token.kind != "word" or token.text.startswith("#"):
            continue
        key = before in ("{", ",") and (after == ":" or (token.inside == "{" and after in ",}="))
        method = token.inside == "{" and before != "function" and _is_parameters(tokens, at + 1)
        exported = "export" in (t.text for t in tokens[max(0, at - 3) : at])
        if before in (".", "?.") or key or method or exported:
            yield token.text
