import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import type { Outcome } from '../../src/sql/outcome.ts'
import { shapeOf } from '../../src/sql/tokenizer.ts'
import { instantiate, type TaskInstance } from '../../src/tasks/instantiate.ts'
import { taskList } from '../../src/tasks/task-list.ts'
import type { Expectation, HostileCase } from './corpus/hostile-case.ts'
import { startPace } from './pace.ts'

/** What one case did. */
export interface Fought {
  /** Expectations that what happened satisfies; the first is its name. */
  readonly satisfied: readonly Expectation[]
  readonly failed: boolean
  /** The error, or the JSON of the results. */
  readonly text: string
  /** Outcomes of the actions before the last that failed. */
  readonly stumbled: readonly string[]
  /** How long the last action took, in the loops of pace.ts. */
  readonly loops: number
  readonly unchanged: boolean
  /** Values of the target that the agent saw and no readable table holds. */
  readonly leaked: readonly string[]
  /** The answer of SELECT 1 and quick_check afterwards. */
  readonly alive: string
}

type Judged = Outcome | { readonly ok: false; readonly kind: 'empty'; readonly message: string }

/** Text cells of a database. */
function texts(content: TaskInstance['target']): string[] {
  const cells = [...content.tables.values()].flatMap((table) => table.rows.flat())
  return [...new Set(cells.filter((cell) => cell.startsWith('t') && cell.length > 4).map((cell) => cell.slice(1)))]
}

/** Text of the target that is no part of any text of the seed, also in hexadecimal. */
export function secretsOf({ before, target }: TaskInstance): string[] {
  const known = texts(before).join('\n')
  const secrets = texts(target).filter((text) => !known.includes(text))
  return secrets.flatMap((text) => [text, Buffer.from(text).toString('hex').toUpperCase()])
}

function satisfiedBy(outcome: Judged): Expectation[] {
  if (outcome.ok) return 'columns' in (outcome.results.at(-1) ?? {}) ? ['rows', 'any'] : ['changed', 'any']
  switch (outcome.kind) {
    case 'budget':
    case 'host':
      return [outcome.kind, 'stopped', 'any']
    case 'limit':
      return ['limit', 'stopped', 'any']
    default:
      return [outcome.kind, 'any']
  }
}

/** A database image without the counters of its header, which a rollback does not set back. */
function pagesOf(image: Uint8Array): Uint8Array {
  const pages = image.slice()
  return pages.fill(0, 24, 28).fill(0, 92, 100)
}

/** One engine, and databases of the five tasks at two seeds. */
export class Arena {
  engine: Engine
  readonly instances: readonly TaskInstance[]
  readonly #wasm: WebAssembly.Module
  readonly #secrets: ReadonlyMap<TaskInstance, readonly string[]>

  private constructor(wasm: WebAssembly.Module, engine: Engine) {
    this.#wasm = wasm
    this.engine = engine
    this.instances = taskList.flatMap((task) => [null, 7].map((seed) => instantiate(engine, task, seed)))
    this.#secrets = new Map(this.instances.map((instance) => [instance, secretsOf(instance)]))
  }

  static async open(): Promise<Arena> {
    const wasm = await loadSqliteWasm()
    return new Arena(wasm, await createEngine(wasm))
  }

  /** A new engine after one broke, so that one hole does not hide the others. */
  async mend(): Promise<void> {
    if (this.engine.broken) this.engine = await createEngine(this.#wasm)
  }

  /** The instance a case is about: the canonical one that has its tables, else each in turn. */
  instanceFor({ sql }: HostileCase, index: number): TaskInstance {
    const text = [sql].flat().join(' ').slice(0, 200_000)
    const named = this.instances.filter(({ summary }) =>
      summary.tables.some((table) => new RegExp(`\\b${table}\\b`, 'i').test(text)),
    )
    const able = named.length > 0 ? named : this.instances
    return able[named.length > 0 && text.includes(', users ') ? 0 : index % able.length] as TaskInstance
  }

  /** Plays a case in a fresh database. Throws what the sandbox throws. */
  play(one: HostileCase, index: number): Fought {
    const instance = this.instanceFor(one, index)
    const { clock, task, summary, seedImage } = instance
    const sandbox = this.engine.open(seedImage, { safety: task.safety, clock, summary })
    try {
      const queries = [one.sql].flat()
      const stumbled: string[] = []
      let seen = ''
      let step = 0
      const act = (query: string): Judged => {
        const shape = shapeOf(query)
        let outcome: Judged
        if (shape.destructive !== null) {
          outcome = { ok: false, kind: 'destructive', message: `${shape.destructive} is not allowed` }
        } else if (shape.empty) outcome = { ok: false, kind: 'empty', message: 'the query is empty' }
        else outcome = sandbox.run(query, ['hostile', index, step++])
        seen += JSON.stringify(outcome)
        return outcome
      }
      for (const query of queries.slice(0, -1)) {
        const outcome = act(query)
        if (!outcome.ok) stumbled.push(outcome.message)
      }
      const before = pagesOf(sandbox.image())
      const pace = startPace()
      const outcome = act(queries.at(-1) ?? '')
      const loops = pace()
      const unchanged = Buffer.compare(before, pagesOf(sandbox.image())) === 0
      seen += JSON.stringify(sandbox.summary)
      const said = queries.join('\n')
      const leaked = (this.#secrets.get(instance) ?? []).filter((text) => seen.includes(text) && !said.includes(text))
      const alive = JSON.stringify(sandbox.run('SELECT 1; PRAGMA quick_check', ['after']))
      const text = outcome.ok ? JSON.stringify(outcome.results) : outcome.message
      return {
        satisfied: satisfiedBy(outcome),
        failed: !outcome.ok,
        text,
        stumbled,
        loops,
        unchanged,
        leaked,
        alive,
      }
    } finally {
      sandbox.close()
    }
  }
}
