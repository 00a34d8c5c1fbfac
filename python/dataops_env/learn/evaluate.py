"""Playing with a model: at a checkpoint the instances of each split, in a round of reward alone its samples."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

from ..task import Task
from ..vector import VectorEnv
from .converse import Sampling, converse
from .model import Model
from .play import Episode, Played


def play(
    model: Model,
    env: VectorEnv,
    tasks: Sequence[Task],
    how: Sampling,
    *,
    turns: int,
    seed: int = 0,
    blind: bool = False,
    each: Callable[[Played], None] | None = None,
) -> list[Played]:
    """Plays all tasks, many at a time; in their order.

    :param seed: of the sampling
    :param blind: the rules are taken out of what the model reads
    :param each: called when an episode is over
    """
    places = list(range(len(env)))
    over = each or (lambda _: None)
    episodes = [
        Episode(
            env,
            places,
            task,
            zlib.crc32(f"{seed}/{place}/{task.id}".encode()),
            model.encode,
            model.decode,
            turns,
            over,
            blind,
        )
        for place, task in enumerate(tasks)
    ]
    converse(model, episodes, how)
    return [episode.played for episode in episodes]
