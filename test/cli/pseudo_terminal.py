"""Runs a command in a pseudo-terminal and types what a script says, each time after something has appeared.

Standard input holds {"argv", "env", "columns", "seconds", "steps": [{"await": TEXT} | {"type": TEXT}]}; standard output
gets {"code", "screen", "missed"}: the exit code, everything written, and the text that never appeared, if any.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time


def main():
    script = json.load(sys.stdin)
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, script["columns"], 0, 0))
    child = os.fork()
    if child == 0:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for number in (0, 1, 2):
            os.dup2(slave, number)
        os.closerange(3, 256)
        os.execvpe(script["argv"][0], script["argv"], script["env"])
    os.close(slave)
    deadline = time.monotonic() + script["seconds"]
    screen = b""
    seen = 0
    missed = None

    def read():
        """False when the other side has ended, or nothing comes in time."""
        nonlocal screen
        ready, _, _ = select.select([master], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(master, 65536)
        except OSError:  # Linux says EIO at the end
            return False
        screen += data
        return data != b""

    for step in script["steps"]:
        if "type" in step:
            os.write(master, step["type"].encode())
            continue
        wanted = step["await"].encode()
        while (found := screen.find(wanted, seen)) < 0:
            if not read():
                missed = step["await"]
                break
        if missed is not None:
            break
        seen = found + len(wanted)
    while missed is None and read():
        pass
    ended, status = os.waitpid(child, os.WNOHANG if missed is not None or time.monotonic() >= deadline else 0)
    if ended == 0:
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        missed = missed or "the end"
    code = os.waitstatus_to_exitcode(status)
    json.dump({"code": code, "screen": screen.decode("utf-8", "replace"), "missed": missed}, sys.stdout)


main()
