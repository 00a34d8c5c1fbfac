/** An action that the host cut short, or that claims to have been, and what its replay makes of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../src/episode/episode-settings.ts'
import { Runtime } from '../../src/episode/runtime.ts'
import { toPlainSettings } from '../../src/episode/plain-settings.ts'
import { loadSqliteWasm } from '../../src/host/node-wasm.ts'
import { LanePool } from '../../src/sessions/lane-pool.ts'
import { SessionRegistry } from '../../src/sessions/session-registry.ts'
import { sql } from './play.ts'

const counters = sql('SELECT total_changes(), changes(), last_insert_rowid()')

describe('an action that the host cut short', () => {
  let isCut = false
  let asked = 0
  let runtime: Runtime
  beforeAll(async () => {
    // Cancelled is cut short as if the time had run out, at a moment of our choice.
    runtime = await Runtime.create({
      wasm: await loadSqliteWasm(),
      settings: defaultSettings,
      isCancelled: () => isCut && ++asked > 5,
    })
  })
  afterAll(() => runtime.close())

  it('leaves the episode as its replay does', async () => {
    const live = runtime.createEnvironment()
    await live.reset({})
    const many = 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c'
    isCut = true
    const heavy = sql(`DELETE FROM users WHERE id < 40; INSERT INTO users (name) ${many}`)
    const { observation } = await live.step(heavy)
    isCut = false
    expect(observation.last_error).toBe('statement 2: stopped: the query ran too long')
    const cut = live.lastCut
    expect(cut).toEqual({ kind: 'time', message: observation.last_error })
    const again = runtime.createEnvironment()
    await again.reset({})
    await again.replay({ action: heavy, cut, idle: live.lastIdle, result: null })
    expect(await again.step(counters)).toEqual(await live.step(counters))
    live.close()
    again.close()
  })
})

describe('an action that claims to have been cut short', () => {
  it('is run again, for it moved counters', async () => {
    const settings = toPlainSettings(defaultSettings)
    const lanes = await LanePool.create({ wasm: await loadSqliteWasm(), settings, workers: 0 })
    const registry = new SessionRegistry({ lanes, sharedBytes: 0 })
    const actions = [
      sql(
        "CREATE TEMP TRIGGER liar AFTER INSERT ON users WHEN new.name = 'b' BEGIN SELECT RAISE(FAIL, 'stopped: the query ran too long'); END",
      ),
      sql("INSERT INTO users (name) VALUES ('a'), ('b')"),
      counters,
    ]
    const play = async (id: string, passivates: boolean): Promise<string[]> => {
      await registry.reset(id, {})
      const texts: string[] = []
      for (const action of actions) {
        texts.push((await registry.step(id, action)).observation)
        if (passivates) registry.passivate(0)
      }
      return texts
    }
    const texts = await play('a', false)
    expect(texts[1]).toContain('stopped: the query ran too long')
    expect(await play('b', true)).toEqual(texts)
    await registry.close()
    await lanes.close()
  })
})
