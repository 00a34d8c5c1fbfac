"""Whether a server speaks as this package does; asked once for each server and process."""

from __future__ import annotations

import threading

from . import _http
from ._version import __version__
from .errors import Refused

_checked: dict[str, str] = {}
_lock = threading.Lock()


def _series(version: str) -> tuple[str, ...]:
    """What must be equal: before 1.0 the first two numbers, from then on the first."""
    numbers = version.split(".")
    return tuple(numbers[:2] if numbers[0] == "0" else numbers[:1])


def check_version(url: str, token: str | None, seconds: float) -> str:
    """The version of a server.

    :raises Refused: ``version_mismatch``; ``bad_url`` when something else answers there
    :raises Infrastructure: ``connection_failed``
    """
    with _lock:
        known = _checked.get(url)
    if known is not None:
        return known
    said = _http.get_json(url, "/", token, seconds)
    if not isinstance(said, dict) or said.get("name") != "dataops-env":
        raise Refused("bad_url", f"{url} is not a DataOps-Env server")
    version = str(said.get("version"))
    if _series(version) != _series(__version__):
        message = f"the server at {url} is version {version}, this package is {__version__}; install the same of both"
        raise Refused("version_mismatch", message)
    with _lock:
        _checked[url] = version
    return version
