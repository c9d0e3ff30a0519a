"""Numbers that name a person or an account, told from others by their form and their check digits.

Pure. Each format is that of its issuer: cards ISO/IEC 7812 (Luhn), IBAN ISO 13616, the rest as each
state publishes it. Formats whose check says little stand only where they are named. Every pattern
begins at a boundary and has bounds, so time is linear in the text.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from moderation.verdict import Span

# Of one format in one text; more say nothing new.
MOST = 20
# A number's name stands so many characters before it at most.
NEAR = 40

CARD = re.compile(r"(?<![\w.,/-])\d(?:[ -]?\d){12,18}(?![\w-])")
IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?=[ ]?[A-Za-z0-9])")
# Lengths by country, ISO 13616 registry.
IBAN_LENGTHS = {
    code: length
    for length, codes in {
        15: "NO", 16: "BE", 18: "DK FI FK FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK",
        21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST", 26: "IS TR",
        27: "BI DJ FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HN HU LB NI PL SV", 29: "BR EG PS QA UA",
        30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
    }.items()
    for code in codes.split()
}  # fmt: skip


def cards(text: str) -> list[Span]:
    """Payment cards: a known issuer's range and length, and the Luhn digit."""
    return [m.span() for m in islice(CARD.finditer(text), MOST) if _is_card(_digits(m[0]))]


def bank_accounts(text: str) -> list[Span]:
    """IBANs with their country's length and right check digits."""
    found = []
    for match in islice(IBAN.finditer(text), MOST):
        length = IBAN_LENGTHS.get(match[0][:2].upper())
        end = length and _end(text, match.start(), length)
        if end and _mod97(text[match.start() : end].replace(" ", "").upper()):
            found.append((match.start(), end))
    return found


def national(text: str) -> list[Span]:
    """Numbers by which states know people."""
    lower = text.lower()
    found: list[Span] = []
    for form in FORMATS:
        if form.names and not any(name in lower for name in form.names):
            continue
        for match in islice(form.pattern.finditer(text), MOST):
            before = lower[max(0, match.start() - NEAR) : match.start()]
            named = not form.names or any(name in before for name in form.names)
            if named and form.valid(_plain(match[0])):
                found.append(match.span())
    return sorted(set(found))


def luhn(digits: str) -> bool:
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(d), 10)) for d in even)) % 10 == 0


def _digits(text: str) -> str:
    return "".join(str(int(char)) for char in text if char.isdecimal())


def _plain(text: str) -> str:
    """Upper case, without what only parts the groups."""
    kept = (str(int(c)) if c.isdecimal() else c for c in text.upper() if c not in " .-/")
    return "".join(kept)


