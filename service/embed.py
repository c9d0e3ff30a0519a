"""`/embed/v1.js`: the widget that other pages load, joined of our own modules and nothing else.

A script of one file needs no permission to be loaded by a page on another host, and no second
request. The modules are written as modules, so each says what it needs of the others; here their
imports decide the order. There is one script for each language, `/embed/v1.de.js`, in which the
texts are that language's. Nothing is built beforehand (docs/adr/0024).
"""

import gzip
import hashlib
import importlib.util
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from aiohttp import web

from service.etags import has
from service.language import ENGLISH, LANGUAGES, Language, choose
from service.problems import Problem

FOLDER = Path(__file__).parent / "static" / "embed"
ENTRY = "count.js"
PROOF = "proof.js"

_IMPORT = re.compile(r'^import (.+) from "\./([a-z]+\.(?:js|css))";\n', re.MULTILINE)
_TAKES = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", re.IGNORECASE)
_TEXT = re.compile(r'\b_\(("(?:[^"\\]|\\.)*")\)')


def shorten(kind: str, text: str) -> str:
    """The same script or styles (`kind`: javascript or css) with fewer bytes; as they are, where
    the minifier cannot be had."""
    if importlib.util.find_spec("minify") is None:
        return text
    import minify

    shorter: str = minify.string(f"text/{kind}", text)
    return shorter


def join(entry: str, language: Language = ENGLISH) -> str:
    """A script of a module and all that it imports, each once and after what it needs itself."""
    order: dict[str, str] = {}

    def add(name: str, called: str = "") -> None:
        if name in order:
            return
        text = (FOLDER / name).read_text(encoding="utf-8")
        if name.endswith(".css"):
            order[name] = f"const {called} = {_literal(shorten('css', text))};\n"
            return
        for imported, other in _IMPORT.findall(text):
            add(other, imported)
        order[name] = re.sub("^export ", "", _IMPORT.sub("", text), flags=re.MULTILINE)

    add(entry)
    script = f"(()=>{{{''.join(order.values())}}})();"
    return shorten("javascript", _TEXT.sub(lambda said: _translated(said[1], language), script))


def _translated(literal: str, language: Language) -> str:
    return _literal(language.texts.gettext(msgspec.json.decode(literal, type=str)))


def _literal(text: str) -> str:
    return msgspec.json.encode(text).decode()


@dataclass(frozen=True, slots=True)
class Script:
    """The widget in one language. `tag` stands for these very bytes, and `etags` for them as they
    are and as they are sent small."""

    body: bytes
    small: bytes
    tag: str
    headers: Mapping[str, str]

    @property
    def etags(self) -> tuple[str, str]:
        return f'"{self.tag}"', f'"{self.tag}-gzip"'


def _script(language: Language) -> Script:
    body = join(ENTRY, language).encode()
    tag = hashlib.sha256(body).hexdigest()[:16]
    headers = {
        # Any page may load it: it is public, and does nothing for a page that no site lists.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Accept-Encoding",
        "Content-Language": language.tag,
        "Content-Location": f"/embed/v1-{tag}.js",
    }
    return Script(body, gzip.compress(body, mtime=0), tag, headers)


# By the language's tag; and by their own.
SCRIPTS = {language.tag: _script(language) for language in LANGUAGES.values()}
_PINNED = {script.tag: script for script in SCRIPTS.values()}
PROOF_SCRIPT = shorten("javascript", (FOLDER / PROOF).read_text("utf-8")).encode()  # a module

_AN_HOUR = "public, max-age=3600"
_FOR_EVER = "public, max-age=31536000, immutable"


def set_up(app: web.Application) -> None:
    app.router.add_get("/embed/v1.js", latest)
    app.router.add_get("/embed/v1.{language:[A-Za-z0-9-]{2,35}}.js", latest)
    app.router.add_get("/embed/proof.js", proof)
    app.router.add_get("/embed/v1-{tag:[0-9a-f]{16}}.js", pinned)


async def latest(request: web.Request) -> web.Response:
    """The widget as it is now; a browser asks again after an hour. A language that there is not is
    no error: a page's template may name its own, whichever that is."""
    script = SCRIPTS[choose(request.match_info.get("language", "")).tag]
    for etag in script.etags:
        if has(request, etag):
            headers = {**script.headers, "ETag": etag, "Cache-Control": _AN_HOUR}
            return web.Response(status=304, headers=headers)
    return _answer(request, script, _AN_HOUR)


async def proof(_: web.Request) -> web.Response:
    """How to make a proof of work: a module of its own, since few are asked for one."""
    return web.Response(
        body=PROOF_SCRIPT,
        content_type="text/javascript",
        charset="utf-8",
        headers={"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": _AN_HOUR},
    )


async def pinned(request: web.Request) -> web.Response:
    """The widget of one version, for ever. Another version's is not kept here, and nothing else may
    stand under its name."""
    script = _PINNED.get(request.match_info["tag"])
    if script is None:
        raise Problem("not-found", "This version of the widget is not served here any more.")
    return _answer(request, script, _FOR_EVER)


def _answer(request: web.Request, script: Script, kept: str) -> web.Response:
    small = _takes_gzip(",".join(request.headers.getall("Accept-Encoding", ())))
    response = web.Response(
        body=script.small if small else script.body,
        content_type="text/javascript",
        charset="utf-8",
        headers={**script.headers, "ETag": script.etags[small], "Cache-Control": kept},
    )
    if small:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _takes_gzip(header: str) -> bool:
    """RFC 9110, 12.5.3: a coding whose weight is 0 is not taken; `*` is each that is not named."""
    said = [match for part in header.split(",") if (match := _TAKES.fullmatch(part))]
    takes = {match[1].lower(): float(match[2] or 1) > 0 for match in said}
    return takes.get("gzip", takes.get("x-gzip", takes.get("*", False)))
