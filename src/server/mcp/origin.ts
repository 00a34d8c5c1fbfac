/**
 * Which web pages may ask: a page of anywhere can reach a server on the reader's own machine, by its address or by
 * a name that was bound anew to it (DNS rebinding), so that the name in Host proves nothing.
 *
 * @module
 */

/** Names of this machine, as URLs write them. */
const localNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Whether a request may be served. Programs name no origin, and pages from this machine are welcome; others have
 * to be listed.
 *
 * @param allowed origins like `https://example.org`; `*` stands for all
 */
export function isAllowedOrigin(origin: string | null | undefined, allowed: readonly string[]): boolean {
  if (origin == null || allowed.includes('*') || allowed.includes(origin)) return true
  return URL.canParse(origin) && localNames.has(new URL(origin).hostname)
}
