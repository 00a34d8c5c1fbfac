"""gymnasium itself: its checker, its makers, its wrappers, and the vector beside single environments."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gymnasium
import numpy
import pytest
from conftest import RunningServer
from gymnasium.utils.env_checker import check_env
from gymnasium.wrappers.vector import RecordEpisodeStatistics

from dataops_env import Infrastructure, JsonlLog, Refused, Task, execute_sql, finish_task
from dataops_env.gym import AnyText

NAME = "dataops_env.gym:dataops_env/Repair-v0"
REPAIR = {"tool": 1, "text": "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"}
SUBMIT = {"tool": 2, "text": ""}
LOOK = {"tool": 0, "text": "customers"}
DEDUP = [Task("task_dedup", "classic")]


def make(url: str, **settings: Any) -> Any:
    return gymnasium.make(NAME, url=url, **settings)


def make_vec(url: str, n: int, **settings: Any) -> Any:
    return gymnasium.make_vec(NAME, num_envs=n, url=url, **settings)


@pytest.mark.parametrize("settings", [{"tasks": DEDUP}, {"level": 1, "num_tasks": 40, "render_mode": "ansi"}])
def test_the_checker_of_gymnasium_has_nothing_to_say(server: RunningServer, settings: dict[str, Any]) -> None:
    env = make(server.url, **settings)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped)


def test_an_episode_pays_once_at_the_end(server: RunningServer, folder: Path) -> None:
    log = JsonlLog(folder / "episodes.jsonl")
    env = make(server.url, tasks=DEDUP, render_mode="ansi", log=log)
    text, info = env.reset(seed=1)
    assert "Goal:" in text and info["steps_remaining"] == 15 and env.render() == text
    text, reward, terminated, truncated, info = env.step(LOOK)
    assert '"tables"' in text and (reward, terminated, truncated) == (0.0, False, False)
    text, reward, *_, info = env.step({"tool": 1, "text": "SELECT 1 FROM nowhere"})
    assert "no such table" in text and info["has_error"] is True and reward == 0.0
    env.step(execute_sql(REPAIR["text"]))
    text, reward, terminated, truncated, info = env.step(SUBMIT)
    assert (reward, terminated, truncated) == (1.0, True, False)
    assert info["outcome"]["solved"] is True and "over" in text and "1.0" not in text
    env.reset(options={"task": {"task_id": "task_easy", "level": float("nan")}})
    ends = [env.step(LOOK)[2:4] for _ in range(10)]
    assert ends == [(False, False)] * 9 + [(False, True)]
    env.close()
    first, second = (json.loads(line) for line in log.path.read_text().splitlines())
    assert (first["task"], first["reward"], first["submitted"]) == ("task_dedup:canonical", 1.0, True)
    assert (second["task"], second["truncated"], second["submitted"]) == ("task_easy:canonical", True, False)


def test_a_vector_plays_what_single_environments_play(server: RunningServer) -> None:
    choice: dict[str, Any] = {"level": (1, 2), "num_tasks": 50}
    envs = RecordEpisodeStatistics(make_vec(server.url, 3, **choice))
    singles = [make(server.url, **choice) for _ in range(3)]
    texts, _ = envs.reset(seed=11)
    assert texts in envs.observation_space
    played = [env.reset(seed=11 + place) for place, env in enumerate(singles)]
    assert list(texts) == [text for text, _ in played] and len(set(texts)) == 3
    envs.action_space.seed(5)
    for step in range(12):
        actions = envs.action_space.sample()
        if step % 5 == 3:
            actions["tool"] = numpy.array([2, 1, 2])
        texts, rewards, terminated, truncated, infos = envs.step(actions)
        assert rewards.dtype == numpy.float64 and terminated.dtype == truncated.dtype == bool
        for place, env in enumerate(singles):
            if played[place][2:4] in ((True, False), (False, True)):
                # NEXT_STEP: the action is left unplayed.
                text, info = env.reset()
                played[place] = (text, 0.0, False, False, info)
            else:
                action = {"tool": int(actions["tool"][place]), "text": actions["text"][place]}
                played[place] = env.step(action)
            text, reward, is_terminated, is_truncated, info = played[place]
            assert (texts[place], rewards[place]) == (text, reward)
            assert (terminated[place], truncated[place]) == (is_terminated, is_truncated)
            assert infos["steps_remaining"][place] == info["steps_remaining"]
    assert len(envs.return_queue) > 3
    envs.close()


def test_a_fault_is_raised_and_is_no_reward(start: Callable[..., RunningServer], folder: Path) -> None:
    log = JsonlLog(folder / "episodes.jsonl")
    first = start()
    envs = make_vec(first.url, 2, tasks=DEDUP, timeout=3, log=log)
    with pytest.raises(gymnasium.error.ResetNeeded):
        envs.step([LOOK, LOOK])
    envs.reset()
    first.kill()
    with pytest.raises(Infrastructure):
        envs.step([LOOK, LOOK])
    start(port=first.port)
    # The next step begins anew.
    texts, rewards, *_ = envs.step([LOOK, LOOK])
    assert all("Goal:" in text for text in texts) and list(rewards) == [0.0, 0.0]
    envs.step([REPAIR, LOOK])
    assert list(envs.step([finish_task(), finish_task()])[1]) == [1.0, pytest.approx(0, abs=0.99)]
    envs.close()
    records = [json.loads(line) for line in log.path.read_text().splitlines()]
    assert [(record["void"], record["reward"]) for record in records[:2]] == [("connection_lost", None)] * 2
    assert [record["void"] for record in records[2:]] == [None, None] and records[2]["reward"] == 1.0


def test_a_choice_of_nothing_is_refused(server: RunningServer) -> None:
    with pytest.raises(ValueError, match="no tasks"):
        make(server.url, tasks=[])
    with pytest.raises(Refused, match="did you mean"):
        make(server.url, split="trian")


def test_texts_may_hold_anything() -> None:
    space = AnyText(5)
    assert "Ł🦆\n" in space and "123456" not in space and 5 not in space
    assert space == AnyText(5) and space != AnyText(6) and space.is_np_flattenable is False
