import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../kit/errors.ts'
import { withFigures } from '../proof/run/validity-page.ts'
import { drillTasks } from '../tasks/family-list.ts'
import { parseWhole } from './options.ts'
import type { Shell } from './shell.ts'
import { verifyDrills } from './verify-drills.ts'

export interface DeepFlags {
  readonly instances?: string
  readonly workers?: string
  readonly resume?: string
  readonly json?: boolean
  /** For maintainers: put the figures into docs/validity.md. */
  readonly write?: boolean
}

const defaults = { instances: '10000', resume: 'outputs/verify-deep.jsonl' } as const
const page = 'docs/validity.md'

/** `verify --deep`: every generated task on as many seeds as it takes, going on where an earlier run was stopped. */
export async function verifyDeep(deep: DeepFlags, shell: Shell): Promise<void> {
  const { instances = defaults.instances, resume = defaults.resume, write = false, workers, json } = deep
  const least = parseWhole('--instances', instances, 1, 999_999)
  const seeds = Math.ceil(least / drillTasks().length)
  mkdirSync(dirname(resume), { recursive: true })
  const report = await verifyDrills(
    {
      resume,
      seeds: `0..${seeds - 1}`,
      ...(workers !== undefined && { workers }),
      ...(json !== undefined && { json }),
    },
    shell,
  )
  if (!write || report === null) return
  if (!report.ok) {
    shell.stderr.write(`${page} stays as it is: there are defects\n`)
    return
  }
  const written = withFigures(readFileSync(page, 'utf8'), report, process.versions.node.split('.')[0] ?? '')
  if (written === null) throw new AppError('wrong_use', `${page} has no place for figures`)
  writeFileSync(page, written)
}
