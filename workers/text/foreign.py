"""Is a word that folding made a swear word an innocent one, of another language or script? Pure."""

import re

from workers.subject import Subject
from workers.text.lexicon import Lexicon

# A word in Cyrillic or in Greek, and the letters of each that look like no Latin ones.
SCRIPT = re.compile(r"[\u0400-\u04ff]+|[\u0370-\u03ff]+")
SCRIPTS_OWN = re.compile("[бдджзийлпфцчшщъыэюяґљњћђџγδζθλξπφψω]")
# A word in Latin letters, at most a mark on each.
ACCENTED = re.compile(r"(?:[a-z'\u00df-\u024f\u1e00-\u1eff][\u0300-\u036f]?)+")
MOST_ACCENTED = 2


def is_other_word(subject: Subject, written: str, read: str, lexicon: Lexicon) -> bool:
    """What is `written`, in lower case, was folded to `read`, which is listed.

    It is another word if it is in the letters of a script of which the text has others, too, that
    look like no Latin ones. With accents it is, unless a stem has them: if it is no English word
    without them, or if the text has other such words.
    """
    if SCRIPT.fullmatch(written):
        return bool(SCRIPTS_OWN.search(subject.lower))
    if written == read or not ACCENTED.fullmatch(written) or lexicon.inside(read):
        return False
    if read in lexicon.foreign:
        return True
    accented = [word for word in subject.run.at if not word.isascii() and ACCENTED.fullmatch(word)]
    return len(accented) > MOST_ACCENTED
