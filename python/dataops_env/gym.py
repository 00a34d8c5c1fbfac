"""For gymnasium: an environment whose observations are texts, alone and as a vector.

    import gymnasium

    env = gymnasium.make("dataops_env.gym:dataops_env/Repair-v0", level=(1, 2))
    text, info = env.reset(seed=7)                                          # equal seeds give equal episodes
    text, reward, terminated, truncated, info = env.step({"tool": 1, "text": "SELECT 1"})

    envs = gymnasium.make_vec("dataops_env.gym:dataops_env/Repair-v0", num_envs=64, level=1)

A fault of the infrastructure is raised, never a reward. Tried with gymnasium 1.4.0, which this module imports.
"""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, ClassVar, TypeAlias

import gymnasium
import numpy
from gymnasium import spaces
from gymnasium.utils.seeding import np_random
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import batch_space, iterate

from .episode import Action, Failed, Json, Result, RewardMode, execute_sql, finish_task, inspect_schema
from .metrics import Log
from .session import DEFAULT_TIMEOUT
from .task import Task, task_from_row
from .tasks import tasks as choose_tasks
from .vector import VectorEnv, VectorResult

TOOLS = ("inspect_schema", "execute_sql", "finish_task")
"""What the number ``tool`` of an action stands for."""

GymAction: TypeAlias = Action | Mapping[str, Any]
"""``{"tool": number, "text": SQL or the name of a table}``, or an :class:`Action`."""

_LONGEST_TEXT = 2**31 - 1
_LONGEST_ACTION = 1_000_000
_SAMPLED_LENGTH = 64


class AnyText(spaces.Text):
    """Texts of any characters; those that are sampled are short and of printable ASCII."""

    def __init__(self, max_length: int) -> None:
        super().__init__(_SAMPLED_LENGTH, min_length=0, charset=string.printable)
        self._longest = max_length

    def contains(self, x: Any) -> bool:
        """Whether it is a text that is not too long."""
        return isinstance(x, str) and len(x) <= self._longest

    @property
    def is_np_flattenable(self) -> bool:
        """It is not: there is no number for every character."""
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AnyText) and self._longest == other._longest

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"AnyText({self._longest})"


def _spaces() -> tuple[spaces.Dict, AnyText]:
    actions = spaces.Dict({"text": AnyText(_LONGEST_ACTION), "tool": spaces.Discrete(len(TOOLS))})
    return actions, AnyText(_LONGEST_TEXT)


def _to_action(given: GymAction) -> GymAction:
    if isinstance(given, Action) or "tool" not in given:
        return given
    text = str(given.get("text", ""))
    name = TOOLS[int(given["tool"])]
    if name == "execute_sql":
        return execute_sql(text)
    return finish_task() if name == "finish_task" else inspect_schema(text or None)


def _info(result: Result) -> Json:
    """What is known beside the observation; ``outcome`` when the episode is over. None of it is for the agent."""
    seen = result.observation
    info: Json = {"steps_remaining": seen.steps_remaining, "has_error": seen.last_error is not None}
    if result.outcome is not None:
        info["outcome"] = asdict(result.outcome)
    return info


def _ends(result: Result) -> tuple[bool, bool]:
    """Terminated, truncated."""
    was_cut = result.outcome is not None and result.outcome.truncated
    return result.done and not was_cut, was_cut


def _chosen(tasks: Sequence[Task] | None, url: str | None, token: str | None, choice: Mapping[str, Any]) -> list[Task]:
    chosen = list(choose_tasks(url=url, token=token, **choice) if tasks is None else tasks)
    if not chosen:
        raise ValueError("there are no tasks")
    return chosen


def _draw(tasks: Sequence[Task], generator: Any) -> Task:
    return tasks[int(generator.integers(len(tasks)))]


class DataopsGymEnv(gymnasium.Env[str, Any]):
    """One episode after another. The observation is what a model reads: the prompt, then the result of each action.

    :param tasks: of which each reset draws one; None: those that ``choice`` names
    :param reward_mode: ``terminal`` (the score in [0, 1], at the end), ``potential`` (its change, at every step),
        ``solved``; None: each task's own
    :param render_mode: ``ansi`` renders the observation
    :param url: of the server; None: as for :class:`dataops_env.Session`
    :param token: for a server that asks for one
    :param timeout: seconds that one reply may take, and that a lost connection may take to come back
    :param log: gets the record of each episode; see :mod:`dataops_env.metrics`
    :param choice: ``split``, ``suite``, ``family``, ``world``, ``level``, ``difficulty``, ``num_tasks``, ``seed`` of
        :func:`dataops_env.tasks`
    """

    metadata: ClassVar[dict[str, Any]] = {"render_modes": ["ansi"], "render_fps": 1}

    def __init__(
        self,
        *,
        tasks: Sequence[Task] | None = None,
        reward_mode: RewardMode | None = "terminal",
        render_mode: str | None = None,
        url: str | None = None,
        token: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        log: Log | None = None,
        **choice: Any,
    ) -> None:
        self.action_space, self.observation_space = _spaces()
        self.render_mode = render_mode
        self._tasks = _chosen(tasks, url, token, choice)
        self._reward_mode = reward_mode
        self._env = VectorEnv(1, url, token=token, timeout=timeout, log=log)
        self._text = ""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[str, Json]:
        """Starts an episode.

        :param options: ``{"task": ...}`` chooses one: a :class:`dataops_env.Task`, or a row of a dataset
        :returns: the prompt, and what is known beside it
        """
        super().reset(seed=seed)
        given = (options or {}).get("task")
        if given is None:
            task = _draw(self._tasks, self.np_random)
        else:
            task = given if isinstance(given, Task) else task_from_row(given)
        result = self._env.reset(task, **_mode(self._reward_mode))[0].unwrap()
        self._text = result.prompt or ""
        return self._text, _info(result)

    def step(self, action: GymAction) -> tuple[str, float, bool, bool, Json]:
        """Plays one action; the agent's mistakes are told in the observation.

        :returns: observation, reward, terminated (submitted), truncated (no steps left), what is known beside it
        """
        result = self._env.step([_to_action(action)])[0].unwrap()
        self._text = result.text
        return self._text, float(result.reward or 0.0), *_ends(result), _info(result)

    def render(self) -> str | None:
        """The observation."""
        return self._text if self.render_mode == "ansi" else None

    def close(self) -> None:
        """Ends the session."""
        self._env.close()


