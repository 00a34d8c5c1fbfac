/**
 * Runs what takes a signal, and ends it by one of its own when it takes too long or `outer` aborts. Nothing of it is
 * held once it has ended: `AbortSignal.any` and `AbortSignal.timeout` keep what listens to them until the time is up,
 * which for requests of minutes is the memory of thousands of them.
 *
 * @param ms milliseconds
 * @param run gets the signal; its reason is a `TimeoutError` when time is up
 */
export async function withDeadline<T>(
  ms: number,
  outer: AbortSignal | null,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController()
  const end = (): void => own.abort(outer?.reason)
  const timer = setTimeout(() => own.abort(new DOMException('it took too long', 'TimeoutError')), ms)
  outer?.addEventListener('abort', end)
  if (outer?.aborted === true) end()
  try {
    return await run(own.signal)
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', end)
  }
}
