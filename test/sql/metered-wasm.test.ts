import { beforeAll, describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../src/sql/engine.ts'
import { meterWasm, workExports } from '../../src/sql/metered-wasm.ts'
import { makeEngine, numbers, openShop, plainWasm } from './engine-fixture.ts'

const i32 = 0x7f
const text = (value: string): number[] => [value.length, ...new TextEncoder().encode(value)]
const section = (id: number, ...content: readonly number[]): number[] => [id, content.length, ...content]
const body = (...code: readonly number[]): number[] => [code.length + 1, 0, ...code]

/**
 * A module of four functions: `loop` turns its argument down to zero, `fill` fills as many bytes, `malloc`
 * loops like the first, `grab` calls malloc, and `step` does nothing.
 */
function sample(replaced?: readonly number[]): Uint8Array {
  const turns = [0x03, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x0b]
  const bodies = [
    body(...(replaced ?? turns)),
    body(0x41, 0, 0x41, 7, 0x20, 0, 0xfc, 11, 0, 0x0b),
    body(...turns),
    body(0x20, 0, 0x10, 2, 0x0b),
    body(0x0b),
  ]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, 2, 0x60, 1, i32, 0, 0x60, 0, 0),
    ...section(3, 5, 0, 0, 0, 0, 1),
    ...section(4, 1, 0x70, 0, 4),
    ...section(5, 1, 0, 1),
    ...section(6, 1, i32, 0, 0x41, 5, 0x0b),
    ...section(
      7,
      6,
      ...text('loop'),
      0,
      0,
      ...text('fill'),
      0,
      1,
      ...text('malloc'),
      0,
      2,
      ...text('grab'),
      0,
      3,
      ...text('step'),
      0,
      4,
      ...text('table'),
      1,
      0,
    ),
    ...section(10, 5, ...bodies.flat()),
  ])
}

interface Sample {
  readonly work: WebAssembly.Global<'i32'>
  readonly work_checkpoint: WebAssembly.Global<'i32'>
  readonly work_alarm: WebAssembly.Global<'i32'>
  readonly table: WebAssembly.Table
  readonly loop: (turns: number) => void
  readonly fill: (bytes: number) => void
  readonly malloc: (turns: number) => void
  readonly grab: (turns: number) => void
  readonly step: () => void
}

function open(): Sample {
  return new WebAssembly.Instance(new WebAssembly.Module(meterWasm(sample()))).exports as unknown as Sample
}

function cost(instance: Sample, run: () => void): number {
  const before = instance.work.value
  run()
  return instance.work.value - before
}

describe('a metered module', () => {
  it.each([1, 2, 1000])('counts the call of a function with a loop and its %i turns', (turns) => {
    const instance = open()
    expect(cost(instance, () => instance.loop(turns))).toBe(1 + turns)
  })

  it('counts bulk bytes', () => {
    const instance = open()
    expect(cost(instance, () => instance.fill(0))).toBe(0)
    expect(cost(instance, () => instance.fill(64))).toBe(2)
    expect(cost(instance, () => instance.fill(65_536))).toBe(2048)
  })

  it('leaves the allocator out, whoever calls it', () => {
    const instance = open()
    expect(cost(instance, () => instance.malloc(500))).toBe(0)
    expect(cost(instance, () => instance.grab(500))).toBe(0)
  })

  it('leaves functions without a loop alone', () => {
    const instance = open()
    instance.work_checkpoint.value = 0
    instance.work.value = 5
    expect(cost(instance, () => instance.step())).toBe(0)
  })

  it('calls the alarm when a function with a loop begins beyond the checkpoint, seen without sign', () => {
    const instance = open()
    let alarms = 0
    const wrapped = Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, 1, 0x60, 0, 0),
      ...section(2, 1, ...text('a'), ...text('f'), 0, 0),
      ...section(7, 1, ...text('f'), 0, 0),
    ])
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wrapped), { a: { f: () => void alarms++ } })
    instance.table.set(3, exports['f'])
    instance.work_alarm.value = 3
    instance.loop(1000)
    expect(alarms).toBe(0)
    instance.work_checkpoint.value = 1005
    // Each call begins with one unit more and takes another: 1002, 1004, 1006...
    for (let count = 0; count < 10; count++) instance.loop(1)
    expect(alarms).toBe(8)
    instance.work_checkpoint.value = -1
    instance.work.value = -2
    instance.loop(1)
    expect(alarms).toBe(8)
    instance.work_checkpoint.value = 0x7fffffff
    instance.work.value = -5
    instance.loop(1)
    expect(alarms).toBe(9)
  })

  it('does what it did before', () => {
    const instance = open()
    const before = new WebAssembly.Instance(new WebAssembly.Module(sample() as Uint8Array<ArrayBuffer>))
      .exports as unknown as Sample
    expect(() => before.fill(65_537)).toThrow(WebAssembly.RuntimeError)
    expect(() => instance.fill(65_537)).toThrow(WebAssembly.RuntimeError)
  })

  it.each([
    ['SIMD', [0xfd, 0x0f, 0x1a, 0x0b]],
    ['atomics', [0xfe, 0x03, 0x00, 0x0b]],
    ['exceptions', [0x06, 0x40, 0x0b, 0x0b]],
    ['table.init', [0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 12, 0, 0, 0x0b]],
  ])('refuses instructions nobody has looked at: %s', (_name, code) => {
    expect(() => meterWasm(sample(code))).toThrow(TypeError)
  })

  it('keeps every export of SQLite and adds three', async () => {
    const plain = await plainWasm()
    const names = (bytes: Uint8Array): string[] =>
      WebAssembly.Module.exports(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>)).map(({ name }) => name)
    expect(names(meterWasm(plain))).toEqual([...names(plain), ...workExports])
  })
})

