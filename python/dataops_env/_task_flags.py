"""The flags by which commands choose tasks; see :func:`dataops_env.tasks`."""

from __future__ import annotations

import argparse

from .tasks import TaskSet, tasks


def add_task_flags(parser: argparse.ArgumentParser) -> None:
    """Adds them."""
    parser.add_argument("-n", "--num-tasks", type=int, help="default: each family, world and level once")
    for name in ("suite", "family", "world", "difficulty"):
        parser.add_argument(f"--{name}", action="append", help="may be given more than once")
    parser.add_argument("--split", default="train")
    parser.add_argument("--level", action="append", type=int, help="may be given more than once")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--url", help="of the server; default: DATAOPS_URL, else one of this process")


def chosen_by(options: argparse.Namespace) -> TaskSet:
    """The tasks they choose.

    :raises DataopsError: there are none; the server is not there
    """
    return tasks(
        options.split,
        suite=options.suite,
        family=options.family,
        world=options.world,
        level=options.level,
        difficulty=options.difficulty,
        num_tasks=options.num_tasks,
        seed=options.seed,
        url=options.url,
    )


__all__ = ["add_task_flags", "chosen_by"]
