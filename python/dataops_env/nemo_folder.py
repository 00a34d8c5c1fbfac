"""Writes what NeMo Gym takes: a folder with a resources server, its settings and rows.

The command is that of :mod:`dataops_env.nemo_gym`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ._task_flags import add_task_flags, chosen_by
from ._version import __version__
from .episode import Json
from .errors import DataopsError
from .rollout import TOOLS
from .tasks import TaskSet

NAME = "dataops_env"

_APP = """from dataops_env.nemo_gym import DataopsResourcesServer

if __name__ == "__main__":
    DataopsResourcesServer.run_webserver()
"""


def rows(chosen: TaskSet) -> list[Json]:
    """A row for each task as NeMo Gym reads it: what the model is asked, its tools, and the task."""
    offered = [
        {
            "type": "function",
            "name": tool.name,
            "description": tool.description,
            "parameters": tool.parameters,
            "strict": False,
        }
        for tool in TOOLS
    ]
    return [
        {
            "responses_create_params": {"input": [{"role": "user", "content": row.pop("prompt")}], "tools": offered},
            **row,
        }
        for row in chosen.rows(prompts=True)
    ]


def settings(url: str | None, records: str | None, max_steps: int) -> str:
    """The file of settings, with the agent that plays."""
    given = {"url": url, "records": records}
    lines = "".join(f"      {name}: {json.dumps(value)}\n" for name, value in given.items() if value is not None)
    return f"""{NAME}_resources_server:
  resources_servers:
    {NAME}:
      entrypoint: app.py
      domain: agent
      verified: false
      description: Agents repair corrupted databases with SQL
{lines}{NAME}_simple_agent:
  responses_api_agents:
    simple_agent:
      entrypoint: app.py
      max_steps: {max_steps}
      resources_server:
        type: resources_servers
        name: {NAME}_resources_server
      model_server:
        type: responses_api_models
        name: policy_model
      datasets:
      - name: example
        type: example
        jsonl_fpath: resources_servers/{NAME}/data/example.jsonl
"""


def write(folder: Path, chosen: TaskSet, *, url: str | None = None, records: str | None = None) -> Path:
    """Writes ``resources_servers/dataops_env`` into a folder; returns its path."""
    target = folder / "resources_servers" / NAME
    steps = max(task.step_limit or 0 for task in chosen) or 100
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(chosen))
    files = {
        "app.py": _APP,
        "requirements.txt": f"nemo-gym\nopenenv-dataops-env[server]=={__version__}\n",
        # The agent counts its replies, and the last of them says that it is done.
        f"configs/{NAME}.yaml": settings(url, records, steps + 1),
        "data/example.jsonl": lines,
    }
    for name, text in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return target


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns 2 when there are no such tasks, or no server, else 0."""
    parser = argparse.ArgumentParser("python -m dataops_env.nemo_gym", description="Writes a folder for NeMo Gym.")
    parser.add_argument("-o", "--output-dir", required=True, type=Path, help="in which resources_servers/ is made")
    add_task_flags(parser)
    parser.add_argument("--records", metavar="FILE", help="to which the server appends a record of each episode")
    options = parser.parse_args(arguments)
    try:
        chosen = chosen_by(options)
        target = write(options.output_dir, chosen, url=options.url, records=options.records)
    except DataopsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{len(chosen)} rows; {target}\n")
    return 0


__all__ = ["main", "rows", "settings", "write"]
