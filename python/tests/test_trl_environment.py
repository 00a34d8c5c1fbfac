"""The class that TRL drives, by its contract: rows in, tools, one reward at the end. TRL itself is run elsewhere."""

from __future__ import annotations

import inspect
import json
import pickle
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RunningServer

from dataops_env import Capacity, Infrastructure, Refused, catalog, connect
from dataops_env.metrics import EpisodeRecord, JsonlLog, tracker
from dataops_env.trl import DataopsEnvironment, DataopsSpec

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
DEDUP = {"task_id": "task_dedup", "prompt": [{"role": "user", "content": ""}], "another": None, "family": None}


def test_tools_are_the_public_methods_and_each_says_what_it_takes() -> None:
    # As TRL looks for them: every plain function of the class.
    names = [name for name, _ in inspect.getmembers(DataopsEnvironment, inspect.isfunction) if name[0] != "_"]
    assert sorted(names) == ["execute_sql", "finish_task", "get_reward", "inspect_schema", "reset"]
    for name in ("execute_sql", "finish_task", "inspect_schema"):
        tool = getattr(DataopsEnvironment, name)
        parameters = [parameter for parameter in inspect.signature(tool).parameters if parameter != "self"]
        described = [line.split(":")[0].strip() for line in (tool.__doc__ or "").splitlines() if "        " in line]
        assert all(parameter in described for parameter in parameters)
        assert tool.__annotations__["return"] == "str"


def test_rewards_come_once_at_the_end_and_results_hold_none(server: RunningServer, folder: Path) -> None:
    log = JsonlLog(folder / "episodes.jsonl")
    environment = DataopsEnvironment(server.url, log=log)
    assert environment.get_reward() is None
    for repaired in (True, False):
        told = environment.reset(**DEDUP)
        assert "junior data engineer" in told
        said = [environment.inspect_schema(), environment.inspect_schema("customers")]
        said.append(environment.execute_sql(REPAIR if repaired else "SELECT 1"))
        said.append(environment.execute_sql("SELECT * FROM nowhere"))
        said.append(environment.finish_task())
        # A model that goes on is told so, and neither paid nor punished.
        assert "the episode is over" in environment.execute_sql("DELETE FROM customers")
        assert environment.get_reward() == environment.get_reward() == float(repaired)
        assert not any(word in text for text in said for word in ("reward", "score"))
        assert '"last_error"' not in said[0]
    records = [json.loads(line) for line in log.path.read_text().splitlines()]
    assert [(record["reward"], record["solved"], record["steps"]) for record in records] == [
        (1, True, 5),
        (0, False, 5),
    ]
    assert [(record["task"], record["damage"], record["submitted"]) for record in records] == [
        ("task_dedup:canonical", 0, True)
    ] * 2
    environment._close()


def test_a_cut_episode_is_submitted_unless_told_otherwise(server: RunningServer) -> None:
    records: list[EpisodeRecord] = []
    submits = DataopsEnvironment(server.url, log=records.append)
    keeps = DataopsEnvironment(server.url, submit_cut=False, log=records.append)
    for environment in (submits, keeps):
        environment.reset(**DEDUP)
        environment.execute_sql(REPAIR)
    assert (submits.get_reward(), keeps.get_reward()) == (1.0, 0.0)
    assert [(record.solved, record.submitted) for record in records] == [(True, False), (None, False)]
    solved = DataopsEnvironment(server.url, reward_mode="solved")
    solved.reset(**DEDUP)
    assert solved.get_reward() == 0.0
    for environment in (submits, keeps, solved):
        environment._close()


def test_a_server_that_dies_voids_the_rollout_and_training_goes_on(start: Callable[..., RunningServer]) -> None:
    first = start()
    records: list[EpisodeRecord] = []
    environment = DataopsEnvironment(first.url, log=records.append)
    environment.reset(**DEDUP)
    environment.execute_sql(REPAIR)
    first.kill()
    second = start(port=first.port)
    assert "failed" in environment.finish_task() and "failed" in environment.inspect_schema()
    assert environment.get_reward() is None
    environment.reset(**DEDUP)
    environment.execute_sql(REPAIR)
    assert environment.get_reward() == 1.0
    # Also where it dies between two rollouts and is not there for the next.
    second.kill()
    assert "failed" in DataopsEnvironment(first.url).reset(**DEDUP)
    assert [(record.reward, record.void) for record in records] == [(None, "episode_lost"), (1.0, None)]
    numbers: list[dict[str, float]] = []
    for record in records:
        tracker(numbers.append)(record)
    assert numbers[0] == {"dataops/void": 1.0} and numbers[1]["dataops/reward"] == 1.0
    environment._close()


def test_places_and_parameters_end_training(start: Callable[..., RunningServer]) -> None:
    small = start("--max-sessions", "1")
    with connect(small.url) as session:
        session.reset("task_easy")
        with pytest.raises(Capacity):
            DataopsEnvironment(small.url).reset(**DEDUP)
        session.finish()
    environment = DataopsEnvironment(small.url)
    with pytest.raises(Refused):
        environment.reset(prompt=[], seed=1)
    with pytest.raises(Refused):
        environment.reset(family="no-such-family", world="shop", level=1, seed=0)
    environment._close()


def test_a_spec_is_rows_and_a_factory_that_travels(server: RunningServer) -> None:
    suite = next(item["suite"] for item in catalog(server.url) if "worlds" in item)
    spec = DataopsSpec(suite=suite, split="train", level=(1, 2), num_tasks=12, url=server.url)
    rows = spec.rows
    assert len({row["id"] for row in rows}) == 12 and {row["level"] for row in rows} <= {1, 2}
    assert all(row["prompt"] == [{"role": "user", "content": ""}] for row in rows)
    factory = pickle.loads(pickle.dumps(spec.environment_factory))
    group = [factory() for _ in range(4)]
    assert {type(environment) for environment in group} == {DataopsEnvironment}
    told = [environment.reset(**rows[0]) for environment in group]
    assert len(set(told)) == 1
    rewards: list[float | None] = []
    threads = [threading.Thread(target=lambda one: rewards.append(one.get_reward()), args=(one,)) for one in group]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rewards == [0.0] * 4
    for environment in group:
        environment._close()
    with pytest.raises(Infrastructure):
        len(DataopsSpec(url="http://127.0.0.1:9").rows)
