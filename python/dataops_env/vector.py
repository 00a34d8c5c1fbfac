"""Many sessions in one frame: :class:`VectorEnv` plays n episodes side by side over the server's batch message."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, TypeAlias

from ._batch import Item, Link
from ._engine import dumps
from ._handshake import check_version
from ._server import default_token, resolve_url
from .episode import AnyAction, Failed, Json, Outcome, Result, action_to_wire, result_from_wire
from .errors import DataopsError, Infrastructure, Refused, from_wire
from .metrics import Log, record_of, write
from .task import AnyTask, Task, reset_params

VectorResult: TypeAlias = Result | Failed


class Sampler(Protocol):
    """What chooses tasks: see :mod:`dataops_env.samplers`."""

    def sample(self, groups: int) -> list[Task]:
        """So many tasks."""
        ...


@dataclass(slots=True)
class _Slot:
    """One session, and what tells whether it still holds our episode."""

    session: str
    link: Link
    task_id: str | None = None
    steps: int = 0
    done: bool = False
    needs_reset: bool = True
    task: AnyTask | None = None
    """What was asked for."""
    paid: float = 0.0
    """The rewards of its episode so far."""
    is_recorded: bool = True


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
    :param log: gets the record of each episode; see :mod:`dataops_env.metrics`
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
        log: Log | None = None,
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
        self._log = log
        self._next_task = _task_source(tasks)
        self._autoreset = autoreset
        self._lock = threading.RLock()
        self._process = os.getpid()
        self._closed = False
        self._marks = f"{uuid.uuid4().hex[:12]}-"
        self._sent = 0
        for each in self.urls:
            check_version(each, self._token, min(timeout, 30.0))
        links = [Link(each, self._token, timeout) for each in self.urls]
        self._links = links
        self._slots = [_Slot(f"v-{uuid.uuid4()}", links[place % len(links)]) for place in range(n)]
        try:
            for link in links:
                link.open()
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
            items: list[Item] = []
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
            for slot in self._slots:
                self._record(slot, None, None)
            for link in self._links:
                socket = link.take_socket()
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

    def _reset_item(self, place: int, task: AnyTask, params: Mapping[str, Any]) -> Item:
        given = reset_params(task, params)
        text = dumps({"session": self._slots[place].session, "reset": given})
        return Item(place, "reset", text, task if isinstance(task, Task) else given)

    def _step_item(self, place: int, action: AnyAction) -> Item:
        self._sent += 1
        slot = self._slots[place]
        mark = f"{self._marks}{self._sent}"
        return Item(place, "step", dumps({"session": slot.session, "step": action_to_wire(action), "request_id": mark}))

    def _play(self, items: Sequence[Item]) -> dict[int, VectorResult]:
        """Plays items, of which no two are of one session."""
        if self._process != os.getpid():
            raise Infrastructure("forked", "these sessions were opened before a fork; open them in this process")
        if self._closed:
            raise Infrastructure("closed", "the sessions were closed")
        for link in self._links:
            link.begin(item for item in items if self._slots[item.place].link is link)
        results: dict[int, VectorResult] = {}
        try:
            while busy := [link for link in self._links if link.is_busy]:
                # All servers work at once.
                for link in busy:
                    link.send()
                for link in busy:
                    for item, answer in link.receive():
                        results[item.place] = self._note(item, answer)
        except BaseException:
            # Replies may still come, to nobody.
            self._drop_all()
            raise
        return results

    def _note(self, item: Item, entry: Json | DataopsError) -> VectorResult:
        slot = self._slots[item.place]
        if isinstance(entry, DataopsError):
            return self._fail(item, entry)
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
            slot.paid += result.reward or 0.0
        else:
            self._begin(slot, item.task)
        slot.task_id, slot.steps, slot.done = seen.task_id, seen.current_step, result.done
        slot.needs_reset = False
        if result.done:
            self._record(slot, result.outcome, None)
        return result

    def _fail(self, item: Item, error: DataopsError) -> Failed:
        slot = self._slots[item.place]
        slot.needs_reset = True
        if isinstance(error, Infrastructure):
            if item.kind == "reset":
                self._begin(slot, item.task)
            self._record(slot, None, error.code)
        return Failed(error)

    def _begin(self, slot: _Slot, task: AnyTask | None) -> None:
        # What was begun before, and has no end, has one now.
        self._record(slot, None, None)
        slot.task, slot.steps, slot.paid, slot.is_recorded = task, 0, 0.0, False

    def _record(self, slot: _Slot, outcome: Outcome | None, void: str | None) -> None:
        was_recorded, slot.is_recorded = slot.is_recorded, True
        if was_recorded:
            return
        record = record_of(
            slot.task,
            reward=slot.paid if void is None else None,
            outcome=outcome,
            steps=slot.steps,
            submitted=outcome is not None and not outcome.truncated,
            void=void,
        )
        write(self._log, record)

    def _drop_all(self) -> None:
        for link in self._links:
            link.drop()


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


__all__ = ["Sampler", "VectorEnv", "VectorResult"]
