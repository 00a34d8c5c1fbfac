"""Which tasks there are: :func:`tasks` chooses some of a server's, as a sequence with ids, rows and prompts.

Nothing here knows a family, a world or a suite by heart: all is asked of the server.
"""

from __future__ import annotations

import difflib
import random
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, overload

from ._http import get_json
from ._server import default_token, resolve_url
from .episode import Json, RewardMode
from .errors import Refused
from .task import Task
from .vector import VectorEnv

Split: TypeAlias = Literal["train", "validation", "test", "classic"]
Difficulty: TypeAlias = Literal["easy", "medium", "hard"]
OneOrMore: TypeAlias = str | Iterable[str]

_LARGEST_SEED = 2**53 - 1

_RENAMED = {"families": "drills"}


class TaskSet(Sequence[Task]):
    """Tasks in their order. Prompts are asked of the server when they are first needed, many at a time."""

    def __init__(self, tasks: Iterable[Task], url: str, token: str | None) -> None:
        self._tasks = tuple(tasks)
        self._url = url
        self._token = token
        self._prompts: list[str] | None = None
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._tasks)

    @overload
    def __getitem__(self, index: int) -> Task: ...
    @overload
    def __getitem__(self, index: slice) -> TaskSet: ...
    def __getitem__(self, index: int | slice) -> Task | TaskSet:
        if isinstance(index, slice):
            part = TaskSet(self._tasks[index], self._url, self._token)
            part._prompts = None if self._prompts is None else self._prompts[index]
            return part
        return self._tasks[index]

    def __iter__(self) -> Iterator[Task]:
        return iter(self._tasks)

    def __getstate__(self) -> Json:
        return {"tasks": self._tasks, "url": self._url, "token": self._token, "prompts": self._prompts}

    def __setstate__(self, state: Json) -> None:
        self.__init__(state["tasks"], state["url"], state["token"])  # type: ignore[misc]
        self._prompts = state["prompts"]

    def __repr__(self) -> str:
        return f"<TaskSet of {len(self)} tasks>"

    @property
    def ids(self) -> list[str]:
        """One for each task."""
        return [task.id for task in self._tasks]

    @property
    def prompts(self) -> list[str]:
        """What a model is told at the beginning of each task.

        :raises Infrastructure: the server is not there
        """
        with self._lock:
            if self._prompts is None:
                self._prompts = self._ask_prompts()
            return list(self._prompts)

    def rows(self, *, prompts: bool = False) -> list[Json]:
        """A dictionary for each task: its :meth:`Task.row`, ``id``, and ``prompt`` if asked for."""
        rows = [{"id": task.id, **task.row()} for task in self._tasks]
        return [{**row, "prompt": text} for row, text in zip(rows, self.prompts, strict=True)] if prompts else rows

    def to_dataset(self, *, prompts: bool = True) -> Any:
        """A ``datasets.Dataset`` of :meth:`rows`.

        :raises ImportError: without the package ``datasets``
        """
        from datasets import Dataset

        return Dataset.from_list(self.rows(prompts=prompts))

    def _ask_prompts(self) -> list[str]:
        prompts: list[str] = []
        width = min(len(self._tasks), 64)
        if width == 0:
            return prompts
        with VectorEnv(width, url=self._url, token=self._token) as env:
            for first in range(0, len(self._tasks), width):
                prompts.extend(_prompts_of(env, self._tasks[first : first + width]))
        return prompts


def _prompts_of(env: VectorEnv, tasks: Sequence[Task]) -> list[str]:
    results = env.reset_some(dict(enumerate(tasks)))
    return [results[place].unwrap().prompt or "" for place in range(len(tasks))]


def catalog(url: str | None = None, token: str | None = None) -> list[Json]:
    """What ``GET /tasks`` of a server lists: the classic tasks, and the families with their splits, worlds, levels.

    :raises Infrastructure: ``connection_failed``
    """
    listed = get_json(resolve_url(url), "/tasks", default_token(token), 30.0)["tasks"]
    return [dict(item) for item in listed]


@dataclass(frozen=True)
class _Choice:
    """What was asked for; None: any."""

    split: str
    suite: frozenset[str] | None
    family: frozenset[str] | None
    world: frozenset[str] | None
    level: frozenset[int] | None
    difficulty: frozenset[str] | None


