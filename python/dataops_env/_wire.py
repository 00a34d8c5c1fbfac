"""Sockets to a server, blocking and asynchronous: text goes out, frames come in, every loss has one spelling."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any
from urllib.parse import quote, urlsplit

from websockets.asyncio.client import ClientConnection as AsyncConnection
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import ClientConnection as SyncConnection
from websockets.sync.client import connect as connect_sync

from .errors import DataopsError, Infrastructure, Refused, from_wire

MAX_REPLY_BYTES = 256 * 1024 * 1024
"""Above every reply that a server makes: a batch is full at 32 Mi characters."""

CLOSE_SECONDS = 2.0


class Lost(Exception):
    """The socket is gone; ``silent`` when the other side said nothing for too long."""

    def __init__(self, message: str, silent: bool = False) -> None:
        super().__init__(message)
        self.silent = silent


def socket_url(url: str, session_id: str | None = None) -> str:
    """The address of the door ``/ws`` of a server: a path in ``url`` is the prefix it is served under.

    :raises Refused: ``bad_url`` when it is no address of a server
    """
    parts = urlsplit(url)
    scheme = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}.get(parts.scheme)
    if scheme is None or not parts.netloc:
        raise Refused("bad_url", f"not the address of a server: {url}; write http://HOST:PORT")
    path = parts.path.rstrip("/")
    door = path if path.endswith("/ws") else f"{path}/ws"
    query = f"?session_id={quote(session_id, safe='')}" if session_id is not None else ""
    return f"{scheme}://{parts.netloc}{door}{query}"


def _options(url: str, token: str | None, seconds: float) -> dict[str, Any]:
    host = urlsplit(url).hostname or ""
    is_near = host == "localhost" or host.startswith("127.") or host == "::1"
    return {
        "open_timeout": seconds,
        "close_timeout": CLOSE_SECONDS,
        "compression": None,
        "max_size": MAX_REPLY_BYTES,
        "additional_headers": {"Authorization": f"Bearer {token}"} if token else None,
        # A proxy of the environment is not asked for what is on this machine.
        "proxy": None if is_near else True,
    }


def _of_handshake(error: Exception) -> Exception:
    """What a handshake that failed means: some failures would be the same again."""
    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        if status in (401, 403, 404, 407):
            code = "unauthorized" if status in (401, 403) else "bad_url"
            said = error.response.body.decode(errors="replace")[:300] if error.response.body else ""
            return Refused(code, f"the server refused the connection with status {status} {said}".strip())
    return Lost(f"no connection could be made: {error}")


def _of_close(error: ConnectionClosed) -> Exception:
    code = error.rcvd.code if error.rcvd is not None else None
    if code == 4001:
        return Infrastructure("replaced", "a newer client took the session")
    if code == 1009:
        return Refused("message_too_large", "the message is larger than the server takes")
    return Lost(f"the connection closed with code {code}")


def read_frame(text: str | bytes, expected: str) -> Any:
    """The ``data`` of a frame of the expected type.

    :raises DataopsError: what an error frame says; ``protocol_error`` for anything else
    """
    try:
        frame = json.loads(text)
        kind = frame["type"]
        data = frame["data"]
    except (ValueError, KeyError, TypeError):
        raise Infrastructure("protocol_error", "the server sent something that is no frame") from None
    if kind == expected:
        return data
    if kind == "error":
        raise from_wire(data)
    raise Infrastructure("protocol_error", f"the server answered {kind} instead of {expected}")


class SyncSocket:
    """A blocking socket. One thread at a time."""

    def __init__(self, connection: SyncConnection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, url: str, token: str | None, seconds: float) -> SyncSocket:
        """:raises Lost: when there is no connection; Refused when the server says why"""
        try:
            # The server pings; answering needs no thread of ours beside the one that reads. Entering is how every
            # version makes a connection; leaving would be closing, which is done when it is time.
            return cls(connect_sync(url, ping_interval=None, **_options(url, token, seconds)).__enter__())
        except (OSError, TimeoutError, EOFError, WebSocketException) as error:
            raise _of_handshake(error) from error

    def send(self, text: str) -> None:
        # A refusal may be waiting to be read, so what is wrong shows when the reply is asked for.
        with suppress(ConnectionClosed):
            self._connection.send(text)

    def receive(self, seconds: float) -> str:
        """:raises Lost: also when there is no reply in time; DataopsError when a close says why"""
        try:
            reply = self._connection.recv(seconds)
        except TimeoutError:
            raise Lost(f"no reply within {seconds:g} s", silent=True) from None
        except ConnectionClosed as error:
            raise _of_close(error) from error
        return reply if isinstance(reply, str) else reply.decode()

    def drop(self) -> None:
        """Lets go at once."""
        self._connection.close_socket()

    def close(self, last: str | None = None) -> None:
        """Says goodbye, and waits a little until the server has."""
        if last is not None:
            self.send(last)
        self.send('{"type":"close"}')
        with suppress(ConnectionClosed, TimeoutError):
            while True:
                self._connection.recv(CLOSE_SECONDS)
        self._connection.close()

    def abandon(self) -> None:
        """After a fork: the socket is the parent's, so only our copy of it is closed, without a word."""
        with suppress(OSError):
            self._connection.socket.close()


class AsyncSocket:
    """A socket of one event loop."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, url: str, token: str | None, seconds: float) -> AsyncSocket:
        """:raises Lost: when there is no connection; Refused when the server says why"""
        try:
            return cls(await connect_async(url, ping_interval=20, ping_timeout=60, **_options(url, token, seconds)))
        except (OSError, TimeoutError, EOFError, WebSocketException) as error:
            raise _of_handshake(error) from error

    async def send(self, text: str) -> None:
        with suppress(ConnectionClosed):
            await self._connection.send(text)

    async def receive(self, seconds: float) -> str:
        """:raises Lost: also when there is no reply in time; DataopsError when a close says why"""
        try:
            reply = await asyncio.wait_for(self._connection.recv(), seconds)
        except (TimeoutError, asyncio.TimeoutError):
            raise Lost(f"no reply within {seconds:g} s", silent=True) from None
        except ConnectionClosed as error:
            raise _of_close(error) from error
        return reply if isinstance(reply, str) else reply.decode()

    def drop(self) -> None:
        """Lets go at once."""
        self._connection.transport.abort()

    async def close(self, last: str | None = None) -> None:
        """Says goodbye, and waits a little until the server has."""
        if last is not None:
            await self.send(last)
        await self.send('{"type":"close"}')
        with suppress(ConnectionClosed, TimeoutError, asyncio.TimeoutError):
            while True:
                await asyncio.wait_for(self._connection.recv(), CLOSE_SECONDS)
        await self._connection.close()


__all__ = ["AsyncSocket", "DataopsError", "Lost", "SyncSocket", "read_frame", "socket_url"]
