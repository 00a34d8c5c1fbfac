"""One episode as a trainer plays it: tools called by name, the reward in the end, and None where there is no score.

All adapters are built on :class:`Rollout`; so is a loop of your own::

    rollout = Rollout()
    prompt = rollout.start(task)
    while not rollout.done:
        name, arguments = ask_model(prompt, ...)
        text = rollout.call(name, arguments)
    rollout.reward
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from . import _http
from ._server import default_token, resolve_url
from .episode import Json, Outcome, Result, State
from .errors import DataopsError, Infrastructure, Refused
from .metrics import Log, record_of, write
from .session import DEFAULT_TIMEOUT, Session
from .task import AnyTask, Task, reset_params

_log = logging.getLogger("dataops_env")

_PROBE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Tool:
    """What a model may call. ``parameters`` is the JSON Schema of its arguments."""

    name: str
    description: str
    parameters: Json = field(repr=False)


def _schema(properties: Json, required: list[str]) -> Json:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


TOOLS = (
    Tool(
        "inspect_schema",
        "Show all tables with their DDL, row counts and foreign keys, or one of them.",
        _schema(
            {
                "table_name": {
                    "type": ["string", "null"],
                    "description": "Narrows inspect_schema to one table; empty or null: all.",
                }
            },
            [],
        ),
    ),
    Tool(
        "execute_sql",
        "Run SQL. Several statements run in order, all of them or none; an action has a limit of work.",
        _schema({"query": {"type": "string", "description": "SQL to run."}}, ["query"]),
    ),
    Tool("finish_task", "Submit the database as it is for grading, and end the episode.", _schema({}, [])),
)
"""The three tools, as the server describes them."""

_AFTER_THE_END = '{"last_error":"the episode is over","episode":"over"}'


class _Outages:
    """Which servers this process has found down, so that not every rollout waits for the same one in turn."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._lock = threading.Lock()

    def seconds(self, url: str) -> float:
        """For how long it has been down; 0 when it is up as far as is known."""
        with self._lock:
            since = self._since.get(url)
        return 0.0 if since is None else time.monotonic() - since

    def check(self, url: str, token: str | None) -> None:
        """:raises Infrastructure: at once, where the server was down and still is"""
        if self.seconds(url) == 0.0:
            return
        try:
            _http.get_json(url, "/", token, _PROBE_SECONDS)
        except Infrastructure as error:
            raise Infrastructure("connection_lost", f"the server is still down: {error.message}") from error
        self.over(url)

    def begin(self, url: str) -> None:
        with self._lock:
            self._since.setdefault(url, time.monotonic())

    def over(self, url: str) -> None:
        with self._lock:
            self._since.pop(url, None)


_outages = _Outages()
_OUTAGE_CODES = frozenset({"connection_failed", "connection_lost", "timeout"})


