"""The clients of openenv 0.10.0, unmodified, against running servers: openenv_clients.py URL PID SMALL_URL SMALL_PID ASKING_URL ASKING_PID RECORD"""

from checks import serve
from openenv_episodes import async_episodes, fifty_clients, sync_episodes, task_api, training_page, typed_client
from openenv_faults import (
    capacity,
    pipelining,
    reconnect,
    refusals,
    reply_timeouts,
    suspects_give_way,
    thinking_trainer,
)
from openenv_harness import collect, step_env_session_adapter
from openenv_tools import (
    mcp_tool_client,
    sync_mcp_tool_client,
    tool_client_comes_back,
    tool_client_takes_one_place,
    tools_on_websocket,
)

serve(
    async_episodes,
    sync_episodes,
    typed_client,
    fifty_clients,
    task_api,
    training_page,
    refusals,
    reconnect,
    reply_timeouts,
    thinking_trainer,
    suspects_give_way,
    capacity,
    pipelining,
    step_env_session_adapter,
    collect,
    tools_on_websocket,
    mcp_tool_client,
    sync_mcp_tool_client,
    tool_client_takes_one_place,
    tool_client_comes_back,
)
