import { AppError } from '../../kit/errors.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Whether an address is on this machine. */
export function isLoopback(url: URL): boolean {
  const { hostname } = url
  if (hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]') return true
  return /^127(?:\.\d{1,3}){3}$/.test(hostname) || hostname === '0.0.0.0' || hostname === '[::]'
}

/** The first variable that is set, in small letters or capitals, as curl reads them. */
function read(env: Env, ...names: readonly string[]): { readonly name: string; readonly value: string } | undefined {
  for (const name of names.flatMap((one) => [one.toLowerCase(), one])) {
    const value = env[name]?.trim()
    if (value) return { name, value }
  }
  return undefined
}

/** A proxy that can be used. Its address may hold a password, so it is never shown. */
function proxyOf(env: Env, ...names: readonly string[]): string | undefined {
  const found = read(env, ...names)
  if (found === undefined) return undefined
  const address = found.value.includes('://') ? found.value : `http://${found.value}`
  const protocol = URL.canParse(address) ? new URL(address).protocol : ''
  if (protocol === 'http:' || protocol === 'https:') return address
  const kind = protocol === '' ? 'no URL' : `of ${protocol}//`
  throw new AppError('wrong_use', `${found.name} is ${kind}: only http:// and https:// proxies can be used`)
}

/** Milliseconds for an answer's first byte and between two: the caller has a deadline of its own. */
const endless = { headersTimeout: 0, bodyTimeout: 0 }

/**
 * A fetch for one address: through the proxy that HTTP_PROXY, HTTPS_PROXY or ALL_PROXY name, unless NO_PROXY names the
 * host, and never through one to this machine.
 *
 * @throws AppError `wrong_use` for a proxy of a kind that cannot be used
 */
export async function fetchFor(url: string, env: Env): Promise<typeof fetch> {
  const { Agent, EnvHttpProxyAgent, fetch: ask } = await import('undici')
  const httpProxy = proxyOf(env, 'HTTP_PROXY', 'ALL_PROXY')
  const httpsProxy = proxyOf(env, 'HTTPS_PROXY', 'ALL_PROXY')
  const isDirect = isLoopback(new URL(url)) || (httpProxy === undefined && httpsProxy === undefined)
  const noProxy = read(env, 'NO_PROXY')?.value ?? ''
  const dispatcher = isDirect
    ? new Agent(endless)
    : new EnvHttpProxyAgent({ ...endless, httpProxy: httpProxy ?? '', httpsProxy: httpsProxy ?? '', noProxy })
  // Undici's fetch is the platform's, in a version of its own.
  const through = async (input: string | URL | Request, init?: RequestInit): Promise<unknown> =>
    await ask(input as string, { ...(init as object), dispatcher })
  return through as typeof fetch
}
