"""In which order tasks are trained on. One draw is one group: all rollouts of a group play the same task.

All samplers are seeded: equal seeds and equal reports give equal draws.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from .task import Task


def keeps_signal(solved: Sequence[float]) -> bool:
    """Whether the rollouts of a group differ, so that they teach something: success neither none nor all.

    :param solved: a number for each rollout that could be scored, 1 for a success; leave infrastructure faults out
    """
    return bool(solved) and 0.0 < sum(solved) / len(solved) < 1.0


class UniformSampler:
    """Every task equally often: a new shuffle each time through."""

    def __init__(self, tasks: Sequence[Task], *, seed: int = 0) -> None:
        _check(tasks)
        self._tasks = list(tasks)
        self._random = random.Random(f"uniform:{seed}")
        self._left: list[Task] = []

    def sample(self, groups: int) -> list[Task]:
        """So many tasks, one for each group."""
        return [self._next() for _ in range(groups)]

    def __iter__(self) -> Iterator[Task]:
        while True:
            yield self._next()

    def _next(self) -> Task:
        if not self._left:
            self._left = list(self._tasks)
            self._random.shuffle(self._left)
        return self._left.pop()


class StratifiedSampler:
    """Every stratum equally often, however many tasks it has; by default a stratum is a family at a level."""

    def __init__(self, tasks: Sequence[Task], *, seed: int = 0) -> None:
        _check(tasks)
        strata: dict[tuple[str, int], list[Task]] = defaultdict(list)
        for task in tasks:
            strata[task.group].append(task)
        self._samplers = {group: UniformSampler(of, seed=seed) for group, of in strata.items()}
        self._random = random.Random(f"stratified:{seed}")
        self._left: list[tuple[str, int]] = []

    def sample(self, groups: int) -> list[Task]:
        """So many tasks, one for each group."""
        return [self._next() for _ in range(groups)]

    def __iter__(self) -> Iterator[Task]:
        while True:
            yield self._next()

    def _next(self) -> Task:
        if not self._left:
            self._left = list(self._samplers)
            self._random.shuffle(self._left)
        return self._samplers[self._left.pop()].sample(1)[0]


class CurriculumSampler:
    """What the policy half solves comes most often: a stratum is drawn by p (1 - p), p being its success so far.

    Report every group by :meth:`report`, which also says whether it is worth training on. A stratum that was never
    reported counts as half solved, so it is tried soon; none is ever left out (``floor``), for a policy forgets.

    :param decay: how much of the old success stays with each report, in [0, 1)
    :param floor: the least weight of a stratum, in (0, 0.25]
    """

    def __init__(self, tasks: Sequence[Task], *, seed: int = 0, decay: float = 0.7, floor: float = 0.02) -> None:
        _check(tasks)
        if not 0.0 <= decay < 1.0 or not 0.0 < floor <= 0.25:
            raise ValueError("decay is in [0, 1) and floor in (0, 0.25]")
        strata: dict[tuple[str, int], list[Task]] = defaultdict(list)
        for task in tasks:
            strata[task.group].append(task)
        self._samplers = {group: UniformSampler(of, seed=seed) for group, of in strata.items()}
        self._success: dict[tuple[str, int], float] = {}
        self._random = random.Random(f"curriculum:{seed}")
        self._decay, self._floor = decay, floor

    @property
    def success(self) -> dict[tuple[str, int], float]:
        """The success of each stratum that was reported, in [0, 1]."""
        return dict(self._success)

    def sample(self, groups: int) -> list[Task]:
        """So many tasks, one for each group."""
        names = list(self._samplers)
        weights = [self._weight(name) for name in names]
        chosen = self._random.choices(names, weights, k=groups)
        return [self._samplers[name].sample(1)[0] for name in chosen]

    def report(self, task: Task, solved: Sequence[float]) -> bool:
        """Notes how a group went; returns whether to keep it (:func:`keeps_signal`).

        :param solved: a number in [0, 1] for each rollout that could be scored; empty when all were void
        """
        if solved:
            now = sum(solved) / len(solved)
            before = self._success.get(task.group)
            self._success[task.group] = now if before is None else self._decay * before + (1 - self._decay) * now
        return keeps_signal(solved)

    def _weight(self, group: tuple[str, int]) -> float:
        success = self._success.get(group, 0.5)
        return max(success * (1.0 - success), self._floor)


def _check(tasks: Sequence[Task]) -> None:
    if not tasks:
        raise ValueError("there are no tasks to draw from")