def _is_card(digits: str) -> bool:
    two, four, length = int(digits[:2]), int(digits[:4]), len(digits)
    issued = (
        (digits[0] == "4" and length in (13, 16, 19))  # Visa
        or ((51 <= two <= 55 or 2221 <= four <= 2720) and length == 16)  # Mastercard
        or (two in (34, 37) and length == 15)  # American Express
        or ((four == 6011 or 644 <= four // 10 <= 649 or two == 65) and length == 16)  # Discover
        or ((two in (36, 38) or 300 <= four // 10 <= 305) and length == 14)  # Diners Club
        or (3528 <= four <= 3589 and length == 16)  # JCB
        or (two == 62 and 16 <= length <= 19)  # UnionPay
    )
    return issued and len(set(digits)) > 1 and luhn(digits)


def _end(text: str, start: int, length: int) -> int | None:
    """Where so many letters and digits end, with single spaces between groups; None if they do not
    end there."""
    at = start
    while length and at < len(text):
        if text[at] == " " and at > start and text[at - 1] != " ":
            at += 1
            continue
        if not (text[at].isascii() and text[at].isalnum()):
            return None
        length -= 1
        at += 1
    ends = at == len(text) or not text[at].isalnum()
    return at if not length and ends else None


def _mod97(iban: str) -> bool:
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def _weighted(digits: str, weights: tuple[int, ...], modulus: int) -> int:
    pairs = zip(digits, weights, strict=False)
    return sum(int(digit) * weight for digit, weight in pairs) % modulus


def _us(n: str) -> bool:
    return n[:3] not in ("000", "666") and n[0] != "9" and n[3:5] != "00" and n[5:] != "0000"


def _uk(n: str) -> bool:
    """National Insurance. QQ is what the tax office itself writes in examples."""
    if n[:2] == "QQ":
        return True
    bad = n[0] in "DFIQUV" or n[1] in "DFIOQUV"
    return not bad and n[:2] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


def _spain(n: str) -> bool:
    number = n[:-1].translate(str.maketrans("XYZ", "012"))
    return n[-1] == "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23]


_ITALIAN = dict(
    zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
         2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23), strict=True)
)  # fmt: skip


def _italy(n: str) -> bool:
    odd = sum(_ITALIAN[char] for char in n[0:15:2])
    even = sum(int(c) if c.isdigit() else ord(c) - 65 for c in n[1:15:2])
    return chr(65 + (odd + even) % 26) == n[15]


def _france(n: str) -> bool:
    number = n[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(number) % 97 == int(n[13:])


def _germany(n: str) -> bool:
    """ISO 7064, Mod 11, 10; one digit of the first ten stands there twice or three times."""
    product = 10
    for digit in n[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return n[0] != "0" and len(set(n[:10])) in (8, 9) and (11 - product) % 10 == int(n[10])


def _netherlands(n: str) -> bool:
    return _weighted(n, (9, 8, 7, 6, 5, 4, 3, 2, -1), 11) == 0


def _poland(n: str) -> bool:
    """A date of birth, with the century in its month."""
    dated = 1 <= int(n[2:4]) % 20 <= 12 and 1 <= int(n[4:6]) <= 31
    return dated and _weighted(n, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), 10) == 0


def _brazil(n: str) -> bool:
    first = _weighted(n, tuple(range(10, 1, -1)), 11)
    second = _weighted(n, tuple(range(11, 1, -1)), 11)
    wanted = [0 if rest < 2 else 11 - rest for rest in (first, second)]
    return len(set(n)) > 1 and [int(digit) for digit in n[9:]] == wanted


def _sweden(n: str) -> bool:
    """A date of birth, a serial number, Luhn; coordination numbers add 60 to the day."""
    return 1 <= int(n[2:4]) <= 12 and 1 <= int(n[4:6]) % 60 <= 31 and luhn(n.replace("+", ""))


def _finland(n: str) -> bool:
    dates = 1 <= int(n[:2]) <= 31 and 1 <= int(n[2:4]) <= 12
    return dates and "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(n[:6] + n[-4:-1]) % 31] == n[-1]


_DIHEDRAL = tuple(
    tuple((i + j) % 5 if i < 5 and j < 5 else 5 + (i + j) % 5 if i < 5 else
          5 + (i - j) % 5 if j < 5 else (i - j) % 5 for j in range(10))
    for i in range(10)
)  # fmt: skip
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _india(n: str) -> bool:
    """Verhoeff's scheme."""
    check = 0
    for place, digit in enumerate(reversed(n)):
        turned = int(digit)
        for _ in range(place % 8):
            turned = _TURN[turned]
        check = _DIHEDRAL[check][turned]
    return check == 0 and n[0] not in "01"


def _nhs(n: str) -> bool:
    rest = 11 - _weighted(n, (10, 9, 8, 7, 6, 5, 4, 3, 2), 11)
    return rest % 11 == int(n[9]) and rest != 10


def _australia(n: str) -> bool:
    return _weighted(n, (1, 4, 3, 7, 5, 8, 6, 9, 10), 11) == 0


class Format(NamedTuple):
    """`valid` of the number in upper case without separators; with `names`, only near one."""

    pattern: re.Pattern[str]
    valid: Callable[[str], bool]
    names: tuple[str, ...] = ()


def _format(
    pattern: str, valid: Callable[[str], bool], *names: str, flags: int = re.ASCII
) -> Format:
    return Format(re.compile(rf"(?<![\w.,/-]){pattern}(?![\w-])", flags), valid, names)


def _formats() -> Iterator[Format]:
    yield _format(r"\d{3}-\d{2}-\d{4}", _us)
    yield _format(r"\d{3}[ -]?\d{2}[ -]?\d{4}", _us, "ssn", "social security")
    yield _format(r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]", _uk)
    yield _format(
        r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]",
        _uk,
        *("national insurance", "nino", "ni number"),
        flags=re.ASCII | re.IGNORECASE,
    )
    yield _format(r"(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z]", _spain)
    yield _format(r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]", _italy)
    yield _format(r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", _france)
    yield _format(r"\d{2} ?\d{3} ?\d{3} ?\d{3}", _germany, "steuer", "tax id", "idnr")
    yield _format(r"\d{9}", _netherlands, "bsn", "burgerservice")
    yield _format(r"\d{11}", _poland, "pesel")
    yield _format(r"\d{3}\.\d{3}\.\d{3}-\d{2}", _brazil)
    yield _format(r"\d{11}", _brazil, "cpf")
    yield _format(r"\d{6}[-+]\d{4}", _sweden)
    yield _format(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]", _finland)
    yield _format(r"\d{4} ?\d{4} ?\d{4}", _india, "aadhaar", "aadhar", "uidai")
    yield _format(
        r"[1-79]\d{2}[ -]?\d{3}[ -]?\d{3}", luhn, "social insurance", "sin number", "my sin"
    )
    yield _format(r"\d{3}[ -]?\d{3}[ -]?\d{4}", _nhs, "nhs n")
    yield _format(r"\d{3} ?\d{3} ?\d{3}", _australia, "tfn", "tax file")


FORMATS = tuple(_formats())
