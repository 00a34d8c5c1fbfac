"""What a run has found: a table with intervals, a chart, and what they are drawn from, as files of the run's folder."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..episode import Json

SPLITS = {
    "seeds": "unseen seeds (drills, level 1)",
    "worlds": "held-out worlds",
    "family": "held-out family",
    "level2": "drills, level 2",
    "incidents": "incidents, level 1",
    "blind": "unseen seeds, rules hidden",
}
"""What each split is called in tables and charts."""

_COLORS = {
    "seeds": "#1f77b4",
    "worlds": "#2ca02c",
    "family": "#d62728",
    "level2": "#9467bd",
    "incidents": "#8c564b",
    "blind": "#888888",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One model on one split."""

    arm: str
    update: int
    split: str
    seeds: int
    """Models that were trained alike, with other seeds."""
    instances: int
    solved: float
    low: float
    high: float
    """Ends of the interval of 95 %."""
    score: float
    unsolved_score: float
    """The mean score of the episodes that are not solved: what a policy could collect without solving anything."""
    damage: float
    """Cells made wrong, in an episode."""


def wilson(share: float, count: int) -> tuple[float, float]:
    """The interval of 95 % of a share of so many, after Wilson."""
    z = 1.959964
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def points(episodes: Iterable[Json]) -> list[Point]:
    """A point for each model and split, in the order of training.

    Models of several seeds play the same instances: their share is one mean, and the interval is that of so many
    instances as there are, however many models played them, which is rather too wide than too narrow.
    """
    groups: dict[tuple[str, int, str], list[Json]] = {}
    for row in episodes:
        groups.setdefault((row["arm"], row["update"], row["evaluated"]), []).append(row)
    found: list[Point] = []
    for (arm, update, split), rows in groups.items():
        count = len({row["task"] for row in rows})
        solved = _mean([float(row["solved"]) for row in rows])
        low, high = wilson(solved, count)
        found.append(
            Point(
                arm,
                update,
                split,
                len({row["model_seed"] for row in rows}),
                count,
                solved,
                low,
                high,
                _mean([row["grader_score"] for row in rows]),
                _mean([row["grader_score"] for row in rows if not row["solved"]]),
                _mean([row["damage"] for row in rows]),
            )
        )
    order = list(SPLITS)
    arms = ["untrained", "supervised", "reward", "random", "shuffled", "more"]
    return sorted(found, key=lambda one: (arms.index(one.arm), one.update, order.index(one.split)))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more one arm solves than another of the same instances, each at its end."""

    arm: str
    other: str
    split: str
    pairs: int
    difference: float
    low: float
    high: float


def differences(episodes: Sequence[Json], arm: str = "reward") -> list[Difference]:
    """Paired differences of an arm to every other one that has played the same instances.

    A pair is an instance; of several seeds its difference is their mean.
    """
    last: dict[tuple[str, int], int] = {}
    for row in episodes:
        key = (row["arm"], row["model_seed"])
        last[key] = max(last.get(key, 0), row["update"])
    ends: dict[tuple[str, str], dict[tuple[str, int], float]] = {}
    for row in episodes:
        if row["update"] == last[row["arm"], row["model_seed"]]:
            place = ends.setdefault((row["arm"], row["evaluated"]), {})
            place[row["task"], row["model_seed"]] = float(row["solved"])
    found: list[Difference] = []
    for (other, split), theirs in ends.items():
        ours = ends.get((arm, split), {})
        by_task: dict[str, list[float]] = {}
        for (task, seed), value in ours.items():
            if (task, seed) in theirs:
                by_task.setdefault(task, []).append(value - theirs[task, seed])
        if other == arm or not by_task:
            continue
        values = [_mean(one) for one in by_task.values()]
        mean = _mean(values)
        spread = math.sqrt(sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1))
        half = 1.959964 * spread / math.sqrt(len(values))
        found.append(Difference(arm, other, split, len(values), mean, mean - half, mean + half))
    return found


def to_table(found: Sequence[Point], batch: int) -> str:
    """Markdown: a row for each model, a column for each split."""
    splits = [split for split in SPLITS if any(one.split == split for one in found)]
    head = ["model", "examples", *(SPLITS[split] for split in splits)]
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for arm, update in dict.fromkeys((one.arm, one.update) for one in found):
        row = {one.split: one for one in found if (one.arm, one.update) == (arm, update)}
        cells = [_cell(row[split]) if split in row else "" for split in splits]
        lines.append("| " + " | ".join([arm, str(update * batch), *cells]) + " |")
    return "\n".join(lines)


def _cell(one: Point) -> str:
    share, low, high = (round(100 * value) for value in (one.solved, one.low, one.high))
    return f"{share} % ({low}-{high}), score {one.score:.2f}"


def to_hacking(found: Sequence[Point]) -> str:
    """Markdown: whether score ever rises without solved, on unseen seeds."""
    lines = ["| model | update | solved | score | score of what is not solved | cells made wrong |", "|" + " --- |" * 6]
    for one in found:
        if one.split == "seeds":
            shares = f"{100 * one.solved:.0f} % | {one.score:.2f} | {one.unsolved_score:.2f} | {one.damage:.1f}"
            lines.append(f"| {one.arm} | {one.update} | {shares} |")
    return "\n".join(lines)


def to_differences(found: Sequence[Difference]) -> str:
    """Markdown: a row for each pair of arms and split."""
    lines = ["| more than | split | pairs | difference of solved, in points |", "|" + " --- |" * 4]
    for one in found:
        low, high = 100 * one.low, 100 * one.high
        text = f"{100 * one.difference:+.0f} ({low:+.0f} to {high:+.0f})"
        lines.append(f"| {one.other} | {SPLITS[one.split]} | {one.pairs} | {text} |")
    return "\n".join(lines)


_WIDTH, _HEIGHT, _LEFT, _TOP = 560, 300, 52, 40
_LEGEND = 230


def to_svg(found: Sequence[Point], batch: int) -> str:
    """Solved against examples seen: a line for each split, the interval behind its points."""
    learned = [one for one in found if one.arm in ("untrained", "supervised")]
    most = max([one.update for one in learned] + [1]) * batch
    right, bottom = _LEFT + _WIDTH, _TOP + _HEIGHT

    def place(examples: float, share: float) -> tuple[float, float]:
        return _LEFT + _WIDTH * examples / most, bottom - _HEIGHT * share

    parts = [f'<rect width="{right + _LEGEND}" height="{bottom + 50}" fill="#fff"/>']
    for step in range(0, 101, 25):
        _, y = place(0, step / 100)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{right}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{step} %</text>')
    for update in sorted({one.update for one in learned}):
        x, _ = place(update * batch, 0)
        parts.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{update * batch}</text>')
    parts.append(f'<text x="{_LEFT + _WIDTH / 2}" y="{bottom + 38}" text-anchor="middle">examples seen</text>')
    parts.append(f'<text x="{_LEFT}" y="22">episodes solved, with intervals of 95 %</text>')
    for number, (split, name) in enumerate(SPLITS.items()):
        line = sorted((one for one in learned if one.split == split), key=lambda one: one.update)
        if not line:
            continue
        color = _COLORS[split]
        dash = ' stroke-dasharray="5 4"' if split == "blind" else ""
        for one in line:
            # Beside each other, since many begin at the same place.
            shift = 2.5 * (number - len(SPLITS) / 2)
            (x, low), (_, high) = place(one.update * batch, one.low), place(one.update * batch, one.high)
            bar = f"M{x + shift:.1f} {low:.1f}V{high:.1f}"
            parts.append(f'<path d="{bar}" stroke="{color}" stroke-opacity=".35" stroke-width="2"/>')
        spots = [place(one.update * batch, one.solved) for one in line]
        track = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{track}" fill="none" stroke="{color}" stroke-width="2"{dash}/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in spots]
        y = _TOP + 10 + 24 * number
        parts.append(f'<path d="M{right + 16} {y}h22" stroke="{color}" stroke-width="2"{dash}/>')
        parts.append(f'<text x="{right + 44}" y="{y + 4}">{name}</text>')
    size = f'viewBox="0 0 {right + _LEGEND} {bottom + 50}" font-family="sans-serif" font-size="12" fill="#222"'
    inside = "\n".join(parts)
    title = "<title>Episodes solved against examples seen, by split</title>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{title}\n{inside}\n</svg>\n'


def _read(file: Path) -> list[Json]:
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    # A run that is still going may be writing the last one.
    return [json.loads(line) for line in lines if line.endswith("\n")]


def write_report(folder: Path) -> str:
    """Writes ``table.md``, ``points.jsonl`` and ``chart.svg`` of the run in a folder, and returns the text.

    :raises OSError: there is no run
    """
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    episodes = _read(folder / "episodes.jsonl")
    found = points(episodes)
    parts = [to_table(found, settings["batch"]), to_hacking(found)]
    compared = differences(episodes)
    if compared:
        parts.append(f"Reward alone, at its end, solves more than\n\n{to_differences(compared)}")
    text = "\n\n".join(parts) + "\n"
    (folder / "table.md").write_text(text, encoding="utf-8")
    rows = ({name: getattr(one, name) for name in Point.__slots__} for one in found)
    (folder / "points.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "chart.svg").write_text(to_svg(found, settings["batch"]), encoding="utf-8")
    return text
