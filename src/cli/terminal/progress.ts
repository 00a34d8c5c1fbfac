import type { Output } from '../shell.ts'

const width = 30

/** A progress bar on a terminal; silent where nobody looks. */
export class Progress {
  readonly #stream: Output
  readonly #total: number
  #done = 0
  #drawn = 0

  constructor(total: number, stream: Output) {
    this.#total = total
    this.#stream = stream
  }

  /** One more is done. */
  advance(label: string): void {
    this.#done++
    const now = performance.now()
    if (!this.#stream.isTTY || (now - this.#drawn < 50 && this.#done < this.#total)) return
    this.#drawn = now
    const filled = Math.round((width * this.#done) / this.#total)
    const bar = '#'.repeat(filled) + '-'.repeat(width - filled)
    this.#stream.write(`\r\u001B[K[${bar}] ${this.#done}/${this.#total} ${label}`)
  }

  /** Wipes the bar. */
  end(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001B[K')
  }
}
