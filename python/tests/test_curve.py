"""How training went, from the records of its episodes."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dataops_env import JsonlLog, Task, record_of
from dataops_env.curve import main, read, to_svg, to_text, windows

TASK = Task("task_dedup", "classic")


def write(folder: Path, rewards: list[float | None]) -> Path:
    log = JsonlLog(folder / "episodes.jsonl")
    for reward in rewards:
        void = "connection_lost" if reward is None else None
        log(record_of(TASK, reward=reward, outcome=None, steps=2, submitted=True, void=void))
    return log.path


def test_void_episodes_pull_no_mean_down(folder: Path) -> None:
    found = windows(read(write(folder, [1.0, None, 0.5, None, None, 0.25])), 2)
    assert [(one.first, one.last, one.reward, one.void) for one in found] == [
        (1, 2, 1.0, 1),
        (3, 4, 0.5, 1),
        (5, 6, 0.25, 1),
    ]
    [nothing] = windows(read(folder / "episodes.jsonl")[3:5], 5)
    assert (nothing.reward, nothing.solved, nothing.void) == (None, None, 2)
    assert to_text([nothing]).splitlines()[1].split() == ["1-2", "-", "-", "-", "-", "2"]


def test_text_and_picture_show_the_curve(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(folder, [index / 40 for index in range(41)])
    picture = folder / "curve.svg"
    assert main([str(file), "--every", "10", "-o", str(picture)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6 and lines[1].split()[:2] == ["1-10", "0.11"] and lines[5].split()[:2] == ["41-41", "1.00"]
    assert [line.count("█") for line in lines[1:]] == sorted(line.count("█") for line in lines[1:])
    root = ElementTree.fromstring(picture.read_text())
    [reward, _] = [element.get("points") or "" for element in root if element.tag.endswith("polyline")]
    heights = [float(point.split(",")[1]) for point in reward.split()]
    assert len(heights) == 5 and heights == sorted(heights, reverse=True)
    assert "nan" not in to_svg([])


def test_what_is_no_file_of_records_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in {"none": None, "empty": "", "other": json.dumps({"a": 1}), "broken": "{"}.items():
        path = folder / name
        if text is not None:
            path.write_text(text)
        assert main([str(path)]) == 2
        assert str(path) in capsys.readouterr().err
