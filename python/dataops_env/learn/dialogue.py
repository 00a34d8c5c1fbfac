"""What the model reads and says, as plain text: goal and tables, then SQL and its results in turn, at last ``DONE``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..episode import Action, Result, execute_sql, finish_task

DONE = "DONE"
"""What the model says to submit."""

_LONGEST = 2400
"""Characters of a result that the model reads."""


def opening(result: Result) -> str:
    """What stands before the model's first turn, from the answer to a reset.

    The last paragraph of a goal is left out: it is about the same in all tasks.
    """
    seen = result.observation
    return opening_of(seen.goal, seen.schema_summary)


def opening_of(goal: str, tables: Mapping[str, Sequence[str]]) -> str:
    """The same, from the goal and the names of tables and columns."""
    told = goal.rpartition("\n\n")[0] or goal
    schema = "\n".join(f"{name}({', '.join(columns)})" for name, columns in tables.items())
    return f"{told}\n\n{schema}\nSQL:\n"


def without_rules(text: str) -> str:
    """An opening in which the rules of the senders cannot be read, for a model that has to guess."""
    return re.sub(r"^(- [^:\n]+):.*$", r"\1: not known.", text, flags=re.MULTILINE)


def answer(result: Result) -> str:
    """What stands between two turns of the model: what came of the first."""
    seen = result.observation
    told = f"error: {seen.last_error[:200]}" if seen.last_error is not None else _told(seen.last_query_result or {})
    return f"\n{told[:_LONGEST]}\nSQL:\n"


def _told(found: Mapping[str, Any]) -> str:
    if "rows_affected" in found:
        return f"{found['rows_affected']} rows changed"
    if "rows" in found:
        rows = [" | ".join(_cell(cell) for cell in row) for row in found["rows"]]
        return "\n".join([" | ".join(found["columns"]), *rows])
    return "done"


def _cell(value: Any) -> str:
    return "NULL" if value is None else re.sub(r"\s*\n\s*", "; ", str(value))


def read(said: str) -> Action:
    """The action in a turn: everything but ``DONE`` is SQL."""
    text = said.strip()
    return finish_task() if text in ("", DONE) else execute_sql(text)


__all__ = ["DONE", "answer", "opening", "opening_of", "read", "without_rules"]
