"""Many sessions in one frame."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from conftest import LossyProxy, RunningServer

from dataops_env import (
    Capacity,
    Failed,
    Infrastructure,
    Refused,
    Result,
    Session,
    UniformSampler,
    VectorEnv,
    execute_sql,
    finish_task,
    inspect_schema,
    tasks,
)

REPAIR = execute_sql("DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)")


def test_a_group_plays_the_same_task_and_parts_where_its_actions_do(server: RunningServer) -> None:
    with VectorEnv(8, server.url) as env, Session(server.url) as alone:
        starts = env.reset("task_dedup", seed=4)
        assert starts == [alone.reset("task_dedup", seed=4)] * 8
        env.step([REPAIR if place % 2 else inspect_schema() for place in range(8)])
        ends = [result.unwrap() for result in env.step([finish_task()] * 8)]
        assert [end.outcome.solved for end in ends if end.outcome is not None] == [False, True] * 4
        again = env.step([finish_task()] * 8)
        assert {result.unwrap().reward for result in again} == {0.0}


def test_autoreset_goes_on_with_the_next_task(server: RunningServer) -> None:
    some = tasks("train", level=1, num_tasks=6, url=server.url)
    with VectorEnv(3, server.url, tasks=some, autoreset=True) as env:
        first = [result.unwrap() for result in env.reset()]
        env.step([finish_task(), inspect_schema(), finish_task()])
        mixed = [result.unwrap() for result in env.step([inspect_schema()] * 3)]
        assert [result.reward is None for result in mixed] == [True, False, True]
        assert [result.observation.current_step for result in mixed] == [0, 2, 0]
        assert len({result.observation.task_id for result in [*first, mixed[0], mixed[2]]}) == 5
    with VectorEnv(2, server.url, tasks=UniformSampler(some), autoreset=True) as env:
        assert all(result.unwrap().prompt for result in env.step([inspect_schema()] * 2))
    with pytest.raises(ValueError, match="tasks"):
        VectorEnv(2, server.url, autoreset=True)


def test_lost_frames_are_played_once(proxy: LossyProxy) -> None:
    with VectorEnv(5, proxy.url) as env:
        proxy.swallow_replies()
        env.reset("task_dedup")
        env.step([execute_sql("CREATE TEMP TABLE seen (x)")] * 5)
        for row in range(1, 4):
            proxy.swallow_replies(2)
            env.step([execute_sql("INSERT INTO seen VALUES (1)")] * 5)
            proxy.cut()
            for result in env.step([execute_sql("SELECT count(*) FROM seen")] * 5):
                seen = result.unwrap().observation
                assert seen.last_query_result is not None and seen.last_query_result["rows"] == [[row]]
                assert seen.current_step == 1 + 2 * row


def test_a_server_that_dies_fails_its_episodes_and_no_others(start: Callable[..., RunningServer]) -> None:
    one, two = start(), start()
    with VectorEnv(4, urls=[one.url, two.url], timeout=3) as env:
        env.reset("task_dedup")
        two.kill()
        results = env.step([REPAIR] * 4)
        assert [isinstance(result, Result) for result in results] == [True, False, True, False]
        failed = results[1]
        assert isinstance(failed, Failed) and failed.error.code == "connection_lost"
        with pytest.raises(Infrastructure):
            failed.unwrap()
        start(port=two.port)
        results = env.step([finish_task()] * 4)
        lost = results[3]
        assert isinstance(lost, Failed) and lost.error.code == "episode_lost"
        assert [results[place].unwrap().done for place in (0, 2)] == [True, True]
        assert all(result.unwrap().observation.current_step == 0 for result in env.reset("task_easy"))


def test_capacity_is_a_failure_of_its_own(start: Callable[..., RunningServer]) -> None:
    small = start("--max-sessions", "8")
    with VectorEnv(9, small.url) as env:
        results = env.reset("task_easy")
        failed = [result for result in results if isinstance(result, Failed)]
        assert failed and all(isinstance(result.error, Capacity) for result in failed)
        assert all(result.unwrap().prompt for result in results if not isinstance(result, Failed))


def test_what_is_wrong_is_refused(server: RunningServer) -> None:
    with VectorEnv(2, server.url) as env:
        with pytest.raises(Refused):
            env.reset("no such task")
        with pytest.raises(ValueError, match="2 sessions"):
            env.step([inspect_schema()])
        with pytest.raises(ValueError, match="2 sessions"):
            env.reset(["task_easy"])
        assert len(env.reset(["task_easy", "task_hard"])) == 2
        # The agent's own mistakes are results.
        assert [result.unwrap().observation.last_error is None for result in env.step([{}, inspect_schema()])] == [
            False,
            True,
        ]
    with pytest.raises(Infrastructure):
        env.reset("task_easy")


def test_long_actions_go_in_several_frames(server: RunningServer) -> None:
    with VectorEnv(24, server.url) as env:
        env.reset("task_easy")
        long = "x" * 60_000
        for place, result in enumerate(env.step([execute_sql(f"SELECT '{long}', {n}") for n in range(24)])):
            seen = result.unwrap().observation.last_query_result
            assert seen is not None and seen["rows"][0][1] == place


def test_threads_take_turns(server: RunningServer) -> None:
    with VectorEnv(4, server.url) as env:
        env.reset("task_hard")
        threads = [threading.Thread(target=env.step, args=([inspect_schema()] * 4,)) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {result.unwrap().observation.current_step for result in env.step([inspect_schema()] * 4)} == {6}
