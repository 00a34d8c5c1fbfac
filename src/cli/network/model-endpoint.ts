import { AppError } from '../../kit/errors.ts'
import { isLoopback } from './proxy-fetch.ts'

type Env = Readonly<Record<string, string | undefined>>

export const huggingFaceUrl = 'https://router.huggingface.co/v1'
const openAiUrl = 'https://api.openai.com/v1'
/** What the Hugging Face router is asked for. */
export const defaultModel = 'Qwen/Qwen2.5-72B-Instruct'

/** Where a model is asked, by what name, with what key. */
export interface ModelEndpoint {
  readonly baseUrl: string
  readonly token: string
  readonly model: string
}

const isOf = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

/** An address as it was probably meant: `localhost:11434` lacks its protocol and its path. */
function meantBy(text: string): string {
  const bare = text.replace(/^[a-z]*:?\/\//i, '').replace(/\/+$/, '')
  if (!URL.canParse(`http://${bare}`)) return ''
  const url = new URL(`http://${bare}`)
  if (url.hostname === '' || url.username !== '' || url.password !== '') return ''
  const protocol = isLoopback(url) ? 'http' : 'https'
  return `; did you mean ${protocol}://${url.host}${url.pathname === '/' ? '/v1' : url.pathname}?`
}

function parseAddress(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const hint = meantBy(text)
    // Where no address can be made out, the text may be a key in the wrong variable.
    throw new AppError('wrong_use', `${name} is not an http(s) URL${hint === '' ? '' : `: ${text}${hint}`}`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError('wrong_use', `${name} holds a user name or password: keys belong in HF_TOKEN or OPENAI_API_KEY`)
  }
  const without = url.pathname.replace(/\/chat\/completions\/?$/, '')
  if (without !== url.pathname) {
    throw new AppError('wrong_use', `${name} is the address of the API, not of one call: ${url.origin}${without}`)
  }
  return url
}

function readKey(env: Env, name: string): string {
  // Files end with a newline, and copies with a space.
  const key = env[name]?.trim() ?? ''
  if (/^[!-~]*$/.test(key)) return key
  throw new AppError('missing_token', `${name} holds characters that no key has`)
}

/**
 * The model's address, key and name. A key goes to its own default or to an address that was given, and one of OpenAI
 * never to Hugging Face. No key is needed on this machine.
 *
 * @param wanted the model that the command line names
 * @throws AppError `wrong_use`, `missing_token`
 */
export function readEndpoint(env: Env, wanted?: string): ModelEndpoint {
  const huggingFace = readKey(env, 'HF_TOKEN')
  const openAi = readKey(env, 'OPENAI_API_KEY')
  const name = ['API_BASE_URL', 'OPENAI_BASE_URL'].find((variable) => (env[variable]?.trim() ?? '') !== '')
  const fallback = huggingFace === '' && openAi !== '' ? openAiUrl : huggingFaceUrl
  const url = name === undefined ? new URL(fallback) : parseAddress(name, env[name]?.trim() ?? '')
  const isOpenAi = isOf(url.hostname, 'openai.com')
  const keys = isOf(url.hostname, 'huggingface.co') ? [huggingFace] : [huggingFace, openAi]
  // OpenAI's names belong together, where both keys are set.
  const ordered = isOpenAi || name === 'OPENAI_BASE_URL' ? keys.toReversed() : keys
  const token = ordered.find((key) => key !== '')
  if (token === undefined && !isLoopback(url)) {
    const other = openAi === '' ? ' (or OPENAI_API_KEY, for another server)' : ', and OPENAI_API_KEY does not go there'
    throw new AppError('missing_token', `${url.host} needs a key: the environment variable HF_TOKEN is not set${other}`)
  }
  const model = wanted ?? (env['MODEL_NAME']?.trim() || undefined)
  if (model === undefined && isOpenAi) {
    throw new AppError('wrong_use', `which model of ${url.host}? Name it by MODEL_NAME or --model`)
  }
  // The client insists on a key; a server on this machine that needs none ignores it.
  return { baseUrl: url.href, token: token ?? 'none', model: model ?? defaultModel }
}
