"""An inspect evaluation whose mock model solves: `inspect eval dataops_env/inspect` from Python."""

import tempfile

import inspect_ai
from inspect_ai.model import ModelOutput, ModelUsage, get_model

from dataops_env import tasks
from dataops_env.inspect_task import dataops_dataset, dataops_scorer, dataops_solver

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"
SCRIPT = [("inspect_schema", {}), ("execute_sql", {"query": REPAIR}), ("finish_task", {})]


def solve(messages, tools, tool_choice, config):
    """In the place of a model: the next call of the script."""
    turn = sum(message.role == "assistant" for message in messages)
    output = ModelOutput.for_tool_call("mockllm/model", *SCRIPT[turn])
    # Without a usage inspect counts tokens, for which it would download a tokenizer.
    output.usage = ModelUsage()
    return output


def main(log_dir):
    classic = tasks("classic")
    place = classic.ids.index("task_dedup:canonical")
    dataset = dataops_dataset(classic[place : place + 1])
    task = inspect_ai.Task(dataset, solver=dataops_solver(), scorer=dataops_scorer())
    [log] = inspect_ai.eval(
        task, model=get_model("mockllm/model", custom_outputs=solve), display="none", log_dir=log_dir
    )
    return log


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        log = main(folder)
    assert log.status == "success" and log.results.scores[0].metrics["mean"].value == 1.0
    print("solved: mean 1.0")
