"""Many sessions in one frame: :class:`VectorEnv` plays n episodes side by side over the server's batch message."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, TypeAlias

from ._engine import MOST_LOSSES, dumps, pauses
from ._handshake import check_version
from ._server import default_token, resolve_url
from ._wire import Lost, SyncSocket, read_frame, socket_url
from .episode import AnyAction, Failed, Json, Result, action_to_wire, result_from_wire
from .errors import DataopsError, Infrastructure, Refused, from_wire
from .session import reset_params
from .tasks import Task

VectorResult: TypeAlias = Result | Failed
AnyTask: TypeAlias = Task | Mapping[str, Any] | str

_FRAME_ITEMS = 4096
_FRAME_CHARACTERS = 250_000
"""A character may be four bytes, and servers usually take a message of 1 MiB."""


class Sampler(Protocol):
    """What chooses tasks: see :mod:`dataops_env.samplers`."""

    def sample(self, groups: int) -> list[Task]:
        """So many tasks."""
        ...


@dataclass(slots=True)
class _Slot:
    """One session, and what tells whether it still holds our episode."""

    session: str
    link: _Link
    task_id: str | None = None
    steps: int = 0
    done: bool = False
    needs_reset: bool = True


@dataclass(slots=True)
class _Item:
    """One thing to do in one slot."""

    place: int
    kind: str
    text: str
    outcome: VectorResult | None = None


@dataclass(slots=True)
class _Link:
    """One socket, and what is still to be sent over it."""

    target: str
    socket: SyncSocket | None = None
    pending: deque[_Item] = field(default_factory=deque)
    flying: list[_Item] = field(default_factory=list)
    losses: int = 0


class VectorEnv:
    """n sessions played side by side: one frame there and one back for a step of all of them.

    A session that fails is a :class:`Failed` in its place, never a reward, and the others go on. Connections that are
    lost come back to the same episodes. May be used by any thread; calls are played one at a time.

    :param n: how many sessions
    :param url: of the server; None as in :class:`Session`
    :param urls: several servers, over which the sessions are spread in turn; instead of ``url``
    :param token: None: what ``DATAOPS_TOKEN`` says
    :param tasks: where :meth:`reset` without tasks, and autoreset, take the next one: a sequence, which is gone
        through again and again, or a sampler
    :param autoreset: a step of a session whose episode is over (or failed) starts its next one, and its action is left
        unplayed: the result is then that of a reset (gymnasium calls this NEXT_STEP)
    :param timeout: seconds that a frame may take, and that a lost connection may take to come back
    :raises Infrastructure: ``connection_failed``, and what starting a server raises
    :raises Refused: ``unauthorized``, ``version_mismatch``
    """

    def __init__(
        self,
        n: int,
        url: str | None = None,
        *,
        urls: Sequence[str] | None = None,
        token: str | None = None,
        tasks: Sequence[Task] | Sampler | None = None,
        autoreset: bool = False,
        timeout: float = 300.0,
    ) -> None:
        if n < 1:
            raise ValueError("n is at least 1")
        if url is not None and urls is not None:
            raise ValueError("give url or urls, not both")
        if autoreset and tasks is None:
            raise ValueError("autoreset needs tasks to go on with")
        self.urls: tuple[str, ...] = tuple(urls) if urls else (resolve_url(url),)
        """Of the servers."""
        self._token = default_token(token)
        self._timeout = timeout
        self._next_task = _task_source(tasks)
        self._autoreset = autoreset
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._closed = False
        self._marks = f"{uuid.uuid4().hex[:12]}-"
        self._sent = 0
        for each in self.urls:
            check_version(each, self._token, min(timeout, 30.0))
        links = [_Link(socket_url(each)) for each in self.urls]
        self._links = links
        self._slots = [_Slot(f"v-{uuid.uuid4()}", links[place % len(links)]) for place in range(n)]
        try:
            for link in links:
                link.socket = self._open(link)
        except BaseException:
            self._drop_all()
            raise

    def __len__(self) -> int:
        return len(self._slots)

    def reset(self, tasks: Sequence[AnyTask] | AnyTask | None = None, **params: Any) -> list[VectorResult]:
        """Starts an episode in every session.

        :param tasks: n of them, or one for all (a group), or None: the next n of the tasks given at the beginning
        :param params: for all of them, such as ``reward_mode`` or ``seed``
        :returns: n results, in the order of the sessions
        :raises Refused: parameters that are wrong
        """
        chosen: list[AnyTask]
        if tasks is None and (self._next_task is None or params):
            chosen = [{} for _ in self._slots]
        elif tasks is None:
            chosen = [self._take_task() for _ in self._slots]
        elif isinstance(tasks, (Task, Mapping, str)):
            chosen = [tasks for _ in self._slots]
        else:
            chosen = list(tasks)
        if len(chosen) != len(self._slots):
            raise ValueError(f"{len(self._slots)} sessions need as many tasks, not {len(chosen)}")
        results = self.reset_some(dict(enumerate(chosen)), **params)
        return [results[place] for place in range(len(chosen))]

    def step(self, actions: Sequence[AnyAction]) -> list[VectorResult]:
        """Plays one action in every session; n actions, n results, in the order of the sessions."""
        if len(actions) != len(self._slots):
            raise ValueError(f"{len(self._slots)} sessions need as many actions, not {len(actions)}")
        results = self.step_some(dict(enumerate(actions)))
        return [results[place] for place in range(len(actions))]

    def reset_some(self, tasks: Mapping[int, AnyTask], **params: Any) -> dict[int, VectorResult]:
        """Starts an episode in some sessions, named by their places; results by place."""
        with self._lock:
            items = [self._reset_item(place, task, params) for place, task in tasks.items()]
            return self._play(items)

    def step_some(self, actions: Mapping[int, AnyAction]) -> dict[int, VectorResult]:
        """Plays one action in some sessions, named by their places; results by place."""
        with self._lock:
            items: list[_Item] = []
            for place, action in actions.items():
                slot = self._slots[place]
                if self._autoreset and (slot.done or slot.needs_reset):
                    items.append(self._reset_item(place, self._take_task(), {}))
                else:
                    items.append(self._step_item(place, action))
            return self._play(items)

    def close(self) -> None:
        """Ends all sessions and connections. May be called more than once."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            for link in self._links:
                socket, link.socket = link.socket, None
                if socket is None:
                    continue
                if self._process != os.getpid():
                    socket.abandon()
                    continue
                items = [{"session": slot.session, "close": {}} for slot in self._slots if slot.link is link]
                socket.close(dumps({"type": "batch", "data": items}))

    def __enter__(self) -> VectorEnv:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"VectorEnv({len(self._slots)}, urls={list(self.urls)!r})"

    def _take_task(self) -> Task:
        assert self._next_task is not None
        return self._next_task()

    def _reset_item(self, place: int, task: AnyTask, params: Mapping[str, Any]) -> _Item:
        given = reset_params(task, params)
        return _Item(place, "reset", dumps({"session": self._slots[place].session, "reset": given}))

    def _step_item(self, place: int, action: AnyAction) -> _Item:
        self._sent += 1
        slot = self._slots[place]
        mark = f"{self._marks}{self._sent}"
        return _Item(
            place, "step", dumps({"session": slot.session, "step": action_to_wire(action), "request_id": mark})
        )

    def _play(self, items: Sequence[_Item]) -> dict[int, VectorResult]:
        """Plays items, of which no two are of one session."""
        if self._process != os.getpid():
            raise Infrastructure("forked", "these sessions were opened before a fork; open them in this process")
        if self._closed:
            raise Infrastructure("closed", "the sessions were closed")
        for link in self._links:
            link.pending.clear()
            link.losses = 0
        for item in items:
            self._slots[item.place].link.pending.append(item)
        try:
            while any(link.pending for link in self._links):
                busy = [link for link in self._links if link.pending]
                # All servers work at once.
                for link in busy:
                    self._send(link)
                for link in busy:
                    self._receive(link)
        except BaseException:
            # Replies may still come, to nobody.
            self._drop_all()
            raise
        results: dict[int, VectorResult] = {}
        for item in items:
            assert item.outcome is not None
            results[item.place] = item.outcome
        return results

    def _send(self, link: _Link) -> None:
        size = 0
        frame: list[_Item] = []
        for item in link.pending:
            size += len(item.text)
            if frame and (size > _FRAME_CHARACTERS or len(frame) == _FRAME_ITEMS):
                break
            frame.append(item)
        link.flying = frame
        if link.socket is not None:
            link.socket.send(f'{{"type":"batch","data":[{",".join(item.text for item in frame)}]}}')

    def _receive(self, link: _Link) -> None:
        try:
            if link.socket is None:
                raise Lost("there is no connection")
            entries = read_frame(link.socket.receive(self._timeout), "batch")
        except Lost as lost:
            self._come_back(link, lost)
            return
        if not isinstance(entries, list) or len(entries) != len(link.flying):
            raise Infrastructure("protocol_error", "the server did not answer every item")
        for item, entry in zip(link.flying, entries, strict=True):
            error = entry.get("error")
            if error is not None and error.get("code") == "NOT_RUN":
                # The reply is full: this item and those after it go again.
                break
            item.outcome = self._note(item, entry)
            link.pending.popleft()

    def _come_back(self, link: _Link, lost: Lost) -> None:
        """Makes the connection again; the frame goes again too. Where that is hopeless its items have failed."""
        if link.socket is not None:
            link.socket.drop()
            link.socket = None
        link.losses += 1
        deadline = time.monotonic() + self._timeout
        error: DataopsError = Infrastructure("timeout" if lost.silent else "connection_lost", str(lost))
        if link.losses < (2 if lost.silent else MOST_LOSSES):
            for pause in pauses():
                try:
                    link.socket = self._open(link, max(deadline - time.monotonic(), 0.1))
                    return
                except Infrastructure as failed:
                    error = Infrastructure(
                        "connection_lost", f"no connection for {self._timeout:g} s: {failed.message}"
                    )
                if time.monotonic() + pause >= deadline:
                    break
                time.sleep(pause)
        while link.pending:
            item = link.pending.popleft()
            item.outcome = self._fail(item, error)

    def _open(self, link: _Link, seconds: float | None = None) -> SyncSocket:
        try:
            return SyncSocket.open(link.target, self._token, min(self._timeout, 30.0) if seconds is None else seconds)
        except Lost as lost:
            raise Infrastructure("connection_failed", str(lost)) from lost

    def _note(self, item: _Item, entry: Json) -> VectorResult:
        slot = self._slots[item.place]
        error = entry.get("error")
        if error is not None:
            told = from_wire(error)
            if item.kind == "step" and slot.task_id is not None and told.code in ("SESSION_ERROR", "no_episode"):
                told = _gone()
            if isinstance(told, Refused) and item.kind == "reset":
                raise told
            return self._fail(item, told)
        result = result_from_wire(entry)
        seen = result.observation
        if item.kind == "step":
            # After the end a step is answered with the last observation again, and nothing is counted.
            is_ours = seen.task_id == slot.task_id and seen.current_step == slot.steps + (not slot.done)
            if not is_ours:
                return self._fail(item, _gone())
        slot.task_id, slot.steps, slot.done = seen.task_id, seen.current_step, result.done
        slot.needs_reset = False
        return result

    def _fail(self, item: _Item, error: DataopsError) -> Failed:
        self._slots[item.place].needs_reset = True
        return Failed(error)

    def _drop_all(self) -> None:
        for link in self._links:
            if link.socket is not None:
                link.socket.drop()
                link.socket = None


def _gone() -> Infrastructure:
    return Infrastructure("episode_lost", "the session no longer holds this episode; call reset")


def _task_source(tasks: Sequence[Task] | Sampler | None) -> Callable[[], Task] | None:
    if tasks is None:
        return None
    if isinstance(tasks, Sequence):
        if not tasks:
            raise ValueError("there are no tasks to go on with")
        endless = _again_and_again(tasks)
        return lambda: next(endless)
    sampler = tasks
    return lambda: sampler.sample(1)[0]


def _again_and_again(tasks: Sequence[Task]) -> Iterator[Task]:
    while True:
        yield from tasks


__all__ = ["AnyTask", "Sampler", "VectorEnv", "VectorResult"]
