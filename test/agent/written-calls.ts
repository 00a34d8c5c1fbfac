/** One fixture a style: a call of execute_sql as models of this kind write it. */
export const query = 'UPDATE users SET email = lower(email), note = \'a {b} "c"\' WHERE id < 9'
const json = JSON.stringify({ query })
const escaped = query.replaceAll('"', '\\"')

export const writtenCalls: readonly (readonly [style: string, text: string])[] = [
  ['Hermes, Qwen 2.5 and 3', `<tool_call>\n{"name": "execute_sql", "arguments": ${json}}\n</tool_call>`],
  ['Hermes, arguments encoded', `<tool_call>{"name": "execute_sql", "arguments": ${JSON.stringify(json)}}</tool_call>`],
  ['Hunyuan and Jamba', `<tool_calls>[{"name": "execute_sql", "arguments": ${json}}]</tool_calls>`],
  ['Llama 3.1, bare JSON', `{"name": "execute_sql", "parameters": ${json}}`],
  ['Llama 3.1, type function', `{"type": "function", "name": "execute_sql", "parameters": ${json}}`],
  ['Llama 3.1, python_tag', `<|python_tag|>{"name": "execute_sql", "parameters": ${json}}<|eom_id|>`],
  ['Llama 3.1, function', `<function=execute_sql>${json}</function>`],
  ['Llama 3.2 and 4, pythonic', `[execute_sql(query="${escaped}")]`],
  ['Llama 4, python_start', `<|python_start|>[execute_sql(query="${escaped}")]<|python_end|>`],
  ['Gemma, tool_code', `\`\`\`tool_code\nprint(default_api.execute_sql(query = """${query}"""))\n\`\`\``],
  ['Mistral, array', `[TOOL_CALLS][{"name": "execute_sql", "arguments": ${json}, "id": "VvvODy9mT"}]`],
  ['Mistral, ARGS', `[TOOL_CALLS]execute_sql[ARGS]${json}`],
  ['Mistral, CALL_ID', `[TOOL_CALLS]execute_sql[CALL_ID]VvvODy9mT[ARGS]${json}`],
  [
    'DeepSeek V3 and R1',
    `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>execute_sql\n\`\`\`json\n${json}\n\`\`\`<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
  ],
  [
    'DeepSeek V3.1',
    `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>execute_sql<｜tool▁sep｜>${json}<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
  ],
  [
    'DeepSeek V3.2',
    `<｜DSML｜function_calls>\n<｜DSML｜invoke name="execute_sql">\n<｜DSML｜parameter name="query" string="true">${query}</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>`,
  ],
  [
    'MiniMax M2',
    `<minimax:tool_call>\n<invoke name="execute_sql">\n<parameter name="query">${query}</parameter>\n</invoke>\n</minimax:tool_call>`,
  ],
  [
    'Qwen3-Coder',
    `<tool_call>\n<function=execute_sql>\n<parameter=query>\n${query}\n</parameter>\n</function>\n</tool_call>`,
  ],
  ['GLM 4.5', `<tool_call>execute_sql\n<arg_key>query</arg_key>\n<arg_value>${query}</arg_value>\n</tool_call>`],
  [
    'Kimi K2',
    `<|tool_calls_section_begin|><|tool_call_begin|>functions.execute_sql:0<|tool_call_argument_begin|>${json}<|tool_call_end|><|tool_calls_section_end|>`,
  ],
  [
    'gpt-oss, recipient in the channel',
    `<|channel|>analysis<|message|>Now {"action_type":"finish_task"}.<|end|><|start|>assistant<|channel|>commentary to=functions.execute_sql <|constrain|>json<|message|>${json}<|call|>`,
  ],
  [
    'gpt-oss, recipient before the channel',
    `<|start|>assistant to=functions.execute_sql<|channel|>commentary json<|message|>${json}<|call|>`,
  ],
  ['Command R', `Action: \`\`\`json\n[\n  {"tool_name": "execute_sql", "parameters": ${json}}\n]\n\`\`\``],
  [
    'Command R7B and A',
    `<|START_ACTION|>[{"tool_call_id": "0", "tool_name": "execute_sql", "parameters": ${json}}]<|END_ACTION|>`,
  ],
  ['Phi 4 and Granite', `<|tool_call|>[{"name": "execute_sql", "arguments": ${json}}]<|/tool_call|>`],
  ['Nemotron', `<TOOLCALL>[{"name": "execute_sql", "arguments": ${json}}]</TOOLCALL>`],
  ['InternLM', `<|action_start|><|plugin|>\n{"name": "execute_sql", "parameters": ${json}}<|action_end|>`],
  ['Firefunction', `functools[{"name": "execute_sql", "arguments": ${json}}]`],
  ['Apertus', `<|tools_prefix|>[{"execute_sql": ${json}}]<|tools_suffix|>`],
  ['ReAct', `Thought: repair it.\nAction: execute_sql\nAction Input: ${json}\nObservation:`],
  ['ReAct as JSON', `Action:\n\`\`\`json\n{"action": "execute_sql", "action_input": ${json}}\n\`\`\``],
  ['an API call', `{"tool_calls": [{"function": {"name": "execute_sql", "arguments": ${JSON.stringify(json)}}}]}`],
  ['our own form', `{"action_type": "execute_sql", "query": ${JSON.stringify(query)}}`],
  ['fenced JSON', `Sure:\n\`\`\`json\n{"action_type": "execute_sql", "query": ${JSON.stringify(query)}}\n\`\`\``],
  ['fenced SQL', `Sure:\n\`\`\`sql\n${query}\n\`\`\`\nThat repairs it.`],
]
