"""Updates of all weights: passes in bf16; sums of gradients, Adam and the weights that it keeps in single precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional

from .model import END, Model


@dataclass(frozen=True, slots=True)
class Example:
    """An episode as tokens; the loss is on what the model says alone."""

    tokens: list[int]
    said: list[int]
    """The places of the tokens that the model says."""


def example_of(model: Model, heard: Sequence[str], said: Sequence[str]) -> Example:
    """The example of an episode whose turns ended of themselves."""
    tokens: list[int] = []
    places: list[int] = []
    for before, turn in zip(heard, said, strict=True):
        tokens += model.encode(before)
        words = [*model.encode(turn), END]
        places += range(len(tokens), len(tokens) + len(words))
        tokens += words
    return Example(tokens, places)


class Trainer:
    """Adam on all weights but the embeddings, which are frozen."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.updates = 0
        self._weights = model.trainable
        for weight in self._weights:
            weight.requires_grad_(True)
        self._masters = [weight.detach().float() for weight in self._weights]
        for master in self._masters:
            master.grad = torch.zeros_like(master)
        self._adam = torch.optim.AdamW(self._masters, lr=0.0, betas=(0.9, 0.95), weight_decay=0.0, fused=True)

    def update(self, examples: Sequence[Example], learning_rate: float) -> dict[str, float]:
        """Takes a step on the mean of the examples' losses, each of which is the mean over what the model says.

        :returns: ``loss``, ``gradient`` (its norm, which is clipped to 1) and ``tokens``
        """
        loss = 0.0
        for example in examples:
            one = self._loss(example)
            (one / len(examples)).backward()
            self._collect()
            loss += float(one.detach()) / len(examples)
        norm = torch.nn.utils.clip_grad_norm_(self._masters, 1.0)
        for group in self._adam.param_groups:
            group["lr"] = learning_rate
        self._adam.step()
        with torch.no_grad():
            for weight, master in zip(self._weights, self._masters, strict=True):
                weight.copy_(master)
                master.grad.zero_()
        self.updates += 1
        return {"loss": loss, "gradient": float(norm), "tokens": sum(len(one.tokens) for one in examples)}

    def _loss(self, example: Example) -> Any:
        device = self.model.device
        tokens = torch.tensor([example.tokens], device=device)
        places = torch.tensor(example.said, device=device)
        hidden = self.model.hidden(tokens[:, :-1])[0, places - 1]
        return functional.cross_entropy(self.model.logits(hidden), tokens[0, places])

    @torch.no_grad()
    def _collect(self) -> None:
        for weight, master in zip(self._weights, self._masters, strict=True):
            if weight.grad is not None:
                master.grad.add_(weight.grad)
                weight.grad = None

    def state(self) -> dict[str, Any]:
        """What it takes to go on."""
        return {"updates": self.updates, "masters": self._masters, "adam": self._adam.state_dict()["state"]}

    @torch.no_grad()
    def restore(self, state: dict[str, Any]) -> None:
        """Goes on from a state."""
        self.updates = state["updates"]
        for weight, master, kept in zip(self._weights, self._masters, state["masters"], strict=True):
            master.copy_(kept)
            weight.copy_(master)
        whole = self._adam.state_dict()
        self._adam.load_state_dict({**whole, "state": state["adam"]})


def schedule_rate(update: int, updates: int, highest: float) -> float:
    """The learning rate: up over the first ten updates or less, down to a twentieth over the second half."""
    up = min(1.0, (update + 1) / min(10, 1 + updates // 6))
    down = 1.0 if update < updates / 2 else max(0.05, 2 * (updates - update) / updates)
    return highest * up * down
