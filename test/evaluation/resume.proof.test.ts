/** A run that is killed again and again comes to what an unbroken one comes to. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { EvaluatedTrajectory } from '../../src/evaluation/run.ts'
import { Random } from '../../src/kit/random.ts'
import { startScriptedModel } from '../agent/scripted-model.ts'
import { cliPath, runCli } from '../cli/run-cli.ts'
import { solve } from './playing-model.ts'

const root = mkdtempSync(join(tmpdir(), 'dataops-env-killed-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const kills = 20

/** The episodes of a run without what differs from run to run. */
function episodesIn(folder: string): string[] {
  return readFileSync(join(folder, 'episodes.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const episode = JSON.parse(line) as EvaluatedTrajectory
      const { model_seconds: _waited, seconds: _seconds, ...evaluation } = episode.evaluation
      return JSON.stringify({ ...episode, evaluation })
    })
    .toSorted()
}

test(`${kills} kills at random points cost no episode and change none`, async () => {
  let asked = 0
  let onRequest: () => void = () => {}
  const model = await startScriptedModel([
    (request, response) => {
      asked++
      onRequest()
      solve(request, response)
    },
  ])
  const models = join(root, 'models.yaml')
  writeFileSync(models, JSON.stringify({ models: [{ name: 'scripted', base_url: model.url }] }))
  const args = (out: string): string[] => [
    ...['eval', '--model', 'scripted', '--models', models, '--suite', 'classic', '--json'],
    ...['--attempts', '30', '--concurrency', '3', '--out', join(root, out)],
  ]
  const whole = await runCli(args('whole'))
  expect(whole.code, whole.stderr).toBe(0)
  const perRun = asked

  const random = new Random('kills')
  for (let kill = 0; kill < kills; kill++) {
    const child = spawn(process.execPath, [cliPath, ...args('killed')], { stdio: 'ignore' })
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)))
    // By what it has asked, not by time: a slow machine is killed at the same places.
    const at = asked + random.int(1, Math.max(2, Math.floor(perRun / kills) - 2))
    onRequest = () => {
      if (asked >= at) child.kill('SIGKILL')
    }
    expect(await ended).toBe('SIGKILL')
    onRequest = () => {}
  }
  const last = await runCli(args('killed'))
  expect(last.code, last.stderr).toBe(0)
  await model.close()
  expect(episodesIn(join(root, 'killed'))).toEqual(episodesIn(join(root, 'whole')))
  const reports = await Promise.all(
    ['killed', 'whole'].map(async (name) => await runCli(['report', join(root, name), '--json'])),
  )
  const [killed, unbroken] = reports.map(({ stdout }) => {
    const { summaries } = JSON.parse(stdout) as { summaries: { latency: number }[] }
    return summaries.map(({ latency: _latency, ...summary }) => summary)
  })
  expect(killed).toEqual(unbroken)
})
