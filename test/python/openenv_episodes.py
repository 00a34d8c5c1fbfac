"""Whole episodes through OpenEnv's clients."""

import asyncio
import contextlib
import io
import re
from pathlib import Path
from typing import Any

import httpx
from openenv.core import EnvClient
from openenv.core.client_types import StepResult
from openenv.core.env_server.types import Action, Observation, State
from openenv.core.generic_client import GenericEnvClient
from pydantic import Field

from openenv_targets import FINISH, INSPECT, URL, run_sql, trajectories


def equals(result: StepResult, recorded: dict[str, Any]) -> None:
    """What the client returned is what was recorded through another door; empty metadata is absent here."""
    assert result.observation == recorded["observation"]
    assert (result.reward, result.done) == (recorded["reward"], recorded["done"])
    assert type(result.reward) is type(recorded["reward"])
    assert result.metadata == (recorded["metadata"] or None)


def reset_parameters(trajectory: dict[str, Any]) -> dict[str, Any]:
    return {key: trajectory[key] for key in ("task_id", "seed", "reward_mode", "episode_id")}


def outcome_holds(state: dict[str, Any], trajectory: dict[str, Any]) -> None:
    assert state["episode_id"] == trajectory["episode_id"] and state["task_id"] == trajectory["task_id"]
    assert state["step_count"] == len(trajectory["steps"]) and state["done"] is True
    assert trajectory["steps"][-1]["result"]["metadata"]["solved"] is True


def training_page() -> None:
    """What docs/training.md shows of this client runs, and prints the opaque id of the instance that the selectors mean."""
    page = (Path(__file__).parents[2] / "docs" / "training.md").read_text()
    programs = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    # The other programs are those of trainers, which are tried with the Python package.
    [program] = [text for text in programs if "GenericEnvClient" in text]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program.replace("http://localhost:7860", URL), {})
    listed = httpx.post(f"{URL}/reset", json={"split": "train", "family": "date_iso", "level": 2, "seed": 5})
    assert printed.getvalue().strip() == listed.json()["observation"]["task_id"]
    assert printed.getvalue().startswith("t-")


async def async_episodes() -> None:
    """The five tasks, one after the other on one connection."""
    async with GenericEnvClient(base_url=URL) as client:
        assert (await client.state())["episode_id"] is None
        for trajectory in trajectories():
            equals(await client.reset(**reset_parameters(trajectory)), trajectory["reset"])
            for step in trajectory["steps"]:
                equals(await client.step(step["action"]), step["result"])
            outcome_holds(await client.state(), trajectory)
            late = await client.step(FINISH)
            assert late.done and late.reward == 0 and "over" in late.observation["last_error"]
            outcome_holds(await client.state(), trajectory)


def sync_episodes() -> None:
    with GenericEnvClient(base_url=URL).sync() as client:
        for trajectory in trajectories():
            equals(client.reset(**reset_parameters(trajectory)), trajectory["reset"])
            for step in trajectory["steps"]:
                equals(client.step(step["action"]), step["result"])
            outcome_holds(client.state(), trajectory)


class DataopsAction(Action):
    """An action class as authors write them; unset fields travel as null, metadata as {}."""

    action_type: str
    query: str | None = Field(default=None)
    table_name: str | None = Field(default=None)


class DataopsObservation(Observation):
    """Closed, as the base class is: a field of ours that is not named here would be refused."""

    task_id: str
    goal: str
    available_tables: list[str]
    schema_summary: dict[str, list[str]]
    last_query_result: dict[str, Any] | None
    last_error: str | None
    steps_remaining: int
    current_step: int


class DataopsEnv(EnvClient[DataopsAction, DataopsObservation, State]):
    """A typed client that parses as the one that `openenv init` writes."""

    def _step_payload(self, action: DataopsAction) -> dict[str, Any]:
        return action.model_dump()

    def _parse_result(self, payload: dict[str, Any]) -> StepResult[DataopsObservation]:
        fields = {key: value for key, value in payload["observation"].items() if key != "metadata"}
        observation = DataopsObservation(
            **fields,
            done=payload.get("done", False),
            reward=payload.get("reward"),
            metadata=payload.get("metadata", payload["observation"].get("metadata", {})),
        )
        return StepResult(
            observation=observation,
            reward=payload.get("reward"),
            done=payload.get("done", False),
            metadata=payload.get("metadata"),
        )

    def _parse_state(self, payload: dict[str, Any]) -> State:
        return State(**payload)


