"""TRL's GRPOTrainer: a dataset of tasks and an environment with three tools, by its ``environment_factory``.

    spec = DataopsSpec(split="train", level=(1, 3), num_tasks=512)
    trainer = GRPOTrainer(..., train_dataset=spec.train_dataset, environment_factory=spec.environment_factory)

An episode that infrastructure ended has no reward (None), and training goes on without it; taken places and wrong
parameters end training, since they would be so for every rollout. Only ``train_dataset`` needs a package: ``datasets``.
"""

from __future__ import annotations

import atexit
import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from ._server import default_token, resolve_url
from .episode import Action, Outcome, Result, RewardMode, execute_sql, finish_task, inspect_schema
from .errors import Infrastructure
from .metrics import Log, record_of
from .session import Session
from .tasks import OneOrMore, Task, TaskSet, task_from_row, tasks

_FAILED = "The environment failed and this episode does not count. Stop here."

_alive: weakref.WeakSet[DataopsEnvironment] = weakref.WeakSet()


class DataopsEnvironment:
    """One rollout after another. TRL makes as many as it plays at once and uses them again and again.

    Every public method but ``reset`` and ``get_reward`` is a tool; results never hold a reward.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        reward_mode: RewardMode = "terminal",
        submit_cut: bool = True,
        log: Log | None = None,
    ) -> None:
        self._url, self._token = url, token
        self._reward_mode = reward_mode
        self._submit_cut = submit_cut
        self._log = log
        self._session: Session | None = None
        self._logged = False
        self._begin(None)
        _alive.add(self)

    def reset(self, **row: Any) -> str:
        """Starts the task of a row, whatever other columns the dataset has; returns what the model is told.

        :raises Capacity: more rollouts at once than the server has places
        :raises Refused: the row names no task that there is
        """
        task = task_from_row(row)
        self._begin(task)
        try:
            if self._session is None:
                self._session = Session(self._url, token=self._token)
            return self._session.reset(task, reward_mode=self._reward_mode).prompt or ""
        except Infrastructure as error:
            self._fail(error)
            return _FAILED

    def get_reward(self) -> float | None:
        """The reward of the rollout, once it is over; None where it has none.

        An episode that was cut, by the tokens or the calls that a rollout may use, is submitted as it is.
        """
        if self._task is None:
            return None
        submitted = self._done
        if not self._done and self._submit_cut:
            self._play(finish_task())
        reward = None if self._void is not None else self._total
        if self._log is not None and not self._logged:
            self._logged = True
            self._log(
                record_of(
                    self._task,
                    reward=reward,
                    outcome=self._outcome,
                    steps=self._steps,
                    submitted=submitted,
                    void=self._void,
                )
            )
        return reward

    def inspect_schema(self, table_name: str = "") -> str:
        """Shows all tables with their DDL, row counts and foreign keys, or one of them.

        Args:
            table_name: The table to show. Leave it out for all of them.

        Returns:
            The tables as JSON.
        """
        return self._play(inspect_schema(table_name or None))

    def execute_sql(self, query: str) -> str:
        """Runs SQL on the database. Several statements run in order, all of them or none.

        Args:
            query: The SQL to run, in SQLite's dialect.

        Returns:
            The rows, or the number of rows affected, as JSON.
        """
        return self._play(execute_sql(query))

    def finish_task(self) -> str:
        """Submits the database as it is and ends the episode. Call it once the repair is done.

        Returns:
            That the episode is over, as JSON.
        """
        return self._play(finish_task())

    def _begin(self, task: Task | None) -> None:
        self._task = task
        self._total = 0.0
        self._steps = 0
        self._done = False
        self._logged = False
        self._void: str | None = None
        self._outcome: Outcome | None = None

    def _play(self, action: Action) -> str:
        if self._session is None or self._void is not None:
            return _FAILED
        try:
            result: Result = self._session.step(action)
        except Infrastructure as error:
            self._fail(error)
            return _FAILED
        # After the end a call is answered and neither counted nor paid.
        if not self._done:
            self._total += result.reward or 0.0
            self._steps = result.observation.current_step
            self._done, self._outcome = result.done, result.outcome
        return result.text

    def _fail(self, error: Infrastructure) -> None:
        self._void = error.code
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _close(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()


@atexit.register
def _close_all() -> None:
    # TRL never closes them, and each holds a place of the server.
    for environment in list(_alive):
        environment._close()


@dataclass(frozen=True)
class DataopsSpec:
    """Which tasks to train on, and how they are paid: the two arguments that a trainer takes, made of one description.

    The first parameters are those of :func:`dataops_env.tasks`.

    :param reward_mode: ``terminal`` pays the grader's score in [0, 1], ``solved`` 1 or 0, at the end
    :param submit_cut: whether a rollout that was cut is submitted as it is (else it earns what it has: nothing)
    :param log: is given the record of each episode (:mod:`dataops_env.metrics`); must be picklable for AsyncGRPO
    """

    split: str = "train"
    suite: OneOrMore | None = None
    family: OneOrMore | None = None
    world: OneOrMore | None = None
    level: int | tuple[int, int] | Iterable[int] | None = None
    difficulty: OneOrMore | None = None
    num_tasks: int | None = None
    seed: int = 0
    reward_mode: RewardMode = "terminal"
    submit_cut: bool = True
    url: str | None = None
    token: str | None = None
    log: Log | None = None

    @cached_property
    def tasks(self) -> TaskSet:
        """The tasks, one row each.

        :raises Refused: ``no_task``
        :raises Infrastructure: the server is not there
        """
        return tasks(
            self.split,
            suite=self.suite,
            family=self.family,
            world=self.world,
            level=self.level,
            difficulty=self.difficulty,
            num_tasks=self.num_tasks,
            seed=self.seed,
            url=self.url,
            token=self.token,
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What the dataset is made of. The prompt is empty, since ``reset`` appends what the model is told to it."""
        return [{"prompt": [{"role": "user", "content": ""}], **row} for row in self.tasks.rows()]

    @property
    def train_dataset(self) -> Any:
        """A ``datasets.Dataset``, for ``train_dataset`` or ``eval_dataset``. The rollouts of a group share a row.

        :raises ImportError: without the package ``datasets``
        """
        from datasets import Dataset

        return Dataset.from_list(self.rows)

    @property
    def environment_factory(self) -> partial[DataopsEnvironment]:
        """Makes one environment; can be pickled, and plays on the same server wherever it is called."""
        return partial(
            DataopsEnvironment,
            resolve_url(self.url),
            default_token(self.token),
            self.reward_mode,
            self.submit_cut,
            self.log,
        )


__all__ = ["DataopsEnvironment", "DataopsSpec"]
