import { beforeAll, describe, expect, it } from 'vitest'
import { loadSqliteWasm } from '../../../../src/host/node-wasm.ts'
import { Random } from '../../../../src/kit/random.ts'
import { createEngine, type Engine } from '../../../../src/sql/engine.ts'
import { Namer, namingStyles } from '../../../../src/tasks/drills/blocks/naming.ts'
import { worldList } from '../../../../src/tasks/drills/trades/world-list.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine(await loadSqliteWasm())
})

describe('Namer', () => {
  it.each(namingStyles)('%s: every name of every world works without quotes and is given once a table', (style) => {
    for (const world of worldList) {
      for (let seed = 0; seed < 12; seed++) {
        const namer = new Namer(new Random('names', seed), style)
        const tables = world.tables.map(({ words, columns }) => {
          const name = namer.table(words)
          const names = columns.map((column) => namer.column(name, column.words))
          expect(new Set(names.map((column) => column.toLowerCase())).size).toBe(names.length)
          return {
            name,
            ddl: `CREATE TABLE ${name} (${names.map((column) => `${column} TEXT`).join(', ')})`,
            columns: names,
            rows: [],
          }
        })
        expect(() => engine.buildImage({ tables })).not.toThrow()
      }
    }
  })

  it('has thirty names or more for the columns of each common role', () => {
    const names = new Map<string, Set<string>>()
    for (const world of worldList) {
      for (const style of namingStyles) {
        for (let seed = 0; seed < 20; seed++) {
          const namer = new Namer(new Random('roles', seed), style)
          for (const { words, columns } of world.tables) {
            const table = namer.table(words)
            names.set('table', (names.get('table') ?? new Set()).add(table))
            for (const column of columns) {
              names.set(column.role, (names.get(column.role) ?? new Set()).add(namer.column(table, column.words)))
            }
          }
        }
      }
    }
    for (const [role, found] of names) expect([role, found.size >= 30]).toEqual([role, true])
  })
})
