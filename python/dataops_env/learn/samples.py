"""What is learned from when only rewards tell what is good, and what the controls learn from instead."""

from __future__ import annotations

import random
from collections.abc import Sequence

from .play import Played


def choose_samples(arm: str, played: Sequence[Played], draws: random.Random) -> list[Played]:
    """What is learned from among samples.

    ``reward``: of each task that has any a solved sample. ``shuffled``: the same, after who solved has been dealt out
    anew among all. ``random``: of as many tasks any sample. Without a solved sample there is one, any, with ``random``.

    :returns: at least one
    """
    solved = [one.solved for one in played]
    if arm == "shuffled":
        draws.shuffle(solved)
    groups: dict[str, list[tuple[Played, bool]]] = {}
    for one, is_solved in zip(played, solved, strict=True):
        groups.setdefault(one.task.id, []).append((one, is_solved))
    good = [[one for one, is_solved in group if is_solved] for group in groups.values()]
    good = [group for group in good if group]
    if arm == "random":
        every = [[one for one, _ in group] for group in groups.values()]
        good = draws.sample(every, max(1, len(good)))
    chosen = [draws.choice(group) for group in good] or [draws.choice(list(played))]
    draws.shuffle(chosen)
    return chosen
