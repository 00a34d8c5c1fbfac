"""What supervised training learns from: oracles of tasks, shortened, and proved by playing."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby

from .._node import find_node, find_server
from ..episode import Json, Result, execute_sql
from ..errors import Infrastructure
from ..task import Task, task_from_row
from ..vector import VectorEnv
from . import dialogue
from .lessons import Rules, demonstration, read_oracle


@dataclass(frozen=True, slots=True)
class Demonstration:
    """An episode that solved its task."""

    task: Task
    heard: tuple[str, ...]
    said: tuple[str, ...]
    """A turn for each of ``heard``."""

    @property
    def whole(self) -> int:
        """How many of its turns are to be learned from: all."""
        return len(self.said)

    def row(self) -> Json:
        """As a line of JSON."""
        return {"task": self.task.row(), "heard": list(self.heard), "said": list(self.said)}

    @classmethod
    def from_row(cls, row: Json) -> Demonstration:
        """From a line of JSON."""
        return cls(task_from_row(row["task"]), tuple(row["heard"]), tuple(row["said"]))


def instances(tasks: Iterable[Task], workers: int = 2) -> Iterator[tuple[Task, Json]]:
    """What ``dataops-env tasks --show --answer`` says of each task: its goal, tables, evidence and first oracle.

    Tasks of one family, world and level are asked for together, from the least seed to the largest.

    :raises Infrastructure: ``no_node``, ``no_server``, ``server_failed``
    """
    ordered = sorted(tasks, key=lambda task: (_kind(task), task.seed or 0))
    groups = [list(group) for _, group in groupby(ordered, _kind)]
    with ThreadPoolExecutor(workers) as pool:
        for group, shown in zip(groups, pool.map(_show, groups), strict=True):
            for task in group:
                yield task, shown[task.seed or 0]


def _kind(task: Task) -> tuple[str, str, int, str]:
    return (task.family or "", task.world or "", task.level or 1, task.split or "train")


def _show(group: Sequence[Task]) -> dict[int, Json]:
    family, world, level, split = _kind(group[0])
    seeds = [task.seed or 0 for task in group]
    command = [find_node(), find_server(), "tasks", "--show", "--answer", "--json"]
    command += ["--family", family, "--world", world, "--level", str(level), "--split", split]
    command += ["--seeds", f"{min(seeds)}..{max(seeds)}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Infrastructure("server_failed", f"{' '.join(command[1:])}: {done.stderr.strip()}")
    shown = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["seed"]: one for one in shown}


@dataclass(frozen=True, slots=True)
class _Draft:
    task: Task
    rules: Rules
    look: str | None
    """The query that reads the rules; None: they stand in the goal."""


def _look(shown: Json, rules: Rules) -> str | None:
    """A query for the rules of this column and of the senders that have lines, from the table that holds them."""
    for table in shown["evidence"]:
        columns, rows = table["columns"], table["rows"]
        by = _column_with(columns, rows, set(rules.lines))
        about = _column_with(columns, rows, {rules.column})
        if by is None or about is None:
            continue
        told = [name for name in columns[1:] if name not in (by, about)]
        name = table["table"]
        return (
            f"SELECT {', '.join([by, *told])} FROM {name} WHERE {about} = '{rules.column}' "
            f"AND {by} IN (SELECT {rules.by} FROM {rules.table}) ORDER BY {by}"
        )
    return None


def _column_with(columns: Sequence[str], rows: Sequence[Sequence[object]], values: set[str]) -> str | None:
    """The column in which most rows have one of the values; None where hardly any have."""
    counts = [sum(row[place] in values for row in rows) for place in range(len(columns))]
    best = max(range(len(columns)), key=counts.__getitem__)
    return columns[best] if 2 * counts[best] >= len(rows) > 0 else None


def _drafts(tasks: Iterable[Task]) -> Iterator[_Draft]:
    for task, shown in instances(tasks):
        rules = read_oracle(shown["answer"]["oracle"]["queries"][0])
        if rules is None:
            continue
        look = None if task.level == 1 else _look(shown, rules)
        if task.level == 1 or look is not None:
            yield _Draft(task, rules, look)


def demonstrate(tasks: Iterable[Task], env: VectorEnv, *, submits: bool) -> Iterator[Demonstration]:
    """Demonstrations of tasks, each of which has been played and has solved its task; the others are left out.

    :param env: plays them
    :param submits: whether the model says itself that it is done
    :raises Infrastructure: the command line or the server failed
    """
    for draft in _drafts(tasks):
        played = _play(draft, env, submits=submits)
        if played is not None:
            yield played


def _play(draft: _Draft, env: VectorEnv, *, submits: bool) -> Demonstration | None:
    task, rules = draft.task, draft.rules
    started = env.reset_some({0: replace(task, reward_mode="terminal")})[0].unwrap()
    heard, said = [dialogue.opening(started)], []
    order = None
    if draft.look is not None:
        result = _step(env, draft.look)
        order = _order_of(result, rules)
        said.append(draft.look)
        heard.append(dialogue.answer(result))
    # A rule that the model has not seen, it could not have written down.
    if order is not None and len(order) < len(rules.lines):
        return None
    repair = demonstration(task.family or "", rules, order)
    if repair is None:
        return None
    result = _step(env, repair)
    said.append(repair)
    if submits:
        heard.append(dialogue.answer(result))
        said.append(dialogue.DONE)
    ended = env.step_some({0: dialogue.read(dialogue.DONE)})[0].unwrap()
    is_solved = ended.outcome is not None and ended.outcome.solved
    return Demonstration(task, tuple(heard), tuple(said)) if is_solved else None


def _step(env: VectorEnv, query: str) -> Result:
    return env.step_some({0: execute_sql(query)})[0].unwrap()


def _order_of(result: Result, rules: Rules) -> dict[str, int]:
    """In which order the senders stand in what was read."""
    rows = (result.observation.last_query_result or {}).get("rows", [])
    senders = dict.fromkeys(row[0] for row in rows if row[0] in rules.lines)
    return {sender: place for place, sender in enumerate(senders)}
