"""Where a run keeps what it has, to go on after a kill as if there had been none: lines of JSON and checkpoints."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ..episode import Json


class Folder:
    """The files of a run.

    ``settings.json`` is what it was begun with; ``demonstrations.jsonl``, ``updates.jsonl``, ``episodes.jsonl`` (of
    evaluations) and ``samples.jsonl`` (of reward alone) have a line for each; ``checkpoints/`` has weights.

    :raises ValueError: the folder holds a run with other settings
    """

    def __init__(self, path: str | os.PathLike[str], settings: Json) -> None:
        self.path = Path(path)
        (self.path / "checkpoints").mkdir(parents=True, exist_ok=True)
        kept = self.path / "settings.json"
        text = json.dumps(settings, indent=1, sort_keys=True)
        if kept.exists():
            before = json.loads(kept.read_text(encoding="utf-8"))
            changed = [name for name, value in json.loads(text).items() if before.get(name) != value]
            if changed:
                raise ValueError(f"{self.path} holds a run with other settings: {', '.join(changed)}")
        else:
            _write_whole(kept, lambda file: file.write(text.encode()))
        for file in self.path.glob("*.jsonl"):
            _mend(file)

    def append(self, name: str, rows: Iterable[Json]) -> None:
        """Adds lines, which are on the disk when this returns."""
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        with open(self.path / f"{name}.jsonl", "ab") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())

    def read(self, name: str) -> list[Json]:
        """All lines; none where there is no such file."""
        file = self.path / f"{name}.jsonl"
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []

    def forget(self, name: str, unwanted: Callable[[Json], bool]) -> None:
        """Takes lines out again: what came after the state that a run goes on from."""
        rows = self.read(name)
        kept = [row for row in rows if not unwanted(row)]
        if len(kept) < len(rows):
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept)
            _write_whole(self.path / f"{name}.jsonl", lambda file: file.write(text.encode()))

    def write(self, name: str, text: str) -> None:
        """Writes a file whole."""
        _write_whole(self.path / name, lambda file: file.write(text.encode()))

    def checkpoint(self, name: str) -> Path:
        """The path of a checkpoint, whether there is one or not."""
        return self.path / "checkpoints" / f"{name}.pt"

    def save(self, name: str, state: Any) -> None:
        """Keeps a state of torch, whole or not at all."""
        import torch

        _write_whole(self.checkpoint(name), lambda file: torch.save(state, file))

    def load(self, name: str) -> Any:
        """A state that was kept; None where there is none."""
        import torch

        file = self.checkpoint(name)
        return torch.load(file, map_location="cpu", weights_only=True) if file.exists() else None


def _write_whole(path: Path, write: Callable[[Any], object]) -> None:
    beside = path.with_name(path.name + ".new")
    with open(beside, "wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def _mend(file: Path) -> None:
    """Cuts off what a kill left of the last line."""
    data = file.read_bytes()
    end = data.rfind(b"\n") + 1
    if end < len(data):
        with open(file, "r+b") as torn:
            torn.truncate(end)
