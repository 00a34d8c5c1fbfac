"""The console script ``dataops-env``: the whole command line of the server, run by Node."""

from __future__ import annotations

import os
import subprocess
import sys

from ._node import find_node, find_server
from .errors import Infrastructure


def main() -> int:
    """Runs the command with the arguments of this process; its exit code, 3 when there is no Node or no server."""
    try:
        command = [find_node(), find_server(), *sys.argv[1:]]
    except Infrastructure as error:
        print(f"dataops-env: {error.message}", file=sys.stderr)
        return 3
    if os.name == "posix":
        # Signals, streams and the exit code are then its own.
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
