"""What travels in an episode, as dataclasses: actions, observations, results, states.

Shapes are those of the server's ``GET /schema``. Rows of results are lists, so equal column names survive.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .errors import DataopsError

ActionType: TypeAlias = Literal["inspect_schema", "execute_sql", "finish_task"]
RewardMode: TypeAlias = Literal["classic", "terminal", "potential", "solved"]
Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """One action. ``query`` is for ``execute_sql``, ``table_name`` (optional) for ``inspect_schema``."""

    action_type: ActionType
    query: str | None = None
    table_name: str | None = None

    def to_wire(self) -> Json:
        """The JSON object that a step carries."""
        return {
            "action_type": self.action_type,
            **({} if self.query is None else {"query": self.query}),
            **({} if self.table_name is None else {"table_name": self.table_name}),
        }


def inspect_schema(table_name: str | None = None) -> Action:
    """Shows all tables with their DDL, row counts and foreign keys, or one of them."""
    return Action("inspect_schema", table_name=table_name)


def execute_sql(query: str) -> Action:
    """Runs SQL: one statement or several, all of them or none."""
    return Action("execute_sql", query=query)


def finish_task() -> Action:
    """Submits the database as it is, and ends the episode."""
    return Action("finish_task")


AnyAction: TypeAlias = Action | Mapping[str, Any]


def action_to_wire(action: AnyAction) -> Json:
    """An action as it is sent. A mapping goes as it is: what is wrong with it the agent is told in-band."""
    return action.to_wire() if isinstance(action, Action) else dict(action)


@dataclass(frozen=True, slots=True)
class Observation:
    """What the agent sees. Never holds a reward, a score or a target value."""

    task_id: str
    """Of a generated task an opaque name: its real id names the diagnosis (see :class:`PlayedTask`)."""
    goal: str
    available_tables: list[str]
    schema_summary: dict[str, list[str]]
    """Table name to column names."""
    last_query_result: Json | None
    """``{columns, rows, row_count, truncated}``, ``{rows_affected}``, ``{statements}`` or ``{tables}``."""
    last_error: str | None
    steps_remaining: int
    current_step: int


@dataclass(frozen=True, slots=True)
class PlayedTask:
    """What was really played; told once the episode is over."""

    id: str
    split: str
    seed: int | None
    version: int
    family: str | None = None
    world: str | None = None
    level: int | None = None
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an episode ended. Scores are in [0, 1]."""

    grader_score: float
    score: float
    """The return, clamped to [0, 1]."""
    episode_return: float
    """The sum of the rewards of all steps."""
    solved: bool
    truncated: bool
    """Whether the step limit ended it rather than ``finish_task``."""
    reward_mode: str
    grade: Json = field(repr=False)
    """Cells repaired, missed, damaged and miscorrected, by column: for people and reports."""
    task: PlayedTask | None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a reset or a step.

    ``reward`` is None after a reset and a number after every step. ``prompt`` is there after a reset only: everything
    a model needs to begin. ``outcome`` is there once ``done``.
    """

    observation: Observation
    reward: float | None
    done: bool
    prompt: str | None = None
    outcome: Outcome | None = None

    def unwrap(self) -> Result:
        """Itself; see :class:`Failed`, of which there is no result."""
        return self

    @property
    def text(self) -> str:
        """What a model should read of it, as JSON: what is new, and nothing about rewards."""
        seen = self.observation
        said: Json = {}
        if seen.last_query_result is not None:
            said["last_query_result"] = seen.last_query_result
        if seen.last_error is not None:
            said["last_error"] = seen.last_error
        said["steps_remaining"] = seen.steps_remaining
        if self.done:
            said["episode"] = "over"
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Failed:
    """In the place of a result among many: this session's episode has no score. The others go on."""

    error: DataopsError

    def unwrap(self) -> Result:
        """:raises DataopsError: what went wrong"""
        raise self.error


@dataclass(frozen=True, slots=True)
class State:
    """The public facts of a session. All is None or 0 before its first reset; scores are there once ``done``."""

    episode_id: str | None
    task_id: str | None
    seed: int | None
    step_count: int
    step_limit: int
    done: bool
    reward_mode: str | None
    grader_score: float | None = None
    score: float | None = None
    solved: bool | None = None
    truncated: bool | None = None
    task: PlayedTask | None = None


def _played_task(data: Any) -> PlayedTask | None:
    return None if data is None else PlayedTask(**{key: data.get(key) for key in PlayedTask.__slots__})


def _outcome(data: Json) -> Outcome:
    return Outcome(
        grader_score=float(data["grader_score"]),
        score=float(data["score"]),
        episode_return=float(data["return"]),
        solved=data["solved"],
        truncated=data["truncated"],
        reward_mode=data["reward_mode"],
        grade=data["grade"],
        task=_played_task(data.get("task")),
    )


def result_from_wire(data: Json) -> Result:
    """Reads ``{observation, reward, done, metadata?}``."""
    seen = data["observation"]
    reward = data["reward"]
    metadata = data.get("metadata") or seen.get("metadata") or {}
    return Result(
        observation=Observation(
            seen["task_id"],
            seen["goal"],
            seen["available_tables"],
            seen["schema_summary"],
            seen["last_query_result"],
            seen["last_error"],
            seen["steps_remaining"],
            seen["current_step"],
        ),
        reward=None if reward is None else float(reward),
        done=data["done"],
        prompt=metadata.get("prompt"),
        outcome=_outcome(metadata) if "grader_score" in metadata else None,
    )


def state_from_wire(data: Json) -> State:
    """Reads the ``data`` of a state frame."""
    facts: Json = {key: data.get(key) for key in State.__slots__}
    facts["task"] = _played_task(data.get("task"))
    return State(**facts)
