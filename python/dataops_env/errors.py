"""What can go wrong, by what it means to a trainer. None of these is ever a reward.

An agent's mistakes are not here: they are ordinary results whose observation has a ``last_error``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DataopsError(Exception):
    """Base of all errors of this package.

    ``code`` is stable and meant for programs, ``str(error)`` for people; ``details`` is what the server said more.
    """

    def __init__(self, code: str, message: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details: dict[str, Any] = dict(details or {})

    def __str__(self) -> str:
        return f"{self.message} ({self.code})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.message, self.details)


class Infrastructure(DataopsError):
    """A server, a network or a machine failed. The episode has no score: leave it out, do not count it as 0.

    Codes: ``connection_failed`` (no server there), ``connection_lost`` and ``timeout`` (it did not come back in
    time), ``episode_lost`` (the session no longer holds this episode: reset), ``reply_lost`` (the step was taken,
    what came of it cannot be told), ``replaced`` (a newer client took the session), ``forked`` (used in another
    process than it was opened in), ``closed``, ``protocol_error``, ``no_node``, ``no_server``, ``server_failed``,
    ``EXECUTION_ERROR``, ``STORAGE_ERROR``.
    """


class Capacity(DataopsError):
    """All places of the server are taken (``CAPACITY_REACHED``). Wait, use fewer sessions, or start it with more."""


class Refused(DataopsError):
    """The request was wrong and would be wrong again: it is the caller that has to change.

    Codes: ``VALIDATION_ERROR`` (``details["errors"]`` names the places), ``no_episode`` (a step before the first
    reset), ``unauthorized``, ``SESSION_ERROR``, ``message_too_large``, ``version_mismatch``, ``no_task``.
    """


_REFUSALS = frozenset({"VALIDATION_ERROR", "INVALID_JSON", "UNKNOWN_TYPE", "SESSION_ERROR", "message_too_large"})


def from_wire(data: Any) -> DataopsError:
    """The error for the ``data`` of an error frame, or for the ``error`` of an item of a batch."""
    if not isinstance(data, dict) or not isinstance(data.get("code"), str):
        return Infrastructure("protocol_error", "the server sent an error without a code")
    code: str = data["code"]
    message = str(data.get("message", code))
    details = {key: value for key, value in data.items() if key not in ("code", "message")}
    if code == "CAPACITY_REACHED":
        return Capacity(code, message, details)
    if code == "EXECUTION_ERROR" and "call reset first" in message:
        return Refused("no_episode", message, details)
    return (Refused if code in _REFUSALS else Infrastructure)(code, message, details)
