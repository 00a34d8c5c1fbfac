"""Three GRPO steps on a CPU with a tiny random model: half of each group solves, so rewards differ, gradients flow."""

import json
from pathlib import Path

import torch
import trl
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from dataops_env import DataopsSpec, Task

REPAIR = "DELETE FROM customers WHERE id NOT IN (SELECT min(id) FROM customers GROUP BY email)"

letters = {letter: number for number, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
bytewise = Tokenizer(models.BPE(vocab=letters, merges=[]))
bytewise.pre_tokenizer, bytewise.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=bytewise, eos_token="<|im_end|>", pad_token="<|pad|>")
tokenizer.chat_template = (Path(trl.__file__).parent / "chat_templates/qwen3.jinja").read_text()
size = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "head_dim": 8, "vocab_size": len(tokenizer)}
torch.manual_seed(0)
model = Qwen3ForCausalLM(Qwen3Config(**size, num_attention_heads=2, num_key_value_heads=1, eos_token_id=256))


class ScriptedPolicy(trl.GRPOTrainer):
    """In the place of sampling: every second rollout repairs the table, the others look at it; then all submit."""

    def _generate_single_turn(self, prompt_ids, *_, **__):
        def write(place, ids):
            turn = tokenizer.decode(ids).count("<|im_start|>assistant") - 1
            first = ("execute_sql", {"query": REPAIR}) if place % 2 == 0 else ("inspect_schema", {})
            name, arguments = [first, ("finish_task", {}), (None, None)][turn]
            call = json.dumps({"name": name, "arguments": arguments})
            return f"<tool_call>\n{call}\n</tool_call><|im_end|>" if name else "Done.<|im_end|>"

        return [tokenizer(write(place, ids))["input_ids"] for place, ids in enumerate(prompt_ids)], None


def main(output_dir="/tmp/grpo-tiny", on_step=None):
    spec = DataopsSpec(tasks=[Task("task_dedup", step_limit=20)])
    plan = {"max_steps": 3, "num_generations": 4, "per_device_train_batch_size": 4, "learning_rate": 1e-2}
    kept = {"report_to": "none", "save_strategy": "no", "logging_steps": 1, "use_cpu": True, "output_dir": output_dir}
    limits = {"max_tool_calling_iterations": spec.step_limit, "max_completion_length": 8192}
    trainer = ScriptedPolicy(
        model=model,
        processing_class=tokenizer,
        train_dataset=spec.train_dataset,
        environment_factory=spec.environment_factory,
        args=trl.GRPOConfig(**plan, **kept, **limits, bf16=False),
        callbacks=[] if on_step is None else [on_step],
    )
    before = [weight.detach().clone() for weight in model.parameters()]
    trainer.train()
    return trainer, any(not torch.equal(old, new) for old, new in zip(before, model.parameters(), strict=True))


if __name__ == "__main__":
    trainer, moved = main()
    steps = [log for log in trainer.state.log_history if "rewards/DataopsEnvironment/mean" in log]
    assert [step["rewards/DataopsEnvironment/mean"] for step in steps] == [0.5, 0.5, 0.5]
    assert all(step["reward_std"] > 0 and step["grad_norm"] > 0 for step in steps) and moved
    assert all(step["tools/failure_frequency"] == 0 for step in steps)
    print("three steps: half of each group solved, the gradients flowed, the weights moved")
