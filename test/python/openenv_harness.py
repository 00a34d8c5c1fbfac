"""OpenEnv's harness and collector drive an episode with a scripted model."""

import json
import tempfile
from typing import Any

from openenv.core.env_server.mcp_types import Tool
from openenv.core.generic_client import GenericEnvClient
from openenv.core.harness import (
    HarnessRunLimits,
    MCPHarnessAdapter,
    ModelStepResult,
    ResourceSessionFactory,
    StepEnvSessionAdapter,
)
from openenv.core.harness.collect import CollectRunner, RolloutSerializer
from openenv.core.llm_client import LLMResponse, ToolCall

from openenv_targets import URL, trajectories


def tool(name: str, **properties: Any) -> Tool:
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return Tool(name=name, description=name.replace("_", " "), input_schema=schema)


TOOLS = [tool("inspect_schema"), tool("execute_sql", query={"type": "string"}), tool("finish_task")]


def make_session(task_id: str, episode_id: str | None, reward_mode: str) -> StepEnvSessionAdapter:
    return StepEnvSessionAdapter(
        GenericEnvClient(base_url=URL),
        task=task_id,
        seed=5,
        episode_id=episode_id,
        tool_specs=TOOLS,
        action_builder=lambda name, arguments: {"action_type": name, **arguments},
        initial_messages_builder=lambda result, _: [{"role": "user", "content": result.metadata["prompt"]}],
        reset_kwargs={"task_id": task_id, "reward_mode": reward_mode},
    )


class ScriptedModel:
    """Calls a tool for each recorded action, and counts what it was asked."""

    def __init__(self, actions: list[dict[str, Any]]):
        self.actions, self.turn = actions, 0

    def __call__(self, messages: list[Any], tools: list[Tool], sampling: dict[str, Any]) -> ModelStepResult:
        action = dict(self.actions[self.turn % len(self.actions)])
        self.turn += 1
        call = ToolCall(id=f"call-{self.turn}", name=action.pop("action_type"), args=action)
        return ModelStepResult(response=LLMResponse(content="", tool_calls=[call]))


def actions_of(task_id: str) -> list[dict[str, Any]]:
    (found,) = [trajectory for trajectory in trajectories() if trajectory["task_id"] == task_id]
    return [step["action"] for step in found["steps"]]


def step_env_session_adapter() -> None:
    """All five tasks: the verdict of the adapter, which is the last reward, is the score of the grader."""
    for trajectory in trajectories():
        actions = actions_of(trajectory["task_id"])
        session = make_session(trajectory["task_id"], "ep-000000", "terminal")
        rollout = MCPHarnessAdapter().run_white_box(ScriptedModel(actions), session, HarnessRunLimits(max_turns=20))
        verdict = session.verify(rollout.messages)
        session.close()
        rewards = [entry.result.metadata["reward"] for entry in rollout.tool_trace]
        assert rollout.done and verdict.done and len(rewards) == len(actions)
        assert rewards == [0] * (len(actions) - 1) + [1] and verdict.env_reward == 1
        assert verdict.metrics == {"step_count": len(actions)}
        assert verdict.artifacts["final_state"]["episode_id"] == "ep-000000"
        assert "expected" not in json.dumps(verdict.artifacts)


class SessionFactory(ResourceSessionFactory[StepEnvSessionAdapter]):
    def create(self, task: Any, seed: int | None = None, episode_id: str | None = None) -> StepEnvSessionAdapter:
        return make_session(task, episode_id, "solved")


def collect() -> None:
    """The collector writes an episode a task, with the reward that the server paid."""
    tasks = [trajectory["task_id"] for trajectory in trajectories()]
    with tempfile.TemporaryDirectory() as folder:
        serializer = RolloutSerializer(folder)
        for name, actions in (("solver", actions_of("task_medium")), ("idler", [{"action_type": "finish_task"}])):
            runner = CollectRunner(
                session_factory=SessionFactory(),
                harness_adapter=MCPHarnessAdapter(),
                serializer=serializer,
                tasks=["task_medium"] if name == "solver" else tasks,
                limits=HarnessRunLimits(max_turns=20),
            )
            episodes = 1 if name == "solver" else len(tasks)
            result = runner.run(model_step=ScriptedModel(actions), num_episodes=episodes, episode_id_prefix=name)
            assert (result.num_collected, result.num_failed) == (episodes, 0)
        rows = [json.loads(line) for line in serializer.results_path.read_text().splitlines()]
        assert [row["reward"] for row in rows] == [1, 0, 0, 0, 0, 0]
        assert [row["task"] for row in rows] == ["task_medium", *tasks] and all(row["done"] for row in rows)