def _mode(reward_mode: RewardMode | None) -> Json:
    return {} if reward_mode is None else {"reward_mode": reward_mode}


class _Prepared:
    """The sampler of a vector: tasks that were drawn for the sessions which begin with this step."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []

    def sample(self, groups: int) -> list[Task]:
        taken, self.tasks = self.tasks[:groups], self.tasks[groups:]
        return taken


class DataopsGymVectorEnv(gymnasium.vector.VectorEnv[Any, Any, Any]):
    """Many sessions, one frame a step. Number i with the seed s plays what :class:`DataopsGymEnv` plays with s + i.

    After the end of an episode the next step starts the next one, and its action is left unplayed (NEXT_STEP).

    :param num_envs: how many; the other parameters are those of :class:`DataopsGymEnv`
    """

    metadata: ClassVar[dict[str, Any]] = {"render_modes": [], "autoreset_mode": AutoresetMode.NEXT_STEP}

    def __init__(
        self,
        num_envs: int = 1,
        *,
        tasks: Sequence[Task] | None = None,
        reward_mode: RewardMode | None = "terminal",
        url: str | None = None,
        token: str | None = None,
        timeout: float = 300.0,
        log: Log | None = None,
        **choice: Any,
    ) -> None:
        self.num_envs = num_envs
        self.single_action_space, self.single_observation_space = _spaces()
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self._tasks = _chosen(tasks, url, token, choice)
        self._reward_mode = reward_mode
        self._prepared = _Prepared()
        self._env = VectorEnv(
            num_envs, url, token=token, tasks=self._prepared, autoreset=True, timeout=timeout, log=log
        )
        self._generators = [np_random(None)[0] for _ in range(num_envs)]
        self._over: list[bool] | None = None

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[tuple[str, ...], Json]:
        """Starts an episode in every session.

        :param seed: of the first, the others have the following ones; or one for each
        """
        if isinstance(seed, int):
            seed = [seed + place for place in range(self.num_envs)]
        for place, one in enumerate(seed or []):
            if one is not None:
                self._generators[place] = np_random(one)[0]
        drawn = [self._drawn(place) for place in range(self.num_envs)]
        results = self._unwrapped(self._env.reset(drawn))
        return tuple(result.prompt or "" for result in results), self._infos(results)

    def step(self, actions: Any) -> tuple[tuple[str, ...], Any, Any, Any, Json]:
        """Plays one action in every session.

        :param actions: of the space's batch (``{"tool": n numbers, "text": n texts}``), or a sequence of n actions
        :returns: n texts; arrays of n rewards, of terminated and of truncated; what is known beside them
        """
        if self._over is None:
            raise gymnasium.error.ResetNeeded("call reset before the first step")
        given = iterate(self.action_space, actions) if isinstance(actions, Mapping) else actions
        self._prepared.tasks = [self._drawn(place) for place, is_over in enumerate(self._over) if is_over]
        results = self._unwrapped(self._env.step([_to_action(action) for action in given]))
        ends = numpy.array([_ends(result) for result in results], dtype=bool)
        texts = tuple(result.text if result.prompt is None else result.prompt for result in results)
        rewards = numpy.array([result.reward or 0.0 for result in results], dtype=numpy.float64)
        return texts, rewards, ends[:, 0], ends[:, 1], self._infos(results)

    def close_extras(self, **_: Any) -> None:
        """Ends the sessions."""
        self._env.close()

    def _unwrapped(self, results: Sequence[VectorResult]) -> list[Result]:
        """The results; one that there is none of is raised, and its session begins anew with the next step."""
        self._over = [isinstance(result, Failed) or result.done for result in results]
        return [result.unwrap() for result in results]

    def _drawn(self, place: int) -> Task:
        task = _draw(self._tasks, self._generators[place])
        return task if self._reward_mode is None else replace(task, reward_mode=self._reward_mode)

    def _infos(self, results: Sequence[Result]) -> Json:
        infos: Json = {}
        for place, result in enumerate(results):
            infos = self._add_info(infos, _info(result), place)
        return infos


gymnasium.register(
    "dataops_env/Repair-v0",
    entry_point="dataops_env.gym:DataopsGymEnv",
    vector_entry_point="dataops_env.gym:DataopsGymVectorEnv",
)

__all__ = ["TOOLS", "AnyText", "DataopsGymEnv", "DataopsGymVectorEnv"]
