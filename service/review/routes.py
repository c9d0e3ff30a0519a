"""The moderators' routes."""

from aiohttp import web

from service.review import (
    account,
    accounts,
    acts,
    asked,
    audit,
    author,
    care,
    decide,
    desk,
    edit,
    events,
    guard,
    lists,
    looking,
    reply,
    rulings,
    saved,
    saved_views,
    several,
    sign_in,
    thread,
)
from service.state import SHOW_PROBLEM


def create_app() -> web.Application:
    """The review application, mounted at `/review/`."""
    app = web.Application(middlewares=[guard.same_origin, guard.signed_in])
    app[SHOW_PROBLEM] = asked.show_problem
    app[sign_in.PASSWORDS] = sign_in.Passwords()
    app.add_routes(
        [
            web.get("/", lists.show),
            web.get("/counts", lists.counts),
            web.get("/events", events.stream, allow_head=False),
            web.post("/looking", looking.look),
            web.post("/aside", desk.set_aside),
            web.post("/aside/back", desk.take_back),
            web.post("/reports/keep", desk.keep),
            web.post("/appeals/keep", desk.keep_rejected),
            web.post("/note", desk.note),
            web.post("/decide", decide.decide),
            web.post("/undo", decide.undo),
            web.post("/several", several.choose),
            web.post("/several/confirm", several.confirm),
            web.post("/several/undo", several.undo),
            web.get("/thread", thread.show),
            web.post("/thread/close", thread.close),
            web.post("/thread/pin", thread.pin),
            web.get("/edit", edit.show),
            web.post("/edit", edit.submit),
            web.get("/author", author.show),
            web.post("/author/effect", author.effect),
            web.post("/author/rule", author.rule),
            web.get("/rulings", rulings.show),
            web.post("/rulings/end", rulings.end),
            web.get("/acts", acts.show),
            web.get("/audit", audit.show),
            web.get("/audit.csv", audit.as_csv),
            web.get("/audit.jsonl", audit.as_json_lines),
            web.get("/care", care.show),
            web.post("/care", care.write),
            web.get("/reply", reply.show),
            web.post("/reply", reply.send),
            web.get("/saved", saved.show),
            web.post("/saved", saved.keep),
            web.post("/saved/remove", saved.remove),
            web.post("/views", saved_views.keep),
            web.post("/views/remove", saved_views.remove),
            web.get("/account", account.show),
            web.post("/account/password", account.set_password),
            web.post("/account/second-step", account.propose),
            web.post("/account/second-step/confirm", account.confirm),
            web.post("/account/not-for-me", account.set_not_for_me),
            web.post("/account/session", account.end_session),
            web.post("/account/sessions", account.end_others),
            web.get("/accounts", accounts.show),
            web.post("/accounts/add", accounts.add),
            web.post("/accounts/role", accounts.set_role),
            web.post("/accounts/sessions", accounts.end_sessions),
            web.post("/accounts/remove", accounts.remove),
            web.get("/sign-in", sign_in.show),
            web.post("/sign-in", sign_in.submit),
            web.post("/sign-out", sign_in.sign_out),
        ]
    )
    return app
