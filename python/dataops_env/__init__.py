"""DataOps-Env: agents learn to repair corrupted databases with SQL.

    from dataops_env import connect

    with connect() as session:                      # or connect("http://host:7860")
        start = session.reset("task_easy")
        print(start.prompt)                         # what a model is told
        print(session.inspect_schema().text)        # what it reads of a step
        print(session.finish().outcome)             # score, solved, and what is still wrong

Without a URL a server is started, shared with child processes by ``DATAOPS_URL`` and ended with this one. Adapters are
modules of their own, each of which imports its tool only inside: ``dataops_env.trl``, ``.verifiers`` and so on.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ._version import __version__
from .episode import (
    Action,
    Failed,
    Observation,
    Outcome,
    PlayedTask,
    Result,
    State,
    execute_sql,
    finish_task,
    inspect_schema,
)
from .errors import Capacity, DataopsError, Infrastructure, Refused
from .metrics import EpisodeRecord, JsonlLog, Tracker, record_of, tee, tracker
from .rollout import TOOLS, Rollout, Tool
from .samplers import CurriculumSampler, StratifiedSampler, UniformSampler, keeps_signal
from .session import AsyncSession, Session, connect
from .task import Task, task_from_row
from .tasks import TaskSet, catalog, tasks
from .vector import VectorEnv

if TYPE_CHECKING:
    from .client import DataopsAction as DataopsAction
    from .client import DataopsEnv as DataopsEnv
    from .client import DataopsObservation as DataopsObservation
    from .trl import DataopsSpec as DataopsSpec

# What needs another package is loaded when it is asked for, and so is not in __all__.
_LATER = {
    "DataopsAction": ".client",
    "DataopsEnv": ".client",
    "DataopsObservation": ".client",
    "DataopsSpec": ".trl",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(importlib.import_module(_LATER[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_LATER])


__all__ = [
    "TOOLS",
    "Action",
    "AsyncSession",
    "Capacity",
    "CurriculumSampler",
    "DataopsError",
    "EpisodeRecord",
    "Failed",
    "Infrastructure",
    "JsonlLog",
    "Observation",
    "Outcome",
    "PlayedTask",
    "Refused",
    "Result",
    "Rollout",
    "Session",
    "State",
    "StratifiedSampler",
    "Task",
    "TaskSet",
    "Tool",
    "Tracker",
    "UniformSampler",
    "VectorEnv",
    "__version__",
    "catalog",
    "connect",
    "execute_sql",
    "finish_task",
    "inspect_schema",
    "keeps_signal",
    "record_of",
    "task_from_row",
    "tasks",
    "tee",
    "tracker",
]
