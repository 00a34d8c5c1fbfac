import type { EpisodeFacts } from '../../evaluation/episode-facts.ts'
import { costOf } from '../../evaluation/summary.ts'
import type { Job, Player } from '../../evaluation/run.ts'
import type { Output } from '../shell.ts'
import { drawTable } from '../terminal/fit-table.ts'
import { describeProgress } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Milliseconds between two drawings on a terminal, and between two lines where nobody looks at one. */
const drawEvery = 250
const lineEvery = 30_000

interface Row {
  readonly player: Player
  total: number
  /** Played before this start of the command. */
  readonly before: number
  done: number
  solved: number
  cost: number | null
  faults: number
}

/** US dollars as people write them. */
export const dollars = (cost: number): string => `$${cost < 1 ? cost.toFixed(4) : cost.toFixed(2)}`

/** How far each player is, as it goes on: a table on a terminal, a line now and then elsewhere. */
export class LiveTable {
  readonly #stream: Output
  readonly #terminal: Terminal
  readonly #rows = new Map<string, Row>()
  readonly #began = performance.now()
  #drawn = Number.NEGATIVE_INFINITY
  /** Lines on the screen that are ours. */
  #height = 0

  constructor(stream: Output, terminal: Terminal, jobs: readonly Job[], before: readonly EpisodeFacts[]) {
    this.#stream = stream
    this.#terminal = terminal
    for (const { player } of jobs) {
      const own = before.filter((episode) => episode.player === player.name)
      const row = this.#rows.get(player.name) ?? {
        player,
        total: own.length,
        before: own.length,
        done: own.length,
        solved: own.filter(({ solved }) => solved).length,
        cost: own.reduce<number | null>((sum, episode) => add(sum, costOf(episode, player)), 0),
        faults: 0,
      }
      row.total++
      this.#rows.set(player.name, row)
    }
    if (!stream.isTTY) this.#drawn = performance.now()
  }

  episode(facts: EpisodeFacts): void {
    const row = this.#rows.get(facts.player)
    if (row === undefined) return
    row.done++
    if (facts.solved) row.solved++
    row.cost = add(row.cost, costOf(facts, row.player))
    this.#draw()
  }

  fault(player: string): void {
    const row = this.#rows.get(player)
    if (row !== undefined) row.faults++
    this.#draw()
  }

  /** Takes the table off the screen. */
  end(): void {
    if (this.#height > 0) this.#stream.write(`\u001B[${this.#height}A\u001B[J`)
    this.#height = 0
  }

  #draw(): void {
    const now = performance.now()
    if (now - this.#drawn < (this.#stream.isTTY ? drawEvery : lineEvery)) return
    this.#drawn = now
    const seconds = (now - this.#began) / 1000
    const rows = [...this.#rows.values()].map((row) => {
      const rate = (row.done - row.before) / seconds
      return {
        name: row.player.name,
        progress: rate > 0 ? describeProgress(row.done, row.total, rate) : `${row.done}/${row.total}`,
        solved: row.done === 0 ? '' : `${((100 * row.solved) / row.done).toFixed(1)} %`,
        cost: row.cost === null || row.player.price === null ? '' : dollars(row.cost),
        faults: row.faults === 0 ? '' : String(row.faults),
      }
    })
    if (!this.#stream.isTTY) {
      for (const { name, progress, solved, cost, faults } of rows) {
        const parts = [progress, solved && `${solved} solved`, cost, faults && `${faults} not played`].filter(Boolean)
        this.#stream.write(`${name}: ${parts.join(', ')}\n`)
      }
      return
    }
    const head = ['player', 'episodes', 'solved so far', 'cost', 'not played']
    const cells = rows.map(({ name, progress, solved, cost, faults }) => [name, progress, solved, cost, faults])
    const text = drawTable(head, cells, this.#terminal, { right: [2, 3, 4] })
    this.end()
    this.#stream.write(text)
    this.#height = text.split('\n').length - 1
  }
}

const add = (sum: number | null, value: number | null): number | null =>
  sum === null || value === null ? null : sum + value
