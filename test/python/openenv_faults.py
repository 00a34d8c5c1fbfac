"""What OpenEnv's clients meet when something is wrong: with a request, with a connection, with the server's room."""

import asyncio
import json
import time
from contextlib import suppress

from openenv.core.generic_client import GenericEnvClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from openenv_targets import (
    ASKING_URL,
    FINISH,
    INSPECT,
    SMALL_PID,
    SMALL_URL,
    URL,
    frozen,
    refused,
    run_endlessly,
    run_sql,
    timed_out,
)


async def refusals() -> None:
    """Parameters are refused with a reason; what a model got wrong is answered in-band."""
    async with GenericEnvClient(base_url=URL) as client:
        await refused(client.reset(seed=-1), "data.seed", "VALIDATION_ERROR")
        await refused(client.reset(seed=2**53 + 1), "data.seed", "VALIDATION_ERROR")
        await refused(client.reset(seed=float("nan")), "INVALID_JSON")
        await refused(client.reset(nonsense=1), "data.nonsense", "VALIDATION_ERROR")
        await refused(client.reset(task_id="no_such_task"), "no_such_task")
        await refused(client.step(INSPECT), "no episode", "EXECUTION_ERROR")
        await client.reset(task_id="task_hard", seed=3)
        for action in ({"nonsense": 1}, {}, {"action_type": "execute_sql"}, {"action_type": "drop", "query": 5}):
            result = await client.step(action)
            assert result.observation["last_error"] and result.reward == -0.05 and not result.done
        assert (await client.state())["step_count"] == 4


async def reconnect() -> None:
    """A closed client that connects again has a new session, which says that it was never reset."""
    client = GenericEnvClient(base_url=URL)
    await client.connect()
    await client.reset()
    await client.disconnect()
    await client.connect()
    assert (await client.state())["episode_id"] is None
    await refused(client.step(INSPECT), "no episode", "EXECUTION_ERROR")
    await client.reset()
    assert (await client.step(INSPECT)).observation["current_step"] == 1
    await client.close()


async def reply_timeouts() -> None:
    """
    A client that waits no longer drops its socket, and its next request opens a fresh session without a word. That one
    must find room, though the server has a place for one session only, and refuse a step.
    """
    async with GenericEnvClient(base_url=SMALL_URL) as client:
        await client.reset()
        for mark in ("first", "second"):
            with frozen(SMALL_PID):
                await timed_out(asyncio.wait_for(client.step(run_endlessly(mark)), 0.1))
            await refused(client.step(INSPECT), "no episode", "EXECUTION_ERROR")
            state = await client.state()
            assert state["episode_id"] is None and state["step_count"] == 0
            await client.reset(task_id="task_dedup")
        # As message_timeout_s does for every request.
        patience, client._message_timeout = client._message_timeout, 0.1
        with frozen(SMALL_PID):
            await timed_out(client.step(run_endlessly("third")))
        client._message_timeout = patience
        await refused(client.step(FINISH), "no episode", "EXECUTION_ERROR")


async def thinking_trainer() -> None:
    """
    A trainer generates on the thread that answers pings. The server asks for a sign of life twenty times a second and gets
    none; the episode is there all the same, whether the client sends pings of its own or not.
    """
    for options in ({}, {"websocket_ping_interval_s": None}):
        async with GenericEnvClient(base_url=ASKING_URL, **options) as client:
            await client.reset(task_id="task_hard", episode_id="kept")
            for count in (1, 2):
                assert (await client.step(INSPECT)).observation["current_step"] == count
                time.sleep(1)
            state = await client.state()
            assert (state["episode_id"], state["step_count"]) == ("kept", 2)


async def suspects_give_way() -> None:
    """Whoever needs the only place gets it from a client that owes a sign of life, and from no other."""
    async with GenericEnvClient(base_url=ASKING_URL) as client:
        await client.reset()
        # Meanwhile nobody answers pings for the client.
        while True:
            with connect(ASKING_URL.replace("http", "ws") + "/ws") as socket:
                # Who is refused may find the socket closed behind the reason.
                with suppress(ConnectionClosed):
                    socket.send(json.dumps({"type": "state"}))
                reply = json.loads(socket.recv())
            if reply["type"] == "state":
                break
            assert reply["data"]["code"] == "CAPACITY_REACHED", reply
        try:
            await client.step(INSPECT)
            raise AssertionError("the place was taken, and the session goes on")
        except ConnectionClosed as error:
            assert error.rcvd is not None and error.rcvd.code == 1013, error
        await client.reset()
        assert (await client.step(INSPECT)).observation["current_step"] == 1


async def capacity() -> None:
    """Connecting succeeds; the first request says that there is no room."""
    async with GenericEnvClient(base_url=SMALL_URL) as first:
        await first.reset()
        for request in ("reset", "state"):
            second = GenericEnvClient(base_url=SMALL_URL)
            await second.connect()
            await refused(getattr(second, request)(), "CAPACITY_REACHED")
            await second.close()
        assert (await first.step(INSPECT)).observation["current_step"] == 1
    async with GenericEnvClient(base_url=SMALL_URL) as third:
        assert (await third.reset()).done is False


def pipelining() -> None:
    """Requests sent without waiting are answered one by one, in order."""
    with connect(URL.replace("http", "ws") + "/ws") as socket:
        messages = [{"type": "reset", "data": {}}]
        messages += [{"type": "step", "data": run_sql(f"SELECT {index}")} for index in range(9)]
        for message in [*messages, {"type": "state"}]:
            socket.send(json.dumps(message))
        replies = [json.loads(socket.recv()) for _ in range(11)]
        steps = [reply["data"]["observation"]["last_query_result"] for reply in replies[1:10]]
        assert [step["rows"] for step in steps] == [[[index]] for index in range(9)]
        assert replies[-1]["type"] == "state" and replies[-1]["data"]["step_count"] == 9
