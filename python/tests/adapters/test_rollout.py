"""What all adapters are built on: episodes with a reward, or void."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from conftest import RunningServer

from dataops_env import (
    TOOLS,
    Capacity,
    EpisodeRecord,
    Infrastructure,
    Refused,
    Rollout,
    Session,
    Task,
    VectorEnv,
    execute_sql,
)

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"


def ask_tools(server: RunningServer) -> list[dict[str, Any]]:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    request = urllib.request.Request(f"{server.url}/mcp", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        return json.loads(reply.read())["result"]["tools"]


def test_the_tools_are_those_of_the_server(server: RunningServer) -> None:
    theirs = {tool["name"]: tool for tool in ask_tools(server) if tool["name"] != "start_episode"}
    assert sorted(theirs) == sorted(tool.name for tool in TOOLS)
    for tool in TOOLS:
        schema = theirs[tool.name]["inputSchema"]
        schema["properties"].pop("session_id", None)
        assert tool.description == theirs[tool.name]["description"]
        assert tool.parameters == {"required": [], **schema}


def test_an_episode_pays_once_at_the_end(server: RunningServer) -> None:
    rollout = Rollout(server.url)
    with pytest.raises(Refused):
        rollout.call("finish_task")
    assert rollout.reward is None
    prompt = rollout.start("task_dedup", reward_mode="terminal")
    assert "Goal:" in prompt and rollout.reward == 0.0
    assert '"tables"' in rollout.call("inspect_schema", {"table_name": None})
    assert '"tables"' in rollout.call("inspect_schema", {"table_name": ""})
    rollout.call("execute_sql", {"query": REPAIR})
    assert (rollout.reward, rollout.steps, rollout.done) == (0.0, 3, False)
    assert "over" in rollout.call("finish_task")
    assert rollout.reward == 1.0 and rollout.outcome is not None and rollout.outcome.solved
    assert "the episode is over" in rollout.call("execute_sql", {"query": "DROP TABLE customers"})
    rollout.submit()
    assert (rollout.reward, rollout.steps, rollout.was_cut) == (1.0, 4, False)
    rollout.close()


def test_what_is_cut_is_scored_as_it_is(server: RunningServer) -> None:
    rollout = Rollout(server.url)
    rollout.start("task_dedup", reward_mode="terminal")
    rollout.call("execute_sql", {"query": REPAIR})
    rollout.submit()
    assert rollout.reward == 1.0 and rollout.was_cut and rollout.done
    rollout.start("task_dedup", reward_mode="terminal")
    assert (rollout.reward, rollout.was_cut, rollout.done, rollout.outcome) == (0.0, False, False, None)
    rollout.close()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("drop_everything", {}),
        ("execute_sql", {}),
        ("execute_sql", {"query": 5}),
        ("execute_sql", {"query": float("nan")}),
        ("execute_sql", {"query": ["nested", {"deep": float("inf")}]}),
        ("execute_sql", {"query": "SELECT 1", "action_type": "finish_task", "more": 1}),
        ("execute_sql", {"query": "SELECT '\ud800'; SELECT \udfff"}),
        ("execute_sql", {"query": "SELECT '" + "x" * 40_000_000 + "'"}),
        ("", {"": ""}),
    ],
)
def test_no_call_of_a_model_is_a_fault(server: RunningServer, name: str, arguments: dict[str, Any]) -> None:
    rollout = Rollout(server.url)
    rollout.start("task_dedup", reward_mode="terminal")
    text = rollout.call(name, arguments)
    assert "last_error" in text and rollout.last_error and rollout.steps == 1
    rollout.call("execute_sql", {"query": REPAIR})
    rollout.call("finish_task")
    assert rollout.fault is None and rollout.reward == 1.0
    rollout.close()


def test_half_a_surrogate_pair_is_no_lost_connection(server: RunningServer) -> None:
    with Session(server.url) as session:
        session.reset("task_dedup")
        assert session.execute_sql("SELECT '\ud800' AS half").observation.current_step == 1
    with VectorEnv(2, url=server.url) as env:
        env.reset("task_dedup")
        for result in env.step([execute_sql("SELECT '\udfff'"), execute_sql("SELECT 1")]):
            assert result.unwrap().observation.current_step == 1


def test_a_fault_is_no_reward(start: Callable[..., RunningServer]) -> None:
    first = start()
    rollout = Rollout(first.url, timeout=3)
    other = Rollout(first.url, timeout=30)
    for one in (rollout, other):
        one.start("task_dedup", reward_mode="terminal")
        one.call("execute_sql", {"query": REPAIR})
    first.kill()
    for _ in range(2):
        with pytest.raises(Infrastructure):
            rollout.call("finish_task")
    rollout.submit()
    assert rollout.reward is None and rollout.fault is not None and rollout.down_seconds > 0
    # It is known to be down, so nobody else waits for half a minute.
    with pytest.raises(Infrastructure, match="still down"):
        other.call("finish_task")
    other.submit()
    assert other.reward is None
    with pytest.raises(Infrastructure, match="still down"):
        other.start("task_dedup")
    start(port=first.port)
    other.start("task_dedup", reward_mode="terminal")
    assert other.down_seconds == 0 and other.reward == 0.0
    other.call("execute_sql", {"query": REPAIR})
    other.submit()
    assert other.reward == 1.0 and other.fault is None
    for one in (rollout, other):
        one.close()


def test_no_place_is_no_reward(start: Callable[..., RunningServer]) -> None:
    small = start("--max-sessions", "1")
    first, second = Rollout(small.url), Rollout(small.url)
    first.start("task_easy")
    with pytest.raises(Capacity):
        second.start("task_easy")
    assert second.reward is None
    first.close()
    second.start("task_easy")
    assert second.reward == 0.0
    second.close()


def test_every_episode_has_one_record(start: Callable[..., RunningServer]) -> None:
    server = start("--max-sessions", "1")
    records: list[EpisodeRecord] = []
    rollout = Rollout(server.url, timeout=3, log=records.append)
    rollout.start("task_dedup", reward_mode="terminal")
    rollout.tokens = 12
    rollout.call("execute_sql", {"query": REPAIR})
    rollout.call("finish_task")
    rollout.call("finish_task")
    rollout.submit()
    # Cut and submitted; left; without a place; and void.
    rollout.start(Task("task_dedup", "classic"), reward_mode="terminal")
    rollout.submit()
    rollout.start("task_easy", seed=3)
    rollout.call("inspect_schema")
    rollout.start("task_dedup")
    with pytest.raises(Capacity):
        Rollout(server.url, log=records.append).start("task_easy")
    server.kill()
    for _ in range(2):
        with pytest.raises(Infrastructure):
            rollout.call("inspect_schema")
    rollout.close()
    assert [(record.task, record.reward, record.steps, record.submitted, record.void) for record in records] == [
        ("task_dedup:canonical", 1.0, 2, True, None),
        ("task_dedup:canonical", records[1].reward, 1, False, None),
        ("task_easy:3", records[2].reward, 1, False, None),
        ("task_dedup:canonical", None, 0, False, "connection_lost"),
    ]
    assert (records[0].tokens, records[0].solved, records[0].damage, records[0].split) == (12, True, 0, "classic")
    assert records[1].solved is False and records[2].solved is None


def test_a_log_that_fails_ends_no_episode(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    def full(record: EpisodeRecord) -> None:
        raise OSError("no space left on device")

    rollout = Rollout(server.url, log=full)
    rollout.start("task_dedup", reward_mode="terminal")
    rollout.call("execute_sql", {"query": REPAIR})
    rollout.call("finish_task")
    assert rollout.reward == 1.0 and "no space left" in caplog.text
    rollout.close()
