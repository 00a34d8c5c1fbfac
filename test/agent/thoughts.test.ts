import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutThoughts } from '../../src/agent/reading/thoughts.ts'

const answer = '{"action_type":"inspect_schema"}'
const pondered = '{"action_type":"finish_task"}'

describe('thoughts', () => {
  it.each([
    ['<think>', `<think>maybe ${pondered}</think>${answer}`],
    ['<thinking>', `<thinking>maybe ${pondered}</thinking>\n${answer}`],
    ['capitals', `<THINK>${pondered}</THINK>${answer}`],
    ['<seed:think>', `<seed:think>${pondered}</seed:think>${answer}`],
    ['[THINK]', `[THINK]maybe ${pondered}[/THINK]${answer}`],
    ['◁think▷', `◁think▷${pondered}◁/think▷${answer}`],
    ['Command', `<|START_THINKING|>${pondered}<|END_THINKING|>${answer}`],
    ['begin_of_thought', `<|begin_of_thought|>${pondered}<|end_of_thought|>${answer}`],
    ['a closing tag alone', `well ${pondered} but no</think>${answer}`],
    ['a closing tag alone of Mistral', `well ${pondered} but no[/THINK]${answer}`],
    ['two closing tags alone', `a ${pondered}</think> b ${pondered}</think>${answer}`],
    ['a thought in a thought', `<think>a <think>${pondered}</think> ${pondered} </think>${answer}`],
    ['two thoughts', `<think>${pondered}</think><think>${pondered}</think>${answer}`],
    ['a closing tag alone, then a pair', `${pondered}</think><think>${pondered}</think>${answer}`],
    ['another closing tag', `<think>${pondered}</thinking>${answer}`],
    [
      'channels',
      `<|channel|>analysis<|message|>${pondered}<|end|><|start|>assistant<|channel|>final<|message|>${answer}`,
    ],
    ['channels without messages', `<|channel|>analysis ${pondered} <|channel|>final ${answer}`],
    ['a channel whose opening was in the prompt', `well ${pondered}<|end|><|channel|>final<|message|>${answer}`],
    ['channels without their tokens', `analysisWell ${pondered} no.assistantfinal${answer}`],
  ])('%s are taken out', (_name, text) => {
    expect(withoutThoughts(text)).toEqual({
      text: expect.stringMatching(/^\s*\{"action_type":"inspect_schema"\}$/),
      unfinished: false,
    })
  })

  it.each([
    ['<think>', `<think>maybe ${pondered}`],
    ['<thinking> behind words', `Sure. <thinking>maybe ${pondered}`],
    ['[THINK]', `[THINK]${pondered}`],
    ['a second thought', `<think>a</think> <think>${pondered}`],
    ['analysis', `<|channel|>analysis<|message|>${pondered}`],
    [
      'analysis behind the end of another',
      `<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>analysis<|message|>${pondered}`,
    ],
  ])('an answer that is cut inside %s is unfinished', (_name, text) => {
    const spoken = withoutThoughts(text)
    expect(spoken.unfinished).toBe(true)
    expect(spoken.text).not.toContain('action_type')
  })

  it('keeps what was said before a thought', () => {
    expect(withoutThoughts(`${answer}<think>done?</think>`)).toEqual({ text: answer, unfinished: false })
  })

  it('leaves an answer without thoughts as it is', () => {
    const text = 'I think: a < b, [x], analysis of {"query":"SELECT 1"}'
    expect(withoutThoughts(text)).toEqual({ text, unfinished: false })
  })

  it('never lets through what stands before the last closing tag and behind an opening one', () => {
    const piece = fc.constantFrom('<think>', '</think>', 'word ')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.map((one, index) => (one === 'word ' ? `w${index} ` : one)).join('')
        const spoken = withoutThoughts(text).text
        let depth = 0
        for (const [index, one] of pieces.entries()) {
          if (one === '<think>') depth++
          else if (one === '</think>') depth = 0
          else if (depth > 0) expect(spoken).not.toContain(`w${index} `)
        }
        expect(spoken).not.toMatch(/<\/?think>/)
      }),
    )
  })
})
