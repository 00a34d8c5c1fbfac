"""For `grpo_tiny.py`: a tokenizer of bytes, a random model of a few thousand weights, and a policy that is a script."""

import json
from pathlib import Path

import torch
import trl
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

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
