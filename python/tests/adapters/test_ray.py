"""The example for Ray, on a local cluster of two nodes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

# What Ray does to its own deprecated parts is Ray's.
pytestmark = pytest.mark.filterwarnings("ignore")

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def example() -> Iterator[ModuleType]:
    """On two nodes of this machine.

    They have an address of their own: 127.0.0.1 Ray takes for the address of a network, which may not be there.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "node_ip_address": "127.0.0.2", "include_dashboard": False, "object_store_memory": 80 << 20}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    cluster.add_node(num_cpus=1, node_ip_address="127.0.0.2", object_store_memory=80 << 20)
    paths = [str(EXAMPLES), str(EXAMPLES.parent)]
    environment = {"PYTHONPATH": os.pathsep.join(paths)}
    ray.init(address=cluster.address, runtime_env={"env_vars": environment}, log_to_driver=False)
    sys.path.insert(0, str(EXAMPLES))
    import ray_rollouts

    yield ray_rollouts
    ray.shutdown()
    cluster.shutdown()


def test_sessions_are_spread_over_the_nodes_and_a_dead_server_is_replaced(example: ModuleType) -> None:
    import ray

    assert len((EXAMPLES / "ray_rollouts.py").read_text().splitlines()) <= 75
    servers = example.start_servers()
    assert len(servers) == 2
    urls, scores = example.play_round(servers, sessions=6, seed=7)
    assert len(set(urls)) == 2 and scores == [1.0] * 6
    ray.kill(servers[0], no_restart=False)
    again, scores = example.play_round(servers, sessions=6, seed=7)
    assert scores == [1.0] * 6
    assert again[1] == urls[1] and again[0] != urls[0]
