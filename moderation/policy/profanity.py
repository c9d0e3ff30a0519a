"""What the profanity check needs to know: words by their grade, and how else they are written.

Pure.
"""

import msgspec

from moderation.policy.table import Table


class Words(Table, frozen=True):
    """Words of a language by their grade. `stems` are found inside longer words, too."""

    strong: tuple[str, ...] = ()
    slur: tuple[str, ...] = ()
    mild: tuple[str, ...] = ()
    clinical: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()


class Compounds(Table, frozen=True):
    """Each of `fronts` with each of `backs` is a strong word, `apart` even if they are two."""

    fronts: tuple[str, ...]
    backs: tuple[str, ...]
    apart: bool = False


class Profanity(Words, frozen=True):
    """English words by their grade, and how else they may be written; other languages' words.

    A word that better-profanity lists and that stands in no grade is `strong`. `ordinary` words are
    no swearing at all, nor are `names` before or after another name. A stem is not meant inside an
    `innocent` piece of a word. Of a word with a part in `respelt`, the other spellings of that part
    are found, too. `fragments` are words that make a listed one if they happen to meet. A comment
    of at most `bare` words, of which those that are not `fillers` are all listed, says nothing
    else; `alone` are words that mean something only there.
    """

    ordinary: tuple[str, ...] = ()
    innocent: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    fragments: tuple[str, ...] = ()
    compounds: tuple[Compounds, ...] = ()
    respelt: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    bare: int = 0
    fillers: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    languages: dict[str, Words] = msgspec.field(default_factory=dict)
