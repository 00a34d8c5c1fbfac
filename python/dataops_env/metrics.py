"""One record for each episode: as lines of JSON in a file, or to a tracker, none of which this package depends on.

log = JsonlLog("episodes.jsonl")
log = tracker(wandb.log)          # or trackio.log: anything that takes a dictionary
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from .episode import Outcome
from .tasks import Task


@dataclass(frozen=True, slots=True)
class EpisodeRecord:
    """How one episode went. Where it is ``void`` nothing is known of its score, and ``reward`` is None, not 0."""

    task: str
    split: str | None
    family: str | None
    world: str | None
    level: int | None
    seed: int | None
    reward: float | None
    grader_score: float | None
    solved: bool | None
    steps: int
    damage: int | None
    """Cells that the agent made wrong: damaged and miscorrected."""
    truncated: bool | None
    """Whether the step limit ended it."""
    submitted: bool
    """Whether the agent submitted it itself, rather than the trainer for it."""
    tokens: int | None = None
    void: str | None = None
    """The code of the failure that voided it."""


Log: TypeAlias = Callable[[EpisodeRecord], None]


def record_of(
    task: Task,
    *,
    reward: float | None,
    outcome: Outcome | None,
    steps: int,
    submitted: bool,
    tokens: int | None = None,
    void: str | None = None,
) -> EpisodeRecord:
    """The record of an episode; ``outcome`` is None where it did not come to its end."""
    cells = outcome.grade["total"] if outcome is not None else None
    return EpisodeRecord(
        task=task.id,
        split=task.split,
        family=task.family,
        world=task.world,
        level=task.level,
        seed=task.seed,
        reward=reward,
        grader_score=None if outcome is None else outcome.grader_score,
        solved=None if outcome is None else outcome.solved,
        steps=steps,
        damage=None if cells is None else cells["damaged"] + cells["miscorrected"],
        truncated=None if outcome is None else outcome.truncated,
        submitted=submitted,
        tokens=tokens,
        void=void,
    )


class JsonlLog:
    """Writes a line of JSON for each record. Threads and processes may share the file: a line is written at once."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()

    def __call__(self, record: EpisodeRecord) -> None:
        """Appends a record.

        :raises OSError: the file cannot be written
        """
        line = json.dumps(asdict(record), ensure_ascii=False) + "\n"
        with self._lock:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
            try:
                os.write(descriptor, line.encode())
            finally:
                os.close(descriptor)

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.path = state["path"]
        self._lock = threading.Lock()


def tracker(log: Callable[[dict[str, Any]], Any], prefix: str = "dataops/") -> Log:
    """A log that hands the numbers of each record to a tracker, such as ``wandb.log`` or ``trackio.log``.

    Void episodes count as ``void`` alone: a tracker's mean of the rewards is not pulled down by them.
    """

    def write(record: EpisodeRecord) -> None:
        numbers: dict[str, Any] = {f"{prefix}void": float(record.void is not None)}
        for name in (
            "reward",
            "grader_score",
            "solved",
            "steps",
            "damage",
            "truncated",
            "submitted",
            "tokens",
            "level",
        ):
            value = getattr(record, name)
            if value is not None and record.void is None:
                numbers[f"{prefix}{name}"] = float(value)
        log(numbers)

    return write


__all__ = ["EpisodeRecord", "JsonlLog", "Log", "record_of", "tracker"]
