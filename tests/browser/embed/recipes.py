"""Pages of six kinds of blog, each with the very text that docs/front-ends.md has for its owner.

The pages around it are our own, with the structure that such a system renders; what its template
language would fill in, a table here does, and a text that it does not know is a fault.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

DOCS = Path(__file__).parents[3] / "docs" / "front-ends.md"
_SNIPPET = re.compile(r"<!-- recipe: (\w+) -->\n```[\w-]+\n(.*?)```", re.DOTALL)
SNIPPETS: dict[str, str] = dict(_SNIPPET.findall(DOCS.read_text(encoding="utf-8")))
KINDS = ("plain", "blogger", "wordpress", "hugo", "jekyll", "ghost")

TITLE = 'Hello & "welcome"'
TOPICS = ("ketamine", "depression")
# What no page may have left in it once a template was filled in.
_UNFILLED = re.compile(r"\{\{|\}\}|\{%|<\?php|expr:|data:post")

PARAGRAPH = (
    "<p>For most of its life it was a working tool, and nobody wrote about it. Its second career "
    "began when somebody noticed that a little of it went a long way, and that the effect was "
    "there by the following day. That is the leading account, and it is younger than it looks.</p>"
)


@dataclass(frozen=True)
class Blog:
    """Where things are: the blog itself, Greenroom, and the blog's key there."""

    origin: str
    api: str
    pk: str

    def article(self, kind: str) -> str:
        return f"{self.origin}/{kind}/hello"


def page(
    kind: str,
    blog: Blog,
    *,
    head: str = "",
    paragraphs: int = 8,
    language: str = "",
    topics: Sequence[str] = TOPICS,
) -> str:
    """An article of such a blog, with comments below it and a footer below them."""
    article = f"<h1>{html.escape(TITLE)}</h1>{PARAGRAPH * paragraphs}"
    around = SHELLS[kind](article, snippet(kind, blog, topics))
    if language:
        around = around.replace("/embed/v1.js", f"/embed/v1.{language}.js")
    return (
        f'<!doctype html><html lang="{language or "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{html.escape(TITLE)}</title><link rel="stylesheet" href="/style.css">{head}</head>'
        f"<body>{around}<footer><p>A made-up blog.</p></footer></body></html>"
    )


def snippet(kind: str, blog: Blog, topics: Sequence[str] = TOPICS) -> str:
    """The text of the documents, as the system would render it for this article."""
    url = blog.article(kind)
    text = SNIPPETS[kind]
    for found, told in (
        ("https://blog.example/2026/11/hello", url),
        (quote("https://blog.example/2026/11/hello", safe=""), quote(url, safe="")),
        ("https://comments.example.org", blog.api),
        ("pk_blog_key", blog.pk),
        *(FILLED[kind](url, topics) if kind in FILLED else ()),
    ):
        text = text.replace(found, told)
    assert not _UNFILLED.search(text), text
    return text


Filled = tuple[tuple[str, str], ...]


def _blogger(url: str, _: Sequence[str]) -> Filled:
    return (
        ("<b:includable id='comments' var='post'>", ""),
        ("</b:includable>", ""),
        ("expr:thread='data:post.url'", f"thread='{html.escape(url)}'"),
        ("expr:title='data:post.title'", f"title='{html.escape(TITLE)}'"),
        ("expr:href='&quot;", "href='"),
        ("&quot; + data:post.url'", f"{html.escape(url)}'"),
    )


def _wordpress(url: str, _: Sequence[str]) -> Filled:
    return (
        ("<?php if ( post_password_required() ) { return; } ?>", ""),
        ("<?php echo esc_url( get_permalink() ); ?>", html.escape(url)),
        ("<?php echo rawurlencode( get_permalink() ); ?>", quote(url, safe="")),
        ("<?php the_title_attribute(); ?>", html.escape(TITLE)),
    )


def _hugo(url: str, topics: Sequence[str]) -> Filled:
    return (
        ("{{ .Permalink }}", html.escape(url)),
        ("{{ .Permalink | urlquery }}", quote(url, safe="")),
        ("{{ .Title }}", html.escape(TITLE)),
        (
            '{{ with .Params.tags }} topics="{{ delimit (first 20 .) "," }}"{{ end }}',
            f' topics="{",".join(topics)}"' if topics else "",
        ),
    )


