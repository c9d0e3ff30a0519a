"""Does the reader have it already? Strong entity tags, and what a request says of them."""

from aiohttp import web


def has(request: web.Request, etag: str) -> bool:
    """Does the reader say that they have what `etag`, in quotation marks, stands for? RFC 9110,
    13.1.2: weak comparison."""
    sent = request.headers.get("If-None-Match")
    if sent is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in sent.split(",")]
    return etag in tags or tags == ["*"]
