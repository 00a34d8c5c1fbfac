"""Rollouts on a Ray cluster: one server a node, as an actor, and sessions spread over all of them.

On a cluster that there is (RAY_ADDRESS), or on one that is made of this machine. A server whose node or process dies
is started again by Ray, and the round that it was lost in is played anew.
"""

import os
import re
import subprocess
import sys

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from dataops_env import Failed, Infrastructure, VectorEnv, execute_sql, finish_task

REPAIR = execute_sql("DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)")


@ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)
class Server:
    """The command `serve` on the node of this actor; it ends with the actor, however that ends."""

    def __init__(self):
        where = ["--host", ray.util.get_node_ip_address(), "--port", "0", "--log-level", "error"]
        command = [sys.executable, "-m", "dataops_env._cli", "serve", *where, "--end-with-stdin"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        found = re.search(r"listening on (\S+)", self._process.stdout.readline())
        if found is None:
            raise RuntimeError("the server did not start")
        self._url = found.group(1)

    def url(self):
        if self._process.poll() is not None:
            # Ray starts another actor in place of this one, and asks that.
            os._exit(1)
        return self._url


def start_servers():
    """One on every node of the cluster; on another one, should its node be gone when it has to start again."""
    nodes = [node["NodeID"] for node in ray.nodes() if node["Alive"]]
    places = [NodeAffinitySchedulingStrategy(node, soft=True) for node in nodes]
    return [Server.options(scheduling_strategy=place).remote() for place in places]


def play_round(servers, sessions, seed):
    """The scores of so many rollouts of one task; in place of REPAIR stands what your policy says."""
    while True:
        urls = ray.get([server.url.remote() for server in servers])
        try:
            with VectorEnv(sessions, urls=urls, timeout=20) as env:
                env.reset("task_dedup", seed=seed)
                env.step([REPAIR] * sessions)
                ends = env.step([finish_task()] * sessions)
        except Infrastructure as error:
            print(f"played anew: {error.code}")
            continue
        if not any(isinstance(end, Failed) for end in ends):
            return urls, [end.outcome.grader_score for end in ends]
        print("played anew: a server was lost")


if __name__ == "__main__":
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ray.init()
    urls, scores = play_round(start_servers(), sessions=8, seed=7)
    print(f"{len(scores)} rollouts on {len(urls)} servers, mean score {sum(scores) / len(scores)}")
