"""Sessions against a real server, and what they do when it, or the way to it, fails."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import threading
import urllib.request
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from conftest import LossyProxy, RunningServer

from dataops_env import (
    AsyncSession,
    Capacity,
    DataopsError,
    Infrastructure,
    Refused,
    Session,
    Task,
    connect,
    execute_sql,
    inspect_schema,
)
from dataops_env.episode import result_from_wire

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"


def code_of(error: pytest.ExceptionInfo[DataopsError]) -> str:
    return error.value.code


def test_plays_an_episode_to_the_end(server: RunningServer) -> None:
    with connect(server.url) as session:
        start = session.reset("task_dedup")
        assert (start.reward, start.done, start.outcome) == (None, False, None)
        assert start.prompt is not None and start.observation.goal in start.prompt
        schema = session.inspect_schema()
        assert schema.reward == 0.03 and '"tables"' in schema.text
        wrong = session.execute_sql("SELECT id FROM nowhere")
        assert wrong.reward == -0.05 and "no such table" in str(wrong.observation.last_error)
        session.execute_sql(REPAIR)
        end = session.finish()
        assert end.done and end.outcome is not None and end.outcome.solved and end.outcome.grader_score == 1.0
        assert end.outcome.task is not None and end.outcome.task.id == "task_dedup"
        for said in (start, schema, wrong, end):
            assert "reward" not in said.text and "score" not in said.text
        state = session.state()
        assert (state.step_count, state.done, state.solved) == (4, True, True)
        after = session.finish()
        assert after.reward == 0.0 and after.done and session.state().step_count == 4


def test_says_what_http_says(server: RunningServer) -> None:
    def post(path: str, body: object) -> dict[str, object]:
        request = urllib.request.Request(server.url + path, json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request) as reply:
            return json.loads(reply.read())

    with Session(server.url) as session:
        for params in ({"task_id": "task_hard", "seed": 3}, {"split": "train", "level": 2, "seed": 5}):
            named = {"session_id": f"h-{params['seed']}"}
            assert session.reset(params) == result_from_wire(post("/reset", {**params, **named}))
            for action in (inspect_schema(), execute_sql("SELECT 1; SELECT 2"), {"action_type": "no such"}, {}):
                sent = action if isinstance(action, dict) else action.to_wire()
                assert session.step(action) == result_from_wire(post("/step", {"action": sent, **named}))


def test_refuses_what_is_wrong(server: RunningServer) -> None:
    with Session(server.url) as session:
        with pytest.raises(Refused) as error:
            session.finish()
        assert code_of(error) == "no_episode"
        with pytest.raises(Refused) as error:
            session.reset(familly="date_iso")
        assert code_of(error) == "VALIDATION_ERROR" and "did you mean family" in str(error.value)
        with pytest.raises(Refused) as error:
            session.reset(seed=float("nan"))
        assert code_of(error) == "bad_value"
        assert session.reset(None, seed=None).observation.task_id == "task_easy"
    with pytest.raises(Infrastructure) as gone:
        session.finish()
    assert code_of(gone) == "closed"
    with pytest.raises(Refused):
        connect("localhost:1")
    with pytest.raises(Infrastructure) as nobody:
        connect("http://127.0.0.1:9", timeout=5)
    assert code_of(nobody) == "connection_failed"
    copy = pickle.loads(pickle.dumps(nobody.value))
    assert (type(copy), copy.code, str(copy)) == (Infrastructure, "connection_failed", str(nobody.value))


def test_tokens_and_places(start: Callable[..., RunningServer], environment: pytest.MonkeyPatch) -> None:
    guarded = start("--token", "right-one", "--max-sessions", "1")
    for token in (None, "wrong-one"):
        with pytest.raises(Refused) as error:
            connect(guarded.url, token)
        assert code_of(error) == "unauthorized"
    environment.setenv("DATAOPS_TOKEN", "right-one")
    with connect(guarded.url) as first:
        first.reset("task_easy")
        with pytest.raises(Capacity) as full:
            connect(guarded.url)
        assert full.value.details["max_sessions"] == 1

        async def open_another() -> None:
            await AsyncSession.open(guarded.url)

        with pytest.raises(Capacity):
            asyncio.run(open_another())
        assert first.finish().done
    with connect(guarded.url) as second:
        assert second.state().episode_id is None


def test_another_version_is_refused() -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"name":"dataops-env","version":"9.1.0"}')

        def log_message(self, *_: object) -> None:
            pass

    other = HTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    try:
        with pytest.raises(Refused) as error:
            connect(f"http://127.0.0.1:{other.server_port}")
        assert code_of(error) == "version_mismatch" and "9.1.0" in str(error.value)
    finally:
        other.shutdown()
        other.server_close()


def test_a_lost_reply_is_asked_for_again(proxy: LossyProxy) -> None:
    with Session(proxy.url) as session:
        session.reset("task_dedup")
        session.execute_sql("CREATE TEMP TABLE seen (x)")
        for row in range(1, 4):
            proxy.swallow_replies()
            session.execute_sql("INSERT INTO seen VALUES (1)")
            counted = session.execute_sql("SELECT count(*) FROM seen").observation.last_query_result
            assert counted is not None and counted["rows"] == [[row]]
        session.execute_sql(REPAIR)
        proxy.swallow_replies()
        end = session.finish()
        assert end.outcome is not None and end.outcome.solved and end.reward == 0.5
        assert session.state().step_count == 9


def test_a_connection_that_was_cut_comes_back_to_the_same_episode(proxy: LossyProxy) -> None:
    with Session(proxy.url) as session:
        proxy.swallow_replies()
        session.reset("task_dedup")
        proxy.cut()
        assert session.execute_sql(REPAIR).observation.current_step == 1
        proxy.cut()
        assert session.state().step_count == 1
        proxy.cut()
        end = session.finish()
        assert end.outcome is not None and end.outcome.solved


def test_a_way_that_stays_cut_is_an_infrastructure_fault(proxy: LossyProxy) -> None:
    with Session(proxy.url, timeout=3) as session:
        session.reset("task_easy")
        proxy.refuse = True
        proxy.cut()
        with pytest.raises(Infrastructure) as error:
            session.finish()
        assert code_of(error) == "connection_lost"
        proxy.refuse = False
        assert session.finish().observation.current_step == 1


def test_a_server_that_forgot_the_episode_is_never_played_on(start: Callable[..., RunningServer]) -> None:
    first = start()
    with Session(first.url) as session:
        session.reset("task_easy")
        session.inspect_schema()
        first.kill()
        second = start(port=first.port)
        for _ in range(2):
            with pytest.raises(Infrastructure) as error:
                session.finish()
            assert code_of(error) == "episode_lost"
        assert session.reset("task_easy").observation.current_step == 0
        assert session.finish().done
        second.kill()


def test_a_journal_brings_the_episode_back(start: Callable[..., RunningServer], folder: Path) -> None:
    first = start("--journal", str(folder / "journal"))
    with Session(first.url) as session:
        session.reset("task_dedup")
        session.execute_sql(REPAIR)
        first.kill()
        start("--journal", str(folder / "journal"), port=first.port)
        end = session.finish()
        assert end.outcome is not None and end.outcome.solved and end.observation.current_step == 2


def test_a_silent_server_is_a_timeout(start: Callable[..., RunningServer]) -> None:
    frozen = start()
    with Session(frozen.url, timeout=3) as session:
        session.reset("task_easy")
        frozen.freeze()
        with pytest.raises(Infrastructure) as error:
            session.finish()
        assert code_of(error) in ("timeout", "connection_lost")
        frozen.thaw()
        # Tried again, the same action is answered, whether it was taken or not.
        end = session.finish()
        assert end.done and end.reward == 0.0 and end.outcome is not None and session.state().step_count == 1


def test_the_newest_client_wins_and_the_older_does_not_fight(server: RunningServer) -> None:
    with Session(server.url, session_id="c-shared") as older:
        older.reset("task_easy")
        with Session(server.url, session_id="c-shared") as newer:
            assert newer.inspect_schema().observation.current_step == 1
            for _ in range(2):
                with pytest.raises(Infrastructure) as error:
                    older.inspect_schema()
                assert code_of(error) == "replaced"
            assert newer.finish().observation.current_step == 2


def test_threads_share_a_session(server: RunningServer) -> None:
    with Session(server.url) as session:
        session.reset("task_medium")
        steps: list[int] = []

        def play() -> None:
            for _ in range(2):
                steps.append(session.inspect_schema().observation.current_step)

        threads = [threading.Thread(target=play) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(steps) == list(range(1, 13)) and session.state().step_count == 12


def test_use_after_fork_is_detected(server: RunningServer) -> None:
    with Session(server.url) as session:
        session.reset("task_easy")
        child = os.fork()
        if child == 0:
            try:
                session.finish()
            except Infrastructure as error:
                # Closing the child's copy must not end the parent's session.
                session.close()
                os._exit(0 if error.code == "forked" else 2)
            os._exit(3)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert session.finish().observation.current_step == 1


def test_asynchronous_sessions(server: RunningServer, proxy: LossyProxy) -> None:
    async def play_one(seed: int) -> bool:
        async with AsyncSession(server.url) as session:
            await session.reset(Task(task_id="task_dedup", seed=seed))
            assert (await session.inspect_schema()).observation.current_step == 1
            await session.execute_sql(REPAIR)
            end = await session.finish()
            assert (await session.state()).done
            return end.outcome is not None and end.outcome.solved

    async def play_all() -> None:
        assert await asyncio.gather(*[play_one(seed) for seed in range(16)]) == [True] * 16
        lossy = await AsyncSession.open(proxy.url)
        await lossy.reset("task_dedup")
        proxy.swallow_replies()
        assert (await lossy.execute_sql(REPAIR)).observation.current_step == 1
        proxy.cut()
        end = await lossy.finish()
        assert end.outcome is not None and end.outcome.solved
        await lossy.close()
        await lossy.close()

    asyncio.run(play_all())


def test_a_cancelled_call_leaves_the_session_where_the_episode_is(start: Callable[..., RunningServer]) -> None:
    async def play() -> None:
        frozen = start()
        session = await AsyncSession.open(frozen.url)
        await session.reset("task_easy")
        frozen.freeze()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(session.inspect_schema(), 0.2)
        frozen.thaw()
        # Whether it was taken or not: what comes now is the reply to what is asked now.
        before = (await session.state()).step_count
        counted = await session.execute_sql("SELECT 1")
        assert counted.observation.current_step == before + 1
        assert counted.observation.last_query_result is not None and "rows" in counted.observation.last_query_result
        await session.close()

    asyncio.run(play())
