import { expect, test } from 'vitest'
import { hostCutMessages } from '../../src/contract/episode.ts'
import { loadCorpus } from './corpus.ts'
import { finalTable, progressLine, toTest } from './fuzz-report.ts'
import { runFuzz, type FuzzOptions, type FuzzReport } from './fuzz-run.ts'
import { findingsOf } from './fuzz-case.ts'
import { runMain } from './main.ts'
import { queryOf } from './seat.ts'
import { canaryText, createSubject, type Place, type SubjectFactory } from './subject.ts'

const corpus = loadCorpus()

const run = (options: Partial<FuzzOptions>): Promise<FuzzReport> =>
  runFuzz({ seed: 11, statements: 1_000, corpus, minimiseLimits: { trials: 60, milliseconds: 6_000 }, ...options })

/** The real environment, but for one step that answers in another way. */
function brokenSubject(breakStep: (step: Place['step'], action: unknown) => ReturnType<Place['step']>): SubjectFactory {
  return async () => {
    const subject = await createSubject()
    const createPlace = (): Place => {
      const place = subject.createPlace()
      const step = place.step.bind(place)
      return Object.assign(place, { step: async (action: unknown) => breakStep(step, action) })
    }
    return { ...subject, createPlace }
  }
}

const startsWith = (action: unknown, word: RegExp): boolean => word.test(queryOf(action) ?? '')

test('finds nothing wrong with the real environment', async () => {
  const report = await run({})
  expect(report.findings).toEqual([])
  expect(report.statements).toBe(1_000)
  // More than half of what is sent must get past the parser, or little is tested.
  expect((report.outcomes['syntax'] ?? 0) / report.statements).toBeLessThan(0.5)
  expect(report.outcomes['ran']).toBeGreaterThan(100)
  expect(progressLine(report)).toContain('1,000 statements')
  expect(finalTable(report)).toMatch(/^findings +0$/m)
})

test('equal seeds give equal statements', async () => {
  const [first, second] = [await run({ statements: 200 }), await run({ statements: 200 })]
  expect(second.stream).toBe(first.stream)
  expect(second.outcomes).toEqual(first.outcomes)
  expect((await run({ statements: 200, seed: 12 })).stream).not.toBe(first.stream)
})

test('finds a target value in an answer, and the smallest case', async () => {
  const createBroken = brokenSubject(async (step, action) => {
    const result = await step(action)
    if (!startsWith(action, /union/i) || result.observation.last_error === null) return result
    return { ...result, observation: { ...result.observation, last_error: `no such value: ${canaryText}3` } }
  })
  const { findings } = await run({ createSubject: createBroken })
  expect(findings.map(({ check }) => check)).toContain('canary')
  const { smallest, whole } = findings[0] as (typeof findings)[0]
  expect(smallest?.actions).toHaveLength(1)
  expect(queryOf(smallest?.actions[0])?.toLowerCase()).toBe('union')
  expect(queryOf(whole.actions.at(-1))?.length).toBeGreaterThan(5)
  const text = toTest(findings[0] as (typeof findings)[0], 11)
  expect(text).toContain('expect(await findingsOf(')
  expect(await findingsOf({ ...whole, actions: smallest?.actions ?? [] })).toEqual([])
})

test('finds exceptions, slow actions, traces of the host and answers that break the contract', async () => {
  const throwing = brokenSubject(async (step, action) => {
    if (startsWith(action, /where/i)) throw new TypeError('cannot read properties of undefined')
    return step(action)
  })
  const busy = brokenSubject(async (step, action) => {
    const until = process.cpuUsage().user + 60_000
    while (startsWith(action, /select/i) && process.cpuUsage().user < until) Math.random()
    return step(action)
  })
  const slow: SubjectFactory = async () => ({ ...(await busy()), slowMs: 40 })
  const leaky = brokenSubject(async (step, action) => ({ ...(await step(action)), host: process.pid }))
  const traced = brokenSubject(async (step, action) => {
    const result = await step(action)
    const { last_error: error } = result.observation
    const last_error = error === null ? null : `${error} at step (/srv/app/dist/sql/sandbox.js:10:2)`
    return { ...result, observation: { ...result.observation, last_error } }
  })
  const limits = { trials: 1, milliseconds: 500 }
  const checksOf = async (subject: SubjectFactory, statements: number): Promise<string[]> =>
    (await run({ createSubject: subject, statements, minimiseLimits: limits })).findings.map(({ check }) => check)
  expect(await checksOf(throwing, 100)).toContain('exception')
  expect(await checksOf(slow, 20)).toContain('slow')
  expect(await checksOf(leaky, 3)).toContain('contract')
  expect(await checksOf(traced, 30)).toContain('error text')
})

test('a crash of the engine is a finding even though the agent only sees an error', async () => {
  const crashed = brokenSubject(async (step, action) => {
    const result = await step(action)
    if (!startsWith(action, /select/i)) return result
    return { ...result, observation: { ...result.observation, last_error: hostCutMessages.engine } }
  })
  const { findings } = await run({
    createSubject: crashed,
    statements: 20,
    minimiseLimits: { trials: 4, milliseconds: 500 },
  })
  expect(findings.map(({ check }) => check)).toContain('trap')
})

test.each([['--seed', 'x'], ['--statements', '-1'], ['--nonsense'], ['stray']])('wrong use: %s %s', async (...args) => {
  expect(await runMain(args.filter((arg) => arg !== undefined))).toBe(2)
})
