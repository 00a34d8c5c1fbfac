"""The environment of peer.py on OpenEnv's own server, at its best settings: async methods, so that no step waits
for a thread; one executor for what must run in one; uvloop and httptools; uvicorn's own choice of a WebSocket
implementation; no compression, no access log.

    openenv_server.py FOLDER PORT WORKERS

FOLDER holds what bench/wire/main.mjs has written: the images and the texts of the task.
"""

import os
import sys
from typing import Any, Optional

import uvicorn
from openenv.core.env_server import create_fastapi_app
from openenv.core.env_server.interfaces import Environment
from openenv.core.env_server.types import Action, Observation, State
from peer import Episode, Task


class SqlAction(Action):
    action_type: str
    query: Optional[str] = None
    table_name: Optional[str] = None


class SqlObservation(Observation):
    task_id: str
    goal: str
    available_tables: list[str]
    schema_summary: dict[str, list[str]]
    last_query_result: Optional[dict[str, Any]] = None
    last_error: Optional[str] = None
    steps_remaining: int
    current_step: int


class SqlState(State):
    task_id: Optional[str] = None
    done: bool = False


TASK = Task(os.environ["BENCH_TASK"]) if "BENCH_TASK" in os.environ else None


def to_observation(result: dict[str, Any]) -> SqlObservation:
    fields = result["observation"]
    # Both are made from our own values: checking them again would only cost time.
    return SqlObservation.model_construct(
        task_id=fields["task_id"],
        goal=fields["goal"],
        available_tables=fields["available_tables"],
        schema_summary=fields["schema_summary"],
        last_query_result=fields["last_query_result"],
        last_error=fields["last_error"],
        steps_remaining=fields["steps_remaining"],
        current_step=fields["current_step"],
        reward=result["reward"],
        done=result["done"],
        metadata=result["metadata"],
    )


class SqlEnvironment(Environment):
    SUPPORTS_CONCURRENT_SESSIONS = True
    REQUIRES_SINGLE_THREAD_EXECUTOR = True

    def __init__(self) -> None:
        super().__init__()
        self.episode: Optional[Episode] = None
        self.episode_id: Optional[str] = None

    def reset(self, seed: Optional[int] = None, episode_id: Optional[str] = None, **kwargs: Any) -> SqlObservation:
        self.close()
        self.episode = Episode(TASK)
        self.episode_id = episode_id
        return to_observation(self.episode.reset())

    def step(self, action: SqlAction, timeout_s: Optional[float] = None, **kwargs: Any) -> SqlObservation:
        if self.episode is None:
            raise RuntimeError("no episode; call reset")
        return to_observation(self.episode.step({"action_type": action.action_type, "query": action.query}))

    async def reset_async(self, *args: Any, **kwargs: Any) -> SqlObservation:
        return self.reset(*args, **kwargs)

    async def step_async(self, *args: Any, **kwargs: Any) -> SqlObservation:
        return self.step(*args, **kwargs)

    @property
    def state(self) -> SqlState:
        steps = 0 if self.episode is None else self.episode.steps
        return SqlState(episode_id=self.episode_id, step_count=steps, task_id=TASK.id)

    def close(self) -> None:
        if self.episode is not None:
            self.episode.connection.close()
        self.episode = None


if TASK is not None:
    app = create_fastapi_app(SqlEnvironment, SqlAction, SqlObservation, max_concurrent_envs=100_000)


def main() -> None:
    folder, port, workers = sys.argv[1:]
    os.environ["BENCH_TASK"] = folder
    uvicorn.run(
        "openenv_server:app",
        app_dir=os.path.dirname(os.path.abspath(__file__)),
        host="127.0.0.1",
        port=int(port),
        workers=int(workers),
        loop="uvloop",
        http="httptools",
        ws="auto",
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
