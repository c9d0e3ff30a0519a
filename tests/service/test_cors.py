from tests.service.blog import ORIGIN, Blog

PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization",
}
ALLOWED = "Access-Control-Allow-Origin"


async def test_a_known_page_may_ask_and_read(blog: Blog) -> None:
    asked = await blog.client.options("/v1/comments", headers={"Origin": ORIGIN, **PREFLIGHT})
    assert (asked.status, asked.headers[ALLOWED]) == (204, ORIGIN)
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    posted = await blog.post(headers=blog.as_page())
    assert posted.headers[ALLOWED] == ORIGIN
    assert "Location" in posted.headers["Access-Control-Expose-Headers"]


async def test_a_known_page_may_read_its_errors(blog: Blog) -> None:
    for response in (
        await blog.post("", headers=blog.as_page()),
        await blog.get("/v1/nowhere", Origin=ORIGIN),
        await blog.get("/v1/comments/x", Origin=ORIGIN, Authorization="Bearer x"),
    ):
        assert response.status >= 400
        assert response.headers[ALLOWED] == ORIGIN


async def test_an_unknown_page_gets_no_permission(blog: Blog) -> None:
    for origin in ("https://evil.example", "null", "*", ORIGIN + ":444", ORIGIN.upper()):
        asked = await blog.client.options("/v1/comments", headers={"Origin": origin, **PREFLIGHT})
        assert ALLOWED not in asked.headers
        read = await blog.get("/v1/sites/blog/threads/x/comments", Origin=origin)
        assert ALLOWED not in read.headers


async def test_caches_are_told_that_answers_differ_by_origin(blog: Blog) -> None:
    for headers in ({}, {"Origin": ORIGIN}, {"Origin": "https://evil.example"}):
        response = await blog.get("/v1/sites/blog/threads/x/comments", **headers)
        assert response.headers["Vary"] == "Origin"


async def test_credentials_are_never_allowed(blog: Blog) -> None:
    posted = await blog.post(headers=blog.as_page())
    assert "Access-Control-Allow-Credentials" not in posted.headers
