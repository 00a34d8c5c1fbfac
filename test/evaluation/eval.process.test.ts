/** `eval` with models on loopback that do what they are told, and with everything that can go wrong beside. */
import { spawnSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EvaluatedTrajectory, EvaluationFault } from '../../src/evaluation/run.ts'
import {
  hangUp,
  silence,
  startScriptedModel,
  status,
  text,
  type Reply,
  type ScriptedModel,
} from '../agent/scripted-model.ts'
import { runHere } from '../cli/run-here.ts'
import { startCliServer, type CliResult } from '../cli/run-cli.ts'
import { byTask, solve, submit, turnOf, usage } from './playing-model.ts'

const root = mkdtempSync(join(tmpdir(), 'dataops-env-eval-'))
const key = 'sk-very-secret-123456'
let model: ScriptedModel | undefined
let place = 0
let out = ''

beforeEach(() => {
  out = join(root, `run-${place++}`)
})
afterEach(async () => {
  await model?.close()
  model = undefined
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Starts a model and writes a models.yaml that names it. */
async function startModel(reply: Reply, more: Record<string, unknown> = {}): Promise<string> {
  model = await startScriptedModel([reply])
  return writeModels([{ name: 'scripted', base_url: `${model.url}?api-key=${key}`, key: 'MODEL_KEY', ...more }])
}

function writeModels(models: readonly Record<string, unknown>[]): string {
  const file = join(root, `models-${place}.yaml`)
  writeFileSync(file, JSON.stringify({ models }))
  return file
}

async function runEval(models: string, args: readonly string[] = [], signals?: EventEmitter): Promise<CliResult> {
  const all = ['eval', '--model', 'scripted', '--models', models, '--suite', 'classic', '--out', out, '--json', ...args]
  return await runHere(all, { env: { MODEL_KEY: key }, ...(signals && { signals }) })
}

const linesIn = <T>(file: string): T[] =>
  readFileSync(join(out, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
const episodes = (): EvaluatedTrajectory[] => linesIn('episodes.jsonl')
const faults = (): EvaluationFault[] => linesIn('faults.jsonl')

interface Event {
  readonly event: string
  readonly summaries?: readonly {
    readonly solved: { readonly mean: number }
    readonly failures: Readonly<Record<string, number>>
    readonly episodes: number
    readonly unplayed: number
    readonly tokens: object | null
    readonly cost: { readonly total: number; readonly perSolved: number | null } | null
    readonly passes: readonly {
      readonly k: number
      readonly any: { readonly mean: number }
      readonly all: { readonly mean: number }
    }[]
  }[]
}
const eventsOf = ({ stdout }: CliResult): Event[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event)
const summaryOf = (result: CliResult) => {
  const [summary] = eventsOf(result).at(-1)?.summaries ?? []
  if (summary === undefined) throw new Error(`no summary: ${result.stderr}`)
  return summary
}

/** An episode without what differs from run to run. */
function bare(episode: EvaluatedTrajectory): string {
  const { model_seconds: _waited, seconds: _seconds, ...evaluation } = episode.evaluation
  return JSON.stringify({ ...episode, evaluation })
}

describe('eval', () => {
  test('plays, counts and records: what it solves, tokens, cost, and nothing secret', async () => {
    const models = await startModel(byTask({ task_hard: submit }), { price: { input: 2, output: 10 } })
    const result = await runEval(models, ['--attempts', '2', '--policy', 'noop,oracle'])
    expect(result.code, result.stderr).toBe(0)
    const summaries = eventsOf(result).at(-1)?.summaries ?? []
    expect(summaries.map(({ solved }) => solved.mean)).toEqual([0, 1, 0.8])
    const [, , own] = summaries
    expect(own?.failures).toEqual({ nothing_done: 2 })
    expect(own?.passes.map(({ k, any, all }) => [k, any.mean, all.mean])).toEqual([
      [1, 0.8, 0.8],
      [2, 0.8, 0.8],
    ])
    const requests = model?.seen.length ?? 0
    const tokens = { input: requests * usage.prompt_tokens, output: requests * usage.completion_tokens }
    expect(own?.tokens).toEqual(tokens)
    expect(own?.cost?.total).toBeCloseTo((tokens.input * 2 + tokens.output * 10) / 1e6, 9)
    expect(own?.cost?.perSolved).toBeCloseTo((own?.cost?.total ?? 0) / 8, 9)
    // The key went where it belongs, and into no file.
    expect(new Set(model?.seen.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${key}`]))
    const written = ['run.json', 'episodes.jsonl', 'faults.jsonl'].map((file) => readFileSync(join(out, file), 'utf8'))
    expect(written.join('')).not.toContain(key)
    // The record is one that other commands read.
    const replayed = await runHere(['replay', join(out, 'episodes.jsonl'), '--json'])
    expect(JSON.parse(replayed.stdout)).toMatchObject({ equal: true })
    const rescored = await runHere(['rescore', out, '--json'])
    expect(JSON.parse(rescored.stdout)).toMatchObject({ episodes: 20, changed: 0, unplayable: 0 })
    const compared = await runHere(['compare', `${out}:scripted`, `${out}:oracle`, '--json'])
    expect(JSON.parse(compared.stdout)).toMatchObject({ items: 5, won: [{ item: { id: 'task_hard' } }], lost: [] })
    const report = await runHere(['report', out])
    expect(report.stdout).toMatch(/scripted\s+│\s+80\.0 %/)
  })

  test('goes on where it was stopped, and comes to the same episodes', async () => {
    const whole = await startModel(solve)
    expect((await runEval(whole, ['--attempts', '3', '--concurrency', '2'])).code).toBe(0)
    const unbroken = episodes().map(bare).toSorted()
    out = `${out}-again`
    const signals = new EventEmitter()
    await model?.close()
    let finished = 0
    const models = await startModel((request, response) => {
      if (turnOf(request) === 4 && ++finished === 4) signals.emit('SIGINT')
      solve(request, response)
    })
    const broken = await runEval(models, ['--attempts', '3', '--concurrency', '2'], signals)
    expect(broken.code).toBe(130)
    const played = episodes().length
    expect(played).toBeGreaterThan(0)
    expect(played).toBeLessThan(15)
    const rest = await runEval(models, ['--attempts', '3', '--concurrency', '2'])
    expect(rest.code).toBe(0)
    expect(eventsOf(rest).filter(({ event }) => event === 'episode')).toHaveLength(15 - played)
    // The address of the model is another one; nothing else is.
    expect(episodes().map(bare).toSorted()).toEqual(unbroken)
    expect(faults()).toEqual([])
  })

  test('a line that was cut in the middle is played again', async () => {
    const models = await startModel(solve)
    await runEval(models)
    const file = join(out, 'episodes.jsonl')
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.subarray(0, bytes.length - 100))
    const again = await runEval(models)
    expect(again.code, again.stderr).toBe(0)
    expect(eventsOf(again).filter(({ event }) => event === 'episode')).toHaveLength(1)
    expect(episodes().map(bare).toSorted()).toEqual(
      bytes
        .toString()
        .trim()
        .split('\n')
        .map((line) => bare(JSON.parse(line) as EvaluatedTrajectory))
        .toSorted(),
    )
  })

  test('a storm of 429 slows it, and costs no episode', async () => {
    let asked = 0
    const models = await startModel((request, response) => {
      // Two of three are refused.
      if (asked++ % 3 !== 0)
        status(429, { error: { message: 'rate limit' } }, { 'retry-after-ms': '1' })(request, response)
      else solve(request, response)
    })
    const result = await runEval(models, ['--attempts', '4', '--concurrency', '16'])
    expect(result.code, result.stderr).toBe(0)
    expect(summaryOf(result)).toMatchObject({ solved: { mean: 1 }, episodes: 20, unplayed: 0 })
    expect(faults()).toEqual([])
  })

  test('what is no answer of the model is no score: it is left out, said, and played by the next start', async () => {
    let isIll = true
    const refusal = status(400, { error: { message: 'content_policy_violation: the request was rejected' } })
    const ill = byTask({ task_easy: silence, task_hard: refusal, task_dedup: hangUp })
    const models = await startModel((request, response) => (isIll ? ill : solve)(request, response))
    const args = ['--timeout', '1', '--patience', '1']
    const first = await runEval(models, args)
    expect(first.code).toBe(3)
    expect(summaryOf(first)).toMatchObject({ solved: { mean: 1 }, unplayed: 3 })
    const kinds = Object.fromEntries(faults().map(({ item, kind }) => [item, kind]))
    expect(kinds).toMatchObject({ task_easy: 'model', task_hard: 'refusal' })
    expect(first.stderr).toContain('the same command goes on')
    const warned = await runHere(['report', out])
    expect(warned.stdout).toContain('more than 1 %')
    isIll = false
    const second = await runEval(models, args)
    expect(second.code, second.stderr).toBe(0)
    expect(summaryOf(second)).toMatchObject({ solved: { mean: 1 }, episodes: 5, unplayed: 0 })
  })

  test('answers without an action, and a context that is too small, are the model’s own', async () => {
    const tooLong = status(400, { error: { message: 'This model has a maximum context length of 300 tokens' } })
    let asked = 0
    const models = await startModel(
      byTask({
        task_easy: text('I would rather talk about it.'),
        task_medium: (request, response) => (asked++ < 3 ? solve : tooLong)(request, response),
      }),
    )
    const result = await runEval(models)
    expect(result.code, result.stderr).toBe(0)
    expect(summaryOf(result).failures).toEqual({ unusable_answers: 1 })
    const ends = Object.fromEntries(episodes().map(({ evaluation }) => [evaluation.item, evaluation.ended]))
    // It had repaired everything before, and is scored as it stands.
    expect(ends).toMatchObject({ task_easy: 'unusable', task_medium: 'context', task_hard: 'submitted' })
    expect(episodes().every(({ steps }) => steps.at(-1)?.result.done === true)).toBe(true)
  })

  test('an environment that dies costs no score and no episode that was played', async () => {
    const models = await startModel(solve)
    const result = await runEval(models, ['--url', 'http://127.0.0.1:1'])
    expect(result.code).toBe(3)
    expect(result.stderr).toContain('not played')
    expect(episodes()).toEqual([])
    expect(faults().every(({ kind }) => kind === 'environment')).toBe(true)
    expect((await runEval(models)).code).toBe(0)
    expect(episodes()).toHaveLength(5)
  })

  test('stops when the money is spent, and goes on when there is more', async () => {
    const models = await startModel(solve, { price: { input: 1000, output: 0 } })
    const first = await runEval(models, ['--concurrency', '1', '--max-cost', '8'])
    expect(first.code).toBe(3)
    expect(first.stderr).toContain('--max-cost')
    // Five requests of a dollar each are an episode.
    expect(episodes()).toHaveLength(2)
    expect((await runEval(models, ['--max-cost', '100'])).code).toBe(0)
    expect(episodes()).toHaveLength(5)
  })

  test('several models at once, each at its own pace', async () => {
    const first = await startScriptedModel([solve])
    model = await startScriptedModel([submit])
    const models = writeModels([
      { name: 'good', base_url: first.url, concurrency: 2 },
      {
        name: 'lazy',
        base_url: model.url,
        model: 'lazy-2',
        mode: 'text',
        temperature: 0.5,
        parameters: { top_p: 0.9 },
      },
    ])
    const args = ['eval', '--model', 'good,lazy', '--models', models, '--suite', 'classic', '--out', out, '--json']
    const result = await runHere(args)
    await first.close()
    expect(result.code, result.stderr).toBe(0)
    const [good, lazy] = eventsOf(result).at(-1)?.summaries ?? []
    expect([good?.solved.mean, lazy?.solved.mean]).toEqual([1, 0])
    expect(model.seen[0]?.body).toMatchObject({ model: 'lazy-2', temperature: 0.5, top_p: 0.9 })
    expect(model.seen.some(({ body }) => body.tools !== undefined)).toBe(false)
  })

  test('says before what it will take, and asks nobody for it', async () => {
    const models = await startModel(solve, { price: { input: 1, output: 2 } })
    const result = await runEval(models, ['--dry-run', '--attempts', '8'])
    expect(result.code).toBe(0)
    expect(eventsOf(result)).toMatchObject([{ event: 'plan', player: 'scripted', episodes: 40 }])
    expect(model?.seen).toEqual([])
  })

  test('generated tasks are spread evenly, and the oracle solves them all', async () => {
    const args = ['eval', '--policy', 'oracle,blind', '--level', '2', '--count', '6', '--out', out, '--json']
    const result = await runHere(args)
    expect(result.code, result.stderr).toBe(0)
    const [oracle, blind] = eventsOf(result).at(-1)?.summaries ?? []
    expect(oracle?.solved.mean).toBe(1)
    expect(blind?.solved.mean).toBe(0)
    const ids = new Set(episodes().map(({ task_id: id }) => id))
    expect(ids.size).toBe(6)
    expect(episodes().every(({ split, canary }) => split === 'test' && typeof canary === 'string')).toBe(true)
  })

  test('a private test is played by its server, which alone can draw it', async () => {
    const salt = join(root, 'salt')
    writeFileSync(salt, 'a secret of the evaluation, 0123456789\n')
    const server = await startCliServer(['--split-salt-file', salt])
    const args = ['eval', '--policy', 'noop', '--count', '2', '--out', out, '--json', '--url', server.url]
    const result = await runHere(args)
    await server.end('SIGTERM')
    expect(result.code, result.stderr).toBe(0)
    // Ids of a private test end in a mark.
    expect(episodes().map(({ task_id: id }) => /~[0-9a-f]{16}$/.test(id))).toEqual([true, true])
  })

  test.each([
    [['eval'], 'who plays?'],
    [['eval', '--policy', 'orcale'], 'did you mean oracle?'],
    [['eval', '--policy', 'noop', '--suite', 'clasic'], 'did you mean classic?'],
    [['eval', '--policy', 'noop', '--suite', 'families'], 'these are called drills'],
    [['eval', '--policy', 'noop', '--suite', 'classic', '--level', '2'], 'no level'],
    [['eval', '--policy', 'noop', '--suite', 'classic', '--count', '2'], 'its own count'],
    [['eval', '--policy', 'noop', '--list', 'eval-99'], 'there is no list eval-99'],
    [['eval', '--policy', 'noop', '--list', 'eval-99', '--level', '1'], 'contradict'],
    [['eval', '--policy', 'noop', '--attempts', '0'], '--attempts takes'],
    [['eval', '--policy', 'noop', '--max-cost', '-1'], '--max-cost takes'],
    [['eval', '--policy', 'noop,noop'], 'two players are called noop'],
    [['report', '/nowhere'], 'holds no run'],
    [['compare', '/nowhere', '/nowhere'], 'holds no run'],
    [['rescore', '/nowhere'], 'holds no run'],
  ])('%j is wrong use', async (args, words) => {
    const { code, stderr } = await runHere(args)
    expect(stderr).toContain(words)
    expect(code).toBe(2)
  })

  test.each([
    [{ name: 'scripted', tempreature: 1 }, 'did you mean temperature?'],
    [{ name: 'scripted', key: 'sk-123' }, 'name the environment variable'],
    [{ name: 'scripted', base_url: 'http://127.0.0.1:9/v1', key: 'UNSET_KEY' }, 'UNSET_KEY is not set'],
    [{ name: 'scriptet' }, 'did you mean scriptet?'],
    [{ name: 'scripted', parameters: { stream: true } }, 'stream is not set by parameters'],
    [{ name: 'a\u001B[2J' }, 'control characters'],
  ])('models.yaml with %j is told where it is wrong', async (entry, words) => {
    const { code, stderr } = await runEval(writeModels([entry]))
    expect(stderr).toContain(words)
    expect(code).toBe(2)
  })

  test('a run of somebody else drives no terminal', async () => {
    await runEval(await startModel(solve))
    const file = join(out, 'run.json')
    const run = readFileSync(file, 'utf8')
    writeFileSync(file, run.replace('"family": "task_easy"', String.raw`"family": "\u001b[2Jtask_easy"`))
    for (const command of ['report', 'rescore']) {
      const { code, stdout, stderr } = await runHere([command, out])
      expect([code, stderr]).toEqual([2, expect.stringContaining('control characters')])
      expect(stdout + stderr).not.toContain('\u001B')
    }
  })

  test('a folder with another run is left as it is', async () => {
    const models = await startModel(solve)
    await runEval(models)
    const before = readFileSync(join(out, 'episodes.jsonl'))
    const other = await runEval(models, ['--attempts', '2'])
    expect(other.code).toBe(2)
    expect(other.stderr).toContain('attempts: 1 there, 2 asked for')
    expect(readFileSync(join(out, 'episodes.jsonl')).equals(before)).toBe(true)
  })
})

const full = join(root, 'full')
mkdirSync(full)
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=192k', 'tmpfs', full]).status === 0
afterAll(() => {
  if (isMounted) spawnSync('umount', ['-l', full])
})

describe.skipIf(!isMounted)('a full disk (skipped where no tmpfs can be mounted: it takes root)', () => {
  test('ends the run with what was written, and the next start goes on', async () => {
    const models = await startModel(solve)
    out = join(full, 'run')
    const ballast = join(full, 'ballast')
    writeFileSync(ballast, Buffer.alloc(120 * 1024))
    const first = await runEval(models, ['--concurrency', '1'])
    expect(first.stderr).toContain('storage_error')
    expect(first.code).toBe(1)
    const written = episodes()
    expect(written.length).toBeLessThan(5)
    rmSync(ballast)
    const second = await runEval(models, ['--concurrency', '1'])
    expect(second.code, second.stderr).toBe(0)
    expect(episodes()).toHaveLength(5)
    expect(episodes().slice(0, written.length)).toEqual(written)
  })
})
