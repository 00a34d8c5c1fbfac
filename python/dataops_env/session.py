"""One episode after another, in a session of its own: :class:`Session` blocks, :class:`AsyncSession` awaits.

Both come back to the same episode when the connection is lost: the session outlives it at the server. A step whose
reply was lost is sent again under the same ``request_id``, and is answered by the server without being played again.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
import uuid
from functools import partial
from types import TracebackType
from typing import Any

from . import _engine
from ._engine import Ask, Connect, Engine, Operation
from ._handshake import check_version
from ._server import default_token, resolve_url
from ._wire import AsyncSocket, Lost, SyncSocket, read_frame, socket_url
from .episode import AnyAction, Result, State, action_to_wire, result_from_wire, state_from_wire
from .episode import execute_sql as _execute_sql
from .episode import finish_task as _finish_task
from .episode import inspect_schema as _inspect_schema
from .errors import DataopsError, Infrastructure
from .task import AnyTask, reset_params

DEFAULT_TIMEOUT = 30.0
"""Seconds that one reply may take, and that a lost connection may take to come back."""


class _Common:
    """What both kinds of session know."""

    def __init__(self, url: str | None, token: str | None, session_id: str | None, timeout: float) -> None:
        self.url = resolve_url(url)
        """Of the server."""
        self._token = default_token(token)
        self._ends_session = session_id is None
        self.session_id = session_id if session_id is not None else f"c-{uuid.uuid4()}"
        """By which others may come to the same episode. One that this client made up ends with it."""
        self._timeout = timeout
        self._target = socket_url(self.url, self.session_id)
        self._engine = Engine(self.session_id, timeout)
        self._process = os.getpid()
        self._closed = False
        self._end: DataopsError | None = None
        self._is_waiting = False

    def _check_usable(self) -> None:
        if self._process != os.getpid():
            message = "this session was opened before a fork; open one in this process (DATAOPS_URL names the server)"
            raise Infrastructure("forked", message)
        if self._closed:
            raise Infrastructure("closed", "the session was closed")
        if self._end is not None:
            raise self._end

    @property
    def _goodbye(self) -> str | None:
        if not self._ends_session:
            return None
        return _engine.dumps({"type": "batch", "data": [{"session": self.session_id, "close": {}}]})

    def _leave(self, error: BaseException) -> None:
        """An operation ended early. Where a reply may still come, to nobody, the socket is of no more use."""
        code = error.code if isinstance(error, DataopsError) else None
        if code == "replaced":
            # Whoever was replaced does not fight for the session.
            self._end = error if isinstance(error, DataopsError) else None
        if self._is_waiting or code == "protocol_error":
            self._is_waiting = False
            self._engine.interrupt()
            self._drop()

    def _drop(self) -> None:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r}, session_id={self.session_id!r})"


class Session(_Common):
    """A session that blocks. May be used by any thread; calls are played one at a time.

    :param url: of the server, as ``http:``, ``https:``, ``ws:`` or ``wss:``; a path is the prefix it is served under.
        None: the one that ``DATAOPS_URL`` names, else a server of this process, started when first asked for
    :param token: for a server that asks for one; None: what ``DATAOPS_TOKEN`` says
    :param session_id: the session to come to; one that begins with ``c-`` is made when there is none. None: a new
        one, which ends with this object
    :param timeout: seconds that one reply may take, and that a lost connection may take to come back
    :raises Infrastructure: ``connection_failed``, ``no_node``, ``no_server``, ``server_failed``
    :raises Capacity: all places of the server are taken
    :raises Refused: ``unauthorized``, ``SESSION_ERROR``, ``version_mismatch``
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        token: str | None = None,
        session_id: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> None:
        super().__init__(url, token, session_id, timeout)
        self._lock = threading.RLock()
        self._socket: SyncSocket | None = None
        check_version(self.url, self._token, timeout)
        try:
            self._run(self._engine.open())
        except BaseException:
            self._drop()
            raise

    def reset(self, task: AnyTask | None = None, **params: Any) -> Result:
        """Starts an episode, and ends the one before. Equal parameters give equal episodes, byte by byte.

        :param task: a :class:`dataops_env.Task`, the id of one, or parameters as a mapping
        :param params: ``seed``, ``split``, ``family``, ``world``, ``level``, ``difficulty``, ``reward_mode``,
            ``episode_id``, ``index``; None is as if it were absent
        :returns: reward None, ``prompt`` set
        :raises Refused: ``VALIDATION_ERROR``
        :raises Infrastructure: the server is not there
        """
        return result_from_wire(self._run(self._engine.reset(reset_params(task, params))))

    def step(self, action: AnyAction) -> Result:
        """Plays one action. The agent's mistakes are no errors: see ``observation.last_error``.

        :raises Refused: ``no_episode`` before the first reset
        :raises Infrastructure: ``episode_lost``, ``reply_lost``, ``timeout``: the episode has no score
        """
        return result_from_wire(self._run(self._engine.step(action_to_wire(action))))

    def inspect_schema(self, table_name: str | None = None) -> Result:
        """A step: shows all tables, or one."""
        return self.step(_inspect_schema(table_name))

    def execute_sql(self, query: str) -> Result:
        """A step: runs SQL; several statements run in order, all of them or none."""
        return self.step(_execute_sql(query))

    def finish(self) -> Result:
        """A step: submits the database for grading. ``outcome`` tells how it went."""
        return self.step(_finish_task())

    def state(self) -> State:
        """The public facts of the session; works before the first reset and after the end."""
        return state_from_wire(self._run(self._engine.state()))

    def close(self) -> None:
        """Ends the connection, and the session if its id was made up here. May be called more than once."""
        with self._lock:
            socket, self._socket = self._socket, None
            was_closed, self._closed = self._closed, True
            if socket is None or was_closed:
                return
            if self._process == os.getpid():
                socket.close(self._goodbye)
            else:
                socket.abandon()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _run(self, operation: Operation) -> Any:
        with self._lock:
            self._check_usable()
            need = next(operation)
            while True:
                try:
                    answer = self._do(need)
                except Lost as lost:
                    go_on = partial(operation.throw, lost)
                except BaseException as error:
                    self._leave(error)
                    operation.close()
                    raise
                else:
                    go_on = partial(operation.send, answer)
                try:
                    need = go_on()
                except StopIteration as end:
                    return end.value

    def _do(self, need: _engine.Need) -> Any:
        if isinstance(need, Ask):
            if self._socket is None:
                raise Lost("there is no connection")
            self._is_waiting = True
            self._socket.send(need.text)
            reply = self._socket.receive(self._timeout)
            self._is_waiting = False
            return read_frame(reply, need.expected)
        if isinstance(need, Connect):
            self._drop()
            self._socket = SyncSocket.open(self._target, self._token, need.seconds)
        else:
            time.sleep(need.seconds)
        return None

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.drop()
            self._socket = None


