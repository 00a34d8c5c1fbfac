"""The client of mcp 1.x, unmodified, against a running server: mcp_1_client.py URL RECORD COMMAND"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from checks import serve
from mcp_play import COMMAND, TOOLS, URL, Call, Result, mistakes, play, trajectories


def calls_of(client: ClientSession) -> Call:
    async def call(name: str, arguments: dict[str, Any]) -> Result:
        result = await client.call_tool(name, arguments)
        texts = [block.text for block in result.content if block.type == "text"]
        return Result(texts, result.structuredContent, result.isError, result.meta or {})

    return call


@asynccontextmanager
async def connected() -> AsyncIterator[Call]:
    async with streamable_http_client(f"{URL}/mcp") as (read, write, session_id):
        async with ClientSession(read, write) as client:
            await client.initialize()
            assert session_id()
            yield calls_of(client)


async def handshake_and_tools() -> None:
    async with streamable_http_client(f"{URL}/mcp") as (read, write, _):
        async with ClientSession(read, write) as client:
            hello = await client.initialize()
            assert hello.serverInfo.name == "dataops-env" and hello.protocolVersion == "2025-11-25"
            assert hello.capabilities.tools is not None and hello.instructions
            await client.send_ping()
            tools = (await client.list_tools()).tools
            assert [tool.name for tool in tools] == TOOLS
            assert all(tool.description and tool.inputSchema["type"] == "object" for tool in tools)


async def episodes() -> None:
    """Five clients at once, a task each; then one client plays all of them."""

    async def alone(trajectory: dict[str, Any]) -> None:
        async with connected() as call:
            await play(call, trajectory)

    await asyncio.gather(*[alone(trajectory) for trajectory in trajectories()])
    async with connected() as call:
        for trajectory in trajectories():
            await play(call, trajectory)


async def wrong_calls() -> None:
    async with connected() as call:
        await mistakes(call)


async def stdio_episodes() -> None:
    async with stdio_client(StdioServerParameters(command=COMMAND[0], args=COMMAND[1:])) as (read, write):
        async with ClientSession(read, write) as client:
            assert (await client.initialize()).serverInfo.name == "dataops-env"
            assert [tool.name for tool in (await client.list_tools()).tools] == TOOLS
            for trajectory in trajectories():
                await play(calls_of(client), trajectory)
            await mistakes(calls_of(client))


serve(handshake_and_tools, episodes, wrong_calls, stdio_episodes)
