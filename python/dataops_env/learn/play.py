"""Episodes that the model plays, by the server's own rules: what it says is executed, and the grader scores the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..episode import Json, Outcome, Result
from ..errors import Infrastructure, Refused
from ..metrics import record_of
from ..task import Task
from ..vector import VectorEnv, VectorResult
from . import dialogue


@dataclass(slots=True)
class Played:
    """One episode, as it was played."""

    task: Task
    heard: list[str]
    """What the model read before each of its turns."""
    said: list[str]
    """Its turns, one for each of ``heard``."""
    tokens: int
    """That it said."""
    reward: float | None
    """None: the episode is void, through no fault of the model."""
    outcome: Outcome | None
    submitted: bool
    """Whether the model submitted it itself."""
    error: str | None
    """What the server said of its last statement."""
    void: str | None = None
    cut: bool = False
    """Whether its last turn did not come to its end."""

    @property
    def whole(self) -> int:
        """How many of its turns came to their end."""
        return len(self.said) - self.cut

    @property
    def solved(self) -> bool:
        """Whether the grader calls it solved."""
        return self.outcome is not None and self.outcome.solved

    def row(self) -> Json:
        """As a record of a file: that of every adapter, and what was said."""
        record = record_of(
            self.task,
            reward=self.reward,
            outcome=self.outcome,
            steps=len(self.said),
            submitted=self.submitted,
            tokens=self.tokens,
            void=self.void,
        )
        facts = {name: getattr(record, name) for name in record.__slots__}
        return {**facts, "error": self.error, "said": self.said}


@dataclass(slots=True)
class Episode:
    """One conversation of :func:`converse`, whose other side is a session of the server."""

    env: VectorEnv
    places: list[int]
    """Sessions that nobody plays in: taken at the beginning, given back at the end."""
    task: Task
    seed: int
    encode: Callable[[str], list[int]]
    decode: Callable[[Sequence[int]], str]
    turns: int
    """How many the model has; after the last one its episode is submitted."""
    over: Callable[[Played], None]
    blind: bool = False
    played: Played = field(init=False)
    place: int = field(init=False)

    def __post_init__(self) -> None:
        self.played = Played(self.task, [], [], 0, None, None, False, None)

    def first(self) -> list[int]:
        """Starts the episode."""
        self.place = self.places.pop()
        started = self._answer(self.env.reset_some({self.place: self.task}, reward_mode="terminal"))
        if started is None:
            self._end()
            return []
        text = dialogue.opening(started)
        return self._hear(dialogue.without_rules(text) if self.blind else text)

    def reply(self, said: list[int], *, cut: bool) -> list[int] | None:
        """Plays a turn. A turn that was too long is not played, and ends the episode."""
        played = self.played
        text = self.decode(said)
        played.said.append(text)
        played.tokens += len(said)
        played.cut = cut
        result = None if cut else self._step(text)
        if result is not None and not result.done and len(played.said) < self.turns:
            return self._hear(dialogue.answer(result))
        if played.void is None and (result is None or not result.done):
            result = self._step(dialogue.DONE)
        if result is not None and result.done:
            played.outcome, played.reward = result.outcome, result.reward
        self._end()
        return None

    def _step(self, text: str) -> Result | None:
        action = dialogue.read(text)
        try:
            result = self._answer(self.env.step_some({self.place: action}))
        except Refused as refused:
            # The model's own fault: what it said is nothing that a server can take.
            self.played.error = refused.code
            return None
        if result is not None and action.action_type == "execute_sql":
            self.played.error = result.observation.last_error
        if result is not None and result.done:
            self.played.submitted = len(self.played.said) > 0 and dialogue.read(self.played.said[-1]) == action
        return result

    def _hear(self, text: str) -> list[int]:
        self.played.heard.append(text)
        return self.encode(text)

    def _end(self) -> None:
        self.places.append(self.place)
        self.over(self.played)

    def _answer(self, results: dict[int, VectorResult]) -> Result | None:
        try:
            return results[self.place].unwrap()
        except Infrastructure as error:
            self.played.void = error.code
            return None
