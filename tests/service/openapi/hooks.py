"""What Schemathesis, in a process of its own, is told of Greenroom by `fuzzing`.

`FORMATS` in its environment is JSON: real values, by the format that the document calls them.
"""

import json
import os
from typing import Any
from uuid import uuid4

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import EnsureResourceAvailability, RejectedPositiveData

for name, values in json.loads(os.environ["FORMATS"]).items():
    schemathesis.openapi.format(name, st.sampled_from(values))


@schemathesis.hook
def before_call(context: HookContext, case: "Case[Any]", kwargs: dict[str, Any]) -> None:
    """Each case is a request of its own, so it gets a key of its own, as long as the one it had."""
    key = case.headers.get("Idempotency-Key") if case.headers else None
    if isinstance(key, str) and 16 <= len(key) <= 255:
        case.headers["Idempotency-Key"] = uuid4().hex.ljust(len(key), "0")[: len(key)]


@schemathesis.hook
def filter_failure(
    context: HookContext, failure: Failure, case: "Case[Any]", response: Response
) -> bool:
    """Keep what is a fault. By design are: that the key of an earlier request is refused for
    another one, and that a comment just posted is not there yet for readers."""
    if isinstance(failure, RejectedPositiveData) and response.status_code == 422:
        return not str(response.json()["type"]).endswith("/idempotency-mismatch")
    if isinstance(failure, EnsureResourceAvailability):
        by_page = "Origin" in response.request.headers
        return not (by_page or case.operation.path.endswith("/reports"))
    return True
