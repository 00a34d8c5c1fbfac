"""Episodes by tool calls, the same for both generations of MCP's Python SDK."""

import json
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A server, the record of an agent that solves the five tasks, and the command that speaks on standard input and output.
URL, RECORD, *COMMAND = sys.argv[1:]

TOOLS = ["start_episode", "inspect_schema", "execute_sql", "finish_task"]


@dataclass
class Result:
    """What a call returned, under one name in both generations."""

    texts: list[str]
    structured: dict[str, Any] | None
    is_error: bool
    meta: dict[str, Any]


Call = Callable[[str, dict[str, Any]], Awaitable[Result]]


def trajectories() -> list[dict[str, Any]]:
    """Whole episodes, one of each task."""
    found = [json.loads(line) for line in Path(RECORD).read_text().splitlines()]
    assert len({trajectory["task_id"] for trajectory in found}) == 5
    return found


def equals(result: Result, recorded: dict[str, Any]) -> None:
    """The call showed what was recorded through another door, and no reward where a model reads."""
    assert not result.is_error and result.structured is not None
    observation = {key: value for key, value in result.structured.items() if key != "session_id"}
    assert observation == recorded["observation"]
    # A model reads what is new: at the start what it is about, then what came of its call.
    text = json.loads(result.texts[0])
    is_start = recorded["reward"] is None
    assert ("goal" in text, "last_query_result" in text) == (is_start, observation["last_query_result"] is not None)
    assert all(text[key] == observation[key] for key in text if key != "episode")
    assert ("last_error" in text) == (observation["last_error"] is not None)
    for key in ("done", "metadata"):
        assert result.meta[f"dataops-env/{key}"] == recorded[key]
    assert result.meta["dataops-env/reward"] == (0 if is_start else recorded["reward"])
    assert not any('"reward"' in text or "grader_score" in text for text in result.texts)


async def play(call: Call, trajectory: dict[str, Any]) -> None:
    """Plays an episode in the session that the start of it names, if it names one."""
    first = await call("start_episode", {"task_id": trajectory["task_id"]})
    equals(first, trajectory["reset"])
    session_id = first.meta.get("dataops-env/session_id")
    session = {} if session_id is None else {"session_id": session_id}
    assert session_id is None or json.loads(first.texts[-1]) == session
    for step in trajectory["steps"]:
        action = dict(step["action"])
        equals(await call(action.pop("action_type"), {**action, **session}), step["result"])
    assert step["result"]["metadata"]["solved"] is True


async def mistakes(call: Call) -> None:
    """What a model gets wrong is an answer that it can read, and a step."""
    first = await call("start_episode", {"task_id": "task_hard", "seed": 4})
    session_id = first.meta.get("dataops-env/session_id")
    session = {} if session_id is None else {"session_id": session_id}
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("execute_sql", {}),
        ("execute_sql", {"query": 5}),
        ("inspect_schema", {"tabel": "x"}),
        ("no_such_tool", {}),
    )
    for count, (name, arguments) in enumerate(calls, start=1):
        wrong = await call(name, {**arguments, **session})
        assert wrong.is_error and wrong.structured is not None
        assert wrong.structured["last_error"] and wrong.structured["current_step"] == count
        assert wrong.meta["dataops-env/reward"] == -0.05
    failed = await call("execute_sql", {"query": "SELECT * FROM nowhere", **session})
    assert not failed.is_error and failed.structured is not None and "nowhere" in failed.structured["last_error"]
    for arguments in ({"task_id": "no_such_task"}, {"reward_mode": "potential"}, {"seed": -1}, {"nonsense": 1}):
        refused = await call("start_episode", arguments)
        assert refused.is_error and refused.structured is None and refused.texts[0]
