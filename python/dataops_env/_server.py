"""A server of this process: started when first asked for, shared with its children, ended with it.

However the process ends, the server ends too: it reads its standard input, whose other end only this process holds,
and goes when that closes.
"""

from __future__ import annotations

import atexit
import os
import re
import subprocess
import tempfile
import threading
from contextlib import suppress
from typing import IO

from ._node import find_node, find_server
from .errors import Infrastructure

URL_VARIABLE = "DATAOPS_URL"
TOKEN_VARIABLE = "DATAOPS_TOKEN"

_START_SECONDS = 60.0


def default_token(token: str | None) -> str | None:
    """The given one, or that of the environment."""
    return token if token is not None else (os.environ.get(TOKEN_VARIABLE) or None)


def resolve_url(url: str | None) -> str:
    """The given address, that of ``DATAOPS_URL``, or that of a server of this process, which is started if need be.

    :raises Infrastructure: ``no_node``, ``no_server``, ``server_failed``
    """
    if url is not None:
        return url
    named = os.environ.get(URL_VARIABLE)
    if named and not _own.has_died(named):
        return named
    return _own.start()


class OwnServer:
    """The one server that a process starts. Guarded by a lock; forgets, after a fork, that it has one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._url: str | None = None
        self._log: IO[bytes] | None = None
        self._lifeline: int | None = None

    @property
    def pid(self) -> int | None:
        """Of the server, while this process has one."""
        return None if self._process is None else self._process.pid

    def wait(self) -> None:
        """Returns when the server has ended, however it ends."""
        process = self._process
        if process is not None:
            process.wait()

    def has_died(self, url: str) -> bool:
        """Whether the address is that of a server that this process started and that is no more."""
        return self._process is not None and url == self._url and self._process.poll() is not None

    def start(self) -> str:
        """Starts it, unless it runs, and names it to the processes that this one starts."""
        with self._lock:
            if self._process is not None and self._process.poll() is None and self._url is not None:
                return self._url
            self._url = self._launch()
            os.environ[URL_VARIABLE] = self._url
            return self._url

    def stop(self) -> None:
        """Ends it, and waits until it has."""
        with self._lock:
            process, self._process = self._process, None
            if os.environ.get(URL_VARIABLE) == self._url:
                os.environ.pop(URL_VARIABLE, None)
            if process is None:
                return
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            self._let_go()

    def forget(self) -> None:
        """After a fork: the server is the parent's, and must end with it, not with us."""
        process, self._process = self._process, None
        self._lock = threading.Lock()
        self._let_go()
        if process is not None:
            # What is left of the object must not wait for a process that is not our child.
            process.returncode = 0

    def _let_go(self) -> None:
        lifeline, self._lifeline = self._lifeline, None
        if lifeline is not None:
            os.close(lifeline)
        log, self._log = self._log, None
        if log is not None:
            log.close()

    def _launch(self) -> str:
        command = [find_node(), find_server(), "serve", "--host", "127.0.0.1", "--port", "0", "--end-with-stdin"]
        level = [] if "DATAOPS_LOG_LEVEL" in os.environ else ["--log-level", "error"]
        environment = {key: value for key, value in os.environ.items() if key != URL_VARIABLE}
        self._let_go()
        # Read when the start fails.
        self._log = tempfile.TemporaryFile()  # noqa: SIM115
        end, self._lifeline = os.pipe()
        try:
            self._process = subprocess.Popen(
                [*command, *level],
                stdin=end,
                stdout=subprocess.PIPE,
                stderr=self._log,
                env=environment,
                # Ctrl-C is for the program: it may still have something to ask.
                start_new_session=True,
            )
        except OSError as error:
            self._let_go()
            raise Infrastructure("server_failed", f"the server did not start: {error}") from error
        finally:
            os.close(end)
        return self._await_url(self._process)

    def _await_url(self, process: subprocess.Popen[bytes]) -> str:
        assert process.stdout is not None
        # A start that hangs is ended, which ends the waiting for its line.
        timer = threading.Timer(_START_SECONDS, process.kill)
        timer.daemon = True
        timer.start()
        said: list[bytes] = []
        try:
            for line in process.stdout:
                said.append(line)
                found = re.match(rb"dataops-env listening on (http://\S+)", line)
                if found is not None:
                    threading.Thread(target=_drain, args=(process.stdout,), daemon=True).start()
                    return found.group(1).decode()
        finally:
            timer.cancel()
        process.wait()
        process.stdout.close()
        why = (b"".join(said) + self._errors()).decode(errors="replace").strip()
        self._process = None
        self._let_go()
        raise Infrastructure("server_failed", f"the server did not start: {why[-2000:]}")

    def _errors(self) -> bytes:
        if self._log is None:
            return b""
        self._log.seek(0)
        return self._log.read()


def _drain(stream: IO[bytes]) -> None:
    with stream, suppress(OSError, ValueError):
        for _ in stream:
            pass


_own = OwnServer()
atexit.register(_own.stop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_own.forget)


def own_server() -> OwnServer:
    """The server of this process, whether it was started or not."""
    return _own
