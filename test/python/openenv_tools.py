"""Tool calls through OpenEnv's MCP client."""

import asyncio
import json
from typing import Any

import httpx
from openenv.core.client_types import StepResult
from openenv.core.env_server.mcp_types import CallToolAction, ListToolsAction
from openenv.core.mcp_client import MCPToolClient
from websockets.sync.client import connect

from openenv_targets import PID, SMALL_URL, URL, frozen, run_endlessly, timed_out, trajectories

TOOLS = ["start_episode", "inspect_schema", "execute_sql", "finish_task"]


def tools_on_websocket() -> None:
    """Tool calls as step data, written and read by the client's own code."""
    client = MCPToolClient(base_url=URL)
    with connect(URL.replace("http", "ws") + "/ws") as socket:

        def step(action: ListToolsAction | CallToolAction) -> StepResult[Any]:
            socket.send(json.dumps({"type": "step", "data": client._step_payload(action)}))
            return client._parse_result(json.loads(socket.recv())["data"])

        assert [tool.name for tool in step(ListToolsAction()).observation.tools] == TOOLS
        started = step(CallToolAction(tool_name="start_episode", arguments={"task_id": "task_easy"}))
        assert started.observation.error is None and started.observation.result["data"]["task_id"] == "task_easy"
        assert started.reward == 0 and json.loads(started.observation.result["content"][0]["text"])["goal"]
        inspected = step(CallToolAction(tool_name="inspect_schema", arguments={}))
        assert inspected.observation.error is None and inspected.reward == 0.03
        assert inspected.observation.result["is_error"] is False
        assert "error" not in inspected.observation.result["content"][0]["text"]
        unknown = step(CallToolAction(tool_name="other", arguments={}))
        assert unknown.observation.error.error_type == "tool_not_found"


async def mcp_tool_client() -> None:
    """HTTP and WebSocket are one session: one episode, one count of steps."""
    (easy,) = [trajectory for trajectory in trajectories() if trajectory["task_id"] == "task_easy"]
    async with MCPToolClient(base_url=URL) as client:
        session_id = client._production_session_id
        tools = await client.list_tools()
        assert [tool.name for tool in tools] == TOOLS
        assert all(tool.description and tool.input_schema["type"] == "object" for tool in tools)
        first = await client.reset(task_id="task_easy", reward_mode="terminal", episode_id="tools-1")
        assert first.observation.task_id == "task_easy" and first.reward is None
        actions = [dict(step["action"]) for step in easy["steps"]]
        for count, action in enumerate(actions[:-1], start=1):
            name, arguments = action.pop("action_type"), action
            if count % 2:
                observation = await client.call_tool(name, **arguments)
            else:
                result = await client.step(CallToolAction(tool_name=name, arguments=arguments))
                assert result.observation.error is None and result.reward == 0 and not result.done
                observation = result.observation.result["data"]
            assert observation["current_step"] == count and observation["last_error"] is None
            assert "reward" not in observation
            state = await client.state()
            assert (state.episode_id, state.step_count) == ("tools-1", count)
        # The reset was the host's, so the agent may not start another episode.
        listed = await client.step(ListToolsAction())
        assert [tool.name for tool in listed.observation.tools] == TOOLS[1:]
        mistake = await client.call_tool("no_such_tool")
        assert "no such tool" in mistake["last_error"] and (await client.state()).step_count == len(actions)
        finished = await client.step(CallToolAction(tool_name="finish_task", arguments={}))
        assert finished.done and finished.reward == 1 and finished.metadata["solved"] is True
        refused = await client.call_tool("start_episode", task_id="task_dedup")
        assert refused["task_id"] == "task_easy" and "over" in refused["last_error"]
        assert (await client.state()).step_count == len(actions) + 1
        async with httpx.AsyncClient(base_url=URL) as http:
            state = (await http.get("/state", params={"session_id": session_id})).raise_for_status().json()
        assert state["solved"] is True and state["grader_score"] == 1 and state["task"]["id"] == "task_easy"
    async with httpx.AsyncClient(base_url=URL) as http:
        request = {"jsonrpc": "2.0", "id": 1, "method": "openenv/session/close", "params": {"session_id": session_id}}
        gone = (await http.post("/mcp", json=request)).raise_for_status().json()
        assert gone["error"]["code"] == -32602 and session_id in gone["error"]["message"]


def sync_mcp_tool_client() -> None:
    with MCPToolClient(base_url=URL).sync() as client:
        assert [tool.name for tool in client.list_tools()] == TOOLS
        client.reset(task_id="task_hard")
        rows = client.call_tool("execute_sql", query="SELECT 1 AS one")["last_query_result"]
        assert rows["columns"] == ["one"] and rows["rows"] == [[1]]
        assert client.state().step_count == 1


async def tool_client_takes_one_place() -> None:
    """Its session and its socket are one place of the server, which is free again after it."""
    for _ in range(2):
        async with MCPToolClient(base_url=SMALL_URL) as client:
            await client.reset(task_id="task_easy")
            assert (await client.call_tool("inspect_schema"))["current_step"] == 1


async def tool_client_comes_back() -> None:
    """After a reply that took too long the client attaches to its session again, and the episode goes on."""
    slow = CallToolAction(tool_name="execute_sql", arguments={"query": run_endlessly("tools")["query"]})
    async with MCPToolClient(base_url=URL) as client:
        await client.reset(task_id="task_hard", episode_id="kept")
        with frozen(PID):
            await timed_out(asyncio.wait_for(client.step(slow), 0.1))
        assert (await client.state()).episode_id == "kept"
        result = await client.step(CallToolAction(tool_name="inspect_schema", arguments={}))
        assert result.observation.error is None and result.observation.result["data"]["last_error"] is None
