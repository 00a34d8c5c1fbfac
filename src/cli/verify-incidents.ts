import { readFileSync, writeFileSync } from 'node:fs'
import { AppError } from '../kit/errors.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { incidentFigures, withIncidentFigures } from '../proof/incidents/incident-page.ts'
import type { IncidentProofLine } from '../proof/incidents/incident-proof.ts'
import { incidentReportOf } from '../proof/incidents/incident-report.ts'
import { incidentTaskIds } from '../proof/incidents/incident-tasks.ts'
import { incidentProofs } from '../proof/run/proof-file.ts'
import { packageVersion } from '../server/floor/package-version.ts'
import { incidentFamilies } from '../tasks/family-list.ts'
import { levels } from '../tasks/task-family.ts'
import { exitCode } from './command-error.ts'
import { incidentTables } from './incident-tables.ts'
import { parseSeeds, parseWhole, unknownName } from './options.ts'
import { runProofs } from './run-proofs.ts'
import type { Shell } from './shell.ts'
import type { FamilyFlags } from './verify-drills.ts'

export interface IncidentFlags extends FamilyFlags {
  /** For maintainers: put the figures into docs/validity.md, defects included. */
  readonly write?: boolean
}

const page = 'docs/validity.md'

/** The ids of the tasks that the flags name. @throws AppError `unknown_task`, `wrong_use` */
export function chooseIncidents({ family, world, level: wanted }: FamilyFlags): string[] {
  const incidents = incidentFamilies.map(({ id }) => id)
  if (family !== undefined && !incidents.includes(family)) throw unknownName('family', family, incidents)
  const worlds = [...new Set(incidentFamilies.flatMap((own) => own.worlds.map(({ id }) => id)))]
  if (world !== undefined && !worlds.includes(world)) throw unknownName('world', world, worlds, 'wrong_use')
  const level = wanted === undefined ? undefined : parseWhole('--level', wanted, 1, levels.length)
  const tasks = incidentTaskIds({ incident: family, world, level })
  if (tasks.length === 0) {
    const places = [world === undefined ? [] : `world ${world}`, level === undefined ? [] : `level ${level}`].flat()
    throw new AppError('wrong_use', `${family ?? 'no incident'} has no task in ${places.join(' at ')}`)
  }
  return tasks
}

/** `verify --suite incidents`: tries every law on every incident in every world that has its stations, seed by seed. */
export async function verifyIncidents(flags: IncidentFlags, shell: Shell): Promise<void> {
  const { stdout } = shell
  const tasks = chooseIncidents(flags)
  const seeds = parseSeeds(flags.seeds ?? '0..0')
  const began = process.cpuUsage()
  const run = await runProofs<IncidentProofLine>(
    { tasks, seeds, kind: incidentProofs, suite: 'incidents' },
    flags,
    shell,
  )
  if (run === null) return
  const { proofs, proven, seconds, workers } = run
  const report = incidentReportOf(proofs, seeds, packageVersion)
  // All threads are of this process.
  const { user, system } = process.cpuUsage(began)
  const each = (user + system) / 1e6 / Math.max(proven, 1)
  if (flags.json) {
    const timing = { seconds: Number(seconds.toFixed(1)), processor: Number(each.toFixed(2)), proven, workers }
    stdout.write(toJsonLine({ ...report, timing }))
  } else {
    stdout.write(incidentTables(report))
    stdout.write(`${proven} instances proven in ${seconds.toFixed(1)} s, ${each.toFixed(2)} s of a processor each\n`)
  }
  if (flags.write) {
    const chosen = (['seeds', 'family', 'world', 'level'] as const).flatMap((name) =>
      flags[name] === undefined ? [] : [`--${name} ${flags[name]}`],
    )
    const command = ['dataops-env verify --suite incidents', ...chosen].join(' ')
    const figures = incidentFigures(report, command, process.versions.node.split('.')[0] ?? '')
    const written = withIncidentFigures(readFileSync(page, 'utf8'), figures)
    if (written === null) throw new AppError('wrong_use', `${page} has no place for figures of incidents`)
    writeFileSync(page, written)
  }
  shell.exitCode = report.ok ? exitCode.done : exitCode.fellShort
}
