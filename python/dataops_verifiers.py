"""The taskset of DataOps-Env for verifiers, which loads tasksets by the name of a top-level module."""

from dataops_env.verifiers import DataopsTaskset

__all__ = ["DataopsTaskset"]
