"""For NeMo Gym: a resources server that reads the task from the row, and the class that its ``openenv`` server takes.

    python -m dataops_env.nemo_gym -o . --level 1 -n 512 --url http://host:7860

writes ``resources_servers/dataops_env`` (the server, its settings, the rows), which ``gym env start`` takes by
``resources_servers/dataops_env/configs/dataops_env.yaml``. Tried with nemo-gym 0.4.0, which this module imports.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from fastapi import FastAPI, HTTPException, Request, Response
from nemo_gym.base_resources_server import (
    BaseResourcesServerConfig,
    BaseSeedSessionRequest,
    BaseSeedSessionResponse,
    BaseVerifyRequest,
    BaseVerifyResponse,
    SimpleResourcesServer,
)
from nemo_gym.server_utils import SESSION_ID_KEY
from pydantic import ConfigDict, PrivateAttr

from .episode import RewardMode
from .errors import Capacity, DataopsError, Infrastructure, Refused
from .metrics import JsonlLog
from .rollout import Rollout
from .session import DEFAULT_TIMEOUT
from .task import task_from_row

_IDLE_SECONDS = 1800.0
_VOID = '{"error":"The environment cannot be reached. This episode is void."}'


class DataopsServerConfig(BaseResourcesServerConfig):
    """Where the episodes are played, and how they are paid."""

    url: str | None = None
    """Address of the server; None: that of ``DATAOPS_URL``, else one of this process."""
    token: str | None = None
    timeout: float = DEFAULT_TIMEOUT
    reward_mode: RewardMode = "terminal"
    """``terminal`` (how right the database is) or ``solved`` (1 or 0)."""
    submit_cut: bool = True
    """Whether an episode that the agent did not submit is submitted as it is; otherwise its reward is 0."""
    records: str | None = None
    """A file to which a record of each episode is appended; see :mod:`dataops_env.metrics`."""


class DataopsSeedRequest(BaseSeedSessionRequest):
    """The row."""

    model_config = ConfigDict(extra="allow")


class DataopsVerifyRequest(BaseVerifyRequest):
    """The row, and what the model wrote."""

    model_config = ConfigDict(extra="allow")


class DataopsVerifyResponse(BaseVerifyResponse):
    """The row with its reward, and how the episode went."""

    model_config = ConfigDict(extra="allow")
    solved: bool | None = None
    steps: int = 0
    damage: int | None = None


@dataclass(slots=True)
class _Held:
    """The rollout of one session of NeMo Gym."""

    rollout: Rollout
    used: float
    is_verified: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class DataopsResourcesServer(SimpleResourcesServer):
    """One rollout for each session cookie: begun by ``/seed_session``, played by a route for each tool.

    ``/verify`` pays it. A void episode is answered 503 by ``/verify``, so that it has no reward.
    """

    config: DataopsServerConfig
    _held: dict[str, _Held] = PrivateAttr(default_factory=dict)

    def setup_webserver(self) -> FastAPI:
        """The base's routes, and one for every tool, also for those that a model makes up."""
        app: FastAPI = super().setup_webserver()
        app.post("/{tool}")(self.call_tool)
        return app

    async def seed_session(self, request: Request, body: DataopsSeedRequest) -> BaseSeedSessionResponse:
        """Begins the episode that the row names."""
        session = request.session[SESSION_ID_KEY]
        held = self._held.get(session)
        if held is not None and held.rollout.steps > 0 and not held.is_verified:
            # A model calls what it likes, also this.
            raise HTTPException(409, "the episode has begun")
        await self._forget_idle()
        settings = self.config
        rollout = held.rollout if held is not None else self._make()
        try:
            task = task_from_row(body.model_extra or {})
            await asyncio.to_thread(rollout.start, task, reward_mode=settings.reward_mode)
        except DataopsError as error:
            if held is None:
                await asyncio.to_thread(rollout.close)
            raise HTTPException(_status_of(error), str(error)) from error
        self._held[session] = _Held(rollout, time.monotonic())
        return BaseSeedSessionResponse()

    async def call_tool(self, tool: str, request: Request) -> Response:
        """Plays a tool; what a model gets wrong, the tool's name too, it is told."""
        held = self._held.get(request.session[SESSION_ID_KEY])
        if held is None:
            raise HTTPException(409, "there is no episode; call /seed_session first")
        held.used = time.monotonic()
        try:
            arguments = await request.json()
        except ValueError:
            arguments = {}
        given = arguments if isinstance(arguments, dict) else {"arguments": arguments}
        try:
            async with held.lock:
                text = await asyncio.to_thread(held.rollout.call, tool, given)
        except Infrastructure:
            text = _VOID
        return Response(text, media_type="application/json")

    async def verify(self, request: Request, body: DataopsVerifyRequest) -> DataopsVerifyResponse:
        """The reward, which is told again if asked for again. The session at the server ends."""
        held = self._held.get(request.session[SESSION_ID_KEY])
        if held is None:
            raise HTTPException(409, "there is no episode; call /seed_session first")
        rollout = held.rollout
        usage = body.response.usage
        rollout.tokens = None if usage is None else usage.total_tokens
        async with held.lock:
            if self.config.submit_cut:
                await asyncio.to_thread(rollout.submit)
            held.is_verified, held.used = True, time.monotonic()
            await asyncio.to_thread(rollout.close)
        if rollout.reward is None:
            raise HTTPException(503, f"the episode is void: {rollout.fault}")
        outcome = rollout.outcome
        cells = None if outcome is None else outcome.grade["total"]
        told = {
            "reward": rollout.reward,
            "solved": None if outcome is None else outcome.solved,
            "steps": rollout.steps,
            "damage": None if cells is None else cells["damaged"] + cells["miscorrected"],
        }
        return DataopsVerifyResponse.model_validate({**body.model_dump(), **told})

    def _make(self) -> Rollout:
        settings = self.config
        log = None if settings.records is None else JsonlLog(settings.records)
        return Rollout(settings.url, token=settings.token, timeout=settings.timeout, log=log)

    async def _forget_idle(self) -> None:
        """Nobody tells of an agent that has gone."""
        deadline = time.monotonic() - _IDLE_SECONDS
        gone = [session for session, held in self._held.items() if held.used < deadline]
        for session in gone:
            held = self._held.pop(session)
            with suppress(DataopsError):
                await asyncio.to_thread(held.rollout.close)


def _status_of(error: DataopsError) -> int:
    if isinstance(error, Refused):
        return 422
    return 429 if isinstance(error, Capacity) else 503


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: writes a folder for NeMo Gym. See :mod:`dataops_env.nemo_folder`."""
    from .nemo_folder import main as write_folder

    return write_folder(arguments)


if __name__ == "__main__":
    sys.exit(main())

__all__ = ["DataopsResourcesServer", "DataopsServerConfig"]
