"""What is learned from, and what is played to see what was learned."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from conftest import RunningServer

from dataops_env import Task, VectorEnv
from dataops_env.learn import demonstrations, dialogue
from dataops_env.learn.demonstrations import Demonstration, demonstrate
from dataops_env.learn.lessons import FAMILIES
from dataops_env.learn.play import Played
from dataops_env.learn.samples import choose_samples
from dataops_env.learn.schedule import SCHEDULES, choose, demonstration_tasks, round_tasks, split_tasks


def a_task(family: str, level: int, seed: int = 0) -> Task:
    return Task(split="train", family=family, world="clinic", level=level, seed=seed)


def test_every_family_is_demonstrated_and_every_demonstration_solves(server: RunningServer) -> None:
    wanted = [a_task(family, 2, seed) for family in FAMILIES for seed in (0, 1)] + [a_task(FAMILIES[0], 1)]
    with VectorEnv(1, server.url) as env:
        found = list(demonstrate(wanted, env, submits=True))
    assert {one.task for one in found} == set(wanted)
    for one in found:
        assert one.said[-1] == dialogue.DONE and len(one.heard) == len(one.said)
        # Rules that stand in a table are read first.
        assert len(one.said) == 2 + (one.task.level == 2)
        assert Demonstration.from_row(one.row()) == one


def test_single_statements_end_with_the_repair(server: RunningServer) -> None:
    with VectorEnv(1, server.url) as env:
        [one] = demonstrate([a_task("trim_case", 1)], env, submits=False)
    assert len(one.said) == 1 and one.said[0].startswith("UPDATE ")


def test_what_does_not_solve_is_not_shown(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    # Oracles of incidents are no lists of rules.
    with VectorEnv(1, server.url) as env:
        assert list(demonstrate([replace(a_task("double_load", 1), world="shop")], env, submits=True)) == []
        good = demonstrations.demonstration
        monkeypatch.setattr(
            demonstrations, "demonstration", lambda *given: str(good(*given)).replace("trim(", "upper(")
        )
        assert list(demonstrate([a_task("trim_case", 1)], env, submits=True)) == []


@pytest.mark.parametrize("minutes", SCHEDULES)
def test_nothing_that_is_evaluated_was_trained_on(minutes: int, server: RunningServer) -> None:
    schedule = choose(minutes)
    trained = demonstration_tasks(schedule, server.url)
    for number in range(schedule.rounds):
        drawn = round_tasks(schedule, 0, number, server.url)
        assert len(drawn) == schedule.round_tasks
        trained += drawn
    assert len({task.id for task in trained}) == len(trained)
    assert {task.split for task in trained} == {"train"}
    assert len(trained) >= len(schedule.families) * len(schedule.worlds) * sum(schedule.demonstrations.values())
    families, worlds = {task.family for task in trained}, {task.world for task in trained}
    for split, count in schedule.instances.items():
        played = split_tasks(schedule, split, count, server.url)
        assert len({task.id for task in played}) == count
        assert "train" not in {task.split for task in played}
        assert list(played) == list(split_tasks(schedule, split, count, server.url))
        if split == "worlds":
            assert worlds.isdisjoint(task.world for task in played)
        elif split in ("family", "incidents"):
            assert families.isdisjoint(task.family for task in played)
        else:
            assert {task.level for task in played} == {2 if split == "level2" else 1}


def test_one_statement_learns_nothing_of_rules_in_tables() -> None:
    several, single = choose(60), choose(60, "single")
    assert (several.turns, single.turns) == (4, 1)
    assert list(single.demonstrations) == ["1"]
    assert sum(single.demonstrations.values()) == sum(several.demonstrations.values())
    assert choose(0) == SCHEDULES[min(SCHEDULES)] and choose(10**6) == SCHEDULES[max(SCHEDULES)]


def test_an_opening_without_rules_tells_no_way(server: RunningServer) -> None:
    with VectorEnv(1, server.url) as env:
        for family in FAMILIES:
            text = dialogue.opening(env.reset([a_task(family, 1)])[0].unwrap())
            hidden = dialogue.without_rules(text)
            rules = [line for line in text.splitlines() if line.startswith("- ")]
            assert len(rules) >= 6
            assert [line.partition(":")[0] for line in rules] == [
                line.removesuffix(": not known.") for line in hidden.splitlines() if line.startswith("- ")
            ]


def sample(task: int, number: int, solves: bool) -> Played:
    played = Played(Task("task_dedup", seed=task), [str(number)], [""], 1, 0.0, None, True, None)
    object.__setattr__(played, "outcome", _Solved(solves))
    return played


class _Solved:
    def __init__(self, solved: bool) -> None:
        self.solved = solved


def test_controls_learn_from_as_much_as_reward_does() -> None:
    # Of ten tasks half are solved by one of four samples.
    played = [sample(task, number, task % 2 == 0 and number == 1) for task in range(10) for number in range(4)]
    reward = choose_samples("reward", played, random.Random(0))
    assert sorted(one.task.seed or 0 for one in reward) == [0, 2, 4, 6, 8] and all(one.solved for one in reward)
    others = choose_samples("random", played, random.Random(0))
    assert len(others) == 5 == len({one.task.id for one in others})
    counts: Counter[bool] = Counter()
    for seed in range(200):
        counts.update(one.solved for one in choose_samples("random", played, random.Random(seed)))
        dealt = choose_samples("shuffled", played, random.Random(seed))
        assert 1 <= len(dealt) <= 5
    # A sample that solves is drawn as often as it stands among the samples: one in eight.
    assert 0.08 < counts[True] / counts.total() < 0.17
    assert len(choose_samples("reward", played[4:8], random.Random(0))) == 1
