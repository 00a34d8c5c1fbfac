"""The clients of openenv 0.10.0, unmodified, against a running server: openenv_clients.py URL"""

import asyncio
import json
import sys

from openenv.core.env_server.mcp_types import CallToolAction, ListToolsAction
from openenv.core.generic_client import GenericEnvClient
from openenv.core.mcp_client import MCPToolClient
from websockets.sync.client import connect

URL = sys.argv[1]
INSPECT = {"action_type": "inspect_schema"}
FINISH = {"action_type": "finish_task"}


def select(text):
    return {"action_type": "execute_sql", "query": f"SELECT '{text}'"}


async def refused(call, *parts):
    try:
        await call
    except RuntimeError as error:
        assert all(part in str(error) for part in parts), error
    else:
        raise AssertionError(f"not refused: {parts}")


async def episode():
    async with GenericEnvClient(base_url=URL) as client:
        result = await client.reset(task_id="task_hard", seed=3, episode_id="ep-1")
        assert result.observation["task_id"] == "task_hard" and result.reward is None and result.done is False
        result = await client.step(INSPECT)
        assert result.reward == 0.03 and not result.done
        assert (await client.state())["step_count"] == 1
        result = await client.step({"nonsense": 1})
        assert "invalid action" in result.observation["last_error"]
        assert (await client.step(FINISH)).done
        result = await client.step(FINISH)
        assert result.done and result.reward == 0 and "over" in result.observation["last_error"]
        state = await client.state()
        assert state["episode_id"] == "ep-1" and state["step_count"] == 3
        await refused(client.reset(seed=-1), "data.seed", "VALIDATION_ERROR")
        await refused(client.reset(seed=2**53 + 1), "data.seed", "VALIDATION_ERROR")
        await refused(client.reset(seed=float("nan")), "INVALID_JSON")
        await refused(client.reset(nonsense=1), "data.nonsense", "VALIDATION_ERROR")
        result = await client.reset(split="classic", index=4)
        assert result.observation["task_id"] == "task_dedup"


async def reconnect():
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


async def many():
    clients = [GenericEnvClient(base_url=URL) for _ in range(50)]
    await asyncio.gather(*[client.connect() for client in clients])
    await asyncio.gather(*[client.reset() for client in clients])
    for turn in range(3):
        steps = [client.step(select(f"{turn}-{index}")) for index, client in enumerate(clients)]
        for index, result in enumerate(await asyncio.gather(*steps)):
            assert result.observation["last_query_result"]["rows"] == [[f"{turn}-{index}"]]
    await asyncio.gather(*[client.close() for client in clients])


def sync():
    with GenericEnvClient(base_url=URL).sync() as client:
        client.reset(task_id="task_easy")
        client.step(INSPECT)
        assert client.state()["step_count"] == 1


def pipelining():
    with connect(URL.replace("http", "ws") + "/ws") as socket:
        messages = [{"type": "reset", "data": {}}]
        messages += [{"type": "step", "data": select(str(index))} for index in range(10)]
        for message in [*messages, {"type": "state"}]:
            socket.send(json.dumps(message))
        replies = [json.loads(socket.recv()) for _ in range(12)]
        assert [reply["type"] for reply in replies] == ["observation"] * 11 + ["state"]
        assert replies[-1]["data"]["step_count"] == 10


def tools():
    """Tool calls as step data, through the client's own code on both ends."""
    client = MCPToolClient(base_url=URL)
    with connect(URL.replace("http", "ws") + "/ws") as socket:

        def step(action):
            socket.send(json.dumps({"type": "step", "data": client._step_payload(action)}))
            return client._parse_result(json.loads(socket.recv())["data"])

        names = [tool.name for tool in step(ListToolsAction()).observation.tools]
        assert names == ["start_episode", "inspect_schema", "execute_sql", "finish_task"]
        started = step(CallToolAction(tool_name="start_episode", arguments={"task_id": "task_easy"}))
        assert started.observation.error is None and started.observation.result["task_id"] == "task_easy"
        inspected = step(CallToolAction(tool_name="inspect_schema", arguments={}))
        assert inspected.observation.error is None and inspected.reward == 0.03
        unknown = step(CallToolAction(tool_name="other", arguments={}))
        assert unknown.observation.error.error_type == "tool_not_found"


for check in (episode, reconnect, many, sync, pipelining, tools):
    result = check()
    if result is not None:
        asyncio.run(result)
    print(f"ok {check.__name__}")