async def typed_client() -> None:
    assert DataopsAction(action_type="finish_task").model_dump() == {
        "metadata": {},
        "action_type": "finish_task",
        "query": None,
        "table_name": None,
    }
    async with DataopsEnv(base_url=URL) as client:
        for trajectory in trajectories():
            first = await client.reset(**reset_parameters(trajectory))
            assert first.observation.metadata["prompt"] == trajectory["reset"]["metadata"]["prompt"]
            assert first.reward is None and first.observation.reward is None
            for step in trajectory["steps"]:
                result, recorded = await client.step(DataopsAction(**step["action"])), step["result"]
                assert result.reward == result.observation.reward == recorded["reward"]
                assert result.observation.last_query_result == recorded["observation"]["last_query_result"]
                assert result.observation.metadata == recorded["metadata"]
            state = await client.state()
            assert state.episode_id == trajectory["episode_id"] and state.step_count == len(trajectory["steps"])


async def fifty_clients() -> None:
    """Fifty clients at once, each with its own task, seed and questions, get their own answers only."""
    clients = [GenericEnvClient(base_url=URL) for _ in range(50)]
    tasks = [trajectory["task_id"] for trajectory in trajectories()]
    await asyncio.gather(*[client.connect() for client in clients])

    async def play(index: int, client: GenericEnvClient) -> None:
        task_id = tasks[index % len(tasks)]
        first = await client.reset(task_id=task_id, seed=index, episode_id=f"episode-{index}")
        assert first.observation["task_id"] == task_id
        await client.step(run_sql(f"CREATE TEMP TABLE mine AS SELECT {index} AS number"))
        for turn in range(3):
            result = await client.step(run_sql(f"SELECT number, {turn} FROM mine"))
            assert result.observation["last_query_result"]["rows"] == [[index, turn]]
        state = await client.state()
        assert (state["episode_id"], state["seed"], state["step_count"]) == (f"episode-{index}", index, 4)

    await asyncio.gather(*[play(index, client) for index, client in enumerate(clients)])
    await asyncio.gather(*[client.close() for client in clients])


async def task_api() -> None:
    """The Task API as trainers ask it, and episodes of the tasks it names. OpenEnv has no general client of it."""
    async with httpx.AsyncClient(base_url=URL) as http, GenericEnvClient(base_url=URL) as client:

        async def ask(path: str, **body: Any) -> Any:
            return (await http.post(f"/{name}/{path}", json=body)).raise_for_status().json()

        (name,) = (await http.get("/list_environments")).raise_for_status().json()
        assert name == "dataops_env"
        splits = (await http.get(f"/{name}/splits")).raise_for_status().json()
        assert "classic" in [split["name"] for split in splits]
        for split in splits:
            assert set(split) == {"name", "type"} and split["type"] in {"train", "validation", "test"}
            count = (await ask("num_tasks", split=split["name"]))["num_tasks"]
            listed = (await ask("task_range", split=split["name"], start=0, stop=3))["tasks"]
            assert len(listed) == min(count, 3)
            for index, task in enumerate(listed):
                assert (await ask("task", split=split["name"], index=index))["task"] == task
                assert (await client.reset(split=split["name"], index=index)).done is False
                assert (await client.step(INSPECT)).observation["last_error"] is None
        assert (await ask("num_tasks", split="classic"))["num_tasks"] == 5
        named = (await ask("tasks", split="classic"))["tasks"]
        assert [task["id"] for task in named] == [trajectory["task_id"] for trajectory in trajectories()]
        assert (await client.reset(split="classic", index=4)).observation["task_id"] == "task_dedup"
        assert (await http.post(f"/{name}/task", json={"split": "classic", "index": 5})).status_code == 400
        assert (await http.get("/other/splits")).status_code == 404
