import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createEnvironment, type Environment } from '../../src/index.ts'
import { ActionRecorder, longestAction, toActionText } from '../../src/episode/action-record.ts'
import { playFrom, sql } from './play.ts'

let environment: Environment
beforeAll(async () => {
  environment = await createEnvironment()
})

const padded = (size: number): object => ({
  action_type: 'execute_sql',
  query: 'SELECT 1',
  metadata: { pad: 'x'.repeat(size) },
})
const around = longestAction - JSON.stringify(padded(0)).length

describe('the record of an action', () => {
  it('is the same from the object and from its JSON', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\0', '"', '\u2028').chain((c) => fc.integer({ min: 0, max: 60_000 }).map((n) => c.repeat(n))),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(text, fc.constant(null), fc.integer())), (action) => {
        const given = { ...action }
        expect(new ActionRecorder().record(given, [])).toEqual(JSON.parse(toActionText(given)))
      }),
    )
  })

  it('holds an action of 256 Ki characters, and of a longer one the size alone', async () => {
    const [fits] = await playFrom(environment, {}, padded(around))
    expect(fits?.observation.last_error).toBeNull()
    const [result, next] = await playFrom(environment, {}, padded(around + 1), sql('SELECT 2'))
    expect(result).toMatchObject({ reward: -0.05, observation: { current_step: 1 } })
    expect(result?.observation.last_error).toBe('invalid action: 262145 characters of JSON, the limit is 262144')
    expect(next?.observation.last_error).toBeNull()
    expect(environment.trajectory().steps[0]?.action).toEqual({ too_large: longestAction + 1 })
    expect(JSON.stringify(environment.trajectory()).length).toBeLessThan(20_000)
  })

  it('gives whoever sends its mark the same answer', async () => {
    const [result] = await playFrom(environment, {}, { too_large: 5 })
    expect(result?.observation.last_error).toBe('invalid action: 5 characters of JSON, the limit is 262144')
  })
})
