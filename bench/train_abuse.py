"""`python -m bench.train_abuse DATA`: make the weights of `text/weights/abuse.tsv`, and say what
they are worth.

Only sets whose licence is open are learned from (docs/data.md); rows are held back in five parts,
and what is told of a set that is learned from is told of rows that were held back.
"""

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from bench.accuracy.sets import BadRow, Missing, Row, load
from moderation.policy import load_policy
from workers.text.folding import fold
from workers.text.linear import SHIPPED, Linear, dump
from workers.text.run import Run

PARTS = 5
LEAST_TEXTS = 3  # in which a word must stand
MOST_TEXTS = 0.05  # of all: a word of more of them would tell a moderator nothing
LEAST_WEIGHT = 0.15  # what is below says nothing
EPOCHS, RATE, SHRINK, SEED = 20, 0.5, 1e-3, 1

ABUSE = {"openai_moderation": ("hate", "harassment", "sexual")}
# Not violence: injuries told by those who had them are labelled so, too.
ORDINARY = {
    "openai_moderation": ("clean", "selfharm"),
    "hatecheck": ("clean",),
    "youtube_spam": ("ham",),
    "sms_spam": ("ham",),
}
LEARNED = ("openai_moderation", "hatecheck", "youtube_spam", "sms_spam")
# Sentences of a few moulds count half.
SHARES = {"hatecheck": 0.5}

ABOUT = (
    "Words and what each adds, in log odds, to the belief that a text is abuse or sexual.",
    "Made by `python -m bench.train_abuse DATA --write` of openai_moderation (MIT), and of",
    "hatecheck, youtube_spam and sms_spam (CC BY 4.0): see docs/data.md.",
)


class Example(NamedTuple):
    """A text's different words, whether it is abuse, how much it counts, the part it is of."""

    words: tuple[str, ...]
    abuse: bool
    share: float
    part: int


def example(row: Row, hate: bool = False) -> Example | None:
    """None of a row that is not learned from; `hate` learns from hatecheck's hateful ones, too."""
    abuse = row.label in ABUSE.get(row.set, ()) or (hate and row.set == "hatecheck")
    ordinary = row.label in ORDINARY.get(row.set, ())
    if not abuse and not ordinary:
        return None
    share = SHARES.get(row.set, 1.0)
    return Example(words(row), not ordinary, share, part(row))


def words(row: Row) -> tuple[str, ...]:
    """In order, so that the same texts make the same weights."""
    return tuple(sorted(Run(fold(row.fields["text"]).text).at))


def part(row: Row) -> int:
    """Sentences of one mould are of one part."""
    mould = f"{row.labels.get('functionality')}/{row.labels.get('templ_id')}"
    key = mould if row.labels.get("templ_id") else str(row.fields.get("id"))
    return crc32(f"{row.set}/{key}".encode()) % PARTS


def train(examples: Sequence[Example], seed: int = SEED) -> Linear:
    """Logistic regression by AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011), both kinds of text
    counting the same. The same examples and seed make the same weights."""
    texts = Counter(word for one in examples for word in one.words if word.isalpha())
    most = MOST_TEXTS * len(examples)
    weights = {word: 0.0 for word in sorted(texts) if LEAST_TEXTS <= texts[word] <= most}
    squares = dict.fromkeys(weights, 1e-3)
    bias, bias_squares = 0.0, 1e-3
    total = {kind: sum(e.share for e in examples if e.abuse is kind) or 1 for kind in (True, False)}
    both = sum(total.values()) / 2
    rows = [
        (
            [word for word in one.words if word in weights],
            1 / math.sqrt(max(len(one.words), 1)),
            float(one.abuse),
            one.share * both / total[one.abuse],
        )
        for one in examples
    ]
    order = random.Random(seed)
    for _ in range(EPOCHS):
        order.shuffle(rows)
        for known, scale, abuse, share in rows:
            value = bias + scale * sum([weights[word] for word in known])
            slope = (1 / (1 + math.exp(-max(-30.0, min(30.0, value)))) - abuse) * share
            bias_squares += slope * slope
            bias -= RATE * slope / math.sqrt(bias_squares)
            for word in known:
                pull = slope * scale + SHRINK * weights[word]
                squares[word] += pull * pull
                weights[word] -= RATE * pull / math.sqrt(squares[word])
    kept = {word: round(w, 2) for word, w in weights.items() if abs(w) >= LEAST_WEIGHT}
    return Linear(round(bias, 2), kept)


def held_back(examples: Sequence[Example]) -> Callable[[Row], float]:
    """The value of a row by a model that has not seen its part."""
    models = [train([e for e in examples if e.part != out]) for out in range(PARTS)]
    return lambda row: models[part(row)].value(words(row))


def table(sets: dict[str, list[Row]], examples: Sequence[Example]) -> list[str]:
    """Shares of each set and label at or above the policy's limits."""
    limits = load_policy().checks.toxicity
    whole, unseen = train(examples), held_back(examples)
    lines = [f"{'set':28}{'label':14}{'rows':>6}{limits.first:>9.2f}{limits.sure:>9.2f}"]
    for name, rows in sets.items():
        for label in sorted({row.label for row in rows}):
            some = [row for row in rows if row.label == label]
            seen = name in LEARNED
            values = [unseen(r) if seen else whole.value(words(r)) for r in some]
            shares = [
                sum(v >= limit for v in values) / len(some) for limit in (limits.first, limits.sure)
            ]
            lines.append(f"{name:28}{label:14}{len(some):6}" + "".join(f"{s:9.1%}" for s in shares))
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.train_abuse", description=__doc__)
    parser.add_argument("data", type=Path, help="the directory of the labelled sets")
    parser.add_argument("--write", action="store_true", help=f"write {SHIPPED.name}/abuse.tsv")
    parser.add_argument("--hate", action="store_true", help="learn from hatecheck's hate, too")
    args = parser.parse_args(argv)
    try:
        sets = load(args.data, ())
    except (Missing, BadRow) as exc:
        print(f"bench.train_abuse: {exc}", file=sys.stderr)
        return 2
    examples = learned(sets, args.hate)
    print("\n".join(table(sets, examples)))
    if args.write:
        model = train(examples)
        (SHIPPED / "abuse.tsv").write_text(dump(model, ABOUT), encoding="utf-8")
        print(f"{len(model.weights)} words")
    return 0


def learned(sets: dict[str, list[Row]], hate: bool = False) -> list[Example]:
    rows = [row for name in LEARNED for row in sets.get(name, ())]
    return [one for row in rows if (one := example(row, hate))]


if __name__ == "__main__":
    sys.exit(main())
