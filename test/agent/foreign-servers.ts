/** What servers that call themselves OpenAI-compatible refuse, and in which words. */
import type { SeenRequest } from './scripted-model.ts'

type Body = SeenRequest['body']

/** The status and body of a refusal, or null where the request is taken. */
export type Strict = (body: Body) => readonly [status: number, body: unknown] | null

const openAi = (message: string, extra: object = {}): object => ({
  error: { message, type: 'invalid_request_error', param: null, code: null, ...extra },
})

const has = (body: Body, role: string): boolean => body.messages.some((message) => message.role === role)
const tokensOf = (body: Body): number => Math.ceil(JSON.stringify(body.messages).length / 3)
const limitOf = (body: Body): number => body.max_tokens ?? body.max_completion_tokens ?? 0

/** By name: what is refused, and what the request that is taken looks like. */
export const foreignServers: readonly (readonly [name: string, refuses: Strict, taken: (body: Body) => boolean])[] = [
  [
    'OpenAI reasoning models: max_tokens and temperature',
    (body) => {
      if (body.max_tokens !== undefined) {
        return [
          400,
          openAi(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            { param: 'max_tokens', code: 'unsupported_parameter' },
          ),
        ]
      }
      if (body.temperature === undefined) return null
      return [
        400,
        openAi("Unsupported value: 'temperature' does not support 0 with this model.", { param: 'temperature' }),
      ]
    },
    (body) => body.max_completion_tokens === 2048 && body.max_tokens === undefined && body.tools !== undefined,
  ],
  [
    'a server with neither name for the limit',
    (body) => {
      if (body.max_tokens !== undefined)
        return [422, { detail: [{ loc: ['body', 'max_tokens'], msg: 'Extra inputs' }] }]
      if (body.max_completion_tokens === undefined) return null
      return [422, { detail: [{ loc: ['body', 'max_completion_tokens'], msg: 'Extra inputs' }] }]
    },
    (body) => limitOf(body) === 0 && body.tools !== undefined,
  ],
  [
    'a limit that is too high',
    (body) =>
      limitOf(body) > 1024
        ? [400, openAi('max_tokens is too large: 2048. This model supports at most 1024 completion tokens.')]
        : null,
    (body) => body.max_tokens === 1024,
  ],
  [
    'vLLM without a tool parser',
    (body) => {
      if (body.tools === undefined || body.tool_choice === 'required') return null
      const message = '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'
      return [400, { object: 'error', message, type: 'BadRequestError', param: null, code: 400 }]
    },
    (body) => body.tool_choice === 'required' && body.tools !== undefined,
  ],
  [
    'no tool_choice at all, then no tools',
    (body) => {
      if (body.tool_choice !== undefined) return [400, { error: "tool_choice 'required' is not supported" }]
      return body.tools === undefined ? null : [400, { error: 'tool_choice: auto is not supported' }]
    },
    (body) => body.tools === undefined && body.tool_choice === undefined,
  ],
  [
    'Ollama without tools',
    (body) =>
      body.tools === undefined
        ? null
        : [
            400,
            { error: { message: 'registry.ollama.ai/library/gemma:2b does not support tools', type: 'api_error' } },
          ],
    (body) => body.tools === undefined,
  ],
  [
    'OpenRouter, 404 for tools',
    (body) =>
      body.tools === undefined
        ? null
        : [404, { error: { message: 'No endpoints found that support tool use.', code: 404 } }],
    (body) => body.tools === undefined,
  ],
  [
    'an error inside a 200',
    (body) => (body.tools === undefined ? null : [200, { error: { message: 'tools are not supported', code: 400 } }]),
    (body) => body.tools === undefined,
  ],
  [
    'a template without the system role, as 500',
    (body) =>
      has(body, 'system')
        ? [500, { error: { code: 500, message: 'Jinja Exception: System role not supported', type: 'server_error' } }]
        : null,
    (body) => !has(body, 'system') && body.messages[0]?.role === 'user' && body.tools !== undefined,
  ],
  [
    'Gemini without a developer instruction',
    (body) =>
      has(body, 'system')
        ? [400, [{ error: { code: 400, message: 'Developer instruction is not enabled for models/gemma-3-27b-it' } }]]
        : null,
    (body) => !has(body, 'system'),
  ],
  [
    'roles that must alternate, tools included',
    (body) => {
      const roles = body.messages.map(({ role }) => role)
      const isFine = roles.every((role, index) => role === (index % 2 === 0 ? 'user' : 'assistant'))
      const message = 'Conversation roles must alternate user/assistant/user/assistant/...'
      return isFine ? null : [400, { object: 'error', message, code: 400 }]
    },
    (body) => !has(body, 'system') && !has(body, 'tool'),
  ],
  [
    'a context of 4,096 tokens, told by vLLM',
    (body) => {
      const asked = tokensOf(body) + limitOf(body)
      if (asked + 300 <= 4096 && limitOf(body) <= 3000) return null
      const message = `This model's maximum context length is 4096 tokens. However, you requested ${asked} tokens. Please reduce the length of the messages or completion.`
      return [400, { object: 'error', message, type: 'BadRequestError', code: 400 }]
    },
    (body) => limitOf(body) === 1024 && body.tools !== undefined,
  ],
  [
    'a context of 4,096 tokens, told by llama.cpp',
    (body) => {
      if (tokensOf(body) + limitOf(body) <= 4096) return null
      const message = 'the request exceeds the available context size, try increasing it'
      return [
        400,
        { error: { code: 400, message, type: 'exceed_context_size_error', n_prompt_tokens: 9, n_ctx: 4096 } },
      ]
    },
    (body) => limitOf(body) === 1024,
  ],
  [
    'a context of 2,048 tokens that is not told',
    (body) => (tokensOf(body) + limitOf(body) <= 2048 ? null : [413, 'Payload Too Large']),
    (body) => limitOf(body) <= 1024,
  ],
  [
    'Groq, too many tokens a minute for one request',
    (body) =>
      tokensOf(body) + limitOf(body) <= 2000
        ? null
        : [413, openAi('Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 8000.')],
    (body) => limitOf(body) <= 1500,
  ],
  [
    'a server that does not say what is wrong',
    (body) => (body.temperature === undefined && body.max_tokens === undefined ? null : [400, '']),
    (body) => body.tools !== undefined,
  ],
  [
    'a server that wants content as text',
    (body) =>
      body.messages.some(({ content }) => content === null || content === '')
        ? [422, { detail: [{ loc: ['body', 'messages', 2, 'content'], msg: 'Input should be a valid string' }] }]
        : null,
    (body) => body.tools !== undefined,
  ],
  [
    'a template that allows one call a message',
    (body) =>
      body.messages.some((message) => (message.tool_calls?.length ?? 0) > 1)
        ? [500, { error: { message: 'This model only supports single tool-calls at once!' } }]
        : null,
    (body) => body.tools !== undefined,
  ],
  [
    'Mistral, ids of nine letters and digits',
    (body) =>
      body.messages.some((message) => message.tool_calls?.some(({ id }) => !/^[a-zA-Z0-9]{9}$/.test(id)))
        ? [400, { object: 'error', message: 'Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9.' }]
        : null,
    (body) => body.tools !== undefined,
  ],
  [
    'a server that takes no reasoning back',
    (body) =>
      body.messages.some((message) => message.reasoning_content !== undefined)
        ? [400, openAi("'messages.2' : property 'messages.2.reasoning_content' is unsupported")]
        : null,
    (body) => body.tools !== undefined,
  ],
]
