import { availableParallelism } from 'node:os'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { AppError } from '../kit/errors.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { packageVersion } from '../server/floor/package-version.ts'
import { familyList, familyTaskId, worldsOf } from '../tasks/family-list.ts'
import { levels } from '../tasks/task-family.ts'
import { worldList } from '../tasks/trades/world-list.ts'
import { exitCode } from './command-error.ts'
import { Progress, rateStyle } from './terminal/progress.ts'
import { parseSeeds, parseWhole, unknownName } from './options.ts'
import { ProofFile } from '../proof/run/proof-file.ts'
import type { Proof, ProofJob } from '../proof/run/proof.ts'
import { proveAll } from '../proof/run/prove-all.ts'
import { reportOf, type ValidityReport } from '../proof/run/validity-report.ts'
import { interruptible, type Shell } from './shell.ts'
import { validityTables } from './validity-tables.ts'

export interface FamilyFlags {
  readonly seeds?: string
  readonly family?: string
  readonly world?: string
  readonly level?: string
  readonly workers?: string
  readonly resume?: string
  readonly json?: boolean
}

/** All proofs of a run are kept until its report. */
const mostInstances = 250_000
const mostWorkers = 256

/** The ids of the tasks that the flags name. @throws AppError `unknown_task`, `wrong_use` */
export function chooseTasks(flags: Pick<FamilyFlags, 'family' | 'world' | 'level'>): string[] {
  const families = familyList.filter(({ id }) => id === (flags.family ?? id))
  const worlds = worldList.filter(({ id }) => id === (flags.world ?? id))
  const level = flags.level === undefined ? undefined : parseWhole('--level', flags.level, 1, levels.length)
  if (families.length === 0) {
    const known = familyList.map(({ id }) => id)
    throw unknownName('family', flags.family ?? '', known)
  }
  if (worlds.length === 0) {
    const known = worldList.map(({ id }) => id)
    throw unknownName('world', flags.world ?? '', known, 'wrong_use')
  }
  const tasks = families.flatMap((family) =>
    worldsOf(family)
      .filter((world) => worlds.includes(world))
      .flatMap((world) =>
        levels.filter((own) => own === (level ?? own)).map((own) => familyTaskId(family, world, own)),
      ),
  )
  if (tasks.length === 0) throw new AppError('wrong_use', `${flags.family} finds no place in the world ${flags.world}`)
  return tasks
}

const nameOf = ({ task, seed }: ProofJob): string => `${task} ${seed}`

/** Seed by seed all tasks, so that a run that is cut short has seen them all. */
function* jobsOf(tasks: readonly string[], [first, last]: readonly [number, number]): Generator<ProofJob> {
  for (let seed = first; seed <= last; seed++) for (const task of tasks) yield { task, seed }
}

/**
 * `verify --suite families`: proves every family in every world that fits at every level, seed by seed. It prints the
 * report and returns it; null when it was interrupted.
 */
export async function verifyFamilies(flags: FamilyFlags, shell: Shell): Promise<ValidityReport | null> {
  const { stdout, stderr } = shell
  const tasks = chooseTasks(flags)
  const seeds = parseSeeds(flags.seeds ?? '0..0')
  const total = tasks.length * (seeds[1] - seeds[0] + 1)
  if (total > mostInstances) {
    throw new AppError('wrong_use', `${total} instances are more than the ${mostInstances} of one run`)
  }
  const wanted =
    flags.workers === undefined ? availableParallelism() : parseWhole('--workers', flags.workers, 1, mostWorkers)
  const file = flags.resume === undefined ? undefined : ProofFile.open(flags.resume)
  const chosen = new Set(tasks)
  const isWanted = ({ version, task, seed }: Proof): boolean =>
    version === packageVersion && chosen.has(task) && seed >= seeds[0] && seed <= seeds[1]
  // The id of a task has the family's version.
  const proofs = new Map((file?.proofs ?? []).filter(isWanted).map((proof) => [nameOf(proof), proof]))
  const known = proofs.size
  const open = [...jobsOf(tasks, seeds)].filter((job) => !proofs.has(nameOf(job)))
  const workers = Math.min(wanted, Math.max(open.length, 1))
  const skipped = file === undefined ? '' : `, ${known} of them stand in ${flags.resume}`
  stderr.write(`${total} instances of ${tasks.length} tasks${skipped}; ${workers} at a time\n`)

  const began = performance.now()
  const progress = new Progress(open.length, stderr, rateStyle)
  const { signal, end } = interruptible(shell)
  try {
    const onProof = (proof: Proof): void => {
      file?.append(proof)
      proofs.set(nameOf(proof), proof)
      progress.advance()
    }
    await proveAll(open, { wasm: await loadSqliteWasm(), version: packageVersion, workers, onProof, signal })
  } catch (error) {
    if (!AppError.isInstance(error) || error.code !== 'cancelled') throw error
    progress.end()
    const rest = file === undefined ? '' : `; the same command goes on with what stands in ${flags.resume}`
    stderr.write(`interrupted after ${proofs.size} of ${total} instances${rest}\n`)
    shell.exitCode = exitCode.interrupted
    return null
  } finally {
    progress.end()
    end()
  }
  const report = reportOf([...proofs.values()], seeds, packageVersion)
  const seconds = (performance.now() - began) / 1000
  if (flags.json) {
    const timing = { seconds: Number(seconds.toFixed(1)), proven: open.length, workers }
    stdout.write(toJsonLine({ ...report, timing }))
  } else {
    stdout.write(validityTables(report))
    const rate = open.length === 0 ? '' : `, ${(open.length / seconds).toFixed(1)} instances/s`
    stdout.write(`${open.length} instances proven in ${seconds.toFixed(1)} s${rate}\n`)
  }
  shell.exitCode = report.ok ? exitCode.done : exitCode.fellShort
  return report
}
