"""The task, solver and scorer for inspect, run by inspect itself with mock models."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import inspect_ai
import pytest
from conftest import RunningServer
from inspect_ai.log import EvalLog
from inspect_ai.model import ModelOutput, ModelUsage, get_model

from dataops_env import JsonlLog, Task, TaskSet
from dataops_env.inspect_task import dataops_dataset, dataops_scorer, dataops_solver

pytestmark = pytest.mark.filterwarnings("default")

PROJECT = Path(__file__).parents[2]
REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
SOLVING: list[tuple[str, dict[str, Any]]] = [
    ("no_such_tool", {}),
    ("inspect_schema", {}),
    ("execute_sql", {"query": REPAIR}),
    ("finish_task", {}),
]


def model(*calls: tuple[str, dict[str, Any]], before: Callable[[int], None] = lambda turn: None) -> Any:
    """Calls what is written, and then only talks."""

    def answer(messages: Any, tools: Any, tool_choice: Any, config: Any) -> ModelOutput:
        assert {tool.name for tool in tools} == {"inspect_schema", "execute_sql", "finish_task"}
        turn = sum(message.role == "assistant" for message in messages)
        before(turn)
        talk = turn >= len(calls)
        output = (
            ModelOutput.from_content("mockllm/model", "I am done.")
            if talk
            else ModelOutput.for_tool_call("mockllm/model", *calls[turn])
        )
        output.usage = ModelUsage(input_tokens=20, output_tokens=10, total_tokens=30)
        return output

    return get_model("mockllm/model", custom_outputs=answer)


def run(url: str, folder: Path, mock: Any, *, submit_cut: bool = False, timeout: float = 30, **options: Any) -> EvalLog:
    dataset = dataops_dataset(TaskSet([Task("task_dedup", "classic")], url, None))
    log = JsonlLog(folder / "episodes.jsonl")
    solver = dataops_solver(url=url, submit_cut=submit_cut, timeout=timeout, log=log)
    task = inspect_ai.Task(dataset, solver=solver, scorer=dataops_scorer(), fail_on_error=0.1)
    [log] = inspect_ai.eval(task, model=mock, display="none", log_dir=str(folder), **options)
    return log


def records(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "episodes.jsonl").read_text().splitlines()]


def mean_of(log: EvalLog) -> float:
    assert log.status == "success" and log.results is not None, log.error
    return log.results.scores[0].metrics["mean"].value


def test_a_model_that_solves_has_the_whole_score(server: RunningServer, folder: Path) -> None:
    log = run(server.url, folder, model(*SOLVING), epochs=2)
    assert mean_of(log) == 1.0 and log.samples is not None and len(log.samples) == 2
    score = (log.samples[0].scores or {})["dataops_scorer"]
    assert score.metadata is not None and score.metadata["solved"] is True and score.metadata["done"] is True
    read = [message.text for message in log.samples[0].messages if message.role == "tool"]
    assert len(read) == 4 and not any("reward" in text or "score" in text for text in read)
    assert "Goal:" in str(log.samples[0].input)
    assert [(record["reward"], record["tokens"]) for record in records(folder)] == [(1.0, 120)] * 2


def test_a_model_that_stops_is_asked_once_and_has_what_it_has(server: RunningServer, folder: Path) -> None:
    log = run(server.url, folder, model(*SOLVING[:3]))
    assert mean_of(log) == 0.0 and log.samples is not None
    assert [message.role for message in log.samples[0].messages[-3:]] == ["assistant", "user", "assistant"]
    assert mean_of(run(server.url, folder, model(*SOLVING[:3]), submit_cut=True)) == 1.0


@pytest.mark.parametrize(("submit_cut", "mean"), [(False, 0.0), (True, 1.0)])
def test_a_limit_leaves_a_score(server: RunningServer, folder: Path, submit_cut: bool, mean: float) -> None:
    log = run(server.url, folder, model(*SOLVING[2:]), submit_cut=submit_cut, message_limit=3)
    assert mean_of(log) == mean and log.samples is not None and log.samples[0].limit is not None


def test_a_dead_server_is_an_error_and_no_score(start: Callable[..., RunningServer], folder: Path) -> None:
    doomed = start()
    mock = model(*SOLVING, before=lambda turn: doomed.kill() if turn == 2 else None)
    log = run(doomed.url, folder, mock, timeout=3)
    assert log.status == "error" and log.samples is not None and log.samples[0].error is not None
    assert "no connection for" in log.samples[0].error.message and not log.samples[0].scores
    assert [(record["void"], record["reward"]) for record in records(folder)] == [("connection_lost", None)]


def test_inspect_finds_the_task_by_its_name(server: RunningServer, folder: Path) -> None:
    settings = (PROJECT / "pyproject.toml").read_text()
    entry = settings.split("[project.entry-points.inspect_ai]\n")[1].split("\n\n")[0].replace('"', "")
    # As an installation has it, but for the link.
    packages = folder / "site-packages"
    installed = packages / "openenv_dataops_env-0.dist-info"
    installed.mkdir(parents=True)
    (packages / "dataops_env").symlink_to(PROJECT / "dataops_env")
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: openenv-dataops-env\nVersion: 0\n")
    (installed / "entry_points.txt").write_text(f"[inspect_ai]\n{entry}\n")
    (installed / "top_level.txt").write_text("dataops_env\n")
    # In a process of its own, in which nobody has imported it before.
    program = (
        "import sys; import inspect_ai\n"
        "from inspect_ai.model import ModelOutput, ModelUsage, get_model\n"
        "def answer(*_):\n"
        "    output = ModelOutput.for_tool_call('mockllm/model', 'finish_task', {})\n"
        "    output.usage = ModelUsage()\n"
        "    return output\n"
        "arguments = {'level': 1, 'num_tasks': 3, 'url': sys.argv[1], 'records': sys.argv[3]}\n"
        "mock = get_model('mockllm/model', custom_outputs=answer)\n"
        "[log] = inspect_ai.eval('dataops_env/inspect', task_args=arguments, model=mock, display='none',\n"
        "                        log_dir=sys.argv[2])\n"
        "print(log.status, len(log.samples), log.results.scores[0].metrics['mean'].value < 1, log.eval.task)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, server.url, str(folder / "logs"), str(folder / "episodes.jsonl")],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "PYTHONPATH": str(packages)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stdout.strip().endswith("success 3 True dataops_env/inspect"), done.stdout + done.stderr
    assert len(records(folder)) == 3
