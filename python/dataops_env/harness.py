"""For OpenEnv's harnesses: sessions with tools, a reward and an end.

    from openenv.core.harness import MCPHarnessAdapter

    factory = DataopsSessionFactory(tasks=tasks("train", level=1))
    session = factory.create(task=None, seed=0)                    # the first of the tasks
    MCPHarnessAdapter().run_white_box(model_step, session)
    session.verify([]).env_reward

Tried with openenv 0.10.0, which this module imports.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from openenv.core.env_server.mcp_types import Tool as McpTool
from openenv.core.harness import ResourceSession, ResourceSessionFactory, ToolResult, VerifyResult

from .episode import Json, RewardMode
from .errors import Capacity, Refused
from .metrics import Log
from .rollout import TOOLS, Rollout
from .session import DEFAULT_TIMEOUT
from .task import Task, task_from_row

_log = logging.getLogger("dataops_env")


class DataopsSession(ResourceSession):
    """One episode, begun. A fault of the infrastructure is raised, which makes its rollout count as unscored."""

    def __init__(self, rollout: Rollout, messages: list[Json], submit_cut: bool) -> None:
        self._rollout = rollout
        self._messages = messages
        self._submit_cut = submit_cut

    @property
    def rollout(self) -> Rollout:
        """What is played."""
        return self._rollout

    def initial_messages(self) -> list[Json]:
        """The prompt."""
        return [dict(message) for message in self._messages]

    def list_tools(self) -> list[McpTool]:
        """The three tools."""
        return [McpTool(name=tool.name, description=tool.description, input_schema=tool.parameters) for tool in TOOLS]

    def call_tool(self, name: str, arguments: Mapping[str, Any]) -> ToolResult:
        """Plays a tool. The model's mistakes are told in ``data``, which is all that it reads, and in ``error``.

        :raises Infrastructure: the episode is void
        """
        rollout = self._rollout
        text = rollout.call(name, arguments)
        # The reward stands beside the last result alone: a harness takes the last that it finds, and compares it.
        metadata = {"reward": rollout.reward} if rollout.done else {}
        return ToolResult(data=text, done=rollout.done, metadata=metadata, error=rollout.last_error)

    def verify(self, transcript: Sequence[Json], final_state: Any | None = None) -> VerifyResult:
        """The reward of the episode, None if it is void; one that was cut is submitted first, if so chosen."""
        rollout = self._rollout
        was_cut = not rollout.done
        if self._submit_cut:
            rollout.submit()
        rollout.record()
        metrics: Json = {"steps": rollout.steps, "cut": was_cut}
        artifacts: Json = {}
        if rollout.outcome is not None:
            outcome = rollout.outcome
            metrics |= {
                "solved": outcome.solved,
                "grader_score": outcome.grader_score,
                "truncated": outcome.truncated or was_cut,
            }
            if outcome.task is not None:
                artifacts["task"] = outcome.task.id
        elif was_cut:
            metrics["truncated"] = True
        if rollout.fault is not None:
            metrics["void"] = rollout.fault.code
        return VerifyResult(env_reward=rollout.reward, done=rollout.done, metrics=metrics, artifacts=artifacts)

    def close(self) -> None:
        """Ends the session. May be called more than once, and by another thread."""
        self._rollout.close()


class DataopsSessionFactory(ResourceSessionFactory[DataopsSession]):
    """Makes a session for each rollout, with an episode begun in it.

    :param tasks: those that a number stands for: number n is task ``n % len(tasks)``
    :param reward_mode: ``terminal`` (the score in [0, 1], once) or another; None: each task's own
    :param submit_cut: whether :meth:`DataopsSession.verify` submits the database of an episode that was cut; otherwise
        such an episode has the rewards so far
    :param system_prompt: a message before that of the task
    :param url: of the server; None: as for :class:`dataops_env.Session`
    :param token: for a server that asks for one
    :param timeout: seconds that one reply may take, and that a lost connection may take to come back
    :param log: gets the record of each episode; see :mod:`dataops_env.metrics`
    """

    def __init__(
        self,
        *,
        tasks: Sequence[Task] = (),
        reward_mode: RewardMode | None = "terminal",
        submit_cut: bool = True,
        system_prompt: str | None = None,
        url: str | None = None,
        token: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        log: Log | None = None,
    ) -> None:
        self._tasks = tasks
        self._reward_mode = reward_mode
        self._submit_cut = submit_cut
        self._system_prompt = system_prompt
        self._url, self._token, self._timeout, self._log = url, token, timeout, log

    def create(self, task: Any, seed: int | None = None, episode_id: str | None = None) -> DataopsSession:
        """Begins an episode.

        :param task: a :class:`Task`, a row of a dataset, or the id of a task; anything else (a trainer's prompt, None)
            leaves the choice to ``seed``
        :param seed: the number of one of the tasks
        :param episode_id: what the server calls the episode
        :raises Refused: ``no_task`` when neither names one
        :raises Capacity: all places of the server are taken
        :raises Infrastructure: the server is not there
        """
        chosen = self._choose(task, seed)
        rollout = Rollout(self._url, token=self._token, timeout=self._timeout, log=self._log)
        try:
            prompt = rollout.start(chosen, reward_mode=self._reward_mode, episode_id=episode_id)
        except Capacity as error:
            # Harnesses take it as one more rollout that has no score; it will be the same with the next.
            _log.error("%s; start the server with more (serve --max-sessions), or run fewer rollouts", error)
            rollout.close()
            raise
        except BaseException:
            rollout.close()
            raise
        told = [] if self._system_prompt is None else [{"role": "system", "content": self._system_prompt}]
        return DataopsSession(rollout, [*told, {"role": "user", "content": prompt}], self._submit_cut)

    def _choose(self, task: Any, seed: int | None) -> Task | str:
        if isinstance(task, Task):
            return task
        if isinstance(task, Mapping):
            return task_from_row(task)
        # A trainer's prompt may be a text as well, but then there are tasks to choose from.
        if isinstance(task, str) and not self._tasks:
            return task
        if seed is None or not self._tasks:
            message = "no task: give one (a Task, a row, an id), or the factory tasks and create a seed"
            raise Refused("no_task", message)
        return self._tasks[seed % len(self._tasks)]


__all__ = ["DataopsSession", "DataopsSessionFactory"]
