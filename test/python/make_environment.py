"""Makes a virtual environment from pinned requirements, or keeps the one that was made from the same ones.

    make_environment.py FOLDER REQUIREMENTS

Runs that need one environment at the same time wait for each other. Prints one line when it begins and one when it is
done, nothing when there is nothing to do. Standard library only.
"""

import fcntl
import hashlib
import subprocess
import sys
import time
import venv
from pathlib import Path


def fingerprint(requirements: Path) -> str:
    """What an environment depends on: the requirements, the interpreter and the place, which its scripts name."""
    return hashlib.sha256(repr((requirements.read_bytes(), sys.version, sys.base_prefix)).encode()).hexdigest()


def make(folder: Path, requirements: Path) -> None:
    wanted, mark = f"{fingerprint(requirements)} {folder}\n", folder / "made-from"
    if mark.exists() and mark.read_text() == wanted:
        return
    print(f"python: making .venv/{folder.name} from {requirements.name}", flush=True)
    started = time.monotonic()
    venv.create(folder, clear=True, symlinks=True, with_pip=True)
    # The requirements are complete, so that pip has nothing to resolve.
    options = ["--quiet", "--no-input", "--no-deps", "--disable-pip-version-check"]
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", *options, "-r", str(requirements)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    mark.write_text(wanted)
    print(f"python: made .venv/{folder.name} in {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    # Whoever comes to it by a link finds the same one.
    folder, requirements = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    folder.parent.mkdir(parents=True, exist_ok=True)
    # The kernel lets go of the lock when its holder ends, however that happens.
    with open(folder.with_name(f"{folder.name}.lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        make(folder, requirements)


main()
