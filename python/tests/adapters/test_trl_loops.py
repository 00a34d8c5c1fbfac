"""TRL's asynchronous and harness rollout loops, unmodified, beside a server that speaks as vLLM does."""

from __future__ import annotations

import contextlib
import importlib
import json
import math
import os
import queue
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import RunningServer
from openenv.core.harness import MCPHarnessAdapter

from dataops_env import DataopsSpec, EpisodeRecord, Task

pytestmark = pytest.mark.filterwarnings("default")

EXAMPLES = Path(__file__).parents[2] / "examples"
REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
TASKS = [Task("task_dedup", "classic", step_limit=15), Task("task_dedup", "classic", seed=7, step_limit=15)]
GROUP = 4


def loops() -> dict[str, Any]:
    """Not before a test runs: TRL warns whoever imports what is experimental."""
    from accelerate import PartialState
    from trl.experimental.async_grpo.async_rollout_worker import _AsyncRolloutLoop
    from trl.experimental.async_grpo.openenv_harness import _HarnessRolloutLoop

    # Their loggers ask for it.
    PartialState()
    return {"asynchronous": _AsyncRolloutLoop, "harness": _HarnessRolloutLoop}


def settings_of(kind: str, spec: DataopsSpec) -> dict[str, Any]:
    if kind == "asynchronous":
        return {"environment_factory": spec.environment_factory}
    return {"harness_session_factory": spec.harness_session_factory, "harness_adapter": MCPHarnessAdapter()}


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"
    sys.path.insert(0, str(EXAMPLES))
    try:
        return importlib.import_module("tiny_policy").tokenizer
    finally:
        sys.path.remove(str(EXAMPLES))


class FakeVllm:
    """Completes prompts: of two rollouts one repairs the table, the other looks at it; then both submit."""

    def __init__(self, tokenizer: Any) -> None:
        self.tokenizer = tokenizer
        self.prompts: list[str] = []
        self.before: Callable[[int], None] = lambda turn: None
        self._begun = 0
        self._lock = threading.Lock()
        model = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                ids = model.complete(asked["prompt"])
                choice = {"token_ids": ids, "logprobs": {"token_logprobs": [-0.5] * len(ids)}}
                body = json.dumps({"choices": [choice]}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=self.door.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.door.server_port}"

    def complete(self, prompt_ids: list[int]) -> list[int]:
        prompt: str = self.tokenizer.decode(prompt_ids)
        turn = prompt.count("<|im_start|>assistant") - 1
        with self._lock:
            self.prompts.append(prompt)
            self._begun += turn == 0
            place = self._begun
        self.before(turn)
        look: tuple[str, dict[str, Any]] = ("inspect_schema", {})
        first = ("execute_sql", {"query": REPAIR}) if place % 2 == 0 else look
        calls = [first, ("finish_task", {})]
        text = "Done."
        if turn < len(calls):
            name, arguments = calls[turn]
            text = f"<tool_call>\n{json.dumps({'name': name, 'arguments': arguments})}\n</tool_call>"
        ids: list[int] = self.tokenizer(text + "<|im_end|>")["input_ids"]
        return ids


@pytest.fixture
def vllm(tokenizer: Any) -> Iterator[FakeVllm]:
    one = FakeVllm(tokenizer)
    yield one
    one.door.shutdown()
    one.door.server_close()


