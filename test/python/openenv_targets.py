"""What the checks of openenv_clients.py are pointed at, and what they share."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Servers with their processes: as it comes, with room for a single session, and one that moreover asks its clients for a
# sign of life all the time. Then the record of an agent that solves the five tasks.
URL, PID, SMALL_URL, SMALL_PID, ASKING_URL, _, RECORD = sys.argv[1:]

INSPECT = {"action_type": "inspect_schema"}
FINISH = {"action_type": "finish_task"}


def run_sql(query: str) -> dict[str, str]:
    return {"action_type": "execute_sql", "query": query}


def run_endlessly(mark: str) -> dict[str, str]:
    """Works until the budget of an action is spent, about a second; the mark makes a text that was not run before."""
    endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t"
    return run_sql(f"{endless} -- {mark}")


@contextmanager
def frozen(pid: str) -> Iterator[None]:
    """Inside, the server answers nothing, however fast the machine is."""
    os.kill(int(pid), signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(int(pid), signal.SIGCONT)


def trajectories() -> list[dict[str, Any]]:
    """Whole episodes, one of each task."""
    found = [json.loads(line) for line in Path(RECORD).read_text().splitlines()]
    assert len({trajectory["task_id"] for trajectory in found}) == 5
    return found


async def refused(call: Awaitable[Any], *parts: str) -> None:
    """The call must fail, and say all of this."""
    try:
        answer = await call
    except RuntimeError as error:
        assert all(part in str(error) for part in parts), error
    else:
        raise AssertionError(f"not refused, {parts}: {answer}")


async def timed_out(call: Awaitable[Any]) -> None:
    """The call must fail because nothing came in time."""
    try:
        answer = await call
    except asyncio.TimeoutError:
        return
    raise AssertionError(f"a frozen server answered: {answer}")
