"""The model, its training, and that it learns: with torch, transformers and the weights. Slow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from math import comb
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from conftest import RunningServer

from dataops_env.learn.__main__ import main
from dataops_env.learn.converse import Sampling, converse
from dataops_env.learn.model import END, Cache, Model, find_weights, load
from dataops_env.learn.train import Trainer, example_of

ASK = "<|im_start|>user\n{}<|im_end|>\n<|im_start|>assistant\n"

pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def model() -> Model:
    """In single precision, so that two ways to the same number can be compared."""
    loaded = load()
    return Model({name: weight.float() for name, weight in loaded.weights.items()}, loaded.shape, loaded.tokenizer)


def test_a_pass_is_that_of_transformers(model: Model) -> None:
    file = find_weights()
    theirs = transformers.AutoModelForCausalLM.from_pretrained(
        str(file.parent), gguf_file=file.name, dtype=torch.float32
    )
    # What a checkpoint holds, they can load.
    told = theirs.load_state_dict(model.copy_weights(), strict=False)
    assert told.unexpected_keys == [] and set(told.missing_keys) <= {"lm_head.weight"}
    tokens = torch.tensor([model.encode("UPDATE orders SET note = NULL WHERE note = 'none';\nSELECT 1")])
    with torch.no_grad():
        ours, other = model.logits(model.hidden(tokens)), theirs(input_ids=tokens).logits
    assert torch.allclose(ours, other, atol=1e-3)


class _Talk:
    """A conversation that hears given texts and keeps what is said."""

    def __init__(self, model: Model, heard: list[str], seed: int = 0) -> None:
        self.seed = seed
        self._left = [model.encode(text) for text in heard]
        self.said: list[tuple[list[int], bool]] = []

    def first(self) -> list[int]:
        return self._left.pop(0)

    def reply(self, said: list[int], *, cut: bool) -> list[int] | None:
        self.said.append((said, cut))
        return self._left.pop(0) if self._left else None


def test_conversations_side_by_side_are_those_held_alone(model: Model) -> None:
    capital = ASK.format("What is the capital of France?")
    heard = [[capital, "\n" + capital], ["1 2 3 4"], [capital + "Paris"], ["x = "]]
    how = Sampling(longest=24, rows=2, most=200)
    together = [_Talk(model, one) for one in heard]
    converse(model, together, how)
    for talk, one in zip(together, heard, strict=True):
        assert sum(len(said) + (not cut) for said, cut in talk.said) <= 24 and not any(cut for _, cut in talk.said[:-1])
        # The same without a cache: every token from the whole text.
        tokens: list[int] = []
        for text, (said, cut) in zip(one, talk.said, strict=False):
            tokens += model.encode(text)
            for wanted in [*said, *([] if cut else [END])]:
                with torch.no_grad():
                    assert int(model.logits(model.hidden(torch.tensor([tokens]))[0, -1]).argmax()) == wanted
                tokens.append(wanted)
    assert len(together[0].said) == 2 and any(cut for talk in together for _, cut in talk.said)
    drawn = [_Talk(model, heard[1], seed) for seed in (1, 1, 2)]
    converse(model, drawn, Sampling(temperature=1.0, longest=12, rows=3, most=200))
    assert drawn[0].said == drawn[1].said != drawn[2].said


def test_a_cache_forgets_who_had_the_row_before(model: Model) -> None:
    cache, row = Cache(model, 2, 64), torch.tensor([1])
    tokens = torch.tensor([model.encode("SELECT name FROM people ORDER BY name")])
    with torch.no_grad():
        model.hidden(torch.flip(tokens, [1]), cache, row)
        cache.lengths[1] = 0
        again = model.hidden(tokens, cache, row)
        assert torch.allclose(again, model.hidden(tokens), atol=1e-3)


def test_the_loss_is_on_what_the_model_says_alone(model: Model) -> None:
    example = example_of(model, ["goal\nSQL:\n", "\n3 rows changed\nSQL:\n"], ["UPDATE t SET a = 1", "DONE"])
    said = [example.tokens[place] for place in example.said]
    assert model.decode(said) == "UPDATE t SET a = 1DONE" and said.count(END) == 2
    assert model.tokenizer.decode(example.tokens).count("SQL:") == 2


def run(folder: Path, *flags: str, **options: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dataops_env.learn", "-o", str(folder), "--minutes", "5", *flags]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)


def finish(folder: Path, *flags: str) -> str:
    process = run(folder, *flags)
    output, _ = process.communicate(timeout=3000)
    assert process.returncode == 0, output
    return output


def test_a_killed_run_ends_as_if_nothing_had_been(folder: Path, server: RunningServer) -> None:
    flags = ["--updates", "2", "--batch", "1", "--instances", "1", "--save-every", "0", "--url", server.url]
    finish(folder / "whole", *flags)
    killed = run(folder / "killed", *flags)
    deadline = time.monotonic() + 2000
    # The first update is kept, then the process dies without a word, perhaps in the middle of a line.
    while not (folder / "killed" / "checkpoints" / "supervised-0-state.pt").exists():
        assert killed.poll() is None and time.monotonic() < deadline
        time.sleep(0.05)
    killed.kill()
    killed.communicate()
    assert not (folder / "killed" / "table.md").exists()
    finish(folder / "killed", *flags)
    [one, other] = [
        torch.load(folder / name / "checkpoints" / "supervised-0-2.pt", weights_only=True)
        for name in ("whole", "killed")
    ]
    assert all(torch.equal(weight, other[name]) for name, weight in one.items())
    assert lines(folder / "whole", "updates") == lines(folder / "killed", "updates")
    assert lines(folder / "whole", "episodes") == lines(folder / "killed", "episodes")
    # And now there is nothing left to do.
    before = (folder / "killed" / "episodes.jsonl").read_bytes()
    assert "update" not in finish(folder / "killed", *flags).partition("| model")[0]
    assert (folder / "killed" / "episodes.jsonl").read_bytes() == before


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text().splitlines()]
    for row in rows:
        row.pop("seconds", None)
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def test_every_arm_takes_its_steps(folder: Path, server: RunningServer) -> None:
    output = finish(folder, "--updates", "1", "--batch", "1", "--instances", "1", "--arms", "supervised,random,more")
    arms = Counter(row["arm"] for row in lines(folder, "updates"))
    # Where no sample came to an end, there was nothing to learn from.
    assert arms["more"] == 2 and arms["supervised"] == 1 and arms["random"] in (0, 2)
    assert {row["arm"] for row in lines(folder, "episodes")} == {"untrained", "supervised", "random", "more"}
    samples = lines(folder, "samples")
    assert len(samples) == 8 and {row["arm"] for row in samples} == {"random"}
    assert "| more |" in output


def test_supervised_training_beats_the_untrained_model_on_unseen_seeds(folder: Path) -> None:
    assert main(["-o", str(folder), "--minutes", "5", "--threads", str(os.cpu_count() or 1)]) == 0
    rows = [json.loads(line) for line in (folder / "episodes.jsonl").read_text().splitlines()]
    score = {(row["arm"], row["task"]): row["grader_score"] for row in rows if row["evaluated"] == "seeds"}
    pairs = [(score["supervised", task], was) for (arm, task), was in score.items() if arm == "untrained"]
    assert len(pairs) == 16 == len(rows) / 2
    gained, lost = sum(is_now > was for is_now, was in pairs), sum(is_now < was for is_now, was in pairs)
    # The sign test: what one that has learned nothing comes to once in twenty times, or less often.
    assert sum(comb(gained + lost, more) for more in range(gained, gained + lost + 1)) / 2 ** (gained + lost) < 0.05, (
        rows
    )
    losses = [json.loads(line)["loss"] for line in (folder / "updates.jsonl").read_text().splitlines()]
    assert len(losses) == 24 and sum(losses[-5:]) < sum(losses[:5]) / 4


def test_trainer_goes_on_from_its_state(model: Model) -> None:
    example = example_of(model, ["a\nSQL:\n"], ["SELECT 1"])
    start = model.copy_weights()
    trainer = Trainer(model)
    trainer.update([example], 1e-4)
    state = {**trainer.state(), "masters": [one.clone() for one in trainer.state()["masters"]]}
    state["adam"] = {key: {name: value.clone() for name, value in one.items()} for key, one in state["adam"].items()}
    trainer.update([example], 1e-4)
    wanted = model.copy_weights()
    model.load_weights(start)
    again = Trainer(model)
    again.restore(state)
    assert again.updates == 1
    again.update([example], 1e-4)
    assert all(torch.equal(weight, wanted[name]) for name, weight in model.copy_weights().items())
