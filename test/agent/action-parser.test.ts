import { describe, expect, it } from 'vitest'
import { actionOfCall, actionOfText, longestAnswer } from '../../src/agent/reading/action-parser.ts'
import { callStyles, markedCalls } from '../../src/agent/reading/text-calls.ts'
import { query, writtenCalls } from './written-calls.ts'

const finish = { action: { action_type: 'finish_task' } }
const look = { action: { action_type: 'inspect_schema' } }
const select = (sql: string) => ({ action: { action_type: 'execute_sql', query: sql } })
const own = (name: string): string => `{"action_type":"${name}"}`

describe('calls written as text', () => {
  it.each(writtenCalls)('%s', (_style, text) => {
    expect(actionOfText(text)).toEqual(select(query))
    expect(actionOfText(`I will repair it now.\n\n${text}`)).toEqual(select(query))
  })

  it('has a fixture for every style', () => {
    for (const style of callStyles) {
      expect(writtenCalls.filter(([, text]) => [...style.find(text)].length > 0).length, style.name).toBeGreaterThan(0)
    }
  })

  it.each([
    ['Hermes', '<tool_call>{"name":"finish_task"}</tool_call>', finish],
    ['Llama 3.1', '<function=inspect_schema>{}</function>', look],
    ['pythonic', '[inspect_schema()]', look],
    ['pythonic, positional', "[execute_sql('SELECT \\'a\\'')]", select("SELECT 'a'")],
    ['Qwen3-Coder', '<tool_call>\n<function=finish_task>\n</function>\n</tool_call>', finish],
    ['GLM', '<tool_call>inspect_schema\n</tool_call>', look],
    ['Kimi', '<|tool_call_begin|>functions.finish_task:12<|tool_call_argument_begin|>{}<|tool_call_end|>', finish],
    ['ReAct', 'Action: finish_task\nAction Input: {}', finish],
  ])('without arguments or with one: %s', (_name, text, action) => {
    expect(actionOfText(text)).toEqual(action)
  })

  it('takes a call between marks before what is only quoted', () => {
    const text = 'You gave ```sql\nDELETE FROM users\n``` to read.\n<tool_call>{"name":"inspect_schema"}</tool_call>'
    expect(actionOfText(text)).toEqual(look)
  })

  it('takes the first valid one of several', () => {
    const both = '<tool_call>{"name":"inspect_schema"}</tool_call><tool_call>{"name":"finish_task"}</tool_call>'
    expect(actionOfText(both)).toEqual(look)
    expect(actionOfText(`{"name":"no_tool"} ${own('finish_task')} ${own('inspect_schema')}`)).toEqual(finish)
  })

  it('says what is wrong with a call between marks', () => {
    expect(actionOfText('<tool_call>{"name":"execute_sq","arguments":{}}</tool_call>')).toEqual({
      problem:
        'there is no tool execute_sq; the tools are inspect_schema, execute_sql, finish_task; did you mean execute_sql?',
    })
    expect(actionOfText('{"action_type":"execute_sql"}')).toEqual({ problem: 'execute_sql needs a query' })
  })
})

describe('structured calls', () => {
  it.each([
    ['text', '{"query":"SELECT 1"}'],
    ['an object', { query: 'SELECT 1' }],
    ['encoded twice', JSON.stringify('{"query":"SELECT 1"}')],
    ['encoded three times', JSON.stringify(JSON.stringify('{"query":"SELECT 1"}'))],
  ])('arguments as %s', (_name, args) => {
    expect(actionOfCall({ name: 'execute_sql', arguments: args })).toEqual(select('SELECT 1'))
  })

  it.each(['', ' ', null, undefined, '{}', 'null'])('no arguments as %j', (args) => {
    expect(actionOfCall({ name: 'finish_task', arguments: args })).toEqual(finish)
  })

  it.each(['functions.finish_task', 'finish_task:3', ' finish_task ', 'default_api.finish_task'])('name %j', (name) => {
    expect(actionOfCall({ name, arguments: '{}' })).toEqual(finish)
  })

  it.each([['[1]'], ['{"query": '], [[1]]])('refuses %j as arguments and quotes it', (args) => {
    const { problem } = actionOfCall({ name: 'execute_sql', arguments: args }) as { problem: string }
    expect(problem).toContain('the arguments of execute_sql are not a JSON object')
    expect(problem).toContain(typeof args === 'string' ? args : '[1]')
  })
})

