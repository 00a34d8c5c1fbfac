"""One socket over which many sessions are driven: items go out in frames, answers come back, losses are made good."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from ._engine import MOST_LOSSES, pauses
from ._wire import Lost, SyncSocket, read_frame, socket_url
from .episode import Json
from .errors import DataopsError, Infrastructure
from .task import AnyTask

_FRAME_ITEMS = 4096
_FRAME_CHARACTERS = 250_000
"""A character may be four bytes, and servers usually take a message of 1 MiB."""


@dataclass(slots=True)
class Item:
    """One thing to do in the session of one place."""

    place: int
    kind: str
    text: str
    """As it is sent."""
    task: AnyTask | None = None
    """What a reset asks for."""


Answer: TypeAlias = tuple[Item, Json | DataopsError]
"""What came of an item: its entry of the reply, or why there is none."""


class Link:
    """A connection to one server, and what is still to be sent over it. Not for two threads at the same time.

    :param seconds: that a frame may take, and that a lost connection may take to come back
    """

    def __init__(self, url: str, token: str | None, seconds: float) -> None:
        self._target = socket_url(url)
        self._token = token
        self._seconds = seconds
        self._socket: SyncSocket | None = None
        self._pending: deque[Item] = deque()
        self._flying: list[Item] = []
        self._losses = 0

    @property
    def is_busy(self) -> bool:
        """Whether there are items without an answer."""
        return bool(self._pending)

    def open(self) -> None:
        """:raises DataopsError: when there is no connection"""
        self._socket = self._connect(min(self._seconds, 30.0))

    def begin(self, items: Iterable[Item]) -> None:
        """What is to be done now; what was to be done before is forgotten."""
        self._pending = deque(items)
        self._losses = 0

    def send(self) -> None:
        """Sends as much as a frame takes."""
        size = 0
        frame: list[Item] = []
        for item in self._pending:
            size += len(item.text)
            if frame and (size > _FRAME_CHARACTERS or len(frame) == _FRAME_ITEMS):
                break
            frame.append(item)
        self._flying = frame
        if self._socket is not None:
            self._socket.send(f'{{"type":"batch","data":[{",".join([item.text for item in frame])}]}}')

    def receive(self) -> list[Answer]:
        """The answers to what was sent; of what has none yet, which goes again, nothing.

        :raises DataopsError: what ends all items, such as another client on the session
        """
        try:
            if self._socket is None:
                raise Lost("there is no connection")
            entries = read_frame(self._socket.receive(self._seconds), "batch")
        except Lost as lost:
            return self._come_back(lost)
        if not isinstance(entries, list) or len(entries) != len(self._flying):
            raise Infrastructure("protocol_error", "the server did not answer every item")
        answers: list[Answer] = []
        for item, entry in zip(self._flying, entries, strict=True):
            error = entry.get("error")
            if error is not None and error.get("code") == "NOT_RUN":
                # The reply is full: this item and those after it go again.
                break
            answers.append((item, entry))
            self._pending.popleft()
        return answers

    def drop(self) -> None:
        """Lets go at once."""
        if self._socket is not None:
            self._socket.drop()
            self._socket = None

    def take_socket(self) -> SyncSocket | None:
        """The socket, which is from now on for the caller to close."""
        socket, self._socket = self._socket, None
        return socket

    def _come_back(self, lost: Lost) -> list[Answer]:
        """Makes the connection again; the frame goes again too. Where that is hopeless its items have failed."""
        self.drop()
        self._losses += 1
        deadline = time.monotonic() + self._seconds
        error: DataopsError = Infrastructure("timeout" if lost.silent else "connection_lost", str(lost))
        if self._losses < (2 if lost.silent else MOST_LOSSES):
            for pause in pauses():
                try:
                    self._socket = self._connect(max(deadline - time.monotonic(), 0.1))
                    return []
                except Infrastructure as failed:
                    error = Infrastructure(
                        "connection_lost", f"no connection for {self._seconds:g} s: {failed.message}"
                    )
                if time.monotonic() + pause >= deadline:
                    break
                time.sleep(pause)
        failed_items, self._pending = self._pending, deque()
        return [(item, error) for item in failed_items]

    def _connect(self, seconds: float) -> SyncSocket:
        try:
            return SyncSocket.open(self._target, self._token, seconds)
        except Lost as lost:
            raise Infrastructure("connection_failed", str(lost)) from lost


__all__ = ["Answer", "Item", "Link"]
