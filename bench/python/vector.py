"""VectorEnv against as many asynchronous GenericEnvClients of the openenv package in one event loop, in one run.

    PYTHONPATH=python DATAOPS_SERVER=dist/cli/main.js .venv/openenv/bin/python bench/python/vector.py [SESSIONS] [STEPS]

Both play the same statements on the same server, in turns, so that what else the machine does falls on both. Two loads:
`apart`, where no two sessions play the same instance, so that the server shares no work; and `group`, where all play one,
as the rollouts of a group do. Prints steps a second, and microseconds of processor a step, of this process and of the
server, which hardly depend on how busy the machine is. An episode has 15 steps.
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path

from openenv.core.generic_client import GenericEnvClient

from dataops_env import VectorEnv, execute_sql
from dataops_env._server import own_server, resolve_url

ROUNDS = 5
TICK = 10_000
"""Microseconds of processor time that /proc counts by."""


def statement(step):
    """A small statement, another one each step."""
    return f"SELECT id, email, {step} FROM customers WHERE id > {step} ORDER BY email LIMIT 5"


def server_time():
    """Microseconds of processor that the server has used."""
    fields = Path(f"/proc/{own_server().pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK


class Watch:
    """Measures from its making on."""

    def __init__(self):
        self.wall, self.own, self.server = time.perf_counter(), time.process_time(), server_time()

    def read(self, steps):
        """Steps a second; microseconds of processor a step, here and at the server."""
        wall = time.perf_counter() - self.wall
        own, server = (time.process_time() - self.own) * 1e6, server_time() - self.server
        return steps / wall, own / steps, server / steps


def play_vector(url, seeds, steps):
    """Plays, and measures the steps."""
    with VectorEnv(len(seeds), url) as env:
        env.reset([{"task_id": "task_dedup", "seed": seed} for seed in seeds])
        watch = Watch()
        for step in range(steps):
            for result in env.step([execute_sql(statement(step))] * len(seeds)):
                assert result.unwrap().observation.last_error is None
        return watch.read(len(seeds) * steps)


async def play_clients(url, seeds, steps):
    """Plays, and measures the steps."""
    clients = [GenericEnvClient(base_url=url) for _ in seeds]
    await asyncio.gather(*[client.connect() for client in clients])
    await asyncio.gather(
        *[client.reset(task_id="task_dedup", seed=seed) for client, seed in zip(clients, seeds, strict=True)]
    )
    watch = Watch()
    for step in range(steps):
        action = {"action_type": "execute_sql", "query": statement(step)}
        for result in await asyncio.gather(*[client.step(action) for client in clients]):
            assert result.observation["last_error"] is None
    measured = watch.read(len(seeds) * steps)
    await asyncio.gather(*[client.close() for client in clients])
    return measured


def main():
    """One line for each side of each load: medians of the rounds."""
    sessions, steps, *_ = (int(text) for text in [*sys.argv[1:], *["64", "12"][len(sys.argv) - 1 :]])
    url = resolve_url(None)
    fresh = iter(range(10**9))
    for load in ("apart", "group"):
        measured = {"GenericEnvClient": [], "VectorEnv": []}
        # The first round is one of warming up.
        for number in range(ROUNDS + 1):
            for name, played in measured.items():
                seeds = [next(fresh) for _ in range(sessions)] if load == "apart" else [next(fresh)] * sessions
                if name == "VectorEnv":
                    result = play_vector(url, seeds, steps)
                else:
                    result = asyncio.run(play_clients(url, seeds, steps))
                if number > 0:
                    played.append(result)
        medians = {name: [statistics.median(part) for part in zip(*of, strict=True)] for name, of in measured.items()}
        for name, (speed, own, server) in medians.items():
            print(
                f"{load}: {name:16} {speed:7.0f} steps/s, {own:5.0f} us here, {server:5.0f} us at the server"
            )
        theirs, ours = medians["GenericEnvClient"], medians["VectorEnv"]
        print(
            f"{load}: {ours[0] / theirs[0]:.1f} x the steps a second, 1/{theirs[1] / ours[1]:.1f} of the work here"
        )


main()