def tasks(
    split: str = "train",
    *,
    suite: OneOrMore | None = None,
    family: OneOrMore | None = None,
    world: OneOrMore | None = None,
    level: int | tuple[int, int] | Iterable[int] | None = None,
    difficulty: OneOrMore | None = None,
    num_tasks: int | None = None,
    seed: int = 0,
    reward_mode: RewardMode | None = None,
    url: str | None = None,
    token: str | None = None,
) -> TaskSet:
    """Chooses tasks of a split, mixed in a fixed order that is the same everywhere.

    :param split: ``train``, ``validation``, ``test`` or ``classic`` (the five, which have no family, world or level)
    :param suite: of the families, as ``GET /tasks`` names it; one, or several
    :param family: one, or several
    :param world: one, or several
    :param level: one, a pair for a range with both ends, or any number of them as a list
    :param difficulty: ``easy``, ``medium``, ``hard``; one, or several
    :param num_tasks: how many; each combination of family, world and level is taken once before one is taken again
        with another seed. None: each combination once
    :param seed: of the first round; the following rounds have the following seeds
    :param reward_mode: None: the task's own, for generated ones ``terminal``
    :param url: of the server; see :class:`Session`
    :raises Refused: ``no_task`` when nothing fits, with what there is
    :raises Infrastructure: the server is not there
    """
    where = resolve_url(url)
    choice = _Choice(split, _words(suite), _words(family), _words(world), _levels(level), _words(difficulty))
    found = _combinations(catalog(where, token), choice)
    # Otherwise the first few would all be of one family.
    random.Random("dataops-env/order@1").shuffle(found)
    count = len(found) if num_tasks is None else num_tasks
    chosen = (_with_seed(found[place % len(found)], seed + place // len(found)) for place in range(count))
    return TaskSet((replace(task, reward_mode=reward_mode) for task in chosen), where, token)


def _words(given: OneOrMore | None) -> frozenset[str] | None:
    if given is None:
        return None
    return frozenset([given] if isinstance(given, str) else given)


def _levels(given: int | tuple[int, int] | Iterable[int] | None) -> frozenset[int] | None:
    if given is None:
        return None
    if isinstance(given, int):
        return frozenset([given])
    if isinstance(given, tuple) and len(given) == 2:
        return frozenset(range(given[0], given[1] + 1))
    return frozenset(given)


def _with_seed(task: Task, seed: int) -> Task:
    if seed > _LARGEST_SEED:
        raise Refused("bad_value", f"seeds go to {_LARGEST_SEED}")
    # Seed 0 of a classic task is not the canonical instance, which is the first that is played.
    if task.family is None:
        return replace(task, seed=None if seed == 0 else seed)
    return replace(task, seed=seed)


def _combinations(listed: Sequence[Json], choice: _Choice) -> list[Task]:
    """Every family, world and level that fits, or every classic task, in the order of the listing."""
    _check_words(listed, choice)
    found: list[Task] = []
    for item in listed:
        if choice.suite is not None and item["suite"] not in choice.suite:
            continue
        if "worlds" not in item:
            found.extend(_classic(item, choice))
            continue
        if choice.family is not None and item["id"] not in choice.family:
            continue
        for place in item["worlds"]:
            if choice.split not in place["splits"] or not _fits(place["world"], choice.world):
                continue
            found.extend(_levels_of(item, place["world"], choice))
    if not found:
        raise Refused(
            "no_task", f"no task of the split {choice.split} fits this choice; {_what_there_is(listed, choice)}"
        )
    return found


def _fits(value: Any, wanted: frozenset[Any] | None) -> bool:
    return wanted is None or value in wanted


def _classic(item: Json, choice: _Choice) -> list[Task]:
    narrowed = any(part is not None for part in (choice.family, choice.world, choice.level))
    if choice.split != "classic" or narrowed or not _fits(item["difficulty"], choice.difficulty):
        return []
    facts = {"suite": item["suite"], "difficulty": item["difficulty"], "step_limit": item["step_limit"]}
    return [Task(task_id=item["id"], split="classic", **facts)]


def _levels_of(item: Json, world: str, choice: _Choice) -> list[Task]:
    return [
        Task(
            split=choice.split,
            family=item["id"],
            world=world,
            level=step["level"],
            suite=item["suite"],
            difficulty=step["difficulty"],
            step_limit=step["step_limit"],
        )
        for step in item["levels"]
        if _fits(step["level"], choice.level) and _fits(step["difficulty"], choice.difficulty)
    ]


def _known_words(listed: Sequence[Json]) -> dict[str, list[str]]:
    families = [item for item in listed if "worlds" in item]
    return {
        "split": sorted({split for item in families for split in item["splits"]} | {"classic"}),
        "suite": sorted({item["suite"] for item in listed}),
        "family": [item["id"] for item in families],
        "world": sorted({place["world"] for item in families for place in item["worlds"]}),
        "difficulty": ["easy", "medium", "hard"],
    }


def _check_words(listed: Sequence[Json], choice: _Choice) -> None:
    """A word that there is not is told with the nearest one."""
    known = _known_words(listed)
    for name, words in known.items():
        given = [choice.split] if name == "split" else sorted(getattr(choice, name) or [])
        for word in given:
            if word in words:
                continue
            near = [_RENAMED[word]] if word in _RENAMED else difflib.get_close_matches(word, words, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise Refused("no_task", f"there is no {name} {word}{hint} There is {', '.join(words)}")


def _what_there_is(listed: Sequence[Json], choice: _Choice) -> str:
    """Of the families asked for, which splits, worlds and levels they have."""
    lines: list[str] = []
    for item in listed:
        if "worlds" not in item or not _fits(item["id"], choice.family) or not _fits(item["suite"], choice.suite):
            continue
        worlds = ", ".join(place["world"] for place in item["worlds"] if choice.split in place["splits"])
        levels = ", ".join(str(step["level"]) for step in item["levels"])
        lines.append(f"{item['id']}: worlds {worlds or 'none in this split'}, levels {levels}")
    return "; ".join(lines[:8]) or "there are no families of that suite"


__all__ = ["TaskSet", "catalog", "tasks"]
