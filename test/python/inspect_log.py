"""Reads logs of inspect's as inspect does, and prints one line of JSON for each."""

import json
import sys

from inspect_ai.log import list_eval_logs, read_eval_log

for info in sorted(list_eval_logs(sys.argv[1]), key=lambda found: found.name):
    log = read_eval_log(info)
    samples = log.samples or []
    print(
        json.dumps(
            {
                "status": log.status,
                "model": log.eval.model,
                "accuracy": log.results.scores[0].metrics["accuracy"].value if log.results else None,
                "samples": [
                    {
                        "id": sample.id,
                        "solved": sample.scores["solved"].value,
                        "score": sample.scores["score"].value,
                        "roles": sorted({message.role for message in sample.messages}),
                        "calls": sum(len(getattr(message, "tool_calls", None) or []) for message in sample.messages),
                    }
                    for sample in samples
                ],
            }
        )
    )
