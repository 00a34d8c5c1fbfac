import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The Python process: asked one line of JSON at a time, idle in between. */
export class Peer {
  #process
  #lines

  /**
   * @param {string} python
   * @param {string} folder with task.json, seed.db and target.db
   */
  constructor(python, folder) {
    const script = fileURLToPath(new URL('peer.py', import.meta.url))
    this.#process = spawn(python, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#process.on('error', (error) => {
      console.error(`cannot run ${python}: ${error.message}; Python 3.11 or newer is needed (--python PATH)`)
      process.exit(2)
    })
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  /** @param {{ show?: true, guarded?: true, episodes?: number }} request */
  async ask(request) {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await this.#lines.next()
    if (done) throw new Error('the Python process has ended; its error is above')
    return JSON.parse(value)
  }

  close() {
    this.#process.stdin.end()
  }
}
