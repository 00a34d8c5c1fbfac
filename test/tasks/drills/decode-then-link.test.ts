import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import type { SqlValue } from '../../../src/data/values.ts'
import type { TaskDraft } from '../../../src/tasks/define-task.ts'
import { resolveTask } from '../../../src/tasks/family-list.ts'
import { instantiate, type TaskInstance } from '../../../src/tasks/instantiate.ts'
import { playTrial } from '../../../src/proof/trial.ts'
import { draftFor, lineOf, spoiltTable } from './family-lines.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

interface Row {
  readonly key: SqlValue
  /** The reference as it is found and as it ought to be. */
  readonly found: SqlValue
  readonly due: SqlValue
  /** The code that was read. */
  readonly slip: SqlValue
}

/** The rows that wait for a reference: the second column refers, the third holds the code. */
function childOf({ seed, target, parts }: TaskDraft): { readonly name: string; readonly rows: readonly Row[] } {
  const name = parts.find((part) => part.name === 'links')?.tables[0]?.name ?? ''
  const place = seed.tables.findIndex((table) => table.name === name)
  const due = new Map(target.tables[place]?.rows.map((row) => [row[0] ?? null, row[1] ?? null]))
  const rows = (seed.tables[place]?.rows ?? []).map(([key = null, found = null, slip = null]): Row => ({
    key,
    found,
    due: due.get(key) ?? null,
    slip,
  }))
  return { name, rows }
}

const worlds = ['clinic', 'school', 'sensors']
const sample = worlds.flatMap((world) =>
  [1, 2, 3, 4, 5].map((level) => {
    const lines = spoiltTable(`decode_then_link@1/${world}/${level}`, 3)
    return { ...lines, child: childOf(lines.draft) }
  }),
)

/** Keys by the code as it is found or as it ought to be, in ascending order. */
function holdersOf(
  { lines }: Pick<(typeof sample)[number], 'lines'>,
  side: 'found' | 'due',
): Map<SqlValue, SqlValue[]> {
  const holders = new Map<SqlValue, SqlValue[]>()
  for (const line of lines.toSorted((left, right) => Number(left.key) - Number(right.key))) {
    holders.set(line[side], [...(holders.get(line[side]) ?? []), line.key])
  }
  return holders
}

const bare = (code: SqlValue): string => String(code).replace(/^[A-Z]*0*/, '')

const score = (instance: TaskInstance, queries: readonly string[]): { solved: boolean; micros: number } => {
  const { errors, solved, scoreMicros } = playTrial(engine, instance, queries)
  expect(errors).toEqual([])
  return { solved, micros: scoreMicros }
}

/** The statements of the first oracle: the last one fills the references, those before it are about the codes. */
const stagesOf = ({ draft }: TaskInstance): { codes: readonly string[]; links: readonly string[] } => {
  const { queries } = draft.oracles[0]
  return { codes: queries.slice(0, -1), links: queries.slice(-1) }
}

const instances = (level: number): TaskInstance[] =>
  worlds.map((world) => instantiate(engine, resolveTask(`decode_then_link@1/${world}/${level}`, 'train'), 5))

