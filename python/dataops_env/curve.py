"""Draws how training goes, from the records that a :class:`dataops_env.JsonlLog` wrote: as text, and as a picture.

python -m dataops_env.curve episodes.jsonl --every 64 -o curve.svg
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .episode import Json

_WIDTH, _HEIGHT, _MARGIN = 640, 320, 40
_BAR = 30
_COLORS = {"reward": "#1f77b4", "solved": "#2ca02c"}


@dataclass(frozen=True, slots=True)
class Window:
    """The episodes from ``first`` to ``last``, both with, counted from 1. Means are over those that are not void."""

    first: int
    last: int
    reward: float | None
    """None: all are void."""
    solved: float | None
    """The share that is solved."""
    steps: float | None
    damage: float | None
    """Cells made wrong, of an episode that came to its end."""
    void: int


def read(path: str | Path) -> list[Json]:
    """The records of a file, in their order.

    :raises OSError: it cannot be read
    """
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def windows(records: Sequence[Json], every: int) -> list[Window]:
    """So many records at a time; the last window may hold fewer."""
    return [_window(start + 1, records[start : start + every]) for start in range(0, len(records), every)]


def _window(first: int, records: Sequence[Json]) -> Window:
    scored = [record for record in records if record["void"] is None]
    return Window(
        first,
        first + len(records) - 1,
        reward=_mean([record["reward"] for record in scored]),
        solved=_mean([float(record["solved"] is True) for record in scored]),
        steps=_mean([record["steps"] for record in scored]),
        damage=_mean([record["damage"] for record in scored if record["damage"] is not None]),
        void=len(records) - len(scored),
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def to_text(found: Sequence[Window]) -> str:
    """A line for each window, with a bar for the reward."""
    lines = [f"{'episodes':>13}  reward  solved   steps  damage  void"]
    for one in found:
        numbers = "".join(f"{_shown(value):>8}" for value in (one.reward, one.solved, one.steps, one.damage))
        bar = "█" * round(_BAR * min(max(one.reward or 0.0, 0.0), 1.0))
        lines.append(f"{one.first:>6}-{one.last:<6}{numbers}{one.void:>6}  {bar}".rstrip())
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def to_svg(found: Sequence[Window]) -> str:
    """Reward and share of solved episodes, both from 0 to 1, over the number of episodes played."""
    end = found[-1].last if found else 1
    lines = []
    for name, color in _COLORS.items():
        points = " ".join(
            f"{_MARGIN + _WIDTH * one.last / end:.1f},{_MARGIN + _HEIGHT * (1 - min(max(value, 0.0), 1.0)):.1f}"
            for one in found
            if (value := getattr(one, name)) is not None
        )
        lines.append(f'<polyline fill="none" stroke="{color}" stroke-width="2" points="{points}"/>')
    legend = [
        f'<text x="{_MARGIN + 100 * place}" y="24" fill="{color}">{name}</text>'
        for place, (name, color) in enumerate(_COLORS.items())
    ]
    axes = [
        f'<text x="8" y="{_MARGIN + 4}">1</text><text x="8" y="{_MARGIN + _HEIGHT + 4}">0</text>',
        f'<text x="{_MARGIN + _WIDTH}" y="{_MARGIN + _HEIGHT + 24}" text-anchor="end">{end} episodes</text>',
        f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_WIDTH}" height="{_HEIGHT}" fill="none" stroke="#999"/>',
    ]
    size = f"0 0 {_WIDTH + 2 * _MARGIN} {_HEIGHT + 2 * _MARGIN}"
    inside = "\n".join([*legend, *axes, *lines])
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" font-family="sans-serif">\n{inside}\n</svg>\n'


def main(arguments: Sequence[str] | None = None) -> int:
    """The command. Returns 2 when the file cannot be read or holds no records, else 0."""
    parser = argparse.ArgumentParser("python -m dataops_env.curve", description="Draws the records of episodes.")
    parser.add_argument("file", type=Path, help="what a JsonlLog wrote")
    parser.add_argument("--every", type=int, help="episodes to a point; default: a twentieth of all")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="writes a picture (SVG)")
    options = parser.parse_args(arguments)
    try:
        records = read(options.file)
        if not records:
            raise ValueError("it holds no records")
        found = windows(records, max(options.every or len(records) // 20, 1))
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.stderr.write(f"{options.file}: {error}\n")
        return 2
    sys.stdout.write(to_text(found) + "\n")
    if options.output is not None:
        options.output.write_text(to_svg(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

__all__ = ["Window", "read", "to_svg", "to_text", "windows"]
