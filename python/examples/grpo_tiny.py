"""Three GRPO steps on a CPU with a tiny random model: half of each group solves, so rewards differ, gradients flow."""

import torch
import trl
from tiny_policy import ScriptedPolicy, model, tokenizer

from dataops_env import DataopsSpec, JsonlLog, Task


def main(output_dir="/tmp/grpo-tiny", log=None):
    spec = DataopsSpec(tasks=[Task("task_dedup", step_limit=20)], log=log)
    plan = {"max_steps": 3, "num_generations": 4, "per_device_train_batch_size": 4, "learning_rate": 1e-2}
    kept = {"report_to": "none", "save_strategy": "no", "logging_steps": 1, "use_cpu": True, "output_dir": output_dir}
    limits = {"max_tool_calling_iterations": spec.step_limit, "max_completion_length": 8192}
    trainer = ScriptedPolicy(
        model=model,
        processing_class=tokenizer,
        train_dataset=spec.train_dataset,
        environment_factory=spec.environment_factory,
        args=trl.GRPOConfig(**plan, **kept, **limits, bf16=False),
    )
    before = [weight.detach().clone() for weight in model.parameters()]
    trainer.train()
    return trainer, any(not torch.equal(old, new) for old, new in zip(before, model.parameters(), strict=True))


if __name__ == "__main__":
    trainer, moved = main(log=JsonlLog("grpo.jsonl"))
    steps = [log for log in trainer.state.log_history if "rewards/DataopsEnvironment/mean" in log]
    assert [step["rewards/DataopsEnvironment/mean"] for step in steps] == [0.5, 0.5, 0.5]
    assert all(step["reward_std"] > 0 and step["grad_norm"] > 0 for step in steps) and moved
    assert all(step["tools/failure_frequency"] == 0 for step in steps)
    print("three steps: half of each group solved, the gradients flowed, the weights moved")
