"""One record for each episode, in a file and at a tracker."""

from __future__ import annotations

import json
import pickle
import threading
from pathlib import Path

from conftest import RunningServer

from dataops_env import (
    JsonlLog,
    Task,
    VectorEnv,
    catalog,
    execute_sql,
    finish_task,
    record_of,
    tasks,
    tee,
    tracker,
)

REPAIR = execute_sql("DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)")
HARM = execute_sql("DELETE FROM customers")


def test_what_was_played_is_recorded_as_it_went(server: RunningServer, folder: Path) -> None:
    log = pickle.loads(pickle.dumps(JsonlLog(folder / "episodes.jsonl")))
    task = Task(task_id="task_dedup", split="classic", reward_mode="terminal")
    with VectorEnv(2, server.url) as env:
        env.reset(task)
        env.step([REPAIR, HARM])
        for result in env.step([finish_task()] * 2):
            end = result.unwrap()
            steps = end.observation.current_step
            log(record_of(task, reward=end.reward, outcome=end.outcome, steps=steps, submitted=True, tokens=7))
    repaired, harmed = (json.loads(line) for line in log.path.read_text().splitlines())
    assert (repaired["task"], repaired["reward"], repaired["solved"], repaired["damage"]) == (task.id, 1.0, True, 0)
    assert (harmed["reward"], harmed["solved"], harmed["steps"], harmed["tokens"]) == (0.0, False, 2, 7)
    assert harmed["damage"] > 0
    assert harmed["truncated"] is False


def test_a_generated_task_is_recorded_by_what_it_was(server: RunningServer) -> None:
    family = next(item["id"] for item in catalog(server.url) if "worlds" in item)
    task = tasks(catalog_split(server, family), family=family, url=server.url)[0]
    record = record_of(task, reward=0.5, outcome=None, steps=3, submitted=False)
    assert (record.family, record.world, record.level, record.seed) == (family, task.world, task.level, 0)
    assert (record.solved, record.damage) == (None, None)


def catalog_split(server: RunningServer, family: str) -> str:
    return str(next(item["splits"][0] for item in catalog(server.url) if item["id"] == family))


def test_a_void_episode_is_no_zero_at_a_tracker() -> None:
    seen: list[dict[str, float]] = []
    log = tracker(seen.append, prefix="train/")
    task = Task(family="f", world="w", level=2, seed=1)
    log(record_of(task, reward=None, outcome=None, steps=4, submitted=False, void="episode_lost"))
    log(record_of(task, reward=1.0, outcome=None, steps=4, submitted=True))
    assert seen[0] == {"train/void": 1.0}
    assert seen[1] == {
        "train/void": 0.0,
        "train/reward": 1.0,
        "train/steps": 4.0,
        "train/submitted": 1.0,
        "train/level": 2.0,
    }


def test_a_vector_records_each_episode(server: RunningServer, folder: Path) -> None:
    seen: list[dict[str, float]] = []
    file = JsonlLog(folder / "episodes.jsonl")
    chosen = [Task("task_dedup", "classic"), Task("task_easy", "classic")]
    with VectorEnv(2, server.url, tasks=chosen, autoreset=True, log=tee(file, tracker(seen.append))) as env:
        env.reset()
        env.step([REPAIR, HARM])
        env.step([finish_task(), HARM])
        env.step([finish_task(), finish_task()])
        env.step([HARM, HARM])
    records = [json.loads(line) for line in file.path.read_text().splitlines()]
    # The second episodes were begun, and left when the vector was closed.
    assert [record["task"] for record in records] == [f"task_{name}:canonical" for name in ("dedup", "easy") * 2]
    assert [record["submitted"] for record in records] == [True, True, False, False]
    assert [record["steps"] for record in records] == [2, 3, 1, 0]
    assert records[0]["solved"] is True and records[2]["solved"] is None and len(seen) == 4


def test_a_tracker_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(tracker(print))).log is print


def test_threads_share_a_file(folder: Path) -> None:
    log = JsonlLog(folder / "many.jsonl")
    record = record_of(Task(task_id="t" * 500), reward=1.0, outcome=None, steps=1, submitted=True)
    threads = [threading.Thread(target=lambda: [log(record) for _ in range(50)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = log.path.read_text().splitlines()
    assert len(lines) == 200
    assert {json.loads(line)["task"] for line in lines} == {record.task}