def _jekyll(url: str, topics: Sequence[str]) -> Filled:
    return (
        ("{{ page.url | absolute_url }}", url),
        ("{{ page.url | absolute_url | cgi_escape }}", quote(url, safe="")),
        ("{{ page.title | escape }}", html.escape(TITLE)),
        ("{{ page.tags | slice: 0, 20 | join: ',' | escape }}", ",".join(topics)),
    )


def _ghost(url: str, _: Sequence[str]) -> Filled:
    return (
        ('{{url absolute="true"}}', html.escape(url)),
        ('{{encode (url absolute="true")}}', quote(url, safe="")),
        ("{{title}}", html.escape(TITLE)),
    )


FILLED: dict[str, Callable[[str, Sequence[str]], Filled]] = {
    "blogger": _blogger,
    "wordpress": _wordpress,
    "hugo": _hugo,
    "jekyll": _jekyll,
    "ghost": _ghost,
}
SHELLS: dict[str, Callable[[str, str], str]] = {
    "plain": lambda article, comments: f"<main><article>{article}</article>{comments}</main>",
    "blogger": lambda article, comments: (
        "<main><div class='main section'><div class='widget Blog'><div class='blog-posts'>"
        f"<div class='post-outer'><div class='post hentry'>{article}</div>{comments}</div>"
        "</div></div></div></main>"
    ),
    "wordpress": lambda article, comments: (
        "<div class='site'><main class='site-main'><article class='post hentry'>"
        f"<div class='entry-content'>{article}</div></article>{comments}</main></div>"
    ),
    "hugo": lambda article, comments: f"<main><article>{article}</article>{comments}</main>",
    "jekyll": lambda article, comments: (
        "<main class='page-content'><div class='wrapper'><article class='post h-entry'>"
        f"<div class='post-content e-content'>{article}</div>{comments}</article></div></main>"
    ),
    "ghost": lambda article, comments: (
        "<div class='viewport'><main class='site-main'><article class='article'>"
        f"<section class='gh-content'>{article}</section>{comments}</article></main></div>"
    ),
}

STYLE = """
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 40rem; padding: 1rem; font: 1.125rem/1.65 Georgia, serif;
  color: #222; background: #fdfcf9; }
a { color: #164b8a; }
footer { margin-top: 4rem; border-top: 1px solid #888; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #16181a; } a { color: #9cc4f5; }
}
"""


def serving(blog: Callable[[], Blog], policy: str = "") -> web.Application:
    """The blog's own server: `/{kind}/hello` is its article, and all under a strict policy."""

    async def show(request: web.Request) -> web.Response:
        at = blog()
        short = int(request.query.get("paragraphs", "8"))
        language = request.query.get("lang", "")
        topics = () if "untagged" in request.query else TOPICS
        kind = request.match_info["kind"]
        text = page(kind, at, paragraphs=short, language=language, topics=topics)
        rules = policy or (
            f"default-src 'none'; style-src 'self'; script-src {at.api}; connect-src {at.api}; "
            "require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'"
        )
        headers = {"Content-Security-Policy": rules}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def index(_: web.Request) -> web.Response:
        at = blog()
        listed = snippet_of_counts(at)
        return web.Response(
            text=f"<!doctype html><title>A blog</title><main>{listed}</main>",
            content_type="text/html",
        )

    async def style(_: web.Request) -> web.Response:
        return web.Response(text=STYLE, content_type="text/css")

    app = web.Application()
    app.add_routes(
        [
            web.get("/style.css", style),
            web.get("/", index),
            web.get("/{kind}/hello", show),
        ]
    )
    return app


def snippet_of_counts(blog: Blog) -> str:
    """A list of all articles, with how many comments each has."""
    listed = SNIPPETS["counts"].replace("https://comments.example.org", blog.api)
    link, script = listed.split("<script", 1)
    links = (
        link.replace("https://blog.example/2026/11/hello", blog.article(kind)) for kind in KINDS
    )
    return "".join(f"<p>{each}</p>" for each in links) + f"<script{script}"
