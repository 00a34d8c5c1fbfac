"""Collects a demonstration with OpenEnv's CollectRunner, from a teacher that is a script."""

import json
import tempfile
from pathlib import Path

from openenv.core.harness import ModelStepResult
from openenv.core.llm_client import LLMResponse, ToolCall

from dataops_env import Task
from dataops_env.collect import collect

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
SCRIPT = [("inspect_schema", {}), ("execute_sql", {"query": REPAIR}), ("finish_task", {})]


def teach(messages, tools, sampling):
    """In the place of a model: the next call of the script."""
    turn = sum(message["role"] == "assistant" for message in messages)
    return ModelStepResult(response=LLMResponse("", [ToolCall(f"call-{turn}", *SCRIPT[turn])]))


def main(folder):
    chosen = [Task("task_dedup", step_limit=20), Task("task_dedup", seed=7, step_limit=20)]
    result = collect(chosen, teach, folder)
    lines = (Path(folder) / "results.jsonl").read_text().splitlines()
    return result, [json.loads(line) for line in lines]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        result, episodes = main(folder)
    assert result.num_collected == 2 and [episode["reward"] for episode in episodes] == [1.0, 1.0]
    print(f"collected {result.num_collected} episodes of {len(episodes[0]['messages'])} messages each")
