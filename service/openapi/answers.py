"""What the API answers, as types. `service.api.views` and the handlers make these as plain dicts,
which is cheaper; tests read real answers as these types, so that neither can be wrong alone.

A field that is absent unless it has something to say is `UNSET`. Clients must expect more fields.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from moderation.comment import Status
from moderation.draft import FieldError
from moderation.store.appeals import Appeal
from moderation.support import Support
from moderation.verdict import CATEGORIES

Moment = Annotated[
    str, Meta(description="RFC 3339 in UTC.", extra_json_schema={"format": "date-time"})
]
Url = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
Category = Annotated[str, Meta(extra_json_schema={"enum": list(CATEGORIES)})]
Span = Annotated[
    tuple[int, int], Meta(description="From and up to, in code points of the text: [start, end).")
]


class Posted(Struct):
    """A comment was taken. `token` lets its author, and nobody else, see what becomes of it."""

    id: str
    status: Status
    token: str
    status_url: Annotated[Url, Meta(description="A page that shows it to the author.")]
    support: (
        Annotated[Support, Meta(description="Show it to the author, kindly: they may be in need.")]
        | UnsetType
    ) = UNSET


class ThreadName(Struct):
    """The comments of one article."""

    key: str


class PublicAuthor(Struct):
    """What readers are told of who wrote it."""

    name: str
    url: str | None


class Edited(Struct):
    """When the text was changed last, and whether by its author or by the site."""

    at: Moment
    by: Literal["author", "site"]


class PublicComment(Struct):
    """A published comment, as anybody may see it."""

    id: str
    parent_id: str | None
    author: PublicAuthor
    body: str
    lang: str | None
    created_at: Moment
    pinned: Annotated[bool, Meta(description="Shown before the others.")] | UnsetType = UNSET
    staff: Annotated[bool, Meta(description="A moderator wrote it.")] | UnsetType = UNSET
    edited: Edited | UnsetType = UNSET


class FullAuthor(Struct):
    """All that was said of who wrote it. Nothing of it is verified."""

    name: str
    email: str | None
    url: str | None


class OwnComment(Struct):
    """Where a comment stands, for its author, and what is kept of theirs. `reason` is why it is not
    on the page, in one word, if that can be told; `support` is to be shown to them, kindly, if they
    may be in need. `editable_until` is null where it cannot be changed any more."""

    id: str
    site: str
    thread: ThreadName
    status: Status
    version: int
    reason: str | None
    support: Support | None
    created_at: Moment
    parent_id: str | None
    author: FullAuthor
    body: str
    lang: str | None
    editable_until: Moment | None
    address_kept: Annotated[
        bool,
        Meta(description="Whether the address or browser it came from is kept, for some days."),
    ]
    earlier_texts: (
        Annotated[list[str], Meta(description="What stood there before each edit.")] | UnsetType
    ) = UNSET
    erased: Annotated[bool, Meta(description="Its author took it back.")] | UnsetType = UNSET
    usual_wait_seconds: (
        Annotated[
            int | None,
            Meta(description="Of what is held: within what time four of five lately were decided."),
        ]
        | UnsetType
    ) = UNSET
    appeal: (
        Annotated[
            Appeal | None,
            Meta(description="Of what was rejected: was a person asked to look again, and did?"),
        ]
        | UnsetType
    ) = UNSET


class Appealed(Struct):
    """A person is asked to look again, or was before."""

    id: str
    appeal: Appeal | None


class Signal(Struct):
    """One thing a check saw, where in the text, and what the policy makes of it."""

    check: str
    rule: str
    category: Category
    weight: float
    params: dict[str, str | int | float]
    spans: list[Span]


class Verdict(Struct):
    """What the checks made of a comment, with every reason, the strongest first. `not_run` names
    checks that failed; `decisive` what settled it: a rule, or the word score or not_run."""

    outcome: Status
    score: float
    policy_version: int
    category: Category
    signals: list[Signal]
    not_run: list[str]
    decisive: str


class HistoryEntry(Struct, rename={"from_": "from"}):
    """One move: when, by whom, from where to where. With `edited` the text was changed, with
    `erased` it was taken back."""

    at: Moment
    by: str
    from_: Status | None
    to: Status
    version: int
    reason: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    policy_version: int | UnsetType = UNSET
    edited: bool | UnsetType = UNSET
    erased: bool | UnsetType = UNSET


class FullComment(Struct):
    """A comment with its verdict and history, for the site's own server."""

    id: str
    site: str
    thread: ThreadName
    parent_id: str | None
    status: Status
    version: int
    author: FullAuthor
    body: str
    lang: str | None
    created_at: Moment
    verdict: Verdict | None
    history: list[HistoryEntry]
    staff: bool | UnsetType = UNSET


class DecidedComment(FullComment, kw_only=True):
    """The comment as it stands after a decision."""

    already: (
        Annotated[bool, Meta(description="The same decision had been made before.")] | UnsetType
    ) = UNSET


class PublishedPage(Struct):
    """Published comments of a thread, oldest first."""

    data: list[PublicComment]
    next_cursor: Annotated[str | None, Meta(description="Null at the end.")]
    closed: Annotated[bool, Meta(description="The thread takes no more comments.")] | UnsetType = (
        UNSET
    )


class Counts(Struct):
    """By thread key, how many comments are published."""

    data: dict[str, int]


class QueuePage(Struct):
    """Comments of one status, oldest first. With filters a page may be short, even empty, before
    the end."""

    data: list[FullComment]
    next_cursor: Annotated[str | None, Meta(description="Null at the end.")]


class Verdicts(Struct):
    """One verdict an item, in the order of the items."""

    data: list[Verdict]


class Reported(Struct):
    """The report is kept. Who reports a comment twice is told the same."""

    id: str
    reported: bool


class ChallengeParameters(Struct, rename="camel"):
    """What to derive, and how the result must begin: ALTCHA's second version."""

    algorithm: str
    cost: int
    expires_at: Annotated[int, Meta(description="Seconds since 1970.")]
    key_length: int
    key_prefix: str
    key_signature: str
    nonce: str
    salt: str


class Challenge(Struct):
    """Work to be proven. Send all of it back with the solution."""

    parameters: ChallengeParameters
    signature: str


class Problem(Struct):
    """What went wrong, as RFC 9457 has it. `type` leads to a page that says what to do about it;
    `errors` names every field that is wrong. What is below `errors` comes with some kinds only."""

    type: Annotated[str, Meta(extra_json_schema={"format": "uri-reference"})]
    title: str
    status: int
    detail: str
    request_id: str
    errors: list[FieldError] | UnsetType = UNSET
    version: int | UnsetType = UNSET
    comment_status: Status | UnsetType = UNSET
    by: str | UnsetType = UNSET
    at: Moment | UnsetType = UNSET
    decision: Status | UnsetType = UNSET
    reason: str | UnsetType | None = UNSET
    challenge: Annotated[str, Meta(description="Where to get one.")] | UnsetType = UNSET
    retry_after: Annotated[int, Meta(description="Seconds, as in Retry-After.")] | UnsetType = UNSET
