import { describe, expect, it } from 'vitest'
import { ModelRefusal, refusalInside } from '../../src/agent/model/refusal.ts'

const words = (body: unknown): string =>
  new ModelRefusal(400, typeof body === 'string' ? body : JSON.stringify(body), new Headers(), 0).message

describe('what a server says is wrong', () => {
  it.each<[string, unknown, string]>([
    ['OpenAI', { error: { message: 'no such thing', type: 'invalid_request_error', code: null } }, 'no such thing'],
    ['vLLM', { object: 'error', message: 'no such thing', type: 'BadRequestError', code: 400 }, 'no such thing'],
    ['Ollama and TGI', { error: 'no such thing', error_type: 'validation' }, 'no such thing'],
    ['FastAPI', { detail: 'no such thing' }, 'no such thing'],
    [
      'FastAPI, by place',
      { detail: [{ loc: ['body', 'temperature'], msg: 'Extra inputs are not permitted', type: 'extra_forbidden' }] },
      'body.temperature: Extra inputs are not permitted',
    ],
    ['Gemini', [{ error: { code: 400, message: 'no such thing', status: 'INVALID_ARGUMENT' } }], 'no such thing'],
    ['errors', { errors: [{ message: 'one' }, { message: 'two' }] }, 'one; two'],
    [
      'OpenRouter',
      {
        error: { code: 400, message: 'Provider returned error', metadata: { raw: '{"error":{"message":"too long"}}' } },
      },
      'Provider returned error: too long',
    ],
    ['an error in an error', { error: { error: { message: 'no such thing' } } }, 'no such thing'],
    ['text', 'no such\n thing', 'no such thing'],
    ['a page', '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>', '502 Bad Gateway'],
    ['something else', { success: false, why: 7 }, '{"success":false,"why":7}'],
    ['a string', '"no such thing"', 'no such thing'],
    ['null', 'null', ''],
    ['nothing', '', ''],
  ])('%s', (_name, body, said) => {
    expect(words(body)).toBe(said)
  })

  it('clips a long one', () => {
    expect(words({ error: 'x'.repeat(5000) })).toHaveLength(501)
  })
})

describe('an answer of 200 that holds an error', () => {
  const inside = (body: unknown): number | undefined =>
    refusalInside(JSON.stringify(body), body, new Headers(), 0)?.status

  it.each<[unknown, number | undefined]>([
    [{ error: { message: 'slow down', code: 429 } }, 429],
    [{ error: { message: 'slow down', code: '429' } }, 429],
    [{ error: { message: 'slow down', code: 'rate_limit_exceeded' } }, 429],
    [{ error: { message: 'no', type: 'authentication_error' } }, 401],
    [{ error: { message: 'no', type: 'invalid_request_error' } }, 400],
    [{ error: 'overloaded' }, 500],
    [{ object: 'error', message: 'no', code: 400 }, 400],
    [{ detail: 'no' }, 500],
    [{ choices: [{ error: { code: 502, message: 'upstream' }, finish_reason: 'error' }] }, 502],
    [{ choices: [{ message: { content: 'hi' } }] }, undefined],
    [{ choices: [{ message: { content: 'hi' } }], error: null }, undefined],
    [{ choices: [] }, undefined],
    [{}, undefined],
    ['text', undefined],
  ])('%j has status %j', (body, status) => {
    expect(inside(body)).toBe(status)
  })
})