class Rollout:
    """Episodes one after another, each with a reward or without. Not for two threads at the same time.

    :param url: of the server; None: as for :class:`Session`
    :param token: for a server that asks for one
    :param timeout: seconds that one reply may take, and that a lost connection may take to come back
    :param log: gets the record of each episode that was begun here; see :mod:`dataops_env.metrics`
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        token: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        log: Log | None = None,
    ) -> None:
        self._url = url
        self._token = token
        self._timeout = timeout
        self._log = log
        self._session: Session | None = None
        self._is_recorded = True
        self._clear(None)

    def _clear(self, task: AnyTask | None) -> None:
        # What was begun before, and has no end, has one now.
        self.record()
        self.task = task
        """What was asked for."""
        self.steps = 0
        """Steps taken."""
        self.done = False
        """Whether the episode is over."""
        self.was_cut = False
        """Whether it was submitted by :meth:`submit` rather than by the agent."""
        self.outcome: Outcome | None = None
        """How it ended, once ``done``."""
        self.fault: DataopsError | None = None
        """Why the episode is void."""
        self.tokens: int | None = None
        """As whoever plays counts them: for the record, if set before the end."""
        self.last_error: str | None = None
        """What was wrong with the last call."""
        self._total: float | None = None

    @property
    def reward(self) -> float | None:
        """The sum of the rewards so far. None: not started, or void; never to be counted as 0."""
        return None if self.fault is not None else self._total

    @property
    def down_seconds(self) -> float:
        """For how long its server has been down, as far as this process knows."""
        return 0.0 if self._session is None else _outages.seconds(self._session.url)

    def start(self, task: AnyTask | None = None, **params: Any) -> str:
        """Begins an episode; parameters are those of :meth:`Session.reset`. Returns the prompt.

        :raises Infrastructure: the server is not there; the episode is void
        :raises Capacity: all places of the server are taken
        :raises Refused: the parameters are wrong
        """
        self._clear(task if isinstance(task, Task) else reset_params(task, params))
        self._is_recorded = False
        try:
            result = self._reset(task, params)
        except Infrastructure as error:
            self._void(error)
            raise
        except BaseException:
            # Nothing was begun.
            self._is_recorded = True
            raise
        self._total = 0.0
        return result.prompt or ""

    def join(self, session_id: str, episode_id: str, *, ends_session: bool = False) -> None:
        """Comes to an episode that was begun elsewhere; ``reward`` is then the sum of what is paid from here on.

        :param session_id: of a session whose id was given
        :param episode_id: of the episode that is expected there
        :param ends_session: whether :meth:`close` ends the session as well
        :raises Infrastructure: ``episode_lost`` when another episode is there, or none; the episode is void
        """
        self._clear(None)
        try:
            session = Session(self._url, token=self._token, session_id=session_id, timeout=self._timeout)
            session._ends_session = ends_session
            self._session = session
            state = session.state()
            if state.episode_id != episode_id:
                raise Infrastructure("episode_lost", "the session no longer holds this episode")
        except Infrastructure as error:
            self._void(error)
            raise
        self.steps, self.done = state.step_count, state.done
        if state.done:
            # Asked for after the end it is told again, and nothing is counted.
            self.outcome = session.step({"action_type": "finish_task"}).outcome
        self._total = 0.0

    @property
    def state(self) -> State:
        """The public facts of the session, asked of the server.

        :raises Infrastructure: the server is not there
        """
        if self._session is None:
            raise Refused("no_episode", "there is no episode yet; call start first")
        return self._session.state()

    def call(self, name: str, arguments: Mapping[str, Any] | None = None) -> str:
        """Plays a tool as a step; returns what the model is to read. Its mistakes are told there.

        :raises Infrastructure: the episode is void
        :raises Refused: ``no_episode`` before :meth:`start`
        """
        self._check()
        if self.done:
            self.last_error = "the episode is over"
            return _AFTER_THE_END
        # An optional argument that is left empty is none.
        given = {key: value for key, value in (arguments or {}).items() if not (key == "table_name" and not value)}
        try:
            result = self._step({**given, "action_type": name})
        except Refused as error:
            if error.code not in ("bad_value", "message_too_large"):
                raise
            # What cannot be sent is the agent's mistake, so it costs a step and is told.
            result = self._step({"action_type": name, error.code: True})
        return result.text

    def submit(self) -> None:
        """Submits the database of an episode that was cut. Faults are noted in ``fault``, not raised."""
        if self.done or self.fault is not None or self._total is None:
            return
        self.was_cut = True
        with suppress(Infrastructure):
            self._step({"action_type": "finish_task"})

    def record(self) -> None:
        """Writes the record of an episode that nobody plays any further. Done by itself at its end, and by others."""
        was_recorded, self._is_recorded = self._is_recorded, True
        if was_recorded:
            return
        record = record_of(
            self.task,
            reward=self.reward,
            outcome=self.outcome,
            steps=self.steps,
            submitted=self.outcome is not None and not (self.was_cut or self.outcome.truncated),
            tokens=self.tokens,
            void=None if self.fault is None else self.fault.code,
        )
        write(self._log, record)

    def close(self) -> None:
        """Ends the session. May be called more than once, and by another thread."""
        self.record()
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _check(self) -> None:
        if self.fault is not None:
            raise self.fault
        if self._total is None or self._session is None:
            raise Refused("no_episode", "there is no episode yet; call start first")

    def _step(self, action: Json) -> Result:
        session = self._session
        if session is None:
            raise Refused("no_episode", "there is no episode yet; call start first")
        try:
            _outages.check(session.url, default_token(self._token))
            result = session.step(action)
        except Infrastructure as error:
            self._void(error)
            raise
        self.steps = result.observation.current_step
        self.last_error = result.observation.last_error
        self.done = result.done
        self.outcome = result.outcome
        self._total = (self._total or 0.0) + (result.reward or 0.0)
        if self.done:
            self.record()
        return result

    def _reset(self, task: AnyTask | None, params: Mapping[str, Any]) -> Result:
        if self._session is not None and self._url is None and resolve_url(None) != self._session.url:
            # The server of this process had ended, and was started again elsewhere.
            self._session = None
        if self._session is not None:
            try:
                _outages.check(self._session.url, default_token(self._token))
                return self._session.reset(task, **params)
            except Infrastructure as error:
                if error.code in _OUTAGE_CODES and self._url is not None:
                    raise
                # It was closed, or replaced, or opened before a fork: a new session may do.
                self._session = None
        self._session = Session(self._url, token=self._token, timeout=self._timeout)
        return self._session.reset(task, **params)

    def _void(self, error: Infrastructure) -> None:
        self.fault = error
        if self._session is not None and error.code in _OUTAGE_CODES:
            _outages.begin(self._session.url)
        _log.warning("an episode is void, it has no reward: %s", error)
        self.record()


__all__ = ["TOOLS", "Rollout", "Tool"]
