"""For hosts that take an environment class and no address, such as NeMo Gym's ``openenv`` server.

    env_class: dataops_env.environment.DataopsEnvironment
    action_class: openenv.core.env_server.mcp_types.CallToolAction      # is_mcp: true, a tool for each action
    reset_kwargs: {split: train, level: 1, seed: 7}

Such a host resets all its rollouts alike, so it is for one task; :mod:`dataops_env.nemo_gym` has a server that reads
the task of each row. It needs pydantic.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, Field

from .episode import RewardMode
from .errors import Infrastructure
from .metrics import Log
from .rollout import TOOLS, Rollout
from .session import DEFAULT_TIMEOUT


class DataopsStepAction(BaseModel):
    """An action, where there is one route for all."""

    action_type: str
    query: str | None = None
    table_name: str | None = None


class DataopsTool(BaseModel):
    """A tool, as hosts list it."""

    name: str
    description: str
    input_schema: dict[str, Any]


class DataopsStep(BaseModel):
    """What came of an action. A host hands the model all that is written of it, which the reward is not."""

    result: Any = None
    error: str | None = None
    done: bool = False
    reward: float | None = Field(default=None, exclude=True)
    tools: list[DataopsTool] = Field(default_factory=list, exclude=True)


def _listed() -> list[DataopsTool]:
    """The tools, with the one type of each argument that hosts understand."""
    listed = []
    for tool in TOOLS:
        properties = {
            name: {**schema, "type": schema["type"][0] if isinstance(schema["type"], list) else schema["type"]}
            for name, schema in tool.parameters["properties"].items()
        }
        schema = {**tool.parameters, "properties": properties}
        listed.append(DataopsTool(name=tool.name, description=tool.description, input_schema=schema))
    return listed


class DataopsEnvironment:
    """One episode after another, with the methods of OpenEnv's ``Environment``.

    :param url: of the server; None: that of ``DATAOPS_URL``, else one of this process
    :param timeout: seconds that one reply may take, and that a lost connection may take to come back
    :param log: gets the record of each episode; see :mod:`dataops_env.metrics`
    """

    def __init__(self, url: str | None = None, *, timeout: float = DEFAULT_TIMEOUT, log: Log | None = None) -> None:
        self._rollout = Rollout(url, timeout=timeout, log=log)

    def reset(self, *, reward_mode: RewardMode = "terminal", **params: Any) -> DataopsStep:
        """Begins an episode; parameters are those of :meth:`dataops_env.Session.reset`.

        :raises DataopsError: the server is not there, has no place, or the parameters are wrong
        """
        prompt = self._rollout.start(None, reward_mode=reward_mode, **params)
        return DataopsStep(result={"prompt": prompt})

    def step(self, action: Any) -> DataopsStep:
        """Plays a tool call (``tool_name``, ``arguments``) or an action (``action_type``, ...), or lists the tools.

        :raises Infrastructure: the episode is void, and :meth:`close` raises as well
        """
        if getattr(action, "type", None) == "list_tools":
            return DataopsStep(tools=_listed())
        rollout = self._rollout
        before = rollout.reward or 0.0
        if hasattr(action, "tool_name"):
            name, arguments = action.tool_name, dict(action.arguments)
        else:
            arguments = action.model_dump(exclude_none=True)
            name = arguments.pop("action_type", "")
        text = rollout.call(name, arguments)
        return DataopsStep(result=json.loads(text), done=rollout.done, reward=(rollout.reward or 0.0) - before)

    @property
    def state(self) -> Any:
        """The public facts of the session; see :class:`dataops_env.State`."""
        return self._rollout.state

    def close(self) -> None:
        """Ends the session.

        :raises Infrastructure: the episode was void. A host that took the failed step for an ordinary mistake of the
            model would otherwise pay it 0
        """
        fault = self._rollout.fault
        self._rollout.close()
        if isinstance(fault, Infrastructure):
            raise fault


__all__ = ["DataopsEnvironment", "DataopsStep", "DataopsStepAction", "DataopsTool"]
