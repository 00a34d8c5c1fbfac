/**
 * Waiting that ends early.
 *
 * @module
 */

/** Who waits for a signal. One listener each, however many requests share it: Node warns of more than ten. */
const waiting = new WeakMap<AbortSignal, Set<(reason: Error) => void>>()

function waitersOf(signal: AbortSignal): Set<(reason: Error) => void> {
  const known = waiting.get(signal)
  if (known !== undefined) return known
  const waiters = new Set<(reason: Error) => void>()
  waiting.set(signal, waiters)
  // The reason is the caller's own value.
  signal.addEventListener('abort', () => waiters.forEach((reject) => reject(signal.reason as Error)), { once: true })
  return waiters
}

/** Settles as the promise does, or rejects with the reason of a signal that is aborted first. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise
  const waiters = waitersOf(signal)
  let waiter: (reason: Error) => void = () => undefined
  const aborted = new Promise<never>((_, reject) => {
    waiter = reject
    if (signal.aborted) reject(signal.reason as Error)
    else waiters.add(reject)
  })
  try {
    return await Promise.race([aborted, promise])
  } finally {
    waiters.delete(waiter)
  }
}

/** Resolves after some milliseconds; an abort of the signal ends the wait and rejects with its reason. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const elapsed = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
  await untilAborted(elapsed, signal).finally(() => clearTimeout(timer))
}
