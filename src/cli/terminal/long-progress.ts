import type { Output } from '../shell.ts'

/** Milliseconds between two lines where nobody looks at a terminal. */
const lineEvery = 30_000
/** Milliseconds between two drawings on a terminal. */
const drawEvery = 200

/** The progress of a run of minutes or hours: how many, how fast, how long still. */
export class LongProgress {
  readonly #stream: Output
  readonly #total: number
  readonly #began = performance.now()
  #drawn = performance.now()
  #done = 0

  constructor(total: number, stream: Output) {
    this.#total = total
    this.#stream = stream
  }

  /** One more is done. */
  advance(): void {
    this.#done++
    const now = performance.now()
    const { isTTY } = this.#stream
    if (now - this.#drawn < (isTTY ? drawEvery : lineEvery)) return
    this.#drawn = now
    const rate = this.#done / ((now - this.#began) / 1000)
    const text = describeProgress(this.#done, this.#total, rate)
    this.#stream.write(isTTY ? `\r\u001B[K${text}` : `${text}\n`)
  }

  /** Wipes what was drawn. */
  end(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001B[K')
  }
}

/** `120/515 (23%), 4.8/s, 1:22 left`; `rate` in instances a second. */
export function describeProgress(done: number, total: number, rate: number): string {
  const seconds = Math.ceil((total - done) / rate)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  const left = shown.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
  return `${done}/${total} (${Math.floor((100 * done) / total)}%), ${rate.toFixed(1)}/s, ${left} left`
}