/** Statements of every kind, with what they cost. */
const script = [
  'SELECT * FROM users LIMIT 5',
  "UPDATE users SET email = lower(trim(email)) WHERE email LIKE '%@%'",
  'SELECT u.id, count(*), group_concat(o.total) FROM users u JOIN orders o ON o.user_id = u.id GROUP BY u.id ORDER BY 2',
  'SELECT DISTINCT a.name || b.name || c.name FROM users a, users b, users c LIMIT 10 OFFSET 9000',
  'WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT random() % 10000 FROM c) SELECT count(*) FROM c',
  'CREATE TABLE t AS SELECT a.name || b.name AS n FROM users a, users b',
  'CREATE INDEX ti ON t (n)',
  'ALTER TABLE t RENAME COLUMN n TO m',
  "UPDATE t SET m = m || 'x'; DELETE FROM t WHERE m GLOB '*1*'; DROP INDEX ti",
  'SELECT syntax error',
  'SELECT json_group_array(m) FROM t',
  'SELECT m FROM t ORDER BY m COLLATE NOCASE DESC, random()',
  'CREATE TEMP TABLE u AS SELECT * FROM t; SELECT * FROM u, t LIMIT 1',
  `SELECT count(*) FROM (${numbers(5000)} SELECT randomblob(500) AS b FROM c ORDER BY b)`,
]

function costs(engine: Engine): number[] {
  const sandbox = openShop(engine)
  const list = script.map((sql, index) => {
    sandbox.run(sql, ['cost', index])
    return engine.meter.spent
  })
  sandbox.close()
  return list
}

describe('the work of a statement', () => {
  let fresh: number[]
  beforeAll(async () => {
    fresh = costs(await makeEngine())
  })

  it('is the same on two engines, and again on the same one', async () => {
    const engine = await makeEngine()
    expect(costs(engine)).toEqual(fresh)
    expect(costs(engine)).toEqual(fresh)
    expect(Math.min(...fresh)).toBeGreaterThan(50)
  })

  it('is the same on an engine with a past and with neighbours', async () => {
    const engine = await makeEngine()
    for (let round = 0; round < 30; round++) {
      const sandbox = openShop(engine)
      sandbox.run(`CREATE TABLE z AS ${numbers(100 * round)} SELECT randomblob(x % 900) AS n FROM c`, ['past', round])
      sandbox.run('SELECT DISTINCT n, random() FROM z ORDER BY 2', ['past', round])
      if (round % 3 === 0) sandbox.close()
    }
    expect(costs(engine)).toEqual(fresh)
  })
})

describe('an engine', () => {
  it('takes no module that does not count', async () => {
    const plain = await WebAssembly.compile((await plainWasm()) as Uint8Array<ArrayBuffer>)
    await expect(createEngine(plain)).rejects.toThrow('the module does not count its work')
  })
})
