"""What a run's figures say, and its files after a kill."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from dataops_env.learn.folder import Folder
from dataops_env.learn.report import differences, points, to_svg, to_table, wilson, write_report


def episode(task: str, solved: bool, **facts: Any) -> dict[str, Any]:
    given = {"arm": "supervised", "model_seed": 0, "update": 8, "evaluated": "seeds", **facts}
    return {
        **given,
        "task": task,
        "solved": solved,
        "grader_score": 1.0 if solved else 0.25,
        "damage": 0 if solved else 4,
    }


def test_intervals_are_those_of_wilson() -> None:
    assert wilson(0.5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0.0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(1.0, 20) == pytest.approx((0.8389, 1.0), abs=1e-4)


def test_points_count_instances_however_many_models_played_them() -> None:
    rows = [episode(f"t{number}", number < 3, model_seed=seed) for number in range(4) for seed in (0, 1)]
    [one] = points(rows)
    assert (one.seeds, one.instances, one.solved) == (2, 4, 0.75)
    assert (one.low, one.high) == wilson(0.75, 4)
    assert (one.score, one.unsolved_score, one.damage) == (0.8125, 0.25, 1.0)


def test_differences_are_paired_at_the_end_of_each_arm() -> None:
    rows = [
        *(episode(f"t{number}", False, update=4) for number in range(4)),
        *(episode(f"t{number}", number == 0) for number in range(4)),
        *(episode(f"t{number}", number < 3, arm="reward", update=2) for number in range(4)),
        episode("elsewhere", True, arm="reward", update=2),
    ]
    [one] = differences(rows)
    assert (one.other, one.split, one.pairs, one.difference) == ("supervised", "seeds", 4, 0.5)
    assert one.low == pytest.approx(0.5 - 1.959964 * 0.5773503 / 2) and one.high - 0.5 == pytest.approx(0.5 - one.low)


def test_table_and_chart_of_a_run_that_still_goes_on(folder: Path) -> None:
    run = Folder(folder, {"batch": 4})
    untrained = {"arm": "untrained", "update": 0}
    run.append("episodes", [episode("a", False, **untrained), episode("b", False, **untrained), episode("a", True)])
    with open(folder / "episodes.jsonl", "a") as file:
        file.write('{"arm": "supervi')
    text = write_report(folder)
    assert "| untrained | 0 | 0 % (0-66), score 0.25 |" in text
    assert "| supervised | 32 | 100 % (21-100), score 1.00 |" in text
    assert (folder / "table.md").read_text() == text
    chart = ElementTree.fromstring((folder / "chart.svg").read_text())
    lines = [one for one in chart.iter() if one.tag.endswith("polyline")]
    assert [len(line.attrib["points"].split()) for line in lines] == [2]
    assert len((folder / "points.jsonl").read_text().splitlines()) == 2
    assert to_table(points([]), 4).count("\n") == 1 and ElementTree.fromstring(to_svg([], 4)) is not None


def test_a_torn_line_is_cut_off_and_what_came_too_late_is_forgotten(folder: Path) -> None:
    run = Folder(folder, {"batch": 4})
    run.append("updates", [{"update": number} for number in range(3)])
    with open(folder / "updates.jsonl", "a") as file:
        file.write('{"update": ')
    again = Folder(folder, {"batch": 4})
    assert [row["update"] for row in again.read("updates")] == [0, 1, 2]
    again.append("updates", [{"update": 3}])
    again.forget("updates", lambda row: row["update"] > 2)
    assert [json.loads(line)["update"] for line in (folder / "updates.jsonl").read_text().splitlines()] == [0, 1, 2]


def test_a_run_does_not_go_on_with_other_settings(folder: Path) -> None:
    Folder(folder, {"batch": 4, "seeds": [0]})
    Folder(folder, {"batch": 4, "seeds": [0]})
    with pytest.raises(ValueError, match="other settings: batch"):
        Folder(folder, {"batch": 8, "seeds": [0]})