describe('decode_then_link', () => {
  it('is right in an instance checked by hand', () => {
    const instance = spoiltTable('decode_then_link@1/school/1', 2)
    const { draft } = instance
    expect([instance.table, instance.column]).toEqual(['learners', 'pupilCard'])
    expect(draft.goal).toContain("- ZX39: a whole code is '8' characters long; in front of everything stands 'S'.")
    expect(draft.goal).toContain("- AV31: codes have '10' characters in all; each begins with 'E'.")
    expect(draft.goal).toContain("- AL49: codes have '9' characters in all; each begins with 'S'.")
    // ZX39; AL49; AV31.
    expect(lineOf(instance, 333)).toEqual(['25840', 'S0025840'])
    expect(lineOf(instance, 337)).toEqual(['288', 'S00000288'])
    expect(lineOf(instance, 348)).toEqual(['47935', 'E000047935'])
    // Whole already, although ZX39 writes another length: stays.
    expect(lineOf(instance, 344)).toEqual(['E000047935', 'E000047935'])
    const { name, rows } = childOf(draft)
    expect(name).toBe('signUps')
    const row = (key: number): readonly SqlValue[] => {
      const found = rows.find((candidate) => candidate.key === key)
      return [found?.slip ?? null, found?.found ?? null, found?.due ?? null]
    }
    // 344 has the code as it is found, 348 once the codes are right: the larger number is meant.
    expect(row(7644)).toEqual(['E000047935', null, 348])
    // 339 has it as it is found, 351 afterwards.
    expect(row(7657)).toEqual(['S00000099', null, 351])
    // 333 has the same digits, but its code is S0025840.
    expect(row(7692)).toEqual(['E000025840', null, 368])
    expect(row(7638)).toEqual(['E000000164', null, 396])
    // 350 is E000000689: nobody.
    expect(row(7654)).toEqual(['S00000689', null, null])
    // No code was read.
    expect(row(7642)).toEqual([null, null, null])
    // Known already, although S0000032 is the code of 388.
    expect(row(7629)).toEqual(['S0000032', 351, 351])
  })

  it('does not come out right in the wrong order, and cannot be mended by doing it again', () => {
    for (const level of [1, 2, 3, 4, 5]) {
      for (const instance of instances(level)) {
        const { codes, links } = stagesOf(instance)
        expect(score(instance, [...codes, ...links])).toEqual({ solved: true, micros: 1_000_000 })
        const early = score(instance, [...links, ...codes])
        expect(early.solved).toBe(false)
        expect(early.micros).toBeLessThanOrEqual(400_000)
        // What was filled in too early is there, so it stays.
        const again = score(instance, [...links, ...codes, ...links])
        expect(again.solved).toBe(false)
      }
    }
  })

  it('pays each half alone at most half', () => {
    for (const level of [1, 2, 3, 4, 5]) {
      for (const instance of instances(level)) {
        const { codes } = stagesOf(instance)
        const first = score(instance, codes)
        expect([first.solved, first.micros <= 500_000]).toEqual([false, true])
        const { name, rows } = childOf(instance.draft)
        const { columns = [] } = instance.draft.seed.tables.find((table) => table.name === name) ?? {}
        const known = rows
          .filter(({ found, due }) => found !== due)
          .map(
            ({ key, due }) =>
              `UPDATE "${name}" SET "${columns[1]}" = ${String(due)} WHERE "${columns[0]}" = ${String(key)}`,
          )
        const second = score(instance, [known.join('; ')])
        expect(second).toEqual({ solved: false, micros: 500_000 })
      }
    }
  })

  it('fills a reference by the code as it ought to be, with the largest of several holders', () => {
    let several = 0
    for (const instance of sample) {
      const holders = holdersOf(instance, 'due')
      for (const { found, due, slip } of instance.child.rows) {
        if (found !== null || slip === null) continue
        const held = holders.get(slip) ?? []
        expect(due).toBe(held.at(-1) ?? null)
        if (held.length > 1) several++
      }
    }
    expect(several).toBeGreaterThan(60)
  })

  it('has codes that somebody else has as long as they are not repaired', () => {
    for (const instance of sample) {
      const [raw, right] = [holdersOf(instance, 'found'), holdersOf(instance, 'due')]
      const open = instance.child.rows.filter(({ found, slip }) => found === null && slip !== null)
      const misled = open.filter(({ slip }) => raw.has(slip) && raw.get(slip)?.at(-1) !== right.get(slip)?.at(-1))
      expect(misled.length).toBeGreaterThan(1)
    }
  })

  it('leaves codes of nobody and rows without a code, however alike', () => {
    const seen = { nobody: 0, alike: 0, bare: 0 }
    for (const instance of sample) {
      const holders = holdersOf(instance, 'due')
      const endings = new Set([...holders.keys()].map(bare))
      for (const { found, due, slip } of instance.child.rows) {
        if (found !== null || (slip !== null && holders.has(slip))) continue
        expect(due).toBeNull()
        if (slip === null) seen.bare++
        else seen.nobody++
        if (slip !== null && endings.has(bare(slip))) seen.alike++
      }
    }
    expect(seen.alike).toBeGreaterThan(100)
    expect(seen.alike).toBe(seen.nobody)
    expect(seen.bare).toBeGreaterThan(10)
  })

  it('keeps a reference that is there, also where the code is of somebody else', () => {
    for (const instance of sample) {
      const holders = holdersOf(instance, 'due')
      const known = instance.child.rows.filter(({ found }) => found !== null)
      for (const { found, due } of known) expect(due).toBe(found)
      const other = known.filter(({ found, slip }) => holders.has(slip) && holders.get(slip)?.at(-1) !== found)
      expect(other.length).toBeGreaterThan(0)
    }
  })

  it('tells by the slips of a line no more of its rule than by chance', () => {
    // Of the slips with the digits of a spoilt line, as many name another code as its own.
    let [own, other] = [0, 0]
    for (const { lines, child } of sample) {
      const due = new Map(lines.filter((line) => line.found !== line.due).map((line) => [bare(line.found), line.due]))
      for (const { found, slip } of child.rows) {
        const code = found === null && slip !== null ? due.get(bare(slip)) : undefined
        if (code === slip) own++
        else if (code !== undefined) other++
      }
    }
    expect(own / (own + other)).toBeGreaterThan(0.4)
    expect(own / (own + other)).toBeLessThan(0.65)
  })

  it('gives the same draft for the same seed', () => {
    expect(draftFor('decode_then_link@1/bank/5', 4).seed).toEqual(draftFor('decode_then_link@1/bank/5', 4).seed)
  })
})
