import { AppError } from '../kit/errors.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { packageVersion } from '../server/floor/package-version.ts'
import { drillList, familyTaskId, worldsOf } from '../tasks/family-list.ts'
import { tiers } from '../tasks/drills/blocks/senders.ts'
import { worldList } from '../tasks/drills/trades/world-list.ts'
import { exitCode } from './command-error.ts'
import { parseSeeds, parseWhole, unknownName } from './options.ts'
import { familyProofs } from '../proof/run/proof-file.ts'
import type { Proof } from '../proof/run/proof.ts'
import { reportOf, type ValidityReport } from '../proof/run/validity-report.ts'
import { runProofs, type RunFlags } from './run-proofs.ts'
import type { Shell } from './shell.ts'
import { validityTables } from './validity-tables.ts'

export interface FamilyFlags extends RunFlags {
  readonly seeds?: string
  readonly family?: string
  readonly world?: string
  readonly level?: string
  readonly json?: boolean
}

/** The ids of the tasks that the flags name. @throws AppError `unknown_task`, `wrong_use` */
export function chooseTasks(flags: Pick<FamilyFlags, 'family' | 'world' | 'level'>): string[] {
  const families = drillList.filter(({ id }) => id === (flags.family ?? id))
  const worlds = worldList.filter(({ id }) => id === (flags.world ?? id))
  const level = flags.level === undefined ? undefined : parseWhole('--level', flags.level, 1, tiers.length)
  if (families.length === 0) {
    const known = drillList.map(({ id }) => id)
    throw unknownName('family', flags.family ?? '', known)
  }
  if (worlds.length === 0) {
    const known = worldList.map(({ id }) => id)
    throw unknownName('world', flags.world ?? '', known, 'wrong_use')
  }
  const tasks = families.flatMap((family) =>
    worldsOf(family)
      .filter((world) => worlds.includes(world))
      .flatMap((world) => tiers.filter((own) => own === (level ?? own)).map((own) => familyTaskId(family, world, own))),
  )
  if (tasks.length === 0) throw new AppError('wrong_use', `${flags.family} finds no place in the world ${flags.world}`)
  return tasks
}

/**
 * `verify --suite drills`: proves every drill in every world that fits at every tier, seed by seed. It prints the report
 * and returns it; null when it was interrupted.
 */
export async function verifyDrills(flags: FamilyFlags, shell: Shell): Promise<ValidityReport | null> {
  const { stdout } = shell
  const tasks = chooseTasks(flags)
  const seeds = parseSeeds(flags.seeds ?? '0..0')
  const run = await runProofs<Proof>({ tasks, seeds, kind: familyProofs }, flags, shell)
  if (run === null) return null
  const { proofs, proven, seconds, workers } = run
  const report = reportOf(proofs, seeds, packageVersion)
  if (flags.json) {
    const timing = { seconds: Number(seconds.toFixed(1)), proven, workers }
    stdout.write(toJsonLine({ ...report, timing }))
  } else {
    stdout.write(validityTables(report))
    const rate = proven === 0 ? '' : `, ${(proven / seconds).toFixed(1)} instances/s`
    stdout.write(`${proven} instances proven in ${seconds.toFixed(1)} s${rate}\n`)
  }
  shell.exitCode = report.ok ? exitCode.done : exitCode.fellShort
  return report
}
