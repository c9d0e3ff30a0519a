"""`/embed/v1.js`: the widget that a blog's pages load, joined of our own modules and nothing else.

A script of one file needs no permission to be loaded by a page on another host, and no second
request. The modules are written as modules, so each says what it needs of the others; here their
imports decide the order. Nothing is built beforehand (docs/adr/0024).
"""

import gzip
import hashlib
import importlib.util
import re
from pathlib import Path

import msgspec
from aiohttp import web

from service.etags import has
from service.problems import Problem

FOLDER = Path(__file__).parent / "static" / "embed"
ENTRY = "count.js"
PROOF = "proof.js"

_IMPORT = re.compile(r'^import (.+) from "\./([a-z]+\.(?:js|css))";\n', re.MULTILINE)


def shorten(kind: str, text: str) -> str:
    """The same script or styles (`kind`: javascript or css) with fewer bytes; as they are, where
    the minifier cannot be had."""
    if importlib.util.find_spec("minify") is None:
        return text
    import minify

    shorter: str = minify.string(f"text/{kind}", text)
    return shorter


def join(entry: str) -> str:
    """A script of a module and all that it imports, each once and after what it needs itself."""
    order: dict[str, str] = {}

    def add(name: str, called: str = "") -> None:
        if name in order:
            return
        text = (FOLDER / name).read_text(encoding="utf-8")
        if name.endswith(".css"):
            style = msgspec.json.encode(shorten("css", text)).decode()
            order[name] = f"const {called} = {style};\n"
            return
        for imported, other in _IMPORT.findall(text):
            add(other, imported)
        order[name] = re.sub("^export ", "", _IMPORT.sub("", text), flags=re.MULTILINE)

    add(entry)
    return shorten("javascript", f"(()=>{{{''.join(order.values())}}})();")


SCRIPT = join(ENTRY).encode()
PROOF_SCRIPT = shorten("javascript", (FOLDER / PROOF).read_text("utf-8")).encode()  # a module
SMALL = gzip.compress(SCRIPT, mtime=0)
TAG = hashlib.sha256(SCRIPT).hexdigest()[:16]

# Any page may load it: it is public, and does nothing for a page that no site lists.
_HEADERS = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Accept-Encoding",
    "ETag": f'"{TAG}"',
    "Content-Location": f"/embed/v1-{TAG}.js",
}
_AN_HOUR = "public, max-age=3600"
_FOR_EVER = "public, max-age=31536000, immutable"


def set_up(app: web.Application) -> None:
    app.router.add_get("/embed/v1.js", latest)
    app.router.add_get("/embed/proof.js", proof)
    app.router.add_get("/embed/v1-{tag:[0-9a-f]{16}}.js", pinned)


async def latest(request: web.Request) -> web.Response:
    """The widget as it is now; a browser asks again after an hour."""
    if has(request, _HEADERS["ETag"]):
        return web.Response(status=304, headers={**_HEADERS, "Cache-Control": _AN_HOUR})
    return _answer(request, _AN_HOUR)


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
    if request.match_info["tag"] != TAG:
        raise Problem("not-found", "This version of the widget is not served here any more.")
    return _answer(request, _FOR_EVER)


def _answer(request: web.Request, kept: str) -> web.Response:
    small = "gzip" in request.headers.get("Accept-Encoding", "")
    response = web.Response(
        body=SMALL if small else SCRIPT,
        content_type="text/javascript",
        charset="utf-8",
        headers={**_HEADERS, "Cache-Control": kept},
    )
    if small:
        response.headers["Content-Encoding"] = "gzip"
    return response
