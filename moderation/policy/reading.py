"""Reading policy files: TOML, what one file takes from others, and what is wrong with it.

Files are read and values made of them; nothing else. A file may start from the default policy
(`extends = "default"`), be spread over several (`include`), and add to lists (`[add...]`); a word
list may name files of its entries.
"""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from moderation.comment import Status
from moderation.policy.lists import KINDS, BadEntry, WordList, check_list, read_entries
from moderation.policy.shape import Policy

DEFAULT_POLICY = Path(__file__).parent / "default" / "policy.toml"
# Understood here, before a policy is made.
OWN_KEYS = ("extends", "include", "add")

Values = dict[str, Any]


class BadPolicy(Exception):
    """The policy file cannot be used. The message says where and why."""


def load_policy(path: Path | None = None) -> Policy:
    """Read a policy file, by default the one that comes with Greenroom.

    Raises `BadPolicy`, naming the file.
    """
    return read_policy(path)[0]


def read_policy(path: Path | None = None) -> tuple[Policy, tuple[Path, ...]]:
    """As `load_policy`; also every file that was read for it."""
    path = path or DEFAULT_POLICY
    files = _Files(path.parent)
    values = _values(files, path, files.text(path))
    try:
        return _policy(files, values), tuple(files.read)
    except BadPolicy as exc:
        raise BadPolicy(f"{path}: {exc}") from exc


def parse_policy(text: str) -> Policy:
    """Read a policy from TOML text; files that it names lie in the working directory.

    Raises `BadPolicy`.
    """
    files = _Files(Path())
    return _policy(files, _values(files, None, text))


class _Files:
    """Reads files and remembers which. Names in a policy are relative to its own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read: list[Path] = []

    def text(self, path: Path) -> str:
        self.read.append(path)
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as exc:
            raise BadPolicy(f"{path}: {exc}") from exc


def _values(files: _Files, path: Path | None, text: str, included: bool = False) -> Values:
    """What a file says, together with what it starts from and includes."""
    where = f"{path}: " if path else ""
    try:
        own = dict(_parsed(text))
    except tomllib.TOMLDecodeError as exc:
        raise BadPolicy(f"{where}{exc}") from exc
    extends, include, add = (own.pop(key, None) for key in OWN_KEYS)
    for table in (own, add or {}):
        for problem in _unknown(table, Policy):
            raise BadPolicy(f"{where}{problem}")
    if included and (extends or include):
        raise BadPolicy(f"{where}a file that is included may not include others")
    values: Values = {}
    if extends == "default":
        values = _values(files, DEFAULT_POLICY, files.text(DEFAULT_POLICY))
    elif extends is not None:
        raise BadPolicy(f'{where}extends may only be "default"')
    for name in _names(include, where):
        other = (path.parent if path else files.folder) / name
        values = _merged(values, _values(files, other, files.text(other), included=True))
    return _added(_merged(values, own), add or {}, where)


@lru_cache(maxsize=64)
def _parsed(text: str) -> Mapping[str, Any]:
    """Once a process for each text, as most of what a policy says are the files that come with
    Greenroom. Not to be changed."""
    return tomllib.loads(text)


def _names(include: Any, where: str) -> list[str]:
    if include is None:
        return []
    if not isinstance(include, list) or not all(isinstance(name, str) for name in include):
        raise BadPolicy(f"{where}include is a list of file names")
    return include


def _merged(base: Values, over: Values) -> Values:
    """Tables key by key, anything else replaced."""
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        result[key] = _merged(old, value) if both else value  # type: ignore[arg-type]
    return result


def _added(base: Values, add: Values, where: str) -> Values:
    """`base` with the lists of `add` at the end of its own."""
    result = dict(base)
    for key, value in add.items():
        old = result.get(key)
        if isinstance(value, dict) and isinstance(old, dict | None):
            result[key] = _added(old or {}, value, where)
        elif isinstance(value, list) and isinstance(old, list | None):
            result[key] = [*(old or ()), *value]
        else:
            raise BadPolicy(f"{where}[add] adds to lists; {key} is none")
    return result


def _unknown(table: Any, wanted: Any, at: str = "") -> Iterator[str]:
    """Keys that no policy has, each with the one that was probably meant."""
    if not isinstance(table, Mapping):
        return
    if get_origin(wanted) is dict:
        for key, value in table.items():
            yield from _unknown(value, get_args(wanted)[1], f"{at}{key}.")
    elif isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        types = _types(wanted)
        for key, value in table.items():
            if key in types:
                yield from _unknown(value, types[key], f"{at}{key}.")
                continue
            close = difflib.get_close_matches(key, [*types, *(() if at else OWN_KEYS)], 1)
            hint = f'; did you mean "{close[0]}"?' if close else ""
            yield f'unknown key "{at}{key}"{hint}'


@cache
def _types(shape: type) -> Mapping[str, Any]:
    return get_type_hints(shape)


def _policy(files: _Files, values: Values) -> Policy:
    try:
        policy = msgspec.convert(values, Policy)
    except msgspec.ValidationError as exc:
        raise BadPolicy(str(exc)) from exc
    for name, outcome in policy.hard.items():
        if outcome not in (Status.HELD, Status.REJECTED):
            raise BadPolicy(f"hard rule {name}: may only hold or reject, not {outcome}")
    if policy.thresholds.hold > policy.thresholds.reject:
        raise BadPolicy("thresholds: hold must not lie above reject")
    lists = {name: _filled(files, name, words) for name, words in policy.lists.items()}
    return msgspec.structs.replace(policy, lists=lists)


def _filled(files: _Files, name: str, words: WordList) -> WordList:
    """The list with what its files hold."""
    try:
        check_list(words)
    except BadEntry as exc:
        raise BadPolicy(f"list {name}: {exc}") from exc
    more: dict[str, tuple[str, ...]] = {}
    for kind in KINDS:
        if file := getattr(words.files, kind):
            path = files.folder / file
            try:
                more[kind] = (*getattr(words, kind), *read_entries(kind, files.text(path)))
            except BadEntry as exc:
                raise BadPolicy(f"list {name}: {path}: {exc}") from exc
    return msgspec.structs.replace(words, **more)
