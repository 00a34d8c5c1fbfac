import { Random } from '../../src/kit/random.ts'
import { limits } from '../../src/sql/limits.ts'
import type { CorpusEntry } from './corpus.ts'
import { Grammar, type Scene } from './grammar.ts'
import { Mutator } from './mutator.ts'

/** A statement that is worth being changed again. */
interface Parent {
  readonly sql: string
  /** Work units its dearest child took. */
  cost: number
}

/** A statement to try, and where it comes from. */
export interface Draft {
  readonly sql: string
  readonly parent: Parent | null
}

/** What became of a statement, as far as it decides what is tried next. All of it is the same on every host. */
export interface Lesson {
  /** null when it ran. */
  readonly error: string | null
  /** Work units, as far as they are known. */
  readonly work: number
}

const poolSize = 2_000
/** A parent above this is dear, and dear ones are picked only while the mean is below `meanWork`. */
const dear = limits.work / 200
const meanWork = limits.work / 5_000

/**
 * Where statements come from: the grammar, the corpus, and changed copies of both and of earlier statements.
 * A statement joins the pool when its outcome was of a kind not seen before, so the search moves on from there.
 */
export class StatementSource {
  readonly #random: Random
  readonly #grammar: Grammar
  readonly #mutator: Mutator
  readonly #corpus: readonly Parent[]
  readonly #pool: Parent[] = []
  readonly #seen = new Set<string>()
  #statements = 0
  #work = 0

  constructor(seed: number, corpus: readonly CorpusEntry[]) {
    this.#random = new Random('fuzz', seed)
    this.#grammar = new Grammar(this.#random)
    this.#mutator = new Mutator(this.#random, this.#grammar)
    this.#corpus = corpus.map(({ sql, runaway }) => ({ sql, cost: runaway ? limits.work : 0 }))
  }

  /** Kinds of outcome met so far. */
  get kinds(): number {
    return this.#seen.size
  }

  next(scene: Scene): Draft {
    const random = this.#random
    const roll = random.int(1, 100)
    if (roll <= 35) return { sql: this.#grammar.statement(scene), parent: null }
    const parent = this.#pick()
    if (parent === null) return { sql: this.#grammar.statement(scene), parent: null }
    if (roll <= 40) return { sql: parent.sql, parent }
    const other = random.percent(50) ? this.#grammar.statement(scene) : (this.#pick()?.sql ?? 'SELECT 1')
    return { sql: this.#mutator.mutate(parent.sql, other, scene), parent }
  }

  /** Takes in what became of a draft. */
  learn({ sql, parent }: Draft, { error, work }: Lesson): void {
    this.#statements++
    this.#work += work
    if (parent !== null) parent.cost = Math.max(parent.cost, work)
    // Most changes break the grammar; what is built on a statement that never ran is broken too.
    if (error !== null && /syntax error|unrecognized token|incomplete input|^invalid query|^the query is/.test(error))
      return
    const kind = signature(sql, error)
    const isNew = !this.#seen.has(kind)
    this.#seen.add(kind)
    if (sql.length > 6_000 || (!isNew && !(error === null && this.#random.percent(2)))) return
    const entry = { sql, cost: work }
    if (this.#pool.length < poolSize) this.#pool.push(entry)
    else this.#pool[this.#random.int(0, poolSize - 1)] = entry
  }

  #pick(): Parent | null {
    const saving = this.#work > meanWork * (this.#statements + 50)
    for (let attempt = 0; attempt < 8; attempt++) {
      const list = this.#pool.length > 0 && this.#random.percent(55) ? this.#pool : this.#corpus
      const parent = this.#random.pick(list)
      if (!saving || parent.cost < dear) return parent
    }
    return null
  }
}

/** The kind of an outcome: the leading words, and the message without names and numbers. */
function signature(sql: string, error: string | null): string {
  const start = sql
    .trimStart()
    .slice(0, 24)
    .toUpperCase()
    .split(/[^A-Z]+/)
    .slice(0, 2)
    .join(' ')
  const message = (error ?? 'ran')
    .replace(/"[^"]*"|'[^']*'|\d+/g, '#')
    .replace(/: [^ ]+$/, ': #')
    .slice(0, 80)
  return `${start}|${message}`
}
