"""Many conversations at once with one model: whoever has finished makes room for the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch

from .model import END, Cache, Model


class Conversation(Protocol):
    """One conversation."""

    seed: int
    """Of its sampling."""

    def first(self) -> list[int]:
        """What the model reads before its first turn, as tokens; none: the conversation is over already."""
        ...

    def reply(self, said: list[int], *, cut: bool) -> list[int] | None:
        """What the model reads next; None: the conversation is over.

        :param said: the tokens of its turn, without the end
        :param cut: whether the turn was too long to come to its end; the conversation is over then
        """
        ...


@dataclass(slots=True)
class _Row:
    conversation: Conversation
    draws: Any
    said: list[int] = field(default_factory=list)
    spent: int = 0
    """Tokens of the turns before this one."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the model is asked."""

    temperature: float = 0.0
    """0: what is likeliest."""
    longest: int = 400
    """Tokens that the model may say in a conversation."""
    rows: int = 24
    """Conversations at once."""
    most: int = 2600
    """Tokens of a conversation; what is longer ends."""


@torch.no_grad()
def converse(model: Model, conversations: Iterable[Conversation], how: Sampling) -> None:
    """Holds all conversations, in their order, so many at once."""
    waiting = deque(conversations)
    if not waiting:
        return
    rows: list[_Row | None] = [None] * min(how.rows, len(waiting))
    cache = Cache(model, len(rows), how.most)
    while True:
        for place in range(len(rows)):
            while rows[place] is None and waiting:
                rows[place] = _begin(model, cache, place, waiting.popleft(), how)
        busy = [place for place, row in enumerate(rows) if row is not None]
        if not busy:
            return
        if len(busy) <= len(rows) // 2:
            # Nobody waits any more: rows without a conversation would only be carried along.
            cache.keep(busy)
            rows = [rows[place] for place in busy]
            busy = list(range(len(rows)))
        chosen = torch.tensor(busy, device=model.device)
        last = torch.tensor([[_row(rows, place).said[-1]] for place in busy], device=model.device)
        logits = model.logits(model.hidden(last, cache, chosen)[:, -1]).cpu()
        for place, row_logits in zip(busy, logits, strict=True):
            row = _row(rows, place)
            row.said.append(_draw(row_logits, how.temperature, row.draws))
            if not _go_on(model, cache, place, row, how):
                rows[place] = None


def _row(rows: list[_Row | None], place: int) -> _Row:
    row = rows[place]
    assert row is not None
    return row


def _begin(model: Model, cache: Cache, place: int, conversation: Conversation, how: Sampling) -> _Row | None:
    draws = torch.Generator().manual_seed(conversation.seed)
    row = _Row(conversation, draws)
    cache.lengths[place] = 0
    heard = conversation.first()
    return row if heard and _hear(model, cache, place, row, heard, how) else None


def _hear(model: Model, cache: Cache, place: int, row: _Row, heard: list[int], how: Sampling) -> bool:
    """Reads tokens and begins a turn. False: the conversation is over, there is no room for it."""
    left = how.longest - row.spent
    if left <= 0 or int(cache.lengths[place]) + len(heard) + left >= how.most:
        row.conversation.reply([], cut=True)
        return False
    tokens = torch.tensor([heard], device=model.device)
    hidden = model.hidden(tokens, cache, torch.tensor([place], device=model.device))
    row.said = [_draw(model.logits(hidden[0, -1]).cpu(), how.temperature, row.draws)]
    return _go_on(model, cache, place, row, how)


def _go_on(model: Model, cache: Cache, place: int, row: _Row, how: Sampling) -> bool:
    """Ends the turn if it is at its end. False: the conversation is over."""
    ended = row.said[-1] == END
    if not ended and row.spent + len(row.said) < how.longest:
        return True
    said = row.said[:-1] if ended else row.said
    row.spent += len(row.said)
    heard = row.conversation.reply(said, cut=not ended)
    # The model has not read its own last token yet.
    return ended and heard is not None and _hear(model, cache, place, row, [row.said[-1], *heard], how)


def _draw(logits: Any, temperature: float, draws: Any) -> int:
    if temperature == 0.0:
        return int(logits.argmax())
    return int(torch.multinomial(torch.softmax(logits / temperature, -1), 1, generator=draws))
