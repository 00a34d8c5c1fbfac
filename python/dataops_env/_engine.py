"""What a session does with its socket, without the socket: the same for blocking and asynchronous sessions.

An operation is a generator. It yields what it needs (:class:`Connect`, :class:`Ask`, :class:`Sleep`), is sent what came
of it, or is thrown :class:`Lost`, and returns its result. It knows of its episode what tells after a loss whether a
step was taken: the ids, and the number of steps.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeAlias

from ._wire import Lost
from .episode import Json
from .errors import Infrastructure, Refused

MOST_LOSSES = 4
"""How often one request may lose its connection before it is given up."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0


@dataclass(frozen=True, slots=True)
class Connect:
    """Make a socket within so many seconds. Sent back: None."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Ask:
    """Send a message and read its reply. Sent back: the ``data`` of the frame."""

    text: str
    expected: str


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait. Sent back: None."""

    seconds: float


Need: TypeAlias = Connect | Ask | Sleep
Operation: TypeAlias = Generator[Need, Any, Any]

_ASK_STATE = Ask('{"type":"state"}', "state")


@dataclass(slots=True)
class _Known:
    """What is known of the episode. ``episode_id`` is None where the server made it up and was not asked."""

    episode_id: str | None = None
    task_id: str | None = None
    steps: int = 0


# Made once: `json.dumps` makes one for each call that has options.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def dumps(value: Any) -> str:
    """JSON as it travels. NaN and infinities have no spelling there.

    :raises Refused: ``bad_value``
    """
    try:
        text = _encode(value)
        # Half a surrogate pair, which a model may write, has no bytes, but an escape.
        return text if _has_bytes(text) else json.dumps(value, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise Refused("bad_value", f"this cannot be sent as JSON: {error}") from None


def _has_bytes(text: str) -> bool:
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def pauses() -> Generator[float, None, None]:
    """Growing distances between tries, not the same for many who have lost the same server."""
    pause = _FIRST_PAUSE
    while True:
        yield pause * random.uniform(0.5, 1.0)
        pause = min(2 * pause, _LONGEST_PAUSE)


class Engine:
    """One session's side of the protocol."""

    def __init__(self, session_id: str, seconds: float) -> None:
        self.session_id = session_id
        self._seconds = seconds
        self._known = _Known()
        self._is_open = False
        self._lost_episode = False
        self._interrupted = False
        self._marks = f"{uuid.uuid4().hex[:12]}-"
        self._sent = 0
        self._unsettled: tuple[str, Json] | None = None

    def open(self) -> Operation:
        """The first connection: tried once. Returns nothing."""
        try:
            yield Connect(self._seconds)
            state = yield _ASK_STATE
        except Lost as lost:
            raise Infrastructure("connection_failed", str(lost)) from lost
        self._is_open = True
        self._note_state(state)

    def interrupt(self) -> None:
        """The operation under way was abandoned, so nobody has read its reply: the socket is of no more use."""
        self._is_open = False
        self._interrupted = True

    def reset(self, params: Json) -> Operation:
        """Returns the ``data`` of the result. Asked again when its reply is lost, which changes nothing."""
        data = yield from self._request("reset", params, None)
        self._known = _Known(params.get("episode_id"), data["observation"]["task_id"], 0)
        self._unsettled = None
        self._lost_episode = False
        return data

    def step(self, action: Json) -> Operation:
        """Returns the ``data`` of the result. Never played twice."""
        if self._unsettled is not None and self._unsettled[1] == action:
            # Nobody has heard what came of it: the caller tries again, and it may have been taken.
            mark = self._unsettled[0]
        else:
            self._sent += 1
            mark = f"{self._marks}{self._sent}"
        self._unsettled = mark, action
        data = yield from self._request("step", action, mark)
        self._unsettled = None
        self._known.steps = data["observation"]["current_step"]
        return data

    def state(self) -> Operation:
        """Returns the ``data`` of the state."""
        data = yield from self._request("state", None, None)
        self._note_state(data)
        return data

    def _request(self, kind: str, data: Json | None, mark: str | None) -> Operation:
        message: Json = {"type": kind}
        if data is not None:
            message["data"] = data
        if mark is not None:
            message["request_id"] = mark
        ask = Ask(dumps(message), "state" if kind == "state" else "observation")
        losses = silences = 0
        was_sent = False
        while True:
            if not self._is_open:
                state = yield from self._reattach()
                self._check(state, kind, was_sent)
                self._interrupted = False
            elif self._lost_episode and kind != "reset":
                raise self._gone()
            try:
                was_sent = True
                return (yield ask)
            except Lost as lost:
                self._is_open = False
                self._interrupted = True
                losses += 1
                silences += lost.silent
                if silences > 1:
                    raise Infrastructure("timeout", str(lost)) from lost
                if losses >= MOST_LOSSES:
                    raise Infrastructure("connection_lost", str(lost)) from lost

    def _reattach(self) -> Operation:
        deadline = time.monotonic() + self._seconds
        for pause in pauses():
            left = deadline - time.monotonic()
            try:
                yield Connect(max(left, 0.1))
                state = yield _ASK_STATE
            except Lost as lost:
                if time.monotonic() + pause >= deadline:
                    message = f"no connection for {self._seconds:g} s: {lost}"
                    raise Infrastructure("connection_lost", message) from lost
            else:
                self._is_open = True
                return state
            yield Sleep(pause)
        raise AssertionError("pauses never end")

    def _check(self, state: Json, kind: str, was_sent: bool) -> None:
        """Decides from the state of the session whether a message may be sent, or sent again."""
        known = self._known
        if kind == "reset":
            return
        had_episode = known.task_id is not None
        is_other = known.episode_id is not None and known.episode_id != state["episode_id"]
        steps: int = state["step_count"]
        if had_episode and (is_other or known.task_id != state["task_id"] or steps < known.steps):
            self._lost_episode = True
        if self._lost_episode:
            raise self._gone()
        # Of one step that was taken the server says again what came of it; of more, somebody else has played.
        slack = was_sent or self._interrupted
        if kind == "step" and steps > known.steps + slack:
            known.steps = steps
            raise Infrastructure("reply_lost", "steps were taken here that this client did not send", {"state": state})
        if not was_sent:
            known.steps = steps

    @staticmethod
    def _gone() -> Infrastructure:
        return Infrastructure("episode_lost", "the session no longer holds this episode; call reset")

    def _note_state(self, data: Json) -> None:
        self._known = _Known(data["episode_id"], data["task_id"], data["step_count"])
