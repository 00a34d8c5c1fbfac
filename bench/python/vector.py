"""VectorEnv against as many asynchronous GenericEnvClients of the openenv package in one event loop, in one run.

    PYTHONPATH=python DATAOPS_SERVER=dist/cli/main.js .venv/openenv/bin/python bench/python/vector.py [SESSIONS] [STEPS]

Both play the same statements on the same server, in turns, so that what else the machine does falls on both. No two
sessions, of one side or of both, play the same instance, so the server shares no work between them. Prints steps a second
of each round and the ratio of the medians.
"""

import asyncio
import statistics
import sys
import time

from openenv.core.generic_client import GenericEnvClient

from dataops_env import VectorEnv, execute_sql
from dataops_env._server import resolve_url

ROUNDS = 5


def statement(step: int) -> str:
    """A small statement, another one each step."""
    return f"SELECT id, email, {step} FROM customers WHERE id > {step} ORDER BY email LIMIT 5"


def play_vector(url: str, sessions: int, steps: int, first_seed: int) -> float:
    """Steps a second."""
    with VectorEnv(sessions, url) as env:
        env.reset([{"task_id": "task_dedup", "seed": first_seed + place} for place in range(sessions)])
        started = time.perf_counter()
        for step in range(steps):
            for result in env.step([execute_sql(statement(step))] * sessions):
                assert result.unwrap().observation.last_error is None
        return sessions * steps / (time.perf_counter() - started)


async def play_clients(url: str, sessions: int, steps: int, first_seed: int) -> float:
    """Steps a second."""
    clients = [GenericEnvClient(base_url=url) for _ in range(sessions)]
    await asyncio.gather(*[client.connect() for client in clients])
    await asyncio.gather(*[client.reset(task_id="task_dedup", seed=first_seed + n) for n, client in enumerate(clients)])
    started = time.perf_counter()
    for step in range(steps):
        action = {"action_type": "execute_sql", "query": statement(step)}
        for result in await asyncio.gather(*[client.step(action) for client in clients]):
            assert result.observation["last_error"] is None
    speed = sessions * steps / (time.perf_counter() - started)
    await asyncio.gather(*[client.close() for client in clients])
    return speed


def main() -> None:
    """One line a round, and one at the end."""
    sessions, steps = (int(text) for text in [*sys.argv[1:], *["64", "12"][len(sys.argv) - 1 :]])
    url = resolve_url(None)
    vector, clients = [], []
    for number in range(ROUNDS):
        clients.append(asyncio.run(play_clients(url, sessions, steps, 2 * number * sessions)))
        vector.append(play_vector(url, sessions, steps, (2 * number + 1) * sessions))
        print(f"round {number + 1}: GenericEnvClient {clients[-1]:8.0f} steps/s, VectorEnv {vector[-1]:8.0f} steps/s")
    ours, theirs = statistics.median(vector), statistics.median(clients)
    ratio = ours / theirs
    print(f"{sessions} sessions, medians: GenericEnvClient {theirs:.0f}, VectorEnv {ours:.0f} steps/s: {ratio:.1f} x")


main()
