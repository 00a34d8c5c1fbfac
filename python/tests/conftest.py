"""What the tests share: real servers, and a proxy that loses connections."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from socket import SHUT_RDWR, create_connection, create_server, socket

import pytest

from dataops_env import _handshake
from dataops_env._node import find_node, find_server


class RunningServer:
    """The command `serve` in a process of its own."""

    def __init__(self, *flags: str, port: int = 0, environment: dict[str, str] | None = None) -> None:
        command = [find_node(), find_server(), "serve", "--host", "127.0.0.1", "--port", str(port)]
        self.process = subprocess.Popen(
            [*command, "--log-level", "silent", "--end-with-stdin", *flags],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        found = re.search(r"listening on (http://[\d.]+:(\d+))", line)
        assert found is not None, line
        self.url, self.port = found.group(1), int(found.group(2))

    def kill(self) -> None:
        """As a machine that fails: nothing is said to anybody."""
        self.process.kill()
        self.process.wait()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        with suppress(ProcessLookupError):
            self.thaw()
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()


class LossyProxy:
    """Passes bytes on to a server, and loses connections when told to."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._door: socket = create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._pairs: list[tuple[socket, socket]] = []
        self._lock = threading.Lock()
        self._swallow = 0
        self.refuse = False
        threading.Thread(target=self._accept, daemon=True).start()

    def swallow_replies(self, connections: int = 1) -> None:
        """So many times from now on, what the server says next is lost, and the connection with it."""
        self._swallow = connections

    def cut(self) -> None:
        """Loses all connections now."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            _cut(*pair)

    def close(self) -> None:
        with suppress(OSError):
            self._door.shutdown(SHUT_RDWR)
        self._door.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            if self.refuse:
                client.close()
                continue
            try:
                server = create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            with self._lock:
                self._pairs.append((client, server))
            threading.Thread(target=self._pump, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(server, client, True), daemon=True).start()

    def _pump(self, source: socket, target: socket, is_reply: bool) -> None:
        try:
            while data := source.recv(65536):
                # A handshake passes, else nobody would come far enough to lose a reply.
                if is_reply and self._swallow > 0 and not data.startswith(b"HTTP/"):
                    self._swallow -= 1
                    break
                target.sendall(data)
        except OSError:
            pass
        _cut(source, target)


def _cut(*ends: socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(SHUT_RDWR)
        with suppress(OSError):
            end.close()


@pytest.fixture(scope="session")
def server() -> Iterator[RunningServer]:
    running = RunningServer()
    yield running
    running.end()


@pytest.fixture
def start() -> Iterator[Callable[..., RunningServer]]:
    """Starts servers that end with the test."""
    running: list[RunningServer] = []

    def begin(*flags: str, port: int = 0, environment: dict[str, str] | None = None) -> RunningServer:
        running.append(RunningServer(*flags, port=port, environment=environment))
        return running[-1]

    yield begin
    for one in running:
        one.end()


@pytest.fixture
def proxy(server: RunningServer) -> Iterator[LossyProxy]:
    lossy = LossyProxy(server.port)
    yield lossy
    lossy.close()


@pytest.fixture(autouse=True)
def _forget_versions() -> None:
    _handshake._checked.clear()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DATAOPS_URL", "DATAOPS_TOKEN", "DATAOPS_NODE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
