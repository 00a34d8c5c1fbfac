"""What TRL asks of an environment, without TRL: names, docstrings, resets by rows, rewards, pickles."""

from __future__ import annotations

import gc
import inspect
import pickle
import typing
from collections.abc import Callable

import pytest
from conftest import RunningServer

from dataops_env import TOOLS, Capacity, DataopsSpec, Refused
from dataops_env.trl import DataopsEnvironment

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
ROW = {"prompt": [{"role": "user", "content": ""}], "task_id": "task_dedup", "family": None, "level": None, "other": 1}


def public_methods() -> dict[str, Callable[..., object]]:
    members = inspect.getmembers(DataopsEnvironment, inspect.isfunction)
    return {name: method for name, method in members if not name.startswith("_")}


def test_its_tools_are_documented_as_the_server_does() -> None:
    methods = public_methods()
    assert sorted(methods) == sorted([tool.name for tool in TOOLS] + ["reset", "get_reward"])
    for tool in TOOLS:
        method = methods[tool.name]
        said = inspect.getdoc(method) or ""
        assert said.splitlines()[0] == tool.description
        parameters = list(inspect.signature(method).parameters)[1:]
        assert parameters == list(tool.parameters["properties"])
        hints = typing.get_type_hints(method)
        for name in parameters:
            assert f"{name}: {tool.parameters['properties'][name]['description']}" in said and name in hints


def test_rows_begin_episodes_and_the_reward_comes_last(server: RunningServer) -> None:
    environment = DataopsEnvironment(server.url)
    assert environment.get_reward() is None
    assert "Goal:" in environment.reset(**ROW)
    assert '"tables"' in environment.inspect_schema()
    environment.execute_sql(REPAIR)
    assert "over" in environment.finish_task()
    assert environment.get_reward() == 1.0 and environment.done and environment.steps == 3
    environment.reset(**ROW)
    assert not environment.done and environment.outcome is None
    environment.execute_sql(REPAIR)
    assert environment.get_reward() == 1.0 and environment.outcome is not None and environment.outcome.solved
    unsubmitted = DataopsEnvironment(server.url, submit_cut=False)
    unsubmitted.reset(**ROW)
    unsubmitted.execute_sql(REPAIR)
    assert unsubmitted.get_reward() == 0.0
    with pytest.raises(Refused, match="names no task"):
        environment.reset(prompt=[])


def test_group_mates_play_the_same_task(server: RunningServer) -> None:
    spec = DataopsSpec(split="train", level=(1, 2), num_tasks=3, url=server.url)
    mates = [spec.environment_factory() for _ in range(2)]
    prompts = set()
    for task in spec.tasks:
        row = {"prompt": [], **task.row()}
        first, second = (mate.reset(**row) for mate in mates)
        assert first == second
        prompts.add(first)
    assert len(prompts) == 3 and spec.step_limit == max(task.step_limit or 0 for task in spec.tasks)


def test_the_factory_travels_to_another_process(server: RunningServer) -> None:
    spec = DataopsSpec(split="classic", url=server.url, submit_cut=False)
    factory = pickle.loads(pickle.dumps(spec.environment_factory))
    environment = factory()
    assert type(environment) is DataopsEnvironment and "Goal:" in environment.reset(**ROW)
    assert environment.get_reward() == 0.0


def test_too_few_places_end_training_at_once(start: Callable[..., RunningServer]) -> None:
    small = start("--max-sessions", "1")
    first = DataopsEnvironment(small.url)
    first.reset(**ROW)
    second = DataopsEnvironment(small.url)
    with pytest.raises(Capacity):
        second.reset(**ROW)
    # What is dropped gives back its place.
    del first
    gc.collect()
    assert "Goal:" in second.reset(**ROW)


def test_a_dead_server_voids_rollouts_and_a_long_outage_ends_training(start: Callable[..., RunningServer]) -> None:
    first = start()
    environment = DataopsEnvironment(first.url, timeout=3)
    impatient = DataopsEnvironment(first.url, timeout=3, outage=0)
    environment.reset(**ROW)
    impatient.reset(**ROW)
    first.kill()
    with pytest.raises(Exception, match=r"connection_lost|timeout"):
        environment.execute_sql(REPAIR)
    assert environment.get_reward() is None and environment.fault is not None
    assert "void" in environment.reset(**ROW)
    assert environment.get_reward() is None
    with pytest.raises(Exception, match="down"):
        impatient.reset(**ROW)
    start(port=first.port)
    assert "Goal:" in environment.reset(**ROW)
    environment.execute_sql(REPAIR)
    assert environment.get_reward() == 1.0
