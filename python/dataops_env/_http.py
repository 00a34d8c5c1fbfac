"""Questions to a server over HTTP, with nothing but the standard library."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from .errors import Infrastructure, Refused


def http_url(url: str, path: str) -> str:
    """The address of a path of a server, whichever scheme and prefix it was named by."""
    parts = urlsplit(url)
    scheme = {"ws": "http", "wss": "https"}.get(parts.scheme, parts.scheme)
    if scheme not in ("http", "https") or not parts.netloc:
        raise Refused("bad_url", f"not the address of a server: {url}; write http://HOST:PORT")
    prefix = parts.path.rstrip("/")
    prefix = prefix[: -len("/ws")] if prefix.endswith("/ws") else prefix
    return urlunsplit((scheme, parts.netloc, f"{prefix}{path}", "", ""))


def _is_near(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host == "localhost" or host.startswith("127.") or host == "::1"


def get_json(url: str, path: str, token: str | None, seconds: float) -> Any:
    """The JSON at a path.

    :raises Infrastructure: ``connection_failed``, ``protocol_error``
    :raises Refused: ``unauthorized``, ``bad_url``
    """
    target = http_url(url, path)
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(target, headers=headers)
    # A proxy of the environment is not asked for what is on this machine.
    handlers = [urllib.request.ProxyHandler({})] if _is_near(target) else []
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=seconds) as reply:
            return json.loads(reply.read())
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in (401, 403):
            raise Refused("unauthorized", f"{target} answered {error.code}: it asks for another token") from error
        if error.code == 404:
            raise Refused("bad_url", f"{target} is not there: is this the address of a DataOps-Env server?") from error
        raise Infrastructure("connection_failed", f"{target} answered {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        raise Infrastructure("connection_failed", f"no server answers at {target}: {error}") from error
    except ValueError as error:
        raise Infrastructure("protocol_error", f"{target} did not answer JSON") from error
