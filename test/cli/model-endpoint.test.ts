import { describe, expect, it } from 'vitest'
import { readEndpoint } from '../../src/cli/network/model-endpoint.ts'

const hf = 'hf_0123456789'
const sk = 'sk-0123456789'
const local = 'http://127.0.0.1:8000/v1'
const router = 'https://router.huggingface.co/v1'
const openAi = 'https://api.openai.com/v1'
const qwen = 'Qwen/Qwen2.5-72B-Instruct'

describe('the address of the model and its key', () => {
  it.each<[string, Record<string, string>, string, string, string]>([
    ['the founding names', { HF_TOKEN: hf }, router, hf, qwen],
    ['both keys: the founding name first', { HF_TOKEN: hf, OPENAI_API_KEY: sk }, router, hf, qwen],
    ['an OpenAI key goes to OpenAI', { OPENAI_API_KEY: sk, MODEL_NAME: 'gpt-5' }, openAi, sk, 'gpt-5'],
    ['an address given', { API_BASE_URL: 'https://example.org/v1', HF_TOKEN: hf }, 'https://example.org/v1', hf, qwen],
    ['an address given, OpenAI key', { API_BASE_URL: local, OPENAI_API_KEY: sk }, local, sk, qwen],
    ['an address given, both keys', { API_BASE_URL: local, HF_TOKEN: hf, OPENAI_API_KEY: sk }, local, hf, qwen],
    ["OpenAI's address", { OPENAI_BASE_URL: local, OPENAI_API_KEY: sk, MODEL_NAME: 'm' }, local, sk, 'm'],
    [
      "OpenAI's address with its own key",
      { OPENAI_BASE_URL: local, HF_TOKEN: hf, OPENAI_API_KEY: sk },
      local,
      sk,
      qwen,
    ],
    ["OpenAI's address with the other key", { OPENAI_BASE_URL: local, HF_TOKEN: hf }, local, hf, qwen],
    ['both addresses', { API_BASE_URL: local, OPENAI_BASE_URL: openAi, HF_TOKEN: hf }, local, hf, qwen],
    [
      'each key to its own home',
      { API_BASE_URL: openAi, HF_TOKEN: hf, OPENAI_API_KEY: sk, MODEL_NAME: 'm' },
      openAi,
      sk,
      'm',
    ],
    [
      'no key on this machine',
      { API_BASE_URL: 'http://localhost:11434/v1' },
      'http://localhost:11434/v1',
      'none',
      qwen,
    ],
    ['space around a key', { HF_TOKEN: ` ${hf}\n` }, router, hf, qwen],
    ['empty variables', { HF_TOKEN: hf, API_BASE_URL: '', OPENAI_BASE_URL: ' ', MODEL_NAME: '' }, router, hf, qwen],
  ])('%s', (_name, env, baseUrl, token, model) => {
    expect(readEndpoint(env)).toEqual({ baseUrl, token, model })
  })

  it('takes the model of the command line first', () => {
    expect(readEndpoint({ HF_TOKEN: hf, MODEL_NAME: 'a' }, 'b').model).toBe('b')
  })

  it.each<[string, Record<string, string>, string, string]>([
    ['no key', {}, 'missing_token', 'HF_TOKEN'],
    [
      'an OpenAI key for Hugging Face',
      { API_BASE_URL: router, OPENAI_API_KEY: sk },
      'missing_token',
      'OPENAI_API_KEY does not go there',
    ],
    [
      'a subdomain of it',
      { OPENAI_BASE_URL: 'https://x.huggingface.co/v1', OPENAI_API_KEY: sk },
      'missing_token',
      'HF_TOKEN',
    ],
    ['a key that no header carries', { HF_TOKEN: 'hf_a\nb' }, 'missing_token', 'HF_TOKEN holds characters'],
    ['OpenAI without a model', { OPENAI_API_KEY: sk }, 'wrong_use', 'MODEL_NAME'],
    ['a name and a port', { API_BASE_URL: 'localhost:11434' }, 'wrong_use', 'did you mean http://localhost:11434/v1?'],
    [
      'a name, a port and a path',
      { API_BASE_URL: '127.0.0.1:8000/v1/' },
      'wrong_use',
      'did you mean http://127.0.0.1:8000/v1?',
    ],
    ['a name alone', { OPENAI_BASE_URL: 'llm.example.org' }, 'wrong_use', 'did you mean https://llm.example.org/v1?'],
    [
      'slashes without a protocol',
      { API_BASE_URL: '//localhost:1' },
      'wrong_use',
      'did you mean http://localhost:1/v1?',
    ],
    ['another protocol', { API_BASE_URL: 'ws://localhost:1/v1' }, 'wrong_use', 'did you mean http://localhost:1/v1?'],
    [
      'the address of one call',
      { API_BASE_URL: `${local}/chat/completions` },
      'wrong_use',
      `not of one call: ${local}`,
    ],
    ['a password', { API_BASE_URL: 'http://me:secret@localhost/v1' }, 'wrong_use', 'a user name or password'],
  ])('refuses %s', (_name, env, code, words) => {
    const attempt = (): unknown => readEndpoint(env)
    expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }))
    expect(attempt).not.toThrow(/sk-0|hf_0|hf_a|secret/)
  })
})
