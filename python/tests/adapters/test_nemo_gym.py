"""NeMo Gym's own agent plays on the resources server, and its ``openenv`` server on the environment class."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from conftest import RunningServer
from fastapi import FastAPI, Request
from nemo_gym import server_utils
from nemo_gym.config_types import BaseServerConfig, ModelServerRef, ResourcesServerRef
from nemo_gym.server_utils import (
    GlobalAIOHTTPAsyncClientConfig,
    ServerClient,
    get_global_aiohttp_client,
    set_global_aiohttp_client,
)
from omegaconf import OmegaConf
from resources_servers.openenv.app import OpenEnvResourcesServer, OpenEnvResourcesServerConfig
from responses_api_agents.simple_agent.app import SimpleAgent, SimpleAgentConfig

from dataops_env import Session, Task, TaskSet, nemo_folder, tasks
from dataops_env.environment import DataopsEnvironment
from dataops_env.nemo_gym import DataopsResourcesServer, DataopsServerConfig

pytestmark = pytest.mark.filterwarnings("default")

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
DEDUP = Task("task_dedup", "classic", step_limit=15)
SOLVING: list[tuple[str, Any]] = [("execute_sql", {"query": REPAIR}), ("finish_task", {})]
ENVIRONMENT = "dataops_env.environment.DataopsEnvironment"


class Impatient(DataopsEnvironment):
    """Its host calls it without arguments."""

    def __init__(self) -> None:
        super().__init__(timeout=3)


def fake_model(script: list[tuple[str, Any]], before: Callable[[int], None], read: list[str]) -> FastAPI:
    """Answers with the next call of a script, and then says something."""
    app = FastAPI()

    @app.post("/v1/responses")
    async def answer(request: Request) -> dict[str, Any]:
        asked = await request.json()
        outputs = [item for item in asked["input"] if item.get("type") == "function_call_output"]
        read.extend(item["output"] for item in outputs)
        turn = len(outputs)
        before(turn)
        if turn < len(script):
            name, arguments = script[turn]
            spelled = arguments if isinstance(arguments, str) else json.dumps(arguments)
            item = {"type": "function_call", "call_id": f"c{turn}", "name": name, "arguments": spelled}
        else:
            content = [{"type": "output_text", "text": "done", "annotations": []}]
            item = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": content}
        details = {"input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}}
        usage = {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7, **details}
        fixed = {"id": "r", "created_at": 1, "model": "m", "object": "response", "parallel_tool_calls": False}
        return {**fixed, "tool_choice": "auto", "tools": [], "output": [item], "usage": usage}

    return app


@contextlib.asynccontextmanager
async def served(app: Any) -> AsyncIterator[int]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


class Gym:
    """Three servers of NeMo Gym in one event loop: a model, an agent, and the resources."""

    def __init__(self, resources: Callable[[ServerClient], Any], script: list[tuple[str, Any]]) -> None:
        self.resources, self.script = resources, script
        self.before: Callable[[int], None] = lambda turn: None
        self.read: list[str] = []
        self.max_steps = 50

    def run(self, *rows: dict[str, Any]) -> list[tuple[int, Any]]:
        """Plays rows: status and answer of each."""
        try:
            return asyncio.run(self._run(list(rows)))
        finally:
            # It belongs to the event loop that has ended.
            server_utils._GLOBAL_AIOHTTP_CLIENT = None

    async def _run(self, rows: list[dict[str, Any]]) -> list[tuple[int, Any]]:
        places = OmegaConf.create({})
        client = ServerClient(head_server_config=BaseServerConfig(host="127.0.0.1", port=1), global_config_dict=places)
        settings: dict[str, Any] = {"host": "127.0.0.1", "port": 1, "entrypoint": "app.py"}
        agent = SimpleAgent(
            config=SimpleAgentConfig(
                **settings,
                name="agent",
                max_steps=self.max_steps,
                resources_server=ResourcesServerRef(type="resources_servers", name="resources"),
                model_server=ModelServerRef(type="responses_api_models", name="model"),
            ),
            server_client=client,
        )
        apps = {"model": fake_model(self.script, self.before, self.read)}
        for name, server in {"agent": agent, "resources": self.resources(client)}.items():
            apps[name] = server.setup_webserver()
            server.setup_exception_middleware(apps[name])
        session = set_global_aiohttp_client(GlobalAIOHTTPAsyncClientConfig())
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(session.close)
            for name, app in apps.items():
                port = await stack.enter_async_context(served(app))
                places[name] = {"kind": {"name": {"host": "127.0.0.1", "port": port}}}

            async def play(row: dict[str, Any]) -> tuple[int, Any]:
                async with get_global_aiohttp_client().post(f"{self._url(places, 'agent')}/run", json=row) as reply:
                    return reply.status, await reply.json(content_type=None) if reply.ok else await reply.text()

            played: list[Awaitable[tuple[int, Any]]] = [play(row) for row in rows]
            return list(await asyncio.gather(*played))

    @staticmethod
    def _url(places: Any, name: str) -> str:
        return f"http://127.0.0.1:{places[name].kind.name.port}"


def ours(url: str, **settings: Any) -> Callable[[ServerClient], Any]:
    config = DataopsServerConfig(
        host="127.0.0.1", port=1, entrypoint="app.py", name="resources", url=url, **{"timeout": 5, **settings}
    )
    return lambda client: DataopsResourcesServer(config=config, server_client=client)


def row_of(server: RunningServer, task: Task = DEDUP) -> dict[str, Any]:
    [row] = nemo_folder.rows(TaskSet([task], server.url, None))
    return row


def test_the_row_names_the_task_and_verify_pays(server: RunningServer, folder: Path) -> None:
    records = folder / "episodes.jsonl"
    script = [
        ("execute_sql", {"query": "SELECT 1 FROM nowhere"}),
        ("no_such_tool", {}),
        ("execute_sql", '["not an object"]'),
        # A model may call what only its host should.
        ("seed_session", {"task_id": "task_easy"}),
        *SOLVING,
        ("inspect_schema", {}),
    ]
    gym = Gym(ours(server.url, records=str(records)), script)
    other = tasks("train", level=1, num_tasks=1, url=server.url)[0]
    (status, solved), (_, unsolved) = gym.run(row_of(server), row_of(server, other))
    assert status == 200, solved
    assert (solved["reward"], solved["solved"], solved["damage"], solved["steps"]) == (1.0, True, 0, 5)
    assert solved["task_id"] == "task_dedup" and unsolved["reward"] < 1.0 and unsolved["family"] == other.family
    read = "\n".join(gym.read)
    assert "no such table" in read and "the episode is over" in read and "the episode has begun" in read
    assert "reward" not in read and "score" not in read
    told = [json.loads(line) for line in records.read_text().splitlines()]
    assert {record["task"] for record in told} == {"task_dedup:canonical", other.id}
    assert all(record["submitted"] for record in told)


@pytest.mark.parametrize(("submit_cut", "reward"), [(True, 1.0), (False, 0.0)])
def test_a_cut_episode_is_submitted_if_so_chosen(server: RunningServer, submit_cut: bool, reward: float) -> None:
    gym = Gym(ours(server.url, submit_cut=submit_cut), SOLVING)
    gym.max_steps = 1
    [(status, answer)] = gym.run(row_of(server))
    assert status == 200 and answer["reward"] == reward, answer


def test_a_fault_is_an_error_and_no_reward(start: Callable[..., RunningServer], folder: Path) -> None:
    records = folder / "episodes.jsonl"
    doomed = start()
    row = row_of(doomed)
    gym = Gym(ours(doomed.url, timeout=3, records=str(records)), SOLVING)
    gym.before = lambda turn: doomed.kill() if turn == 1 else None
    [(status, answer)] = gym.run(row)
    assert status == 500 and "void" in answer and "reward" not in answer
    [record] = [json.loads(line) for line in records.read_text().splitlines()]
    assert (record["void"], record["reward"]) == ("connection_lost", None)
    [(status, answer)] = Gym(ours(doomed.url, timeout=3), SOLVING).run(row)
    assert status == 500


def test_no_place_and_no_task_are_errors(server: RunningServer, start: Callable[..., RunningServer]) -> None:
    row = row_of(server)
    [(status, answer)] = Gym(ours(server.url), SOLVING).run({**row, "task_id": None})
    assert status == 500 and "names no task" in answer
    small = start("--max-sessions", "1")
    with Session(small.url):
        [(status, answer)] = Gym(ours(small.url), SOLVING).run(row)
    assert status == 500 and "CAPACITY_REACHED" in answer
    [(status, answer)] = Gym(ours(small.url), SOLVING).run(row)
    assert status == 200 and answer["reward"] == 1.0


@pytest.mark.parametrize("is_mcp", [True, False])
def test_nemo_gyms_own_openenv_server_takes_the_class(
    server: RunningServer, environment: pytest.MonkeyPatch, is_mcp: bool
) -> None:
    environment.setenv("DATAOPS_URL", server.url)
    action = "openenv.core.env_server.mcp_types.CallToolAction"
    config = OpenEnvResourcesServerConfig(
        host="127.0.0.1",
        port=1,
        entrypoint="app.py",
        name="resources",
        env_class=ENVIRONMENT,
        action_class=action if is_mcp else "dataops_env.environment.DataopsStepAction",
        reset_kwargs={"task_id": "task_dedup"},
        is_mcp=is_mcp,
    )
    stepping = [("step", {"action_type": name, **arguments}) for name, arguments in SOLVING]
    script = [("inspect_schema", {}), *SOLVING] if is_mcp else stepping
    gym = Gym(lambda client: OpenEnvResourcesServer(config=config, server_client=client), script)
    [(status, answer)] = gym.run(row_of(server))
    assert status == 200 and answer["reward"] == 1.0, answer
    assert gym.read and not any("reward" in text or "score" in text for text in gym.read)


def test_a_void_episode_of_the_class_is_an_error(
    start: Callable[..., RunningServer], environment: pytest.MonkeyPatch
) -> None:
    doomed = start()
    environment.setenv("DATAOPS_URL", doomed.url)
    config = OpenEnvResourcesServerConfig(
        host="127.0.0.1",
        port=1,
        entrypoint="app.py",
        name="resources",
        env_class=f"{__name__}.Impatient",
        action_class="dataops_env.environment.DataopsStepAction",
        reset_kwargs={"task_id": "task_dedup", "reward_mode": "solved"},
    )
    gym = Gym(
        lambda client: OpenEnvResourcesServer(config=config, server_client=client),
        [("step", {"action_type": "finish_task"})],
    )
    row = row_of(doomed)
    gym.before = lambda turn: doomed.kill() if turn == 0 else None
    [(status, answer)] = gym.run(row)
    assert status == 500 and "reward" not in answer


def test_the_command_writes_a_folder(server: RunningServer, folder: Path) -> None:
    flags = ["-o", str(folder), "--level", "1", "-n", "3", "--url", server.url]
    assert nemo_folder.main(flags) == 0
    target = folder / "resources_servers" / "dataops_env"
    lines = (target / "data" / "example.jsonl").read_text().splitlines()
    assert len(lines) == 3 and len(json.loads(lines[0])["responses_create_params"]["tools"]) == 3
    settings = OmegaConf.load(target / "configs" / "dataops_env.yaml")
    one = settings.dataops_env_resources_server.resources_servers.dataops_env
    assert one.url == server.url and one.entrypoint == "app.py"
    compile((target / "app.py").read_text(), "app.py", "exec")
    assert nemo_folder.main([*flags, "--family", "no_such_family"]) == 2