describe('thoughts and cut answers', () => {
  it.each([
    ['a pair', `<think>${own('finish_task')}</think>${own('inspect_schema')}`, look],
    ['a closing tag alone', `... ${own('finish_task')} but ...</think> ${own('inspect_schema')}`, look],
    [
      'a call in a thought',
      '<think><tool_call>{"name":"finish_task"}</tool_call></think><tool_call>{"name":"inspect_schema"}</tool_call>',
      look,
    ],
    ['SQL in a thought', '[THINK]```sql\nDELETE FROM users\n```[/THINK]```sql\nSELECT 1\n```', select('SELECT 1')],
  ])('%s', (_name, text, action) => {
    expect(actionOfText(text)).toEqual(action)
    expect(actionOfText(text, true)).toEqual(action)
  })

  const remove = '{"action_type":"execute_sql","query":"DELETE FROM users"}'
  it.each([
    ['inside <think>', `<think>I could ${remove} but`],
    ['inside <thinking>', `<thinking>${remove}`],
    ['inside [THINK]', `[THINK]${remove}`],
    ['inside a channel', `<|channel|>analysis<|message|>${remove}`],
  ])('an answer cut %s is no action, even when it does not say that it was cut', (_name, text) => {
    expect(actionOfText(text)).toEqual({ problem: expect.stringContaining('was cut') })
    expect(actionOfText(text, true)).toEqual({ problem: expect.stringContaining('was cut') })
  })

  it('plays nothing that a cut answer only mentions, for its thought may have no mark', () => {
    expect(actionOfText(`Okay, I could ${remove} but then`, true)).toEqual({
      problem: expect.stringContaining('was cut'),
    })
    expect(actionOfText('Okay.\n```sql\nDELETE FROM users\n``` would', true)).toHaveProperty('problem')
    expect(actionOfText('Okay <tool_call>{"name":"finish_task"}</tool_call> hm', true)).toHaveProperty('problem')
  })

  it('plays what a cut answer begins with, if it is whole', () => {
    expect(actionOfText(`${own('inspect_schema')}\n\nThen I would ${remove} and`, true)).toEqual(look)
    expect(actionOfText('```sql\nSELECT 1\n```\nThis', true)).toEqual(select('SELECT 1'))
    expect(actionOfText(`\`\`\`json\n${own('inspect_schema')}\n\`\`\`\nThis`, true)).toEqual(look)
    expect(actionOfText('```sql\nDELETE FROM users\n', true)).toHaveProperty('problem')
  })
})

describe('long and hostile answers', () => {
  it('refuses what is too long', () => {
    expect(actionOfText('x'.repeat(longestAnswer + 1))).toEqual({
      problem: expect.stringContaining('200001 characters'),
    })
  })

  const pieces = [
    ' ',
    '\n',
    '{',
    '[',
    '"',
    '<',
    '<think>',
    '</think>',
    '<|channel|>',
    '<|channel|>x to=a ',
    ' to=a',
    '```',
    '```sql\n',
    '<tool_call>',
    '<tool_call>x<arg_key>',
    '<tool_call>{',
    '<function=a>',
    '<function=a>{',
    '<function=a><parameter=b>',
    '<invoke name="a">',
    'execute_sql("""',
    '\nexecute_sql("',
    '[TOOL_CALLS]',
    '[TOOL_CALLS]a{',
    'Action:',
    '\nAction: a\n',
    'functools[',
    '<｜tool▁call▁begin｜>function<｜tool▁sep｜>',
    '<|tool_call_begin|>',
    'analysis',
    'assistant ',
    '-- \n',
    '/**/',
    'ab.',
  ]
  // No clock judges: a search that is quadratic in these takes longer than any test may.
  it.each(pieces)('is done with 200,000 characters of %j', (piece) => {
    const text = piece.repeat(Math.floor(longestAnswer / piece.length))
    expect(actionOfText(text)).toHaveProperty('problem')
    expect(markedCalls(text)).toEqual([])
  })
})
