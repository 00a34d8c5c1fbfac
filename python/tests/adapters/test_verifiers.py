"""The taskset for verifiers, run by its own commands: a scripted OpenAI-compatible server plays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from conftest import RunningServer

from dataops_env import Session

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "examples" / "verifiers_eval.toml"
BIN = Path(sys.executable).parent
REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
Call = tuple[str, Any]
SOLVING: list[Call] = [("execute_sql", {"query": REPAIR}), ("finish_task", {})]


class Model:
    """Plays a script of tool calls, one a turn, and then says something."""

    def __init__(self) -> None:
        self.script: list[Call] = []
        self.before: Callable[[int], None] = lambda turn: None
        self.read: list[str] = []
        model = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                body, kind = json.dumps(model.answer(asked)).encode(), "application/json"
                if asked.get("stream"):
                    body, kind = as_stream(body), "text/event-stream"
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.door = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        Thread(target=self.door.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.door.server_port}/v1"

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        turn = sum(message["role"] == "assistant" for message in asked["messages"])
        self.before(turn)
        self.read.extend(str(message["content"]) for message in asked["messages"] if message["role"] == "tool")
        message: dict[str, Any] = {"role": "assistant", "content": "done"}
        if turn < len(self.script):
            name, arguments = self.script[turn]
            call = {"name": name, "arguments": json.dumps(arguments)}
            message = {"role": "assistant", "content": None}
            message["tool_calls"] = [{"id": f"c{turn}", "type": "function", "function": call}]
        reason = "tool_calls" if "tool_calls" in message else "stop"
        choice = {"index": 0, "finish_reason": reason, "message": message}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        return {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}


def as_stream(body: bytes) -> bytes:
    """A whole answer as the chunks of a stream."""
    answer = json.loads(body)
    [choice] = answer["choices"]
    delta = choice["message"]
    for index, call in enumerate(delta.get("tool_calls", [])):
        call["index"] = index
    common = {key: answer[key] for key in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    first = {**common, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    last = {**common, "choices": [{"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}]}
    usage = {**common, "choices": [], "usage": answer["usage"]}
    lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in (first, last, usage)]
    return ("".join(lines) + "data: [DONE]\n\n").encode()


@pytest.fixture
def model() -> Iterator[Model]:
    one = Model()
    yield one
    one.door.shutdown()
    one.door.server_close()


def run(command: str, folder: Path, *flags: str, url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATAOPS_URL": url, "PYTHONPATH": str(PROJECT), "OPENAI_API_KEY": "none"}
    environment["PATH"] = f"{BIN}:{environment['PATH']}"
    return subprocess.run(
        [str(BIN / command), *flags, "-o", str(folder / "out")],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


def evaluate(folder: Path, model: Model, url: str, *flags: str) -> list[dict[str, Any]]:
    """The episodes of one task, as the example's settings play it."""
    chosen = ["--env.taskset.split", "classic", "--env.taskset.level", "None", "--env.taskset.num-tasks", "5"]
    done = run(
        "vf-eval",
        folder,
        "@",
        str(EXAMPLE),
        "--no-push",
        "--client.base-url",
        model.url,
        *chosen,
        "--select.include.names",
        "task_dedup:canonical",
        "--env.taskset.task.records",
        str(folder / "episodes.jsonl"),
        *flags,
        url=url,
    )
    episodes = [
        json.loads(line) for file in (folder / "out").rglob("traces.jsonl") for line in file.read_text().splitlines()
    ]
    assert episodes, done.stdout + done.stderr
    return episodes


def records(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "episodes.jsonl").read_text().splitlines()]


def test_gold_is_right_and_doing_nothing_is_not(server: RunningServer, folder: Path) -> None:
    flags = ["dataops_verifiers", "--runtime.type", "subprocess", "--taskset.num-tasks", "2", "--taskset.level", "1"]
    done = run("vf-validate", folder, *flags, url=server.url)
    [file] = (folder / "out").rglob("results.jsonl")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(rows) == 2, done.stdout + done.stderr
    for row in rows:
        assert row["gold"]["valid"] is True and row["noop"]["valid"] is True and row["noop"]["reward"] < 1, row
    with Session(server.url, session_id="c-still-here") as session:
        assert session.state().step_count == 0


def test_a_model_that_solves_has_the_whole_reward(server: RunningServer, folder: Path, model: Model) -> None:
    model.script = [("execute_sql", {"query": "SELECT 1 FROM nowhere"}), *SOLVING]
    episodes = evaluate(folder, model, server.url)
    assert len(episodes) == 2
    for episode in episodes:
        [trace] = episode["traces"]
        assert episode["ok"] is True and trace["stop_condition"] == "episode_over"
        assert trace["rewards"]["reward"]["score"] == 1.0 and trace["metrics"] == {"solved": 1.0, "steps": 3.0}
    for record in records(folder):
        assert (record["reward"], record["damage"], record["submitted"]) == (1.0, 0, True) and record["tokens"] > 0
    assert len(records(folder)) == 2
    assert "no such table" in model.read[0] and not any("reward" in text or "score" in text for text in model.read)


def test_what_is_cut_is_submitted(server: RunningServer, folder: Path, model: Model) -> None:
    model.script = SOLVING[:1]
    for episode in evaluate(folder, model, server.url):
        [trace] = episode["traces"]
        assert episode["ok"] is True and trace["rewards"]["reward"]["score"] == 1.0
    assert [(record["solved"], record["submitted"]) for record in records(folder)] == [(True, False)] * 2


def test_a_dead_server_is_an_error_and_no_reward(
    start: Callable[..., RunningServer], folder: Path, model: Model
) -> None:
    doomed = start()
    model.script = SOLVING
    model.before = lambda turn: doomed.kill() if turn == 1 else None
    for episode in evaluate(folder, model, doomed.url, "--env.taskset.task.tools.timeout", "3"):
        assert episode["ok"] is False
        assert all(not reward for trace in episode["traces"] for reward in (trace["rewards"] or {}).values())
    assert all(record["void"].startswith("connection_") and record["reward"] is None for record in records(folder))
    assert len(records(folder)) == 2
