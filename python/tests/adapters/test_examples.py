"""The examples that need inspect and OpenEnv, as a user runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("collect_run", "collected 2 episodes of 7 messages each"),
        ("inspect_run", "solved: mean 1.0"),
    ],
)
def test_an_example_does_what_it_says(name: str, says: str, folder: Path) -> None:
    example = EXAMPLES / f"{name}.py"
    assert len(example.read_text().splitlines()) <= 40
    environment = {key: value for key, value in os.environ.items() if key != "DATAOPS_URL"}
    done = subprocess.run(
        [sys.executable, str(example)], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0 and says in done.stdout, done.stdout + done.stderr
