"""For TRL: what ``GRPOTrainer`` and ``AsyncGRPOTrainer`` take as ``environment_factory``.

    from dataops_env import DataopsSpec

    spec = DataopsSpec(suite="incidents", split="train", level=(1, 3), num_tasks=512)
    trainer = GRPOTrainer(
        ...,
        train_dataset=spec.train_dataset,
        environment_factory=spec.environment_factory,
        args=GRPOConfig(max_tool_calling_iterations=spec.step_limit, ...),
    )

The reward is the environment's own, by ``get_reward``. Tried with TRL 1.16.0; nothing here imports it.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from typing import Any

from .episode import Outcome, RewardMode
from .errors import DataopsError, Infrastructure
from .metrics import Log
from .rollout import Rollout
from .task import Task, task_from_row
from .tasks import OneOrMore
from .tasks import tasks as choose_tasks

DEFAULT_OUTAGE = 300.0


class DataopsEnvironment:
    """One rollout at a time, as TRL plays it; instances are kept and reset by the trainer.

    Every public method beside ``reset`` and ``get_reward`` is a tool of the model.

    :param url: of the server; None: as for :class:`dataops_env.Session`
    :param token: for a server that asks for one
    :param timeout: seconds that one reply may take, and that a lost connection may take to come back
    :param reward_mode: of the episodes; ``terminal`` pays the score once, at the end, in [0, 1]
    :param submit_cut: whether the database of an episode that the trainer cut (length, number of calls) is submitted
        and scored as it is; otherwise such an episode has the rewards so far
    :param outage: seconds that the server may be down before training ends with an error; until then its rollouts are
        void
    :param log: gets the record of each episode; see :mod:`dataops_env.metrics`. A worker of
        its own process needs one that can be pickled
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        timeout: float = 30.0,
        reward_mode: RewardMode | None = "terminal",
        submit_cut: bool = True,
        outage: float = DEFAULT_OUTAGE,
        log: Log | None = None,
    ) -> None:
        self._rollout = Rollout(url, token=token, timeout=timeout, log=log)
        self._reward_mode = reward_mode
        self._submit_cut = submit_cut
        self._outage = outage
        # A trainer never closes its environments: the session ends with this object, or with the process.
        weakref.finalize(self, self._rollout.close)

    @property
    def done(self) -> bool:
        """Whether the episode is over."""
        return self._rollout.done

    @property
    def outcome(self) -> Outcome | None:
        """How it ended, for reward functions and callbacks (``environments[i].outcome``)."""
        return self._rollout.outcome

    @property
    def fault(self) -> DataopsError | None:
        """Why the episode is void."""
        return self._rollout.fault

    @property
    def steps(self) -> int:
        """Steps taken."""
        return self._rollout.steps

    def reset(self, **row: Any) -> str:
        """Begins the episode that a row of the dataset names, and returns its prompt.

        :raises Capacity: the server has too few places: one for each rollout of a batch in each process
        :raises Refused: the row names no task; give the trainer a dataset with the columns of ``train_dataset``
        :raises Infrastructure: the server has been down for longer than ``outage``
        """
        try:
            return self._rollout.start(task_from_row(row), reward_mode=self._reward_mode)
        except Infrastructure as error:
            if self._rollout.down_seconds > self._outage or error.code in ("no_node", "no_server", "server_failed"):
                raise
            return "The environment cannot be reached. This episode is void."

    def inspect_schema(self, table_name: str | None = None) -> str:
        """Show all tables with their DDL, row counts and foreign keys, or one of them.

        Args:
            table_name: Narrows inspect_schema to one table; empty or null: all.

        Returns:
            The tables as JSON, and the steps remaining.
        """
        return self._rollout.call("inspect_schema", {"table_name": table_name})

    def execute_sql(self, query: str) -> str:
        """Run SQL. Several statements run in order, all of them or none; an action has a limit of work.

        Args:
            query: SQL to run.

        Returns:
            Columns and rows, or the number of rows affected, as JSON, and the steps remaining.
        """
        return self._rollout.call("execute_sql", {"query": query})

    def finish_task(self) -> str:
        """Submit the database as it is for grading, and end the episode.

        Returns:
            That the episode is over, as JSON.
        """
        return self._rollout.call("finish_task")

    def get_reward(self) -> float | None:
        """The reward of the episode; None where there is none, which TRL leaves out of its group."""
        if self._submit_cut:
            self._rollout.submit()
        self._rollout.record()
        return self._rollout.reward


