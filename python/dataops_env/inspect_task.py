"""For inspect: a task, its solver and its scorer.

    inspect eval dataops_env/inspect --model openai/gpt-5 -T level=2 -T num_tasks=20
    inspect eval dataops_env/inspect --model openai/gpt-5 -T suite=incidents -T split=test

Tried with inspect-ai 0.3.285, which this module imports.
"""

from __future__ import annotations

from typing import Any

import anyio
from inspect_ai import Task as InspectTask
from inspect_ai import task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageUser
from inspect_ai.scorer import Score, Scorer, Target, mean, scorer, stderr
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import ToolDef, ToolParams

from .episode import Json, RewardMode
from .metrics import JsonlLog, Log
from .rollout import TOOLS, Rollout, Tool
from .session import DEFAULT_TIMEOUT
from .task import ROW_COLUMNS, task_from_row
from .tasks import TaskSet, tasks

_KEY = "dataops_env"
_NUDGE = "Go on with a tool call; call finish_task when everything is right."


@task
def inspect(
    split: str = "validation",
    suite: str | None = None,
    family: str | None = None,
    world: str | None = None,
    level: int | list[int] | None = None,
    difficulty: str | None = None,
    num_tasks: int | None = 50,
    seed: int = 0,
    reward_mode: RewardMode = "terminal",
    submit_cut: bool = False,
    records: str | None = None,
    url: str | None = None,
    token: str | None = None,
) -> InspectTask:
    """Repairing databases; the score of a sample is the reward of its episode, in [0, 1].

    :param num_tasks: samples; see :func:`dataops_env.tasks` for this and for what chooses
    :param reward_mode: ``terminal`` (how right the database is) or ``solved`` (1 or 0)
    :param submit_cut: whether an episode that a limit of inspect cut is submitted as it is; otherwise it has the
        rewards so far, which is 0
    :param records: a file to which a record of each episode is appended
    """
    chosen = tasks(
        split,
        suite=suite,
        family=family,
        world=world,
        level=level,
        difficulty=difficulty,
        num_tasks=num_tasks,
        seed=seed,
        url=url,
        token=token,
    )
    return InspectTask(
        dataset=dataops_dataset(chosen),
        solver=dataops_solver(
            reward_mode=reward_mode,
            submit_cut=submit_cut,
            log=None if records is None else JsonlLog(records),
            url=url,
            token=token,
        ),
        scorer=dataops_scorer(),
        # A sample that an infrastructure fault ended has no score; of many such there is no result either.
        fail_on_error=0.1,
    )


def dataops_dataset(chosen: TaskSet) -> MemoryDataset:
    """A sample for each task: its prompt, and in its metadata the row of the task."""
    rows = chosen.rows(prompts=True)
    samples = [
        Sample(input=row["prompt"], id=row["id"], metadata={name: row[name] for name in ROW_COLUMNS}) for row in rows
    ]
    return MemoryDataset(samples, name="dataops_env")


@solver
def dataops_solver(
    reward_mode: RewardMode = "terminal",
    submit_cut: bool = False,
    log: Log | None = None,
    url: str | None = None,
    token: str | None = None,
    timeout: float = DEFAULT_TIMEOUT,
) -> Solver:
    """Plays the task of a sample's metadata until it is over; a model that calls no tool is asked once to go on."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        rollout = Rollout(url, token=token, timeout=timeout, log=log)
        chosen = task_from_row(state.metadata)
        try:
            prompt = await anyio.to_thread.run_sync(lambda: rollout.start(chosen, reward_mode=reward_mode))
            state.user_prompt.text = prompt
            state.tools.extend(_tool(rollout, tool, state) for tool in TOOLS)
            return await _play(rollout, state, generate)
        finally:
            # A limit cancels what is here, and the scorer still runs.
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(lambda: _end(rollout, submit_cut))
            state.store.set(_KEY, _summary(rollout))

    return solve


async def _play(rollout: Rollout, state: TaskState, generate: Generate) -> TaskState:
    was_asked = False
    while not rollout.done and not state.completed:
        before = rollout.steps
        state = await generate(state, tool_calls="single")
        if state.output.message.tool_calls or rollout.steps > before:
            was_asked = False
        elif was_asked:
            break
        else:
            was_asked = True
            state.messages.append(ChatMessageUser(content=_NUDGE))
    return state


def _end(rollout: Rollout, submit_cut: bool) -> None:
    if submit_cut:
        rollout.submit()
    rollout.close()


def _summary(rollout: Rollout) -> Json:
    outcome = rollout.outcome
    return {
        "reward": rollout.reward,
        "steps": rollout.steps,
        "done": rollout.done and not rollout.was_cut,
        "solved": None if outcome is None else outcome.solved,
        "task": None if outcome is None or outcome.task is None else outcome.task.id,
        "fault": None if rollout.fault is None else str(rollout.fault),
    }


def _tool(rollout: Rollout, tool: Tool, state: TaskState) -> Any:
    async def call(**arguments: Any) -> str:
        # Models that count none have used 0.
        rollout.tokens = state.token_usage or None
        return await anyio.to_thread.run_sync(lambda: rollout.call(tool.name, arguments))

    parameters = ToolParams.model_validate({**tool.parameters, "properties": _properties(tool)})
    return ToolDef(call, tool.name, tool.description, parameters, parallel=False).as_tool()


def _properties(tool: Tool) -> Json:
    """The arguments, where a type that has alternatives is spelled as inspect does."""
    return {
        name: {
            "description": schema["description"],
            **(
                {"anyOf": [{"type": kind} for kind in schema["type"]], "default": None}
                if isinstance(schema["type"], list)
                else {"type": schema["type"]}
            ),
        }
        for name, schema in tool.parameters["properties"].items()
    }


@scorer(metrics=[mean(), stderr()])
def dataops_scorer() -> Scorer:
    """The reward of the episode; unscored where there is none."""

    async def score(state: TaskState, target: Target) -> Score:
        summary: Json = state.store.get(_KEY) or {}
        if summary.get("reward") is None:
            return Score.unscored(explanation=summary.get("fault") or "no episode was played", metadata=summary)
        explanation = f"{'solved' if summary['solved'] else 'not solved'} in {summary['steps']} steps"
        return Score(value=summary["reward"], explanation=explanation, metadata=summary)

    return score


__all__ = ["dataops_dataset", "dataops_scorer", "dataops_solver", "inspect"]