def run_loop(kind: str, vllm: FakeVllm, spec: DataopsSpec, is_enough: Callable[[list[Any]], bool]) -> list[Any]:
    """Runs a loop until it is enough; returns what a trainer would get of it."""
    shared: dict[str, Any] = {
        "rollout_buffer": queue.Queue(),
        "model_version_value": SimpleNamespace(value=0),
        "heartbeat_value": SimpleNamespace(value=0.0),
        "failed_event": threading.Event(),
        "exception_info_queue": queue.Queue(),
        "metrics_queue": queue.Queue(),
    }
    loop = loops()[kind](
        model_name="tiny",
        dataset=spec.train_dataset,
        reward_funcs=[],
        processing_class=vllm.tokenizer,
        eos_token_ids=[vllm.tokenizer.eos_token_id],
        num_generations=GROUP,
        # One group at a time, so that the places of a group alternate.
        max_inflight_tasks=GROUP,
        vllm_server_url=vllm.url,
        max_tool_calling_iterations=spec.step_limit,
        **shared,
        **settings_of(kind, spec),
    )
    # It tells of its failures by the queue as well.
    thread = threading.Thread(target=suppressed, args=(loop.run,), daemon=True)
    thread.start()
    samples: list[Any] = []
    failures = shared["exception_info_queue"]
    while failures.empty() and not is_enough(samples):
        with contextlib.suppress(queue.Empty):
            samples.append(shared["rollout_buffer"].get(timeout=0.5))
    assert failures.empty(), failures.get()
    loop._loop.call_soon_threadsafe(loop._stop_event.set)
    thread.join(60)
    assert not thread.is_alive() and failures.empty()
    return samples


def suppressed(run: Callable[[], None]) -> None:
    with contextlib.suppress(BaseException):
        run()


def rewards_of(samples: list[Any], group: int) -> list[float]:
    return [sample.metrics["reward"] for sample in samples if sample.group_id == group]


def has_both(rewards: list[float]) -> bool:
    """A whole group, in which some have solved and some have not."""
    return len(rewards) == GROUP and {0.0, 1.0} == set(rewards)


@pytest.mark.parametrize(("kind", "column"), [("asynchronous", "DataopsEnvironment"), ("harness", "harness_reward")])
def test_the_loops_play_and_reward(server: RunningServer, vllm: FakeVllm, kind: str, column: str) -> None:
    records: list[EpisodeRecord] = []
    spec = DataopsSpec(tasks=TASKS, url=server.url, log=records.append)
    samples = run_loop(kind, vllm, spec, lambda so_far: all(has_both(rewards_of(so_far, group)) for group in (0, 1)))
    assert all(sample.metrics[f"rewards/{column}"] == sample.metrics["reward"] for sample in samples)
    assert all(sample.metrics["tools/failure_frequency"] == 0 for sample in samples)
    assert all((sample.advantage > 0) == (sample.metrics["reward"] == 1.0) for sample in samples)
    # The rollouts of a group play one task, those of the next the next one.
    played = Counter(record.task for record in records if record.void is None)
    assert set(played) == {task.id for task in TASKS} and min(played.values()) >= GROUP
    assert not any("reward" in prompt or "score" in prompt.split("assistant", 1)[1] for prompt in vllm.prompts)


@pytest.mark.parametrize("kind", ["asynchronous", "harness"])
def test_a_killed_server_voids_rollouts_and_the_loop_goes_on(
    start: Callable[..., RunningServer], vllm: FakeVllm, kind: str
) -> None:
    first = start()
    records: list[EpisodeRecord] = []
    spec = DataopsSpec(tasks=TASKS[:1], url=first.url, timeout=1, log=records.append)
    once = threading.Lock()

    def kill_once(turn: int) -> None:
        if turn == 1 and once.acquire(blocking=False):
            first.kill()
            start(port=first.port)

    vllm.before = kill_once

    def is_well_again(so_far: list[Any]) -> bool:
        return bool(so_far) and has_both(rewards_of(so_far, so_far[-1].group_id))

    samples = run_loop(kind, vllm, spec, is_well_again)
    # What was played when the server died has no reward, rather than 0; what came later has.
    void = [record for record in records if record.void is not None]
    assert void and all(record.reward is None for record in void)
    rewards = [sample.metrics["reward"] for sample in samples]
    assert all(math.isnan(reward) or reward in (0.0, 1.0) for reward in rewards)
    assert all(sample.advantage == 0 for sample in samples if math.isnan(sample.metrics["reward"]))
    # No 0 is there that nobody played for: those who did have a record that says so.
    zeros = [record for record in records if record.reward == 0.0]
    assert rewards.count(0.0) <= len(zeros)
