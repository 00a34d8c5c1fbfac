"""For SkyRL: an environment of texts in and texts out, whose model calls tools as Hermes and Qwen write them.

    from dataops_env import tasks
    from dataops_env.skyrl import dataset, register

    register()                                          # before the generator, in the process where it runs
    dataset(tasks("train", level=1, num_tasks=512)).to_parquet("train.parquet")

and in the settings ``environment.env_class: dataops``, ``environment.skyrl_gym.dataops.url: http://host:7860``. Tried
with skyrl-gym 0.4.0, which this module imports.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import skyrl_gym
from skyrl_gym.envs.base_text_env import BaseTextEnv, BaseTextEnvStepOutput

from .episode import Json, RewardMode
from .errors import Refused
from .metrics import JsonlLog
from .rollout import TOOLS, Rollout
from .session import DEFAULT_TIMEOUT
from .task import Task, task_from_row

_CALL = re.compile(r"<tool_call>(.*?)</tool_call>", re.DOTALL)

_SPELLING = '<tool_call>\n{"name": "execute_sql", "arguments": {"query": "SELECT 1"}}\n</tool_call>'

INSTRUCTIONS = (
    "You have these tools:\n"
    + "\n".join(
        json.dumps({"name": tool.name, "description": tool.description, "parameters": tool.parameters})
        for tool in TOOLS
    )
    + f"\nCall one in every reply, like this:\n{_SPELLING}"
)
"""What stands before the first prompt: SkyRL hands a model no tools."""

_SETTINGS = {"url", "token", "timeout", "reward_mode", "submit_cut", "records"}


class DataopsTextEnv(BaseTextEnv):
    """One episode. A reply of the model is a turn; each tool call in it is a step.

    What is no tool call is told to the model, and costs a turn. A fault of the infrastructure is raised, and is never a
    reward.

    :param env_config: ``url`` and ``token`` of the server, ``timeout`` in seconds, ``reward_mode`` (``terminal``),
        ``submit_cut`` (whether an episode that has no turns left is submitted as it is; default true), ``records`` (a
        file to which a record of each episode is appended)
    :param extras: the columns of the row, which name the task, and ``max_turns``; without it the step limit ends it
    """

    def __init__(self, env_config: Mapping[str, Any] | None = None, extras: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        settings = dict(env_config or {})
        unknown = sorted(str(name) for name in settings.keys() - _SETTINGS)
        if unknown:
            raise Refused("bad_value", f"there is no setting {unknown[0]}; there is {', '.join(sorted(_SETTINGS))}")
        given = extras or {}
        self._task: Task = task_from_row(given)
        self.max_turns: float = given.get("max_turns") or float("inf")
        self._reward_mode: RewardMode | None = settings.get("reward_mode", "terminal")
        self._submit_cut = bool(settings.get("submit_cut", True))
        records = settings.get("records")
        self._rollout = Rollout(
            settings.get("url"),
            token=settings.get("token"),
            timeout=float(settings.get("timeout", DEFAULT_TIMEOUT)),
            log=None if records is None else JsonlLog(records),
        )

    def init(self, prompt: list[dict[str, str]]) -> tuple[list[dict[str, str]], Json]:
        """Begins the episode.

        :param prompt: messages of the row, of which the last is completed by the prompt of the task
        :raises Infrastructure: the server is not there
        :raises Capacity: all places of the server are taken
        """
        text = self._rollout.start(self._task, reward_mode=self._reward_mode)
        *before, last = prompt or [{"role": "user", "content": ""}]
        said = "\n\n".join(part for part in (last["content"], INSTRUCTIONS, text) if part)
        return [*before, {"role": last["role"], "content": said}], {}

    def step(self, action: str) -> BaseTextEnvStepOutput:
        """Plays the tool calls of a reply, in their order.

        :raises Infrastructure: the episode is void
        """
        rollout = self._rollout
        self.turns += 1
        before = rollout.reward or 0.0
        answers: list[str] = []
        for spelled in _CALL.findall(action):
            if rollout.done:
                break
            answers.append(f"<tool_response>\n{self._play(spelled)}\n</tool_response>")
        said = "\n".join(answers) or f"There is no tool call in your reply. Write one like this:\n{_SPELLING}"
        is_cut = not rollout.done and self.turns >= self.max_turns
        if is_cut and self._submit_cut:
            rollout.submit()
        if rollout.fault is not None:
            raise rollout.fault
        is_over = rollout.done or is_cut
        if is_over:
            rollout.record()
        return BaseTextEnvStepOutput(
            observations=[] if is_over else [{"role": "user", "content": said}],
            reward=(rollout.reward or 0.0) - before,
            done=is_over,
            metadata={"steps": rollout.steps, "truncated": is_cut},
        )

    def _play(self, spelled: str) -> str:
        try:
            call = json.loads(spelled)
            name, arguments = call["name"], call.get("arguments") or {}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return f"This is no tool call. Write one like this:\n{_SPELLING}"
        if not isinstance(arguments, dict):
            return f"The arguments of a tool call are an object. Write one like this:\n{_SPELLING}"
        return self._rollout.call(str(name), arguments)

    def close(self) -> None:
        """Ends the session."""
        self._rollout.close()

    def get_metrics(self) -> Json:
        """Solved, steps, and damage, once the episode is over: numbers that SkyRL takes the mean of."""
        metrics: Json = {"steps": self._rollout.steps, "turns": self.turns}
        outcome = self._rollout.outcome
        if outcome is not None:
            cells = outcome.grade["total"]
            metrics |= {"solved": float(outcome.solved), "damage": cells["damaged"] + cells["miscorrected"]}
        return metrics


def register(name: str = "dataops") -> None:
    """Makes the environment known to SkyRL under a name. May be called more than once."""
    if name not in skyrl_gym.registry:
        skyrl_gym.register(id=name, entry_point=f"{__name__}:{DataopsTextEnv.__name__}")


def dataset(tasks: Iterable[Task], *, name: str = "dataops", system_prompt: str | None = None) -> Any:
    """A ``datasets.Dataset`` of rows as SkyRL reads them, to be written by ``to_parquet``.

    :param name: under which the environment is registered
    :param system_prompt: a message before that of the task
    :raises ImportError: without the package ``datasets``
    """
    from datasets import Dataset

    return Dataset.from_list(rows(tasks, name=name, system_prompt=system_prompt))


def rows(tasks: Iterable[Task], *, name: str = "dataops", system_prompt: str | None = None) -> list[Json]:
    """The rows of :func:`dataset` as dictionaries."""
    told = [] if system_prompt is None else [{"role": "system", "content": system_prompt}]
    prompt = [*told, {"role": "user", "content": ""}]
    return [{"prompt": prompt, "env_class": name, "id": task.id, **task.row()} for task in tasks]


__all__ = ["INSTRUCTIONS", "DataopsTextEnv", "dataset", "register", "rows"]
