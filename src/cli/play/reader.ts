import { createInterface, type Interface } from 'node:readline'
import type { Game } from './game.ts'
import type { Output, Shell } from '../shell.ts'

/** What Ctrl-C does while a line is asked for: the prompt to go on with, or undefined to end the input. */
export type Interrupt = (hadText: boolean) => string | undefined

/** Lines that a person types on a terminal, with editing, history and completion. */
export class TerminalReader {
  readonly #input: Interface
  readonly #output: Output
  readonly #typedAhead: string[] = []
  #waiting: ((line: string | undefined) => void) | undefined
  #interrupt: Interrupt = () => undefined
  #isClosed = false

  /** @param complete candidates for a line, and the part of it they stand for */
  constructor({ stdin, stdout }: Shell, complete: (line: string) => [string[], string]) {
    this.#output = stdout
    this.#input = createInterface({ input: stdin, output: stdout, terminal: true, completer: complete })
    this.#input.on('line', (line) => this.#hand(line))
    this.#input.on('close', () => {
      this.#isClosed = true
      this.#waiting?.(undefined)
      this.#waiting = undefined
    })
    this.#input.on('SIGINT', () => this.#cancel())
  }

  /** The next line; undefined when the input has ended, by Ctrl-D or by what `interrupt` says. */
  async ask(prompt: string, interrupt: Interrupt): Promise<string | undefined> {
    this.#interrupt = interrupt
    const line = this.#typedAhead.shift()
    if (line !== undefined || this.#isClosed) return line
    this.#input.setPrompt(prompt)
    this.#input.prompt()
    return await new Promise((resolve) => (this.#waiting = resolve))
  }

  print(text: string): void {
    this.#output.write(text)
  }

  /** Gives the terminal back. */
  close(): void {
    this.#input.close()
  }

  #hand(line: string): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting === undefined) this.#typedAhead.push(line)
    else waiting(line)
  }

  #cancel(): void {
    const hadText = this.#input.line !== ''
    this.#typedAhead.length = 0
    this.#input.write(null, { ctrl: true, name: 'e' })
    this.#input.write(null, { ctrl: true, name: 'u' })
    this.print('^C\n')
    const prompt = this.#interrupt(hadText)
    if (prompt === undefined) return this.close()
    this.#input.setPrompt(prompt)
    this.#input.prompt()
  }
}

/** Plays what a person types until the game is over or left. What is half typed is never run. */
export async function playTyped(game: Game, reader: TerminalReader): Promise<void> {
  let isWarned = false
  const interrupt: Interrupt = (hadText) => {
    const hadSql = game.cancel()
    if (isWarned && !hadText && !hadSql) return undefined
    isWarned = !hadText && !hadSql
    if (isWarned) reader.print('(Ctrl-C again leaves without submitting)\n')
    return game.prompt
  }
  while (!game.over) {
    const line = await reader.ask(game.prompt, interrupt)
    if (line === undefined) {
      game.leave()
      reader.print('\n')
    } else {
      isWarned = false
      await game.line(line)
    }
  }
  reader.close()
}

/** Plays the lines of a file or pipe; SQL that is left when they end is run too. */
export async function playPiped(game: Game, { stdin }: Shell): Promise<void> {
  const input = createInterface({ input: stdin, terminal: false })
  for await (const line of input) {
    await game.line(line)
    if (game.over) break
  }
  if (!game.over) await game.flush()
  input.close()
}
