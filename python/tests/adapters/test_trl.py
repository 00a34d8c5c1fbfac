"""TRL itself: three GRPO steps, a server that is killed in the middle, and the loop of its harness worker."""

from __future__ import annotations

import functools
import importlib.util
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import RunningServer

from dataops_env.curve import read, windows
from dataops_env.trl import DataopsEnvironment

pytestmark = pytest.mark.filterwarnings("default")

EXAMPLE = Path(__file__).parents[2] / "examples" / "grpo_tiny.py"
REWARD = "rewards/DataopsEnvironment/mean"


def test_three_steps_on_a_cpu(folder: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DATAOPS_URL"}
    done = subprocess.run(
        [sys.executable, str(EXAMPLE)],
        cwd=folder,
        env={**environment, "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        timeout=400,
    )
    says = "three steps: half of each group solved, the gradients flowed, the weights moved"
    assert done.returncode == 0 and says in done.stdout, done.stdout + done.stderr
    assert len(EXAMPLE.read_text().splitlines()) <= 40
    # And the curve of it: half of all is solved, and of three times four episodes none is void.
    records = read(folder / "grpo.jsonl")
    assert [record["solved"] for record in records] == [True, False, True, False] * 3
    assert [(one.reward, one.void) for one in windows(records, 4)] == [(0.5, 0)] * 3


def test_a_killed_server_voids_rollouts_and_training_goes_on(
    start: Callable[..., RunningServer], folder: Path, environment: pytest.MonkeyPatch
) -> None:
    first = start()
    environment.setenv("DATAOPS_URL", first.url)
    environment.setenv("HF_HUB_OFFLINE", "1")
    environment.syspath_prepend(str(EXAMPLE.parent))
    spec = importlib.util.spec_from_file_location("grpo_tiny", EXAMPLE)
    assert spec is not None and spec.loader is not None
    example: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(example)
    calls = 0
    finish = DataopsEnvironment.finish_task

    @functools.wraps(finish)
    def finish_or_fail(self: DataopsEnvironment) -> str:
        nonlocal calls
        calls += 1
        if calls == 6:
            # The second rollout of the second step: the first has its reward, the other three never get one.
            first.kill()
            start(port=first.port)
        return finish(self)

    environment.setattr(DataopsEnvironment, "finish_task", finish_or_fail)
    rewards: list[list[float | None]] = []
    get_reward = DataopsEnvironment.get_reward

    def noted(self: DataopsEnvironment) -> float | None:
        reward = get_reward(self)
        rewards.append([reward]) if len(rewards) == 0 or len(rewards[-1]) == 4 else rewards[-1].append(reward)
        return reward

    environment.setattr(DataopsEnvironment, "get_reward", noted)
    trainer, moved = example.main(str(folder))
    assert rewards == [[1.0, 0.0, 1.0, 0.0], [1.0, None, None, None], [1.0, 0.0, 1.0, 0.0]]
    steps = [log for log in trainer.state.log_history if REWARD in log]
    # The trainer's own log knows of no 0 for what was void.
    assert [step[REWARD] for step in steps] == [0.5, 1.0, 0.5] and moved
    assert all(math.isfinite(step["loss"]) for step in steps), json.dumps(steps)
