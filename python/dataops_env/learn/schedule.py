"""How much is trained and evaluated. Numbers of updates decide, never the clock; ``--minutes`` chooses a schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from ..episode import Json
from ..errors import Refused
from ..task import Task
from ..tasks import tasks
from .lessons import FAMILIES

ARMS = ("supervised", "reward", "random", "shuffled", "more")
"""Supervised training; then, from one of its checkpoints, reward alone and the controls: see docs/learning.md."""

TRAIN_WORLDS = ("shop", "clinic", "logistics", "school")
HELD_OUT_WORLDS = ("saas", "sensors")
HELD_OUT_FAMILY = "double_escape"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One experiment."""

    families: tuple[str, ...] = FAMILIES
    worlds: tuple[str, ...] = TRAIN_WORLDS
    demonstrations: Mapping[str, int] = None  # type: ignore[assignment]
    """For each family and world, by level."""
    turns: int = 4
    """Of the model in an episode. 1: a single statement, which is then submitted."""
    updates: int = 120
    batch: int = 4
    """Examples of an update."""
    learning_rate: float = 3e-4
    checkpoints: tuple[int, ...] = (20, 40, 60, 90, 120)
    """Updates after which the model is kept and evaluated; before the first one too."""
    instances: Mapping[str, int] = None  # type: ignore[assignment]
    """By split: how many are played at a checkpoint, the same ones at each."""
    arms: tuple[str, ...] = ("supervised",)
    seeds: tuple[int, ...] = (0,)
    rounds: int = 0
    """Of reward alone and its controls."""
    round_tasks: int = 24
    round_samples: int = 4
    """For each task of a round."""
    round_updates: int = 4
    round_learning_rate: float = 3e-5
    temperature: float = 0.8
    longest: int = 480
    """Tokens that the model may say in an episode."""

    def row(self) -> Json:
        """As JSON."""
        return asdict(self)


_ALL_SPLITS = ("seeds", "worlds", "family", "level2", "incidents", "blind")
_HOUR = {"seeds": 33, "worlds": 22, "family": 8, "level2": 22, "incidents": 5, "blind": 11}

SCHEDULES = {
    5: Schedule(
        families=("lookup_null", "trim_case"),
        worlds=("shop",),
        demonstrations={"1": 48},
        updates=24,
        checkpoints=(24,),
        instances={"seeds": 16},
        longest=240,
        # Where further arms are asked for.
        rounds=1,
        round_tasks=4,
        round_samples=2,
        round_updates=2,
    ),
    60: Schedule(demonstrations={"1": 9, "2": 3}, instances=_HOUR),
    180: Schedule(demonstrations={"1": 9, "2": 3}, instances=_HOUR, arms=ARMS, rounds=5),
    1500: Schedule(
        demonstrations={"1": 30, "2": 20},
        updates=400,
        checkpoints=(50, 100, 200, 300, 400),
        instances=dict.fromkeys(_ALL_SPLITS, 100),
        arms=ARMS,
        seeds=(0, 1, 2),
        rounds=12,
    ),
}
"""By minutes on two cores that nobody else uses, roughly."""


def choose(minutes: float, formats: str = "turns") -> Schedule:
    """The longest schedule that takes no more minutes, or the shortest.

    :param formats: ``turns``, or ``single`` for one statement, without tasks whose rules have to be looked up
    """
    fitting = [schedule for limit, schedule in sorted(SCHEDULES.items()) if limit <= minutes]
    schedule = fitting[-1] if fitting else SCHEDULES[min(SCHEDULES)]
    if formats == "turns":
        return schedule
    count = schedule.demonstrations
    return replace(schedule, turns=1, demonstrations={"1": sum(count.values())})


def demonstration_tasks(schedule: Schedule, url: str) -> list[Task]:
    """The tasks that there are demonstrations of."""
    return [
        task for level, count in schedule.demonstrations.items() for task in _train(schedule, int(level), count, url)
    ]


def _train(schedule: Schedule, level: int, count: int, url: str, first: int = 0) -> list[Task]:
    """So many of each family and world. Not every family is in every world."""
    places = tasks("train", family=schedule.families, world=schedule.worlds, level=level, url=url)
    return list(
        tasks(
            "train",
            family=schedule.families,
            world=schedule.worlds,
            level=level,
            num_tasks=len(places) * count,
            seed=first,
            url=url,
        )
    )


_SAMPLED = 1_000_000
"""The first seed of tasks that are learned from by reward alone: there are no demonstrations of them."""


def round_tasks(schedule: Schedule, seed: int, number: int, url: str) -> list[Task]:
    """The tasks of a round of reward alone: as many levels as there are demonstrations of, in turn."""
    levels = sorted(int(level) for level in schedule.demonstrations)
    first = _SAMPLED + 1000 * seed
    found: list[Task] = []
    for place, level in enumerate(levels):
        share = (schedule.round_tasks + len(levels) - 1 - place) // len(levels)
        every = _train(schedule, level, 1 + (number + 1) * share, url, first)
        found.extend(every[number * share : (number + 1) * share])
    return found


def split_tasks(schedule: Schedule, split: str, count: int, url: str) -> Sequence[Task]:
    """The instances of a split: the same ones for every model.

    ``seeds``: families and worlds that were trained on, other seeds. ``blind``: the same, with the rules taken out of
    the goal. ``worlds``: other worlds. ``family``: another family. ``level2``: rules stand in a table. ``incidents``:
    their level 1.

    :raises Refused: ``no_task`` for a split that there is not
    """
    families, worlds = schedule.families, schedule.worlds
    if split in ("seeds", "blind"):
        return tasks("validation", family=families, world=worlds, level=1, num_tasks=count, url=url)
    if split == "level2":
        return tasks("validation", family=families, world=worlds, level=2, num_tasks=count, url=url)
    if split == "worlds":
        return tasks("test", family=families, world=HELD_OUT_WORLDS, level=1, num_tasks=count, url=url)
    if split == "family":
        return tasks("test", family=HELD_OUT_FAMILY, world=worlds, level=1, num_tasks=count, url=url)
    if split == "incidents":
        return tasks("validation", suite="incidents", level=1, num_tasks=count, url=url)
    raise Refused("no_task", f"there is no split {split}; there is {', '.join(_ALL_SPLITS)}")
