"""SkyRL-Gym itself makes the environment by its name, and a loop plays it as SkyRL's generator does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import skyrl_gym
from conftest import RunningServer
from omegaconf import OmegaConf
from skyrl_gym.metrics import aggregate_for_environment

from dataops_env import Infrastructure, Refused, Task, tasks
from dataops_env.skyrl import register, rows

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
DEDUP = Task("task_dedup", "classic")


@pytest.fixture(autouse=True)
def _known() -> Iterator[None]:
    for _ in range(2):
        register()
    yield
    skyrl_gym.registry.pop("dataops")


def call(name: str, arguments: Any) -> str:
    return f"I go on.\n<tool_call>\n{json.dumps({'name': name, 'arguments': arguments})}\n</tool_call>"


def play(env: Any, prompt: list[dict[str, str]], replies: list[str]) -> tuple[list[float], list[dict[str, str]]]:
    """The loop of SkyRL's generator: to the end, rewards turn by turn, and all that the model reads."""
    messages, _ = env.init(prompt)
    rewards = []
    for reply in replies:
        out = env.step(reply)
        rewards.append(out["reward"])
        messages += [{"role": "assistant", "content": reply}, *out["observations"]]
        if out["done"]:
            break
    env.close()
    return rewards, messages


def make(server: RunningServer, task: Task, max_turns: int | None = 8, **settings: Any) -> Any:
    """As the generator does, from a row and the settings."""
    [row] = rows([task])
    name = row.pop("env_class")
    config = OmegaConf.create({"url": server.url, **settings})
    return skyrl_gym.make(name, env_config=config, extras={**row, "max_turns": max_turns})


def test_a_model_that_solves_is_paid_once(server: RunningServer, folder: Path) -> None:
    file = folder / "episodes.jsonl"
    env = make(server, DEDUP, records=str(file))
    prompt = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": ""}]
    replies = [
        "I shall look first.",
        call("execute_sql", {"query": "SELECT 1 FROM nowhere"}),
        call("no_such_tool", {}) + call("inspect_schema", {"table_name": None}),
        "<tool_call>{'name': no}</tool_call>" + call("execute_sql", "DROP"),
        call("execute_sql", {"query": REPAIR}) + call("finish_task", {}) + call("execute_sql", {"query": "DROP"}),
        "never said",
    ]
    rewards, messages = play(env, prompt, replies)
    assert rewards == [0.0, 0.0, 0.0, 0.0, 1.0]
    assert messages[0]["content"] == "Be brief." and "Goal:" in messages[1]["content"]
    told = [message["content"] for message in messages[2:] if message["role"] == "user"]
    assert "no tool call" in told[0] and "no such table" in told[1] and told[2].count("<tool_response>") == 2
    assert "This is no tool call" in told[3] and "are an object" in told[3]
    assert not any("reward" in text or "score" in text for text in told)
    assert aggregate_for_environment("dataops", [env.get_metrics()]) == {
        "steps": 5.0,
        "turns": 5.0,
        "solved": 1.0,
        "damage": 0.0,
    }
    [record] = [json.loads(line) for line in file.read_text().splitlines()]
    assert (record["task"], record["reward"], record["submitted"]) == ("task_dedup:canonical", 1.0, True)


@pytest.mark.parametrize(("submit_cut", "reward"), [(True, 1.0), (False, 0.0)])
def test_an_episode_without_turns_left_is_submitted_if_so_chosen(
    server: RunningServer, submit_cut: bool, reward: float
) -> None:
    env = make(server, DEDUP, max_turns=2, submit_cut=submit_cut)
    rewards, _ = play(env, [], [call("inspect_schema", {}), call("execute_sql", {"query": REPAIR}), "more"])
    assert rewards == [0.0, reward]


def test_the_step_limit_ends_it_where_turns_do_not(server: RunningServer) -> None:
    env = make(server, Task("task_easy", "classic"), max_turns=None)
    rewards, _ = play(env, [], [call("inspect_schema", {})] * 30)
    assert len(rewards) == 10


def test_rows_name_their_tasks(server: RunningServer) -> None:
    chosen = tasks("train", level=1, num_tasks=2, url=server.url)
    for task, prompt in zip(chosen, chosen.prompts, strict=True):
        env = make(server, task)
        messages, _ = env.init([{"role": "user", "content": "Hello."}])
        assert messages[0]["content"].startswith("Hello.") and messages[0]["content"].endswith(prompt)
        env.close()
    with pytest.raises(Refused, match="no setting mode"):
        make(server, DEDUP, mode="terminal")


def test_a_fault_is_raised_and_is_no_reward(start: Callable[..., RunningServer], folder: Path) -> None:
    file = folder / "episodes.jsonl"
    doomed = start()
    env = make(doomed, DEDUP, max_turns=1, timeout=3, records=str(file))
    env.init([])
    doomed.kill()
    with pytest.raises(Infrastructure):
        env.step("This is the last turn, so it would be submitted.")
    env.close()
    [record] = [json.loads(line) for line in file.read_text().splitlines()]
    assert (record["void"], record["reward"]) == ("connection_lost", None)
