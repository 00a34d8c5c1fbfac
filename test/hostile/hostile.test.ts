import { beforeAll, describe, expect, it } from 'vitest'
import { Episode } from '../../src/episode/episode.ts'
import { defaultRewards } from '../../src/episode/rewards.ts'
import { Connection } from '../../src/sql/connection.ts'
import { Arena, type Fought } from './arena.ts'
import type { HostileCase } from './corpus/hostile-case.ts'
import { hostileCases } from './corpus/index.ts'
import { mostLoops } from './pace.ts'

let arena: Arena
beforeAll(async () => {
  arena = await Arena.open()
})

const titleOf = ({ name, sql }: HostileCase): string => {
  const text = name ?? [sql].flat().join(' | ')
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text)
}

const titled = (cases: readonly HostileCase[]) => cases.map((one, index) => ({ title: titleOf(one), one, index }))

const answering = JSON.stringify({
  ok: true,
  results: [
    { columns: ['1'], rows: [[1]], row_count: 1, truncated: false },
    { columns: ['quick_check'], rows: [['ok']], row_count: 1, truncated: false },
  ],
})

/** What must hold whatever the case is. */
function checkEverything(one: HostileCase, fought: Fought): void {
  expect(fought.loops, 'time, in loops').toBeLessThan(mostLoops)
  expect(fought.leaked, 'target values').toEqual([])
  expect(fought.alive).toBe(answering)
  expect(one.stumbles ? [] : fought.stumbled, 'failures before the last action').toEqual([])
  if (fought.failed || !one.changes) expect(fought.unchanged, 'unchanged').toBe(true)
  if (!fought.failed) return
  expect(fought.text.length).toBeGreaterThan(0)
  expect(fought.text.length).toBeLessThanOrEqual(600)
  const quoted = [one.sql].flat().join('\n')
  const own = (fought.text.match(/(?:\/[\w.-]+){2,}|\b0x[0-9a-f]+|\n\s+at |node_modules|\.wasm\b/gi) ?? []).filter(
    (part) => !quoted.includes(part),
  )
  expect(own, 'facts of the host').toEqual([])
}

describe.each(hostileCases)('$category', ({ cases }) => {
  it.for(titled(cases))('$title', async ({ one, index }) => {
    try {
      const fought = arena.play(one, index)
      checkEverything(one, fought)
      const wanted = [one.expect].flat()
      if (!fought.satisfied.some((kind) => wanted.includes(kind))) {
        expect(`${fought.satisfied[0]}: ${fought.text.slice(0, 300)}`).toBe(wanted.join(' or '))
      }
      if (one.message) expect(fought.text).toMatch(one.message)
      expect(arena.engine.broken).toBe(false)
    } finally {
      await arena.mend()
    }
  })
})

describe('the corpus', () => {
  it('has at least 320 statements, and 8 in every category', () => {
    const counts = hostileCases.map(({ category, cases }) => [category, cases.length] as const)
    expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThanOrEqual(320)
    expect(counts.filter(([, count]) => count < 8)).toEqual([])
  })

  it('names every PRAGMA there is', () => {
    const connection = new Connection(arena.engine.sqlite)
    const { sqlite } = connection
    const names: string[] = []
    connection.each('PRAGMA pragma_list', (statement) => {
      names.push(sqlite.cText(sqlite.calls.sqlite3_column_text(statement, 0)))
    })
    connection.close()
    const text = (hostileCases.find(({ category }) => category === 'pragmas')?.cases ?? [])
      .map(({ sql }) => [sql].flat().join(' '))
      .join('\n')
    expect(names.length).toBeGreaterThan(40)
    expect(names.filter((name) => !new RegExp(`PRAGMA ${name}\\b`).test(text))).toEqual([])
  })

  it('leaves a sandbox that answers', () => {
    expect(arena.engine.broken).toBe(false)
    const [instance] = arena.instances
    if (!instance) throw new Error('no instance')
    const sandbox = arena.engine.open(instance.seedImage, { safety: 'forbidden', clock: instance.clock })
    expect(JSON.stringify(sandbox.run('SELECT 1; PRAGMA quick_check', ['last']))).toBe(answering)
    sandbox.close()
  })
})

describe('an episode', () => {
  const category = hostileCases.find(({ cases }) => cases.some((one) => one.expect === 'destructive'))

  it.each(titled(category?.cases ?? []))('ends for what is destructive and only for that: $title', ({ one, index }) => {
    const instance = arena.instanceFor(one, index)
    const episode = Episode.start(arena.engine, instance, {
      episodeId: 'hostile',
      rewardMode: 'classic',
      stepLimit: 50,
      rewards: defaultRewards,
    })
    try {
      const before = episode.image()
      const steps = [one.sql].flat().map((query) => episode.step({ action_type: 'execute_sql', query }))
      const last = steps.at(-1)
      expect(last?.done).toBe(one.expect === 'destructive')
      if (one.expect !== 'destructive') return
      expect(last?.reward).toBe(-0.2)
      expect(last?.metadata).toMatchObject({ grader_score: 0, solved: false })
      expect(Buffer.compare(before, episode.image())).toBe(0)
    } finally {
      episode.close()
    }
  })
})
