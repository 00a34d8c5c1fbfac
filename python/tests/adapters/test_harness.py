"""OpenEnv's harness and collector, unmodified, over sessions of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from conftest import RunningServer
from openenv.core.harness import HarnessRunLimits, MCPHarnessAdapter, ModelStepResult
from openenv.core.llm_client import LLMResponse, ToolCall

from dataops_env import Capacity, EpisodeRecord, Infrastructure, Refused, Task, tasks
from dataops_env.collect import collect, main
from dataops_env.harness import DataopsSessionFactory

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
DEDUP = Task("task_dedup", "classic")
SOLVING = [("inspect_schema", {}), ("execute_sql", {"query": REPAIR}), ("finish_task", {})]


class Script:
    """A model that calls what is written, and then says something."""

    def __init__(self, *calls: tuple[str, dict[str, Any]]) -> None:
        self.calls = calls
        self.read: list[str] = []

    def __call__(self, messages: list[dict[str, Any]], tools: list[Any], sampling: dict[str, Any]) -> ModelStepResult:
        assert [tool.name for tool in tools] == ["inspect_schema", "execute_sql", "finish_task"]
        turn = sum(message["role"] == "assistant" for message in messages)
        self.read.extend(message["content"] for message in messages if message["role"] == "tool")
        calls = [ToolCall(f"c{turn}", *self.calls[turn])] if turn < len(self.calls) else []
        return ModelStepResult(response=LLMResponse("now", calls))


def test_a_harness_plays_and_reads_no_reward(server: RunningServer) -> None:
    factory = DataopsSessionFactory(tasks=[DEDUP], url=server.url, system_prompt="Be brief.")
    model = Script(("no_such_tool", {}), *SOLVING)
    session = factory.create([{"role": "user", "content": "a trainer's prompt"}], seed=7, episode_id="abc")
    played = MCPHarnessAdapter().run_white_box(model, session)
    verified = session.verify(played.messages)
    assert (verified.env_reward, verified.done, played.done) == (1.0, True, True)
    assert verified.metrics["solved"] is True and verified.metrics["steps"] == 4 and verified.metrics["cut"] is False
    assert [entry.result.error is not None for entry in played.tool_trace] == [True, False, False, False]
    assert played.messages[0] == {"role": "system", "content": "Be brief."}
    assert model.read and not any("reward" in text or "score" in text for text in model.read)
    for _ in range(2):
        session.close()


def test_numbers_choose_tasks_and_group_mates_agree(server: RunningServer) -> None:
    chosen = tasks("train", level=1, num_tasks=3, url=server.url)
    factory = DataopsSessionFactory(tasks=chosen, url=server.url)
    prompts = []
    for seed in (0, 1, 2, 3, 0):
        session = factory.create("a prompt", seed=seed)
        prompts.append(session.initial_messages()[-1]["content"])
        session.close()
    assert prompts[0] == prompts[3] == prompts[4] and len(set(prompts)) == 3
    row = factory.create(chosen[1].row())
    assert row.initial_messages()[0]["content"] == prompts[1]
    row.close()
    with pytest.raises(Refused, match="no task"):
        factory.create(None)


@pytest.mark.parametrize(("submit_cut", "reward"), [(True, 1.0), (False, 0.0)])
def test_a_cut_episode_is_submitted_if_so_chosen(server: RunningServer, submit_cut: bool, reward: float) -> None:
    records: list[EpisodeRecord] = []
    factory = DataopsSessionFactory(url=server.url, submit_cut=submit_cut, log=records.append)
    session = factory.create("task_dedup")
    played = MCPHarnessAdapter().run_white_box(Script(*SOLVING), session, HarnessRunLimits(max_turns=2))
    verified = session.verify(played.messages)
    assert verified.env_reward == reward
    assert verified.metrics["cut"] is True and verified.metrics["truncated"] is True
    session.close()
    assert [(record.reward, record.submitted) for record in records] == [(reward, False)]


def test_a_fault_has_no_reward(start: Callable[..., RunningServer]) -> None:
    doomed = start("--max-sessions", "1")
    factory = DataopsSessionFactory(url=doomed.url, timeout=3)
    session = factory.create("task_dedup")
    with pytest.raises(Capacity):
        factory.create("task_dedup")
    doomed.kill()
    with pytest.raises(Infrastructure):
        MCPHarnessAdapter().run_white_box(Script(*SOLVING), session)
    verified = session.verify([])
    assert verified.env_reward is None and verified.metrics["void"] == "connection_lost"
    session.close()
    with pytest.raises(Infrastructure):
        factory.create("task_dedup")


def test_collecting_keeps_what_solved_and_goes_on(server: RunningServer, folder: Path) -> None:
    chosen = [Task("task_dedup"), Task("task_easy"), Task("task_dedup", seed=3)]
    first = collect(chosen[:2], Script(*SOLVING), folder, url=server.url)
    assert (first.num_collected, first.num_dropped, first.num_failed) == (1, 1, 0)
    second = collect(chosen, Script(*SOLVING), folder, url=server.url, solved_only=False)
    assert (second.num_collected, second.num_skipped, second.num_failed) == (2, 1, 0)
    records = [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]
    assert records[0]["reward"] == 1.0 and records[1]["reward"] < 1.0
    assert [record["task"]["task_id"] for record in records] == ["task_dedup", "task_easy", "task_dedup"]
    assert records[0]["messages"][0]["role"] == "user" and records[0]["messages"][-1]["role"] == "tool"


def test_the_command_collects_from_a_model(
    server: RunningServer, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[dict[str, Any]] = []

    class Model(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            call = {"name": "finish_task", "arguments": "{}"}
            message = {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": call}]}
            body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
            body["choices"] = [{"index": 0, "finish_reason": "tool_calls", "message": message}]
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            pass

    model = HTTPServer(("127.0.0.1", 0), Model)
    Thread(target=model.serve_forever, daemon=True).start()
    try:
        flags = ["-o", str(folder), "-n", "2", "--level", "1", "--model", "m", "--keep-all", "--url", server.url]
        flags += ["--records", str(folder / "episodes.jsonl")]
        assert main([*flags, "--endpoint", f"http://127.0.0.1:{model.server_port}/v1"]) == 0
    finally:
        model.shutdown()
        model.server_close()
    assert "2 collected, 0 dropped, 0 there already, 0 failed" in capsys.readouterr().out
    lines = (folder / "episodes.jsonl").read_text().splitlines()
    assert [json.loads(line)["submitted"] for line in lines] == [True, True]
    assert len(asked) == 2 and asked[0]["model"] == "m" and len(asked[0]["tools"]) == 3
    assert main([*flags, "--family", "no_such_family"]) == 2
