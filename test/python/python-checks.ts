import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

interface Verdict {
  readonly name: string
  /** The traceback, and what the check printed. */
  readonly error: string | null
}

/** A Python script of this folder that serves checks (`checks.py`), in a process of its own. */
export class PythonChecks {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #verdicts: AsyncIterator<string, undefined>
  #complaints = ''

  constructor(bin: string, script: string, args: readonly string[]) {
    this.#child = spawn(`${bin}/python`, [fileURLToPath(new URL(script, import.meta.url)), ...args], { stdio: 'pipe' })
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#complaints += text))
    this.#child.stdin.on('error', () => undefined)
    this.#verdicts = createInterface(this.#child.stdout)[Symbol.asyncIterator]()
  }

  /** @throws Error with the Python traceback if the check fails */
  async run(name: string): Promise<void> {
    this.#child.stdin.write(`${name}\n`)
    const { value, done } = await this.#verdicts.next()
    if (done) throw new Error(`the script ended:\n${this.#complaints}`)
    const verdict = JSON.parse(value) as Verdict
    if (verdict.name !== name) throw new Error(`the script answered ${verdict.name}, not ${name}`)
    if (verdict.error !== null) throw new Error(`${verdict.error}\n${this.#complaints}`)
  }

  close(): void {
    this.#child.kill()
  }
}
