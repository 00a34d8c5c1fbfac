"""The experiment: supervised training with checkpoints, then reward alone and its controls from one of them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..episode import Json
from ..vector import VectorEnv
from .converse import Sampling
from .demonstrations import Demonstration, demonstrate
from .evaluate import play
from .folder import Folder
from .model import load
from .play import Played
from .samples import choose_samples
from .schedule import Schedule, demonstration_tasks, round_tasks, split_tasks
from .train import Trainer, example_of, schedule_rate

UNTRAINED = "untrained"


@dataclass
class Experiment:
    """A run in a folder, of which whatever is there already is not done again."""

    folder: Folder
    schedule: Schedule
    url: str
    device: str
    say: Callable[[str], None]
    weights: str | None = None
    save_every: float = 600.0
    """Seconds of supervised training after which the state to go on from is written; at checkpoints it is anyhow."""

    def run(self) -> None:
        """Does what is left to do.

        :raises FileNotFoundError: the weights are not here
        :raises Infrastructure: the server failed; run again, it goes on from there
        """
        schedule = self.schedule
        self._how = Sampling(longest=schedule.longest)
        with VectorEnv(self._how.rows, url=self.url) as env:
            self._env = env
            shown = self._demonstrations()
            self._model = load(self.weights, self.device)
            self._start = self._model.copy_weights()
            self._evaluate(UNTRAINED, 0, 0)
            for seed in schedule.seeds:
                self._supervised(seed, shown)
                for arm in schedule.arms:
                    if arm != "supervised":
                        self._rounds(arm, seed, shown)

    def _demonstrations(self) -> list[Demonstration]:
        """Asked for and proved once a run."""
        rows = self.folder.read("demonstrations")
        if not rows or rows[-1] != {"end": True}:
            self.folder.forget("demonstrations", lambda _: True)
            wanted = demonstration_tasks(self.schedule, self.url)
            self.say(f"{len(wanted)} demonstrations are asked for and played")
            found = [one.row() for one in demonstrate(wanted, self._env, submits=self.schedule.turns > 1)]
            self.say(f"{len(found)} of {len(wanted)} solve their task")
            rows = [*found, {"end": True}]
            self.folder.append("demonstrations", rows)
        return [Demonstration.from_row(row) for row in rows[:-1]]

    def _trainer(self, arm: str, seed: int, start: dict[str, Any]) -> Trainer:
        """At the state that was kept last, or at the weights to start from; what was logged later is forgotten."""
        self._model.load_weights(start)
        trainer = Trainer(self._model)
        state = self.folder.load(f"{arm}-{seed}-state")
        if state is not None:
            trainer.restore(state)
            self.say(f"{arm}, seed {seed}: goes on after update {trainer.updates}")

        def is_later(row: Json) -> bool:
            return (row["arm"], row["seed"]) == (arm, seed) and row["update"] > trainer.updates

        for name in ("updates", "samples"):
            self.folder.forget(name, is_later)
        return trainer

    def _is_evaluated(self, arm: str, seed: int, update: int) -> bool:
        wanted = sum(self.schedule.instances.values())
        return self._played(arm, seed, update) >= wanted

    def _played(self, arm: str, seed: int, update: int) -> int:
        key = (arm, seed, update)
        return sum((row["arm"], row["model_seed"], row["update"]) == key for row in self.folder.read("episodes"))

    def _evaluate(self, arm: str, seed: int, update: int) -> None:
        """Plays the instances of every split that have not been played with this model."""
        key = (arm, seed, update)
        done = {
            (row["evaluated"], row["task"])
            for row in self.folder.read("episodes")
            if (row["arm"], row["model_seed"], row["update"]) == key
        }
        for split, count in self.schedule.instances.items():
            left = [task for task in split_tasks(self.schedule, split, count, self.url) if (split, task.id) not in done]
            if not left:
                continue
            began = time.monotonic()

            def keep(played: Played, split: str = split) -> None:
                facts = {"arm": arm, "model_seed": seed, "update": update, "evaluated": split}
                if played.void is None:
                    self.folder.append("episodes", [{**facts, **played.row()}])

            turns = self.schedule.turns
            played = play(self._model, self._env, left, self._how, turns=turns, blind=split == "blind", each=keep)
            solved = sum(one.solved for one in played)
            seconds = time.monotonic() - began
            self.say(f"{arm}, seed {seed}, update {update}, {split}: {solved} of {len(played)} solved, {seconds:.0f} s")

    def _supervised(self, seed: int, shown: Sequence[Demonstration]) -> None:
        schedule, arm = self.schedule, "supervised"
        last = schedule.updates
        if self._is_evaluated(arm, seed, last) and self.folder.checkpoint(f"{arm}-{seed}-{last}").exists():
            return
        trainer = self._trainer(arm, seed, self._start)
        if trainer.updates in schedule.checkpoints:
            self._evaluate(arm, seed, trainer.updates)
        kept = time.monotonic()
        while trainer.updates < last:
            at = trainer.updates
            batch = _batch(shown, seed, at, schedule.batch)
            self._update(trainer, arm, seed, batch, schedule_rate(at, last, schedule.learning_rate))
            is_checkpoint = trainer.updates in schedule.checkpoints
            if is_checkpoint or time.monotonic() - kept >= self.save_every:
                if is_checkpoint:
                    self.folder.save(f"{arm}-{seed}-{trainer.updates}", self._model.copy_weights())
                self.folder.save(f"{arm}-{seed}-state", trainer.state())
                kept = time.monotonic()
            if is_checkpoint:
                self._evaluate(arm, seed, trainer.updates)

    def _update(
        self, trainer: Trainer, arm: str, seed: int, batch: Sequence[Demonstration | Played], rate: float
    ) -> None:
        began = time.monotonic()
        examples = [example_of(self._model, one.heard[: one.whole], one.said[: one.whole]) for one in batch]
        told = trainer.update(examples, rate)
        told["seconds"] = round(time.monotonic() - began, 2)
        self.folder.append("updates", [{"arm": arm, "seed": seed, "update": trainer.updates, "rate": rate, **told}])
        self.say(f"{arm}, seed {seed}, update {trainer.updates}: loss {told['loss']:.4f}, {told['seconds']:.0f} s")

    def start_of(self, seed: int) -> int:
        """The supervised checkpoint that solves nearest to 45 % of unseen seeds: what reward alone begins with."""
        by_update: dict[int, list[bool]] = {}
        for row in self.folder.read("episodes"):
            if (row["arm"], row["model_seed"], row["evaluated"]) == ("supervised", seed, "seeds"):
                by_update.setdefault(row["update"], []).append(row["solved"])
        return min(by_update, key=lambda update: abs(sum(by_update[update]) / len(by_update[update]) - 0.45))

    def _rounds(self, arm: str, seed: int, shown: Sequence[Demonstration]) -> None:
        schedule = self.schedule
        last = schedule.rounds * schedule.round_updates
        if self._is_evaluated(arm, seed, last):
            return
        begin = self.start_of(seed)
        trainer = self._trainer(arm, seed, self.folder.load(f"supervised-{seed}-{begin}"))
        while trainer.updates < last:
            number = trainer.updates // schedule.round_updates
            # Further demonstrations, or what was chosen among samples.
            chosen: Sequence[Demonstration | Played]
            if arm == "more":
                first = begin * schedule.batch
                count = schedule.round_updates * schedule.batch
                chosen = [_shown(shown, seed, first + number * count + place) for place in range(count)]
            else:
                chosen = self._chosen(arm, seed, number, trainer.updates)
            if not chosen:
                # Not one turn came to its end: there is nothing to learn from, and the round is over.
                trainer.updates += schedule.round_updates
                continue
            for part in range(schedule.round_updates):
                batch = [chosen[(part * schedule.batch + place) % len(chosen)] for place in range(schedule.batch)]
                self._update(trainer, arm, seed, batch, schedule.round_learning_rate)
            self.folder.save(f"{arm}-{seed}-state", trainer.state())
        self._evaluate(arm, seed, last)

    def _chosen(self, arm: str, seed: int, number: int, update: int) -> list[Played]:
        """Samples of a round that are learned from: one a task, and as many as there are tasks with a solved one."""
        schedule = self.schedule
        drawn = round_tasks(schedule, seed, number, self.url)
        how = Sampling(schedule.temperature, schedule.longest)
        asked = [task for task in drawn for _ in range(schedule.round_samples)]
        played = play(self._model, self._env, asked, how, turns=schedule.turns, seed=1000 * seed + number)
        facts = {"arm": arm, "seed": seed, "update": update + 1, "round": number}
        self.folder.append("samples", [{**one.row(), "task_seed": one.task.seed, **facts} for one in played])
        sound = [one for one in played if one.void is None and one.whole > 0]
        solved = sum(one.solved for one in sound)
        self.say(f"{arm}, seed {seed}, round {number + 1}: {solved} of {len(sound)} samples solved")
        return [] if not sound else choose_samples(arm, sound, random.Random(f"{arm}/{seed}/{number}"))


def _batch(shown: Sequence[Demonstration], seed: int, update: int, size: int) -> list[Demonstration]:
    return [_shown(shown, seed, update * size + place) for place in range(size)]


def _shown(shown: Sequence[Demonstration], seed: int, number: int) -> Demonstration:
    """Number n of an endless sequence: all of them in an order of the seed, then in another."""
    turn, place = divmod(number, len(shown))
    order = list(range(len(shown)))
    random.Random(f"order/{seed}/{turn}").shuffle(order)
    return shown[order[place]]
