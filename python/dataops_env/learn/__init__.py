"""Teaches a small model to repair databases, and measures what it has learned: ``python -m dataops_env.learn``.

See docs/learning.md. torch, transformers and the weights are asked for when the command runs; nothing else of this
package needs them.
"""
