"""A linear model over the words of a text: a weight a word, added up.

A model is a file of lines, read once, when a check is built: a word, a tab, its weight. `*` is what
is added to every text; lines that begin with `#` are comments. Models that come with Greenroom
stand in `weights/`.
"""

import math
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from moderation.policy import BadPolicy

SHIPPED = Path(__file__).parent / "weights"
BIAS = "*"
COMMENT = "#"


class BadWeights(BadPolicy):
    """A file that is no model. The message names it, and the line."""


class Linear(NamedTuple):
    bias: float
    weights: dict[str, float]

    def value(self, words: Collection[str]) -> float:
        """Of a text's different words, in log odds; 0 says nothing.

        The sum is divided by the root of the words' number: words of one text are far from
        independent, and a long text would be certain of everything.
        """
        total = sum(filter(None, map(self.weights.get, words)))
        return self.bias + total / math.sqrt(max(len(words), 1))

    def strongest(self, words: Collection[str], most: int) -> list[str]:
        """The words that raise the value most."""
        raising = [word for word in words if self.weights.get(word, 0) > 0]
        return sorted(raising, key=lambda word: (-self.weights[word], word))[:most]


def load(name: str) -> Linear:
    """A model that comes with Greenroom, by its name, or any other, by its whole path."""
    path = SHIPPED / name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadWeights(f"{path}: {exc}") from exc
    weights: dict[str, float] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith(COMMENT):
            continue
        word, _, weight = line.partition("\t")
        try:
            weights[word] = float(weight)
        except ValueError:
            raise BadWeights(f"{path}: line {number} is no word and weight: {line!r}") from None
        if not math.isfinite(weights[word]):
            raise BadWeights(f"{path}: line {number}: {weight} is no weight")
    if BIAS not in weights:
        raise BadWeights(f"{path}: no line for {BIAS}")
    return Linear(weights.pop(BIAS), weights)


def dump(model: Linear, about: Collection[str]) -> str:
    """The file of a model, words in order, with comments before them."""
    lines = [f"{COMMENT} {line}".rstrip() for line in about]
    lines.append(f"{BIAS}\t{model.bias:.2f}")
    lines += [f"{word}\t{weight:.2f}" for word, weight in sorted(model.weights.items())]
    return "\n".join(lines) + "\n"
