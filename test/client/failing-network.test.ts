/** A network that fails all the time: every step is taken at most once, and its reply is had in the end. */
import { expect, test } from 'vitest'
import { connect, EnvironmentError } from '../../src/client/connect.ts'
import { Random } from '../../src/kit/random.ts'
import { ending, startProxy, startServer } from './clients.ts'
import type { Fault, TcpProxy } from './tcp-proxy.ts'

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms))

/** Breaks the connections there are in one way after the other. */
function breakOften(proxy: TcpProxy, random: Random, faults: number): { isOver: boolean } {
  const breaking = { isOver: false }
  void (async () => {
    for (let fault = 0; fault < faults; fault++) {
      await pause(random.int(1, 40))
      const fault: Fault = random.pick(['none', 'upward', 'downward', 'late', 'both'])
      proxy.setFault(fault)
      await pause(random.int(0, 20))
      // One in ten stays half-open until somebody gives it up.
      if (random.int(0, 9) > 0) proxy.cut()
    }
    proxy.cut()
    breaking.isOver = true
  })()
  return breaking
}

test.each([0, 1])('with %i workers', { timeout: 120_000 }, async (workers) => {
  const server = await startServer({ workers, settings: { stepLimits: { task_easy: 1_000_000 } } })
  const proxy = await startProxy(server)
  const client = ending(await connect(proxy.url, { timeoutMs: 500 }))
  await client.reset()
  await client.executeSql('CREATE TEMP TABLE log (step INTEGER)')
  const breaking = breakOften(proxy, new Random('network', workers), 100)
  const known: number[] = []
  let doubtful = 0
  let taken = 1
  let step = 0
  while (!breaking.isOver) {
    step++
    try {
      const { observation } = await client.executeSql(`INSERT INTO log VALUES (${step})`)
      expect(observation).toMatchObject({ last_error: null, current_step: ++taken })
      known.push(step)
    } catch (error) {
      if (!EnvironmentError.isInstance(error)) throw error
      // Given up, as a caller may after so many failures; the state tells what came of it.
      expect(['timeout', 'connection_lost']).toContain(error.code)
      doubtful++
      let state = await client.state().catch(() => undefined)
      while (state === undefined) state = await client.state().catch(() => undefined)
      if (state.step_count > taken) known.push(step)
      taken = state.step_count
    }
  }
  const unordered = 'SELECT count(*) FROM log a JOIN log b ON b.rowid = a.rowid + 1 WHERE b.step <= a.step'
  const { observation } = await client.executeSql(`SELECT count(*), sum(step), (${unordered}) FROM log`)
  const sum = known.reduce((total, known) => total + known, 0)
  expect(observation.last_query_result).toMatchObject({ rows: [[known.length, sum, 0]] })
  expect(known.length).toBeGreaterThanOrEqual(step - doubtful)
  expect(proxy.connections).toBeGreaterThan(50)
})
