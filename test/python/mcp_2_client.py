"""The client of mcp 2.x, unmodified, against a running server: mcp_2_client.py URL RECORD COMMAND"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp import Client, StdioServerParameters

from checks import serve
from mcp_play import COMMAND, TOOLS, URL, Call, Result, mistakes, play, trajectories

# How a client finds out what the server speaks, and the version that follows from it.
MODES = {"auto": "2026-07-28", "2026-07-28": "2026-07-28", "legacy": "2025-11-25"}


@asynccontextmanager
async def connected(
    mode: str, server: str | StdioServerParameters = f"{URL}/mcp"
) -> AsyncIterator[tuple[Client, Call]]:
    async with Client(server, mode=mode) as client:
        assert client.protocol_version == MODES[mode]

        async def call(name: str, arguments: dict[str, Any]) -> Result:
            result = await client.call_tool(name, arguments)
            texts = [block.text for block in result.content if block.type == "text"]
            return Result(texts, result.structured_content, bool(result.is_error), dict(result.meta or {}))

        yield client, call


async def discovery_and_tools() -> None:
    for mode in MODES:
        async with connected(mode) as (client, _):
            tools = (await client.list_tools()).tools
            assert [tool.name for tool in tools] == TOOLS
            assert all(tool.description and tool.input_schema["type"] == "object" for tool in tools)
            if mode != "2026-07-28":
                assert client.server_info is not None and client.server_info.name == "dataops-env"


async def episodes() -> None:
    """In each mode five clients at once, a task each; then one client plays all of them."""

    async def alone(mode: str, trajectory: dict[str, Any]) -> None:
        async with connected(mode) as (_, call):
            await play(call, trajectory)

    for mode in MODES:
        await asyncio.gather(*[alone(mode, trajectory) for trajectory in trajectories()])
        async with connected(mode) as (_, call):
            for trajectory in trajectories():
                await play(call, trajectory)


async def parallel_episodes() -> None:
    """Without sessions of the connection, one client plays several episodes at once."""
    async with connected("auto") as (_, call):
        await asyncio.gather(*[play(call, trajectory) for trajectory in trajectories()])


async def wrong_calls() -> None:
    for mode in MODES:
        async with connected(mode) as (_, call):
            await mistakes(call)


async def stdio_episodes() -> None:
    command = StdioServerParameters(command=COMMAND[0], args=COMMAND[1:])
    for mode in MODES:
        async with connected(mode, command) as (client, call):
            assert [tool.name for tool in (await client.list_tools()).tools] == TOOLS
            for trajectory in trajectories():
                await play(call, trajectory)
            await mistakes(call)


serve(discovery_and_tools, episodes, parallel_episodes, wrong_calls, stdio_episodes)
