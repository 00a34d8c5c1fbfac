"""For verifiers and prime-rl: a taskset with native tool calls. Its id is ``dataops_verifiers``.

    [env.taskset]
    id = "dataops_verifiers"
    split = "train"
    level = [1, 2]
    num_tasks = 256

The host begins each episode and reads its end; the tool server of a rollout comes to the same session by its id. Tried
with verifiers 0.4.0, which this module imports.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import uuid
from collections.abc import Iterator
from typing import Any

import verifiers.v1 as vf
from mcp.types import CallToolResult, TextContent
from mcp.types import Tool as McpTool
from pydantic import Field

from ._node import find_node, find_server
from ._server import resolve_url
from .episode import RewardMode
from .errors import DataopsError, Infrastructure
from .metrics import JsonlLog, record_of, write
from .rollout import TOOLS, Rollout
from .session import Session
from .task import Task, task_from_row
from .tasks import catalog, tasks

_GOLD_SECONDS = 120
_WRONG_USE = 2
"""How a command ends that does not know such a task."""


class DataopsState(vf.State):
    """What the host and the tool server of a rollout both know of it."""

    url: str = ""
    session_id: str = ""
    episode_id: str = ""
    done: bool = False
    fault: str | None = None
    void: str | None = None
    """The code of the fault."""
    reward: float | None = None
    solved: bool = False
    steps: int = 0


class DataopsToolsetConfig(vf.ToolsetConfig):
    """How the tools play. Where, is told by the state of the rollout; a token is that of ``DATAOPS_TOKEN``."""

    timeout: float = 30.0


class DataopsTaskConfig(vf.TaskConfig):
    """How an episode is played and scored."""

    server: str | None = None
    """Address of the server; None: that of ``DATAOPS_URL``, else one of this process."""
    tools: DataopsToolsetConfig = DataopsToolsetConfig()
    reward_mode: RewardMode = "terminal"
    """``terminal`` (how right the database is) or ``solved`` (1 or 0)."""
    submit_cut: bool = True
    """Whether an episode that was cut is submitted as it is; otherwise its reward is 0."""
    records: str | None = None
    """A file to which a record of each episode is appended; see :mod:`dataops_env.metrics`."""


class DataopsTasksetConfig(vf.TasksetConfig):
    """Which tasks; see :func:`dataops_env.tasks`."""

    task: DataopsTaskConfig = DataopsTaskConfig()
    split: str = "train"
    suite: list[str] | None = None
    family: list[str] | None = None
    world: list[str] | None = None
    level: list[int] | None = None
    difficulty: list[str] | None = None
    num_tasks: int | None = None
    seed: int = 0


class DataopsData(vf.TaskData):
    """A task as a row."""

    row: dict[str, Any] = Field(default_factory=dict)


class DataopsToolset(vf.Toolset[DataopsToolsetConfig, DataopsState]):
    """The three tools, in the session that the host began."""

    TOOL_PREFIX = None

    def register(self, mcp: Any) -> None:
        """Puts our own list and calls in the place of those that know Python functions only."""
        self._rollout: Rollout | None = None
        self._lock = asyncio.Lock()
        mcp.list_tools = self._with_state(self.list_tools)
        mcp.call_tool = self._with_state(self.call_tool)

    async def list_tools(self) -> list[McpTool]:
        """What a model may call."""
        return [McpTool(name=tool.name, description=tool.description, input_schema=tool.parameters) for tool in TOOLS]

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> CallToolResult:
        """Plays a tool. Raises nothing: a call that raised would be made again, and so played twice."""
        state = self.state
        async with self._lock:
            try:
                text = await asyncio.to_thread(self._play, state, name, arguments)
            except DataopsError as error:
                state.fault, state.void = str(error), error.code
                return _said("The environment cannot be reached. This episode is void.", True)
        rollout = self._rollout
        state.done = rollout is not None and rollout.done
        return _said(text, rollout is not None and rollout.last_error is not None)

    def _play(self, state: DataopsState, name: str, arguments: dict[str, Any]) -> str:
        if self._rollout is None:
            rollout = Rollout(state.url, timeout=self.config.timeout)
            rollout.join(state.session_id, state.episode_id)
            self._rollout = rollout
        return self._rollout.call(name, arguments)


def _said(text: str, is_error: bool) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=is_error)


class DataopsTask(vf.Task[DataopsData, DataopsState, DataopsTaskConfig]):
    """One task: begun by the host, played by tools, ended and scored by the host."""

    @property
    def key(self) -> str:
        """The id of the task, which stays the same in every selection."""
        return f"{self.data.row['split']}:{self._task.id}"

    @property
    def _task(self) -> Task:
        return task_from_row(self.data.row)

    @classmethod
    def toolsets(cls, config: DataopsTaskConfig) -> list[Any]:
        """A tool server for each rollout."""
        return [DataopsToolset(config.tools)]

    async def setup(self, trace: vf.Trace, runtime: Any) -> None:
        """Begins the episode. What is raised marks the rollout as errored."""
        try:
            await asyncio.to_thread(self._begin, trace.state)
        except Infrastructure as error:
            self._record(trace, None, error.code)
            raise

    async def finalize(self, trace: vf.Trace, runtime: Any) -> None:
        """Reads how the episode ended, and ends its session. What is raised marks the rollout as errored."""
        state = trace.state
        if state.fault is not None:
            self._record(trace, None, state.void)
            return
        try:
            rollout = await asyncio.to_thread(self._finish, state)
        except Infrastructure as error:
            self._record(trace, None, error.code)
            raise
        self._record(trace, rollout, None)

    @vf.stop
    async def episode_over(self, trace: vf.Trace) -> bool:
        """The model has submitted, or the steps are used up, or the episode is void."""
        return trace.state.done or trace.state.fault is not None

    @vf.reward
    async def reward(self, trace: vf.Trace) -> float:
        """The reward of the episode. A void one has none, and is an error instead."""
        if trace.state.fault is not None or trace.state.reward is None:
            raise Infrastructure("episode_lost", trace.state.fault or "the episode has no end")
        return float(trace.state.reward)

    @vf.metric
    async def solved(self, trace: vf.Trace) -> float:
        """1 when everything is right."""
        return float(trace.state.solved)

    @vf.metric
    async def steps(self, trace: vf.Trace) -> float:
        """Steps taken."""
        return float(trace.state.steps)

    async def validate(self, runtime: Any) -> bool | None:
        """Plays the task's own solution, by the server's command; None where that has none, or there is no Node."""
        return await asyncio.to_thread(self._validate)

    def _open(self, state: DataopsState) -> Session:
        tools = self.config.tools
        return Session(state.url, session_id=state.session_id, timeout=tools.timeout)

    def _begin(self, state: DataopsState) -> None:
        state.url = resolve_url(self.config.server)
        state.session_id = f"c-{uuid.uuid4()}"
        state.episode_id = uuid.uuid4().hex
        session = self._open(state)
        try:
            session.reset(self._task, reward_mode=self.config.reward_mode, episode_id=state.episode_id)
        finally:
            # The session stays: its id was given, so that others come to it.
            session.close()

    def _record(self, trace: vf.Trace, rollout: Rollout | None, void: str | None) -> None:
        if self.config.records is None:
            return
        state = trace.state
        outcome = None if rollout is None else rollout.outcome
        was_cut = rollout is None or rollout.was_cut
        record = record_of(
            self._task,
            reward=None if void is not None else state.reward,
            outcome=outcome,
            steps=state.steps,
            submitted=outcome is not None and not (was_cut or outcome.truncated),
            tokens=trace.num_total_tokens or None,
            void=void,
        )
        write(JsonlLog(self.config.records), record)

    def _finish(self, state: DataopsState) -> Rollout:
        tools = self.config.tools
        rollout = Rollout(state.url, timeout=tools.timeout)
        try:
            rollout.join(state.session_id, state.episode_id, ends_session=True)
            if self.config.submit_cut:
                rollout.submit()
            if rollout.fault is not None:
                raise rollout.fault
            known = rollout.state
            state.reward = known.score if known.done and known.score is not None else 0.0
            state.solved, state.steps, state.done = known.solved is True, known.step_count, known.done
        finally:
            rollout.close()
        return rollout

    def _validate(self) -> bool | None:
        try:
            command = [find_node(), find_server()]
        except Infrastructure:
            return None
        state = DataopsState()
        self._begin(state)
        state.fault = None
        rollout = Rollout(state.url, timeout=self.config.tools.timeout)
        try:
            rollout.join(state.session_id, state.episode_id, ends_session=True)
            rollout.submit()
            played = rollout.state.task
        finally:
            rollout.close()
        if played is None:
            return None
        flags = ["--task", played.id, "--reward-mode", "terminal", "--json"]
        if played.family is not None:
            suite = next(item["suite"] for item in catalog(state.url) if item["id"] == played.family)
            flags += ["--suite", suite, "--split", played.split]
        flags += ["--seed", str(played.seed)] if played.seed is not None else []
        done = subprocess.run([*command, "demo", *flags], capture_output=True, text=True, timeout=_GOLD_SECONDS)
        if done.returncode == _WRONG_USE:
            return None
        said: list[dict[str, Any]] = json.loads(done.stdout)["tasks"] if done.returncode == 0 else []
        return len(said) == 1 and said[0]["score"] == 1 and said[0]["solved"] is True


class DataopsTaskset(vf.Taskset[DataopsTask, DataopsTasksetConfig]):
    """Tasks of a server."""

    def load(self) -> Iterator[DataopsTask]:
        """In the fixed mixed order of :func:`dataops_env.tasks`, each with its prompt."""
        config = self.config
        chosen = tasks(
            config.split,
            suite=config.suite,
            family=config.family,
            world=config.world,
            level=config.level,
            difficulty=config.difficulty,
            num_tasks=config.num_tasks,
            seed=config.seed,
            url=config.task.server,
        )
        for task, prompt in zip(chosen, chosen.prompts, strict=True):
            yield DataopsTask(DataopsData(name=task.id, prompt=prompt, row=task.row()), config.task)


__all__ = ["DataopsTaskset"]

if __name__ == "__main__":
    DataopsToolset.run()
