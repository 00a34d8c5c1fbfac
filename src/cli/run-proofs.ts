import { availableParallelism } from 'node:os'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { AppError } from '../kit/errors.ts'
import { ProofFile, type ProofKind } from '../proof/run/proof-file.ts'
import type { ProofJob } from '../proof/run/proof.ts'
import { proveAll } from '../proof/run/prove-all.ts'
import { packageVersion } from '../server/floor/package-version.ts'
import { exitCode } from './command-error.ts'
import { parseWhole } from './options.ts'
import { interruptible, type Shell } from './shell.ts'
import { Progress, rateStyle } from './terminal/progress.ts'

/** What every run of proofs takes. */
export interface RunFlags {
  readonly workers?: string
  readonly resume?: string
}

/** Which instances to prove, and how. */
export interface RunInput<Line> {
  readonly tasks: readonly string[]
  readonly seeds: readonly [first: number, last: number]
  readonly kind: ProofKind<Line>
  readonly suite?: ProofJob['suite']
}

export interface RunResult<Line> {
  /** Those of the file and the new ones, in the order in which they were done. */
  readonly proofs: readonly Line[]
  /** How many are new. */
  readonly proven: number
  readonly seconds: number
  readonly workers: number
}

/** All proofs of a run are kept until its report. */
const mostInstances = 250_000
const mostWorkers = 256

const nameOf = ({ task, seed }: ProofJob): string => `${task} ${seed}`

/** Seed by seed all tasks, so that a run that is cut short has seen them all. */
function* jobsOf({ tasks, seeds: [first, last], suite }: RunInput<unknown>): Generator<ProofJob> {
  for (let seed = first; seed <= last; seed++) {
    for (const task of tasks) yield { task, seed, ...(suite !== undefined && { suite }) }
  }
}

/**
 * Proves instances on all cores, or as many threads as asked for, and skips what stands in the file of `--resume`.
 * null when it was interrupted.
 *
 * @throws AppError `wrong_use`, `io_error`, `internal`
 */
export async function runProofs<Line extends ProofJob & { readonly version: string }>(
  input: RunInput<Line>,
  flags: RunFlags,
  shell: Shell,
): Promise<RunResult<Line> | null> {
  const { stderr } = shell
  const { tasks, seeds, kind } = input
  const total = tasks.length * (seeds[1] - seeds[0] + 1)
  if (total > mostInstances) {
    throw new AppError('wrong_use', `${total} instances are more than the ${mostInstances} of one run`)
  }
  const wanted =
    flags.workers === undefined ? availableParallelism() : parseWhole('--workers', flags.workers, 1, mostWorkers)
  const file = flags.resume === undefined ? undefined : ProofFile.open(flags.resume, kind)
  const chosen = new Set(tasks)
  const isWanted = ({ version, task, seed }: Line): boolean =>
    version === packageVersion && chosen.has(task) && seed >= seeds[0] && seed <= seeds[1]
  // The id of a task has the family's version.
  const proofs = new Map((file?.proofs ?? []).filter(isWanted).map((proof) => [nameOf(proof), proof]))
  const known = proofs.size
  const open = [...jobsOf(input)].filter((job) => !proofs.has(nameOf(job)))
  const workers = Math.min(wanted, Math.max(open.length, 1))
  const skipped = file === undefined ? '' : `, ${known} of them stand in ${flags.resume}`
  stderr.write(`${total} instances of ${tasks.length} tasks${skipped}; ${workers} at a time\n`)

  const began = performance.now()
  const progress = new Progress(open.length, stderr, rateStyle)
  const { signal, end } = interruptible(shell)
  try {
    const onProof = (proof: Line): void => {
      file?.append(proof)
      proofs.set(nameOf(proof), proof)
      progress.advance()
    }
    await proveAll<Line>(open, { wasm: await loadSqliteWasm(), version: packageVersion, workers, onProof, signal })
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
  return { proofs: [...proofs.values()], proven: open.length, seconds: (performance.now() - began) / 1000, workers }
}
