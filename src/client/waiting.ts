/**
 * Waiting that ends early.
 *
 * @module
 */

/** Settles as the promise does, or rejects with the reason of a signal that is aborted first. */
export async function untilAborted<T>(promise: Promise<T>, ...signals: readonly (AbortSignal | undefined)[]): Promise<T> {
  const present = signals.filter((signal) => signal !== undefined)
  return await new Promise<T>((resolve, reject) => {
    const stop = (): void => {
      for (const signal of present) signal.removeEventListener('abort', onAbort)
    }
    const onAbort = (): void => {
      stop()
      // The reason is the caller's own value.
      reject(present.find(({ aborted }) => aborted)?.reason as Error)
    }
    for (const signal of present) signal.addEventListener('abort', onAbort)
    promise.then(
      (value) => {
        stop()
        resolve(value)
      },
      (error: unknown) => {
        stop()
        reject(error as Error)
      },
    )
    if (present.some(({ aborted }) => aborted)) onAbort()
  })
}

/** Resolves after some milliseconds; an abort of the signal ends the wait and rejects with its reason. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const elapsed = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
  await untilAborted(elapsed, signal).finally(() => clearTimeout(timer))
}
