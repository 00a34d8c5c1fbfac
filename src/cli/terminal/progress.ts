import type { Output } from '../shell.ts'

/** How far a run is. */
interface Reached {
  readonly done: number
  readonly total: number
  readonly seconds: number
  /** What was done last. */
  readonly label: string
}

/** How a run is told to whoever waits for it. */
export interface ProgressStyle {
  readonly text: (reached: Reached) => string
  /** Milliseconds between two drawings on a terminal. */
  readonly drawEvery: number
  /** Milliseconds between two lines where nobody looks at a terminal. */
  readonly lineEvery: number
}

const width = 30

/** For a run of seconds: a bar on a terminal; silent where nobody looks. */
export const barStyle: ProgressStyle = {
  text: ({ done, total, label }) => {
    const filled = Math.round((width * done) / total)
    return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${done}/${total} ${label}`
  },
  drawEvery: 50,
  lineEvery: Number.POSITIVE_INFINITY,
}

/** For a run of minutes or hours: how many, how fast, how long still. */
export const rateStyle: ProgressStyle = {
  text: ({ done, total, seconds }) => describeProgress(done, total, done / seconds),
  drawEvery: 200,
  lineEvery: 30_000,
}

/** Tells how far a run is, as it goes on. */
export class Progress {
  readonly #stream: Output
  readonly #total: number
  readonly #style: ProgressStyle
  readonly #began = performance.now()
  #drawn = this.#began
  #done = 0

  constructor(total: number, stream: Output, style: ProgressStyle = barStyle) {
    this.#stream = stream
    this.#total = total
    this.#style = style
  }

  /** One more is done. */
  advance(label = ''): void {
    const done = ++this.#done
    const { text, drawEvery, lineEvery } = this.#style
    const { isTTY } = this.#stream
    const now = performance.now()
    if (now - this.#drawn < (isTTY ? drawEvery : lineEvery)) return
    this.#drawn = now
    const line = text({ done, total: this.#total, seconds: (now - this.#began) / 1000, label })
    this.#stream.write(isTTY ? `\r\u001B[K${line}` : `${line}\n`)
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