class AsyncSession(_Common):
    """A session that awaits; otherwise like :class:`Session`. It belongs to one event loop.

    Open it by ``await AsyncSession.open(...)`` or ``async with AsyncSession(...) as session:``. A call that is
    cancelled may have been played; the next one goes on from where the episode is.
    """

    def __init__(
        self,
        url: str | None = None,
        *,
        token: str | None = None,
        session_id: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> None:
        super().__init__(url, token, session_id, timeout)
        self._lock = asyncio.Lock()
        self._socket: AsyncSocket | None = None
        self._is_opened = False

    @classmethod
    async def open(
        cls,
        url: str | None = None,
        *,
        token: str | None = None,
        session_id: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
    ) -> AsyncSession:
        """Connects; parameters and errors are those of :class:`Session`."""
        # Starting a server of our own takes a moment, in which the loop goes on.
        where = await asyncio.to_thread(resolve_url, url)
        session = cls(where, token=token, session_id=session_id, timeout=timeout)
        await session._open()
        return session

    async def reset(self, task: AnyTask | None = None, **params: Any) -> Result:
        """See :meth:`Session.reset`."""
        return result_from_wire(await self._run(self._engine.reset(reset_params(task, params))))

    async def step(self, action: AnyAction) -> Result:
        """See :meth:`Session.step`."""
        return result_from_wire(await self._run(self._engine.step(action_to_wire(action))))

    async def inspect_schema(self, table_name: str | None = None) -> Result:
        """A step: shows all tables, or one."""
        return await self.step(_inspect_schema(table_name))

    async def execute_sql(self, query: str) -> Result:
        """A step: runs SQL; several statements run in order, all of them or none."""
        return await self.step(_execute_sql(query))

    async def finish(self) -> Result:
        """A step: submits the database for grading. ``outcome`` tells how it went."""
        return await self.step(_finish_task())

    async def state(self) -> State:
        """The public facts of the session; works before the first reset and after the end."""
        return state_from_wire(await self._run(self._engine.state()))

    async def close(self) -> None:
        """Ends the connection, and the session if its id was made up here. May be called more than once."""
        async with self._lock:
            socket, self._socket = self._socket, None
            was_closed, self._closed = self._closed, True
            if socket is not None and not was_closed and self._process == os.getpid():
                await socket.close(self._goodbye)

    async def __aenter__(self) -> AsyncSession:
        await self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def _open(self) -> None:
        if self._is_opened:
            return
        await asyncio.to_thread(check_version, self.url, self._token, self._timeout)
        try:
            await self._run(self._engine.open())
        except BaseException:
            self._drop()
            raise
        self._is_opened = True

    async def _run(self, operation: Operation) -> Any:
        async with self._lock:
            self._check_usable()
            need = next(operation)
            while True:
                try:
                    answer = await self._do(need)
                except Lost as lost:
                    go_on = partial(operation.throw, lost)
                except BaseException as error:
                    self._leave(error)
                    operation.close()
                    raise
                else:
                    go_on = partial(operation.send, answer)
                try:
                    need = go_on()
                except StopIteration as end:
                    return end.value

    async def _do(self, need: _engine.Need) -> Any:
        if isinstance(need, Ask):
            if self._socket is None:
                raise Lost("there is no connection")
            self._is_waiting = True
            await self._socket.send(need.text)
            reply = await self._socket.receive(self._timeout)
            self._is_waiting = False
            return read_frame(reply, need.expected)
        if isinstance(need, Connect):
            self._drop()
            self._socket = await AsyncSocket.open(self._target, self._token, need.seconds)
        else:
            await asyncio.sleep(need.seconds)
        return None

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.drop()
            self._socket = None


def connect(url: str | None = None, token: str | None = None, *, timeout: float = DEFAULT_TIMEOUT) -> Session:
    """A new :class:`Session`. Without ``url`` it plays on a server of this process."""
    return Session(url, token=token, timeout=timeout)
