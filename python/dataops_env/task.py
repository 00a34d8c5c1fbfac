"""One task: :class:`Task`, as a row of a dataset and as the parameters of a reset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from .episode import Json, RewardMode
from .errors import Refused

ROW_COLUMNS = ("task_id", "split", "family", "world", "level", "seed")
"""What of a row a reset takes; every other column of a dataset is somebody else's."""


@dataclass(frozen=True, slots=True)
class Task:
    """One task: what a reset needs to start it again, anywhere, byte by byte.

    A classic task has a ``task_id``, a generated one ``family``, ``world``, ``level`` and ``seed``.
    """

    task_id: str | None = None
    split: str | None = None
    family: str | None = None
    world: str | None = None
    level: int | None = None
    seed: int | None = None
    suite: str | None = None
    difficulty: str | None = None
    step_limit: int | None = None
    """The most steps that an episode of it has; ``steps_remaining`` after the reset is exact."""
    reward_mode: RewardMode | None = None

    @property
    def id(self) -> str:
        """For logs and for people; never for the agent, since it names the diagnosis."""
        if self.family is None:
            return f"{self.task_id}:{'canonical' if self.seed is None else self.seed}"
        return f"{self.family}/{self.world}/{self.level}:{self.seed}"

    @property
    def group(self) -> tuple[str, int]:
        """What tasks of one kind have in common: the family (of a classic task its id) and the level."""
        return (self.family or self.task_id or "", self.level or 0)

    def params(self) -> Json:
        """The parameters of its reset."""
        named: Json = (
            {"task_id": self.task_id}
            if self.family is None
            else {
                "split": self.split,
                "family": self.family,
                "world": self.world,
                "level": self.level,
            }
        )
        every = {**named, "seed": self.seed, "reward_mode": self.reward_mode}
        return {key: value for key, value in every.items() if value is not None}

    def row(self) -> Json:
        """A row of a dataset, by which a trainer's columns come back to a reset: see :data:`ROW_COLUMNS`."""
        return {name: getattr(self, name) for name in ROW_COLUMNS}


def task_from_row(row: Mapping[str, Any]) -> Task:
    """The task of a row. Other columns are left alone; None, and the NaN that pandas makes of it, are as if absent.

    :raises Refused: ``no_task`` when the row names none
    """
    given = {name: row.get(name) for name in ROW_COLUMNS}
    facts: Json = {name: value for name, value in given.items() if value is not None and value == value}
    if "family" in facts:
        facts.pop("task_id", None)
    for name in ("level", "seed"):
        if name in facts:
            facts[name] = int(facts[name])
    if "family" not in facts and "task_id" not in facts:
        raise Refused("no_task", f"the row names no task: it needs family, world, level and seed, or task_id: {row!r}")
    return Task(**facts)


AnyTask: TypeAlias = Task | Mapping[str, Any] | str
"""A task, parameters of a reset, or the id of a task."""


def reset_params(task: AnyTask | None, params: Mapping[str, Any]) -> Json:
    """What a reset sends: a task, or parameters, or both. None is as if it were absent."""
    given: Json
    if isinstance(task, Task):
        given = task.params()
    elif isinstance(task, str):
        given = {"task_id": task}
    else:
        given = dict(task or {})
    return {key: value for key, value in {**given, **params}.items() if value is not None}


__all__ = ["ROW_COLUMNS", "AnyTask", "Task", "reset_params", "task_from_row"]
