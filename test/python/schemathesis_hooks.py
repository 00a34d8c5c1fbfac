"""Loaded by Schemathesis: a step finds an episode that can be played, so that its reply is that of a step."""

from typing import Any

import requests
import schemathesis
from schemathesis import Case, HookContext


def named_session(case: Case) -> str | None:
    """The session that a request names in its header, query or body; any of them, for they must not differ."""
    body = case.body if isinstance(case.body, dict) else {}
    headers, query = dict(case.headers or {}), dict(case.query or {})
    named = [headers.get("X-Session-Id"), query.get("session_id"), body.get("session_id")]
    return next((session for session in named if isinstance(session, str)), None)


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    if case.path == "/step":
        # What is refused here is refused there too, and that is what the checks are about.
        requests.post(f"{case.operation.base_url}reset", json={"session_id": named_session(case)}, timeout=10)
