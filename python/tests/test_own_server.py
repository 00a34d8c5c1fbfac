"""The server that a program starts by itself: shared with its children, gone with it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dataops_env
from dataops_env import Infrastructure, connect
from dataops_env._node import find_node
from dataops_env._server import own_server

ROOT = str(Path(dataops_env.__file__).parent.parent)


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return status != "Z"


def await_end(pid: int) -> None:
    deadline = time.monotonic() + 30
    while is_running(pid):
        assert time.monotonic() < deadline, f"{pid} is still there"
        time.sleep(0.05)


def program(*arguments: str) -> subprocess.Popen[str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DATAOPS_URL", "DATAOPS_TOKEN")}
    environment = {**kept, "PYTHONPATH": ROOT}
    return subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, text=True, env=environment)


def test_children_of_every_kind_play_on_the_same_server_and_it_ends_with_the_program(folder: Path) -> None:
    text = """
import multiprocessing, os, subprocess, sys
from dataops_env import connect
from dataops_env._server import own_server

def play(_):
    with connect() as session:
        session.reset("task_easy")
        return session.url

if __name__ == "__main__":
    with connect() as session:
        urls = {session.url}
        for kind in ("fork", "spawn", "forkserver"):
            with multiprocessing.get_context(kind).Pool(2) as pool:
                urls.update(pool.map(play, range(4)))
        said = subprocess.run([sys.executable, "-c", "from dataops_env import connect; print(connect().url)"],
                              stdout=subprocess.PIPE, text=True, check=True)
        urls.add(said.stdout.strip())
        session.reset("task_easy")
        print(len(urls), own_server().pid, session.finish().done, flush=True)
"""
    # Children that are spawned import the program again, which -c cannot offer.
    (folder / "program.py").write_text(text)
    done = program(str(folder / "program.py"))
    said, _ = done.communicate(timeout=120)
    assert done.returncode == 0
    servers, pid, is_done = said.split()
    assert (servers, is_done) == ("1", "True")
    await_end(int(pid))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_however_the_program_ends_no_server_is_left(number: signal.Signals) -> None:
    child = program(
        "-c",
        "import os, time\n"
        "from dataops_env import connect\n"
        "from dataops_env._server import own_server\n"
        "session = connect()\n"
        # A child that lives on holds nothing that keeps the server.
        "if os.fork() == 0:\n"
        "    time.sleep(8)\n"
        "    os._exit(0)\n"
        "print(own_server().pid, flush=True)\n"
        "time.sleep(60)\n",
    )
    assert child.stdout is not None
    pid = int(child.stdout.readline())
    assert is_running(pid)
    child.send_signal(number)
    child.wait()
    started = time.monotonic()
    await_end(pid)
    assert time.monotonic() - started < 7.5
    child.stdout.close()


def test_a_server_that_died_is_started_again(environment: pytest.MonkeyPatch) -> None:
    try:
        with connect() as session:
            assert os.environ["DATAOPS_URL"] == session.url
            first = own_server().pid
            assert first is not None
            with connect() as other:
                assert other.url == session.url
            os.kill(first, signal.SIGKILL)
            own_server().wait()
        with connect() as session:
            session.reset("task_easy")
            assert own_server().pid != first and session.finish().done
    finally:
        own_server().stop()
    assert "DATAOPS_URL" not in os.environ


def test_node_is_looked_for_and_named_when_missing(environment: pytest.MonkeyPatch, folder: Path) -> None:
    real = find_node()
    environment.setenv("PATH", str(folder))
    environment.setattr("dataops_env._node._packaged_node", lambda: None)
    with pytest.raises(Infrastructure, match=r"openenv-dataops-env\[server\]") as error:
        connect()
    assert error.value.code == "no_node"
    old = folder / "node"
    old.write_text("#!/bin/sh\necho v18.20.1\n")
    old.chmod(old.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(Infrastructure, match=r"Node 18\.20.*\[server\]"):
        connect()
    environment.setenv("DATAOPS_NODE", str(folder / "nothing"))
    with pytest.raises(Infrastructure, match="DATAOPS_NODE"):
        connect()
    environment.setenv("DATAOPS_NODE", real)
    assert find_node() == real
    environment.setenv("DATAOPS_SERVER", str(folder / "no-such-server.js"))
    with pytest.raises(Infrastructure, match="did not start"):
        connect()
