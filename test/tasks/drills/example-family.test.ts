/** The family that docs/new-family.md writes: the text there is the code here, and it is proven like any other. */
import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../src/host/node-wasm.ts'
import { createEngine, type Engine } from '../../../src/sql/engine.ts'
import { checkTask } from '../../../src/proof/check/check-task.ts'
import { familyTask, worldsOf } from '../../../src/tasks/family-list.ts'
import { tiers } from '../../../src/tasks/drills/blocks/senders.ts'
import { twoParts } from './example-family.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

it('is what the documentation shows', () => {
  const shown = /```ts\n([\s\S]*?)```/.exec(textOf('../../../docs/new-family.md').split('\n## Drills\n')[1] ?? '')?.[1]
  const written = textOf('./example-family.ts')
    .replaceAll('../../../src/tasks/drills/', './')
    .replaceAll('../../../src/tasks/', '../')
  expect(shown).toBe(written)
})

it('fits three worlds or more', () => {
  expect(worldsOf(twoParts).length).toBeGreaterThanOrEqual(3)
})

it.each(tiers)('is fair at tier %d', (level) => {
  for (const world of worldsOf(twoParts)) {
    const { failures, figures } = checkTask(engine, familyTask(twoParts, world, level, 'train'), 3)
    expect([world.id, failures]).toEqual([world.id, []])
    expect(figures?.differing).toBeGreaterThanOrEqual(6)
  }
})
