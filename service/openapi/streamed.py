"""What a stream of events says, as types: a server-sent event, and what its data is."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from moderation.comment import Status
from moderation.store.events import Did
from service.openapi.answers import Moment, ThreadName


class Event(Struct, rename={"from_": "from"}):
    """Something that became of a comment. `version` is the one that this made; `by` is checks,
    author, api, or moderator: and a name. With `comment.edited` it may wait again: `to` says where
    it stands."""

    id: str
    type: Annotated[str, Meta(extra_json_schema={"enum": [f"comment.{each}" for each in Did]})]
    at: Moment
    site: str
    comment: str
    thread: ThreadName
    version: int
    from_: Status
    to: Status
    by: str


class Missed(Struct):
    """There were events that are not kept any more, or the store was put back: read the lists."""

    site: str


class Told(Struct):
    """A server-sent event. `data` is the JSON of an `Event`, or `Missed`. What has no `data` only
    says from where to go on."""

    id: str
    event: (
        Annotated[
            str,
            Meta(extra_json_schema={"enum": [*(f"comment.{each}" for each in Did), "missed"]}),
        ]
        | UnsetType
    ) = UNSET
    data: (
        Annotated[
            str,
            Meta(
                extra_json_schema={
                    "contentMediaType": "application/json",
                    "contentSchema": {
                        "anyOf": [
                            {"$ref": "#/components/schemas/Event"},
                            {"$ref": "#/components/schemas/Missed"},
                        ]
                    },
                }
            ),
        ]
        | UnsetType
    ) = UNSET
    retry: int | UnsetType = UNSET