class DataopsSpec:
    """What a trainer of TRL takes, from one choice of tasks; see :func:`dataops_env.tasks` for what chooses.

    :param tasks: the tasks themselves, in the place of a choice
    :param num_tasks: rows of the dataset; None: each combination of family, world and level once
    :param seed: of the first round of tasks
    :param reward_mode: ``terminal`` (the score in [0, 1], once) or another; None: each task's own
    :param submit_cut: see :class:`DataopsEnvironment`
    :param timeout: see :class:`DataopsEnvironment`
    :param outage: see :class:`DataopsEnvironment`
    :param log: see :class:`DataopsEnvironment`
    :param system_prompt: a message before that of the task
    :param url: of the server; None: that of ``DATAOPS_URL``, else one of this process, which its workers share
    :param token: for a server that asks for one; it travels with the factory
    """

    def __init__(
        self,
        *,
        tasks: Sequence[Task] | None = None,
        split: str = "train",
        suite: OneOrMore | None = None,
        family: OneOrMore | None = None,
        world: OneOrMore | None = None,
        level: int | tuple[int, int] | Iterable[int] | None = None,
        difficulty: OneOrMore | None = None,
        num_tasks: int | None = None,
        seed: int = 0,
        reward_mode: RewardMode | None = "terminal",
        submit_cut: bool = True,
        timeout: float = 30.0,
        outage: float = DEFAULT_OUTAGE,
        log: Log | None = None,
        system_prompt: str | None = None,
        url: str | None = None,
        token: str | None = None,
    ) -> None:
        self._given = tasks
        self._choose = partial(
            choose_tasks,
            split,
            suite=suite,
            family=family,
            world=world,
            level=level,
            difficulty=difficulty,
            num_tasks=num_tasks,
            seed=seed,
            reward_mode=reward_mode,
            url=url,
            token=token,
        )
        self._place: dict[str, Any] = {"url": url, "token": token, "timeout": timeout, "log": log}
        self._reward_mode = reward_mode
        self._submit_cut = submit_cut
        self._outage = outage
        self._system_prompt = system_prompt

    @cached_property
    def tasks(self) -> Sequence[Task]:
        """The tasks, in a fixed mixed order.

        :raises Refused: ``no_task``
        :raises Infrastructure: the server is not there
        """
        return self._choose() if self._given is None else tuple(self._given)

    @cached_property
    def train_dataset(self) -> Any:
        """A ``datasets.Dataset``: a row for each task, whose prompt the reset completes. Also an ``eval_dataset``.

        All rollouts of a group share a row, so they play the same task.
        """
        from datasets import Dataset

        told = [] if self._system_prompt is None else [{"role": "system", "content": self._system_prompt}]
        prompt = [*told, {"role": "user", "content": ""}]
        return Dataset.from_list([{"prompt": prompt, "id": task.id, **task.row()} for task in self.tasks])

    @property
    def environment_factory(self) -> Callable[[], DataopsEnvironment]:
        """Makes environments; can be pickled, so that workers of their own process take it too."""
        return partial(
            DataopsEnvironment,
            reward_mode=self._reward_mode,
            submit_cut=self._submit_cut,
            outage=self._outage,
            **self._place,
        )

    @property
    def harness_session_factory(self) -> Callable[[], Any]:
        """For TRL's ``HarnessRolloutWorker``: makes a :class:`dataops_env.harness.DataopsSessionFactory`.

        The worker names a task by its number alone, so number n is task ``n % len(tasks)``.
        """
        from .harness import DataopsSessionFactory

        return partial(
            DataopsSessionFactory,
            tasks=self.tasks,
            reward_mode=self._reward_mode,
            submit_cut=self._submit_cut,
            system_prompt=self._system_prompt,
            **self._place,
        )

    @property
    def step_limit(self) -> int:
        """The most steps of any of the tasks: what ``max_tool_calling_iterations`` needs."""
        return max(task.step_limit or 0 for task in self.tasks)


__all__ = ["DataopsEnvironment", "DataopsSpec"]
