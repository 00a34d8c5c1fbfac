"""The three names that OpenEnv's AutoEnv and AutoAction look for. The only module here that imports ``openenv``."""

from __future__ import annotations

from typing import Any

from openenv.core.client_types import StepResult
from openenv.core.env_client import EnvClient

from .models import DataopsAction, DataopsObservation, DataopsState


class DataopsEnv(EnvClient[DataopsAction, DataopsObservation, DataopsState]):
    """OpenEnv's own client, typed: asynchronous, and by ``.sync()`` blocking.

    A connection of OpenEnv's client that is lost is made again as a fresh session, in which a step is an error; where
    episodes must survive that, use :class:`dataops_env.Session`.
    """

    def _step_payload(self, action: DataopsAction) -> dict[str, Any]:
        return action.model_dump(exclude_none=True)

    def _parse_result(self, payload: dict[str, Any]) -> StepResult[DataopsObservation]:
        metadata = payload.get("metadata") or {}
        reward, done = payload.get("reward"), bool(payload.get("done"))
        seen = {**payload["observation"], "reward": reward, "done": done, "metadata": metadata}
        return StepResult(observation=DataopsObservation(**seen), reward=reward, done=done)

    def _parse_state(self, payload: dict[str, Any]) -> DataopsState:
        return DataopsState(**payload)


__all__ = ["DataopsAction", "DataopsEnv", "DataopsObservation", "DataopsState"]
