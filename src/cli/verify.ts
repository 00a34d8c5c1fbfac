import Table from 'cli-table3'
import { type Command, Option } from 'commander'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { clipText } from '../kit/clip-text.ts'
import { AppError } from '../kit/errors.ts'
import { toJsonLine } from '../kit/escape-controls.ts'
import { createEngine, type Engine } from '../sql/engine.ts'
import { checkTask, type CheckReport } from '../proof/check/check-task.ts'
import type { TaskDefinition } from '../tasks/define-task.ts'
import { drillList } from '../tasks/family-list.ts'
import { findTask, taskList } from '../tasks/task-list.ts'
import { exitCode, oneLine } from './command-error.ts'
import { notASuite, parseSeeds, unknownName } from './options.ts'
import { Progress } from './terminal/progress.ts'
import { checksPerEngine } from '../proof/run/proof.ts'
import type { Shell } from './shell.ts'
import { verifyDeep, type DeepFlags } from './verify-deep.ts'
import { verifyDrills, type FamilyFlags } from './verify-drills.ts'
import { verifyIncidents } from './verify-incidents.ts'

interface VerifyFlags extends FamilyFlags, DeepFlags {
  readonly suite: string
  readonly task?: string
  readonly deep?: boolean
}

const familyFlags = ['family', 'world', 'level', 'workers', 'resume'] as const
/** What `--deep` chooses by itself. */
const chosenDeep = ['task', 'seeds', 'family', 'world', 'level'] as const

/** What was measured over all instances of one task. */
interface TaskSummary {
  readonly task: string
  readonly instances: number
  readonly failures: readonly { readonly seed: number | null; readonly check: string; readonly message: string }[]
  readonly best_naive: number
  readonly best_blind: number
}

function summarise(task: TaskDefinition, reports: readonly CheckReport[]): TaskSummary {
  const best = (kind: 'naive' | 'blind'): number =>
    Math.max(0, ...reports.flatMap((report) => report.figures?.[kind].map(({ score }) => score) ?? []))
  return {
    task: task.id,
    instances: reports.length,
    failures: reports.flatMap(({ seed, failures }) => failures.map((failure) => ({ seed, ...failure }))),
    best_naive: best('naive'),
    best_blind: best('blind'),
  }
}

function printSummaries(summaries: readonly TaskSummary[], { stdout }: Shell): void {
  const table = new Table({
    head: ['task', 'instances', 'defects', 'best naive repair', 'best blind policy'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  })
  for (const { task, instances, failures, best_naive, best_blind } of summaries) {
    table.push([task, instances, failures.length, best_naive.toFixed(3), best_blind.toFixed(3)])
  }
  stdout.write(`${table.toString()}\n`)
  for (const { task, failures } of summaries) {
    for (const { seed, check, message } of failures.slice(0, 20)) {
      stdout.write(`${oneLine(`${task}, seed ${seed ?? 'canonical'}, ${check}: ${message}`)}\n`)
    }
    if (failures.length > 20) stdout.write(`${task}: ${failures.length - 20} more\n`)
  }
}

/** `verify`: proves instances of tasks. */
export function addVerify(program: Command, shell: Shell): void {
  program
    .command('verify')
    .description('Prove that tasks are fair: oracles reach the target, shortcuts do not, nothing leaks.')
    .option(
      '--suite <name>',
      'classic: the five listed tasks; drills: every drill; incidents: the laws of every incident',
      'classic',
    )
    .option('--task <id>', 'classic: one task only')
    .option(
      '--seeds <A..B>',
      'seeds to prove, both ends included; classic: after the canonical instance (default: 0..9; else 0..0)',
    )
    .option('--family <name>', 'drills, incidents: one of them only')
    .option('--world <name>', 'drills, incidents: one world only')
    .option('--level <n>', 'drills: one level only, 1 or 2; incidents: 1 to 5')
    .option('--workers <n>', 'drills, incidents: threads (default: as many as there are cores)')
    .option('--resume <file>', 'drills, incidents: write each proof to a file, and skip what stands there')
    .option(
      '--deep',
      'all drills, 10,000 instances and more; goes on with what stands in outputs/verify-deep.jsonl, or the file of --resume',
    )
    .option('--instances <n>', 'with --deep: how many at least (default: 10000)')
    .addOption(
      new Option(
        '--write',
        'with --deep or incidents, for maintainers: put the figures into docs/validity.md',
      ).hideHelp(),
    )
    .option('--json', 'print one line of JSON')
    .action(async (flags: VerifyFlags, command: Command) => {
      if (flags.deep) {
        const other = chosenDeep.find((name) => flags[name] !== undefined)
        if (other !== undefined) throw new AppError('wrong_use', `--${other} is not for --deep, which takes every task`)
        if (flags.suite !== 'drills' && command.getOptionValueSource('suite') === 'cli') {
          throw new AppError('wrong_use', '--deep is for --suite drills')
        }
        return verifyDeep(flags, shell)
      }
      const isWritten = flags.suite === 'incidents' ? (['instances'] as const) : (['instances', 'write'] as const)
      const deep = isWritten.find((name) => flags[name] !== undefined)
      if (deep !== undefined) throw new AppError('wrong_use', `--${deep} is for --deep`)
      if (flags.suite === 'drills' || flags.suite === 'incidents') {
        if (flags.task !== undefined) {
          throw new AppError('wrong_use', '--task is for --suite classic; use --family, --world and --level')
        }
        if (flags.suite === 'incidents') return verifyIncidents(flags, shell)
        await verifyDrills(flags, shell)
        return
      }
      if (flags.suite !== 'classic') {
        throw notASuite(flags.suite, ['classic', 'drills', 'incidents'])
      }
      const misplaced = familyFlags.find((name) => flags[name] !== undefined)
      if (misplaced !== undefined) {
        throw new AppError('wrong_use', `--${misplaced} is for --suite drills and --suite incidents`)
      }
      return verifyClassic(flags, shell)
    })
}

/** The classic tasks, each with the canonical instance and those of the seeds. */
async function verifyClassic(flags: VerifyFlags, shell: Shell): Promise<void> {
  const [first, last] = parseSeeds(flags.seeds ?? '0..9')
  const tasks = flags.task === undefined ? taskList : [requireTask(flags.task)]
  const seeds = [null, ...Array.from({ length: last - first + 1 }, (_, index) => first + index)]
  const wasm = await loadSqliteWasm()
  const progress = new Progress(tasks.length * seeds.length, shell.stderr)
  let engine: Engine | undefined
  let checks = 0
  const summaries: TaskSummary[] = []
  for (const task of tasks) {
    const reports: CheckReport[] = []
    for (const seed of seeds) {
      if (engine === undefined || checks++ % checksPerEngine === 0) engine = await createEngine(wasm)
      reports.push(checkTask(engine, task, seed))
      progress.advance(task.id)
    }
    summaries.push(summarise(task, reports))
  }
  progress.end()
  const ok = summaries.every(({ failures }) => failures.length === 0)
  if (flags.json) shell.stdout.write(toJsonLine({ ok, tasks: summaries }))
  else printSummaries(summaries, shell)
  shell.exitCode = ok ? exitCode.done : exitCode.fellShort
}

function requireTask(id: string): TaskDefinition {
  const task = findTask(id)
  if (task) return task
  if (drillList.some((family) => family.id === id.replace(/@.*$/s, ''))) {
    throw new AppError('wrong_use', `${clipText(id, 128)} is no classic task: --suite drills takes --family`)
  }
  throw unknownName(
    'task',
    id,
    taskList.map((known) => known.id),
  )
}
