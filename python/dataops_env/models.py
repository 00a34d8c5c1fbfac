"""OpenEnv's pydantic models of what travels. They need ``openenv``; the dataclasses of the core do not."""

from __future__ import annotations

from typing import Any, Literal

from openenv.core.env_server.types import Action, Observation, State
from pydantic import ConfigDict, Field


class DataopsAction(Action):
    """One action: ``query`` is for ``execute_sql``, ``table_name`` (optional) for ``inspect_schema``."""

    action_type: Literal["inspect_schema", "execute_sql", "finish_task"]
    query: str | None = None
    table_name: str | None = None


class DataopsObservation(Observation):
    """What the agent sees; ``metadata`` holds the prompt after a reset and the outcome at the end."""

    task_id: str
    goal: str
    available_tables: list[str]
    schema_summary: dict[str, list[str]] = Field(description="Table name to column names.")
    last_query_result: Any = None
    last_error: str | None = None
    steps_remaining: int
    current_step: int


class DataopsState(State):
    """The public facts of a session, and scores once it is done."""

    model_config = ConfigDict(extra="allow")

    task_id: str | None = None
    seed: int | None = None
    step_limit: int = 0
    done: bool = False
    reward_mode: str | None = None
