"""Teaches a small model to repair databases, and measures what it has learned: ``python -m dataops_env.learn``.

See docs/learning.md. torch, transformers and the weights are asked for when the command runs; nothing else of this
package needs them.
"""

import os

# Before torch is imported, which reads it once. Threads that wait for others otherwise take the time of those they wait
# for: on cores that are shared a small product of matrices takes ten times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
# Bars of transformers, for what takes seconds.
os.environ.setdefault("TQDM_DISABLE", "1")
