"""Choosing tasks, and in which order they are trained on. Nothing here knows a family by heart."""

from __future__ import annotations

import pickle
from collections import Counter

import pytest
from conftest import RunningServer

from dataops_env import (
    CurriculumSampler,
    Refused,
    StratifiedSampler,
    Task,
    UniformSampler,
    VectorEnv,
    catalog,
    finish_task,
    keeps_signal,
    task_from_row,
    tasks,
)


def test_every_task_of_a_split_is_played_as_what_it_is_called(server: RunningServer) -> None:
    for split in ("train", "validation", "test"):
        chosen = tasks(split, num_tasks=16, url=server.url)
        assert len(set(chosen.ids)) == 16
        with VectorEnv(16, server.url) as env:
            env.reset(list(chosen))
            for task, result in zip(chosen, env.step([finish_task()] * 16), strict=True):
                outcome = result.unwrap().outcome
                assert outcome is not None and outcome.task is not None
                played = outcome.task
                assert (played.split, played.family, played.world) == (split, task.family, task.world)
                assert (played.level, played.seed) == (task.level, task.seed)
                assert outcome.reward_mode == "terminal"


def test_choices_narrow_and_are_the_same_every_time(server: RunningServer) -> None:
    listed = [item for item in catalog(server.url) if "worlds" in item]
    family = next(item for item in listed if "train" in item["splits"])
    world = next(place["world"] for place in family["worlds"] if "train" in place["splits"])
    chosen = tasks("train", family=family["id"], world=[world], level=(1, 3), url=server.url)
    assert {(task.family, task.world, task.suite) for task in chosen} == {(family["id"], world, family["suite"])}
    levels = [rung["level"] for rung in family["levels"] if rung["level"] <= 3]
    assert sorted(task.level or 0 for task in chosen) == levels and levels[0] == 1
    assert {task.difficulty for task in tasks("train", difficulty="hard", url=server.url)} == {"hard"}
    assert {task.suite for task in tasks("train", suite=family["suite"], url=server.url)} == {family["suite"]}
    many = tasks("train", num_tasks=500, level=[2], reward_mode="solved", url=server.url)
    assert many.ids == tasks("train", num_tasks=500, level=[2], url=server.url).ids and len(set(many.ids)) == 500
    assert {task.reward_mode for task in many} == {"solved"}
    again = tasks("train", num_tasks=500, level=[2], seed=1000, url=server.url)
    assert not set(again.ids) & set(many.ids)
    classic = tasks("classic", url=server.url)
    assert [task.seed for task in classic] == [None] * len(classic) and len({task.task_id for task in classic}) == 5


def test_rows_prompts_and_copies(server: RunningServer) -> None:
    chosen = tasks("train", level=1, num_tasks=70, url=server.url)
    for task, row in zip(chosen, chosen.rows(prompts=True), strict=True):
        assert task_from_row({**row, "prompt": [], "another": None}).params() == task.params()
        assert row["id"] == task.id and len(row["prompt"]) > 200
        assert (
            task_from_row({**row, "level": float(row["level"]), "seed": float(row["seed"])}).params() == task.params()
        )
    assert len(set(chosen.prompts)) == 70
    part = chosen[3:5]
    assert part.prompts == chosen.prompts[3:5]
    copy = pickle.loads(pickle.dumps(chosen))
    assert copy.ids == chosen.ids and copy.prompts == chosen.prompts
    with pytest.raises(Refused):
        task_from_row({"prompt": "x", "seed": 3})


def test_what_there_is_not_is_told_with_what_there_is(server: RunningServer) -> None:
    family = next(item for item in catalog(server.url) if "worlds" in item)
    with pytest.raises(Refused, match=f"did you mean {family['id']}"):
        tasks("train", family=family["id"][:-1], url=server.url)
    with pytest.raises(Refused, match="did you mean validation"):
        tasks("validatoin", url=server.url)
    with pytest.raises(Refused, match=f"{family['id']}: worlds"):
        tasks("train", family=family["id"], level=99, url=server.url)
    with pytest.raises(Refused):
        tasks("classic", family=family["id"], url=server.url)


def some(families: int = 3, seeds: int = 4) -> list[Task]:
    kinds = [(f"f{family}", level) for family in range(families) for level in (1, 2)]
    return [Task(family=name, world="w", level=level, seed=seed) for name, level in kinds for seed in range(seeds)]


def test_uniform_and_stratified() -> None:
    given = some()
    drawn = UniformSampler(given, seed=1).sample(2 * len(given))
    assert Counter(drawn) == Counter(given * 2)
    assert drawn == UniformSampler(given, seed=1).sample(2 * len(given)) != UniformSampler(given, seed=2).sample(48)
    lopsided = [task for task in given if task.family != "f0" or task.seed == 0]
    counts = Counter(task.group for task in StratifiedSampler(lopsided).sample(60))
    assert set(counts.values()) == {10} and len(counts) == 6
    endless = iter(StratifiedSampler(given))
    assert len({next(endless).group for _ in range(6)}) == 6
    with pytest.raises(ValueError, match="no tasks"):
        UniformSampler([])


def test_the_curriculum_goes_where_success_is_half() -> None:
    sampler = CurriculumSampler(some(), seed=3)
    for _ in range(20):
        for task in sampler.sample(6):
            # f0 is always solved, f1 never, f2 every second time.
            solved = {"f0": [1, 1], "f1": [0, 0], "f2": [0, 1]}[task.family or ""]
            assert sampler.report(task, solved) == (task.family == "f2")
    counts = Counter(task.family for task in sampler.sample(1000))
    assert counts["f2"] > 5 * (counts["f0"] + counts["f1"]) and counts["f0"] > 0 and counts["f1"] > 0
    assert sampler.success["f2", 1] == 0.5
    assert not keeps_signal([]) and sampler.report(some()[0], []) is False
