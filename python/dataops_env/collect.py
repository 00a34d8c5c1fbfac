"""Collects episodes with OpenEnv's CollectRunner, as files that ``trl.SFTTrainer`` and ``datasets`` read.

    python -m dataops_env.collect -o out --level 1 -n 100 --endpoint http://localhost:8000/v1 --model NAME
    python -m dataops_env.collect -o out --level 1 -n 100 --provider openai --model NAME

A run that was broken off goes on where it was. Tried with openenv 0.10.0.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openenv.core.harness import HarnessRunLimits, MCPHarnessAdapter
from openenv.core.harness.collect import CollectResult, CollectRunner, RolloutSerializer, build_model_step

from ._task_flags import add_task_flags, chosen_by
from ._version import __version__
from .episode import RewardMode
from .errors import DataopsError
from .harness import DataopsSessionFactory
from .metrics import JsonlLog, Log
from .task import Task

ModelStep = Callable[[list[dict[str, Any]], list[Any], dict[str, Any]], Any]


def collect(
    chosen: Sequence[Task],
    model_step: ModelStep,
    output_dir: str | Path,
    *,
    solved_only: bool = True,
    max_turns: int | None = None,
    reward_mode: RewardMode | None = "terminal",
    sampling: dict[str, Any] | None = None,
    resume: bool = True,
    log: Log | None = None,
    url: str | None = None,
    token: str | None = None,
) -> CollectResult:
    """Plays each task once and writes ``results.jsonl`` and ``metadata.json``.

    :param chosen: the tasks, in order; the same ones when a run is taken up again
    :param model_step: OpenEnv's: messages, tools and sampling in, a ``ModelStepResult`` out
    :param solved_only: whether only episodes that solved their task are written
    :param max_turns: replies of the model per episode; None: as many as the longest task has steps
    :param sampling: passed on to ``model_step``
    :param resume: whether episodes that are in ``output_dir`` are not played again; else the file is put aside
    :param log: gets the record of each episode; see :mod:`dataops_env.metrics`, those
        that are not written too
    :returns: the numbers collected, dropped, failed (an infrastructure fault: play them by another run), skipped
    """
    serializer = RolloutSerializer(output_dir)
    serializer.write_metadata(
        {"env": "dataops_env", "version": __version__, "tasks": len(chosen), "solved_only": solved_only}
    )
    runner = CollectRunner(
        # An episode that was cut is no example to learn from, so it is not submitted for the model.
        session_factory=DataopsSessionFactory(reward_mode=reward_mode, submit_cut=False, url=url, token=token, log=log),
        harness_adapter=MCPHarnessAdapter(),
        serializer=serializer,
        tasks=[task.row() for task in chosen],
        limits=HarnessRunLimits(
            max_turns=max_turns or max((task.step_limit or 50 for task in chosen), default=1), sampling=sampling or {}
        ),
    )
    keep = (lambda record: record.verify_metrics.get("solved") is True) if solved_only else None
    return runner.run(model_step=model_step, num_episodes=len(chosen), resume=resume, should_keep=keep)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m dataops_env.collect", description="Collects episodes of a model.")
    parser.add_argument("-o", "--output-dir", required=True, type=Path)
    add_task_flags(parser)
    parser.add_argument("--model", required=True)
    parser.add_argument("--endpoint", help="of an OpenAI-compatible server; its key is OPENAI_API_KEY")
    parser.add_argument("--provider", choices=("openai", "anthropic"), default="openai", help="without an endpoint")
    parser.add_argument("--temperature", type=float, default=0.7)
    parser.add_argument("--max-tokens", type=int, default=2048, help="of one reply")
    parser.add_argument("--max-turns", type=int, help="default: the steps of the longest task")
    parser.add_argument("--keep-all", action="store_true", help="also episodes that did not solve their task")
    parser.add_argument("--no-resume", action="store_true", help="play all again")
    parser.add_argument("--records", type=Path, metavar="FILE", help="appends a record of each episode to this file")
    return parser


def _client(options: argparse.Namespace) -> Any:
    from openenv.core.llm_client import OpenAIClient, create_llm_client

    sampling = {"temperature": options.temperature, "max_tokens": options.max_tokens}
    if options.endpoint is not None:
        key = os.environ.get("OPENAI_API_KEY") or "not-needed"
        return OpenAIClient(endpoint=options.endpoint, port=None, model=options.model, api_key=key, **sampling)
    variable = f"{options.provider.upper()}_API_KEY"
    key = os.environ.get(variable, "")
    if not key:
        raise SystemExit(f"{variable} is not set; or name a server by --endpoint")
    return create_llm_client(provider=options.provider, model=options.model, api_key=key, **sampling)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns 1 when an episode failed for reasons that are not the model's, else 0."""
    options = _parser().parse_args(arguments)
    try:
        chosen = chosen_by(options)
        result = collect(
            chosen,
            build_model_step(_client(options)),
            options.output_dir,
            solved_only=not options.keep_all,
            max_turns=options.max_turns,
            resume=not options.no_resume,
            log=None if options.records is None else JsonlLog(options.records),
            url=options.url,
        )
    except DataopsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    counts = f"{result.num_collected} collected, {result.num_dropped} dropped, {result.num_skipped} there already"
    sys.stdout.write(f"{counts}, {result.num_failed} failed; {options.output_dir}\n")
    return 1 if result.num_failed > 0 else 0


if __name__ == "__main__":
    sys.exit(main())
