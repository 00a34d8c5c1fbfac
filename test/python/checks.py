"""Runs checks one at a time, as a test asks for them, so that slow imports are paid for once."""

import asyncio
import contextlib
import inspect
import io
import json
import sys
import traceback
from collections.abc import Callable
from typing import Any


def serve(*checks: Callable[[], Any]) -> None:
    """Reads the name of a check a line, answers `{"name","error"}` a line; error holds the traceback and the output."""
    by_name = {check.__name__: check for check in checks}
    for line in sys.stdin:
        name, error, output = line.strip(), None, io.StringIO()
        try:
            with contextlib.redirect_stdout(output):
                result = by_name[name]()
                if inspect.isawaitable(result):
                    asyncio.run(within(result))
        except Exception:
            error = traceback.format_exc() + output.getvalue()
        print(json.dumps({"name": name, "error": error}), flush=True)


async def within(awaitable: Any, seconds: float = 50) -> None:
    """A check that hangs fails with the place where it hangs."""
    await asyncio.wait_for(awaitable, seconds)
