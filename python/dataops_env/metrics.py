"""One record for each episode: as lines of JSON in a file, or to a tracker, none of which this package depends on.

    log = JsonlLog("episodes.jsonl")
    log = tracker(wandb.log)                                        # or trackio.log: anything that takes a dictionary
    log = tee(JsonlLog("episodes.jsonl"), tracker(wandb.log))

Every adapter takes a ``log``, and so do :class:`dataops_env.Rollout` and :class:`dataops_env.VectorEnv`.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from .episode import Outcome
from .task import AnyTask, Task

_log = logging.getLogger("dataops_env")


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
    task: AnyTask | None,
    *,
    reward: float | None,
    outcome: Outcome | None,
    steps: int,
    submitted: bool,
    tokens: int | None = None,
    void: str | None = None,
) -> EpisodeRecord:
    """The record of an episode.

    :param task: what was asked for. Where that is no :class:`Task`, ``outcome`` tells what was played
    :param outcome: None where it did not come to its end
    """
    played = _played(task, outcome)
    cells = outcome.grade["total"] if outcome is not None else None
    return EpisodeRecord(
        task=played.id,
        split=played.split,
        family=played.family,
        world=played.world,
        level=played.level,
        seed=played.seed,
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


def _played(task: AnyTask | None, outcome: Outcome | None) -> Task:
    if isinstance(task, Task):
        return task
    told = None if outcome is None else outcome.task
    if told is not None:
        return Task(told.id, told.split, told.family, told.world, told.level, told.seed)
    if isinstance(task, str):
        return Task(task)
    given = task or {}
    return Task(**{name: given.get(name) for name in ("task_id", "split", "family", "world", "level", "seed")})


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


_NUMBERS = ("reward", "grader_score", "solved", "steps", "damage", "truncated", "submitted", "tokens", "level")


@dataclass(frozen=True, slots=True)
class Tracker:
    """Hands the numbers of each record to a tracker; see :func:`tracker`. Can be pickled if ``log`` can."""

    log: Callable[[dict[str, Any]], Any]
    prefix: str

    def __call__(self, record: EpisodeRecord) -> None:
        """Hands over the numbers of a record; of a void one only that it is."""
        numbers: dict[str, Any] = {f"{self.prefix}void": float(record.void is not None)}
        for name in _NUMBERS:
            value = getattr(record, name)
            if value is not None and record.void is None:
                numbers[f"{self.prefix}{name}"] = float(value)
        self.log(numbers)


def tracker(log: Callable[[dict[str, Any]], Any], prefix: str = "dataops/") -> Tracker:
    """A log that hands the numbers of each record to a tracker, such as ``wandb.log`` or ``trackio.log``.

    Void episodes count as ``void`` alone: a tracker's mean of the rewards is not pulled down by them.
    """
    return Tracker(log, prefix)


@dataclass(frozen=True, slots=True)
class _Tee:
    logs: tuple[Log, ...]

    def __call__(self, record: EpisodeRecord) -> None:
        for log in self.logs:
            write(log, record)


def tee(*logs: Log) -> Log:
    """One log of several."""
    return _Tee(logs)


def write(log: Log | None, record: EpisodeRecord) -> None:
    """Hands a record to a log. One that fails ends no training: what it raised is logged as an error."""
    if log is None:
        return
    try:
        log(record)
    except Exception:  # noqa: BLE001
        _log.exception("the record of an episode was not written: %s", record)


__all__ = ["EpisodeRecord", "JsonlLog", "Log", "Tracker", "record_of", "tee", "tracker", "write"]
