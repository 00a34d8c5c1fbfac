/** OpenEnv's own runner and graders against a plain process: a tool that is not in this repository. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { runPython } from './run-python.ts'

/** Where tools lie that are not in this repository. */
const shared = process.env['DATAOPS_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url))
const localValidator = join(shared, 'tools/validate_local.py')

/** Whether it is on this machine. */
export const hasLocalValidator: boolean = existsSync(localValidator)
if (!hasLocalValidator) process.stdout.write(`skipped: no ${localValidator}\n`)

const graded = [
  'static.manifest',
  'runtime.startup',
  'runtime.network_policy',
  'runtime.observation_schema',
  'runtime.reward_well_formed',
  'runtime.state_contract',
]

/** Checks that no release of OpenEnv has yet, as the local validator foresees them. */
const foreseen = [
  'preview.episode_determinism',
  'preview.tool_declaration_accuracy',
  'preview.task_declaration_accuracy',
  'preview.seed_control',
  'preview.trajectory_record',
]

/**
 * Expects that a package passes all that is graded.
 *
 * @param bin the executables of an environment with openenv
 * @param start how its server is started, from the folder
 */
export async function expectAllPass(bin: string, folder: string, start: string): Promise<void> {
  const args = [localValidator, folder, '--start', start, '--env', 'NODE_ENV=production']
  const { code, stdout, output } = await runPython(join(bin, 'python'), args, { timeoutMs: 200_000 })
  const lines = stdout.matchAll(/^(PASS|WARN|FAIL|SKIP|ERROR) +(\S+)/gm)
  const statuses = new Map([...lines].map(([, status, id]) => [id as string, status as string]))
  // Without root nothing can be isolated, and so nothing measured.
  const isIsolated = stdout.includes('provider local-isolate')
  for (const id of [...graded, ...foreseen]) {
    const expected = id === 'runtime.network_policy' && !isIsolated ? 'SKIP' : 'PASS'
    expect(`${id} ${statuses.get(id)}`, output).toBe(`${id} ${expected}`)
  }
  expect(stdout, output).toMatch(new RegExp(`# verdict WARN: ${isIsolated ? 6 : 5} pass, 0 fail`))
  expect(code, output).toBe(0)
}
