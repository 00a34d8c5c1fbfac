import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Command } from 'commander'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { AppError } from '../kit/errors.ts'
import { compareFrozen, drawList, faultsOfList, freeze, type FrozenList, writtenList } from '../proof/frozen-list.ts'
import { createEngine } from '../sql/engine.ts'
import { everyFamily } from '../tasks/family-list.ts'
import { exitCode, oneLine } from './command-error.ts'
import { parseSeed, parseWhole, unknownName } from './options.ts'
import type { Shell } from './shell.ts'
import { Progress } from './terminal/progress.ts'

interface FreezeFlags {
  readonly check?: boolean
  readonly every: string
  readonly file: string
  readonly families?: string
  readonly each: string
  readonly firstSeed: string
}

/** `freeze`, for maintainers: draws a list of instances of the split `test`, or compares one with what is made now. */
export function addFreeze(program: Command, shell: Shell): void {
  program
    .command('freeze', { hidden: true })
    .description('For maintainers: draw a list of instances that stays as it is, or check one.')
    .requiredOption('--file <file>', 'the list')
    .option('--check', 'make its instances again and compare every digest')
    .option('--every <n>', 'with --check: only every nth instance', '1')
    .option('--families <names>', 'what to draw: drills and incidents that have tasks in test, separated by commas')
    .option('--each <n>', 'instances of each at a level', '4')
    .option('--first-seed <n>', 'far from the seeds that somebody meets who plays the split', '910000')
    .action((flags: FreezeFlags) => (flags.check ? check(flags, shell) : draw(flags, shell)))
}

function readList(file: string): FrozenList {
  if (!existsSync(file)) throw new AppError('io_error', `there is no ${file}`)
  let list: unknown
  try {
    list = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new AppError('validation_error', `${file} is no JSON: ${(cause as Error).message}`, { cause })
  }
  const faults = faultsOfList(list)
  if (faults.length > 0) throw new AppError('validation_error', `${file}: ${faults.slice(0, 5).join('; ')}`)
  return list as FrozenList
}

async function check({ every, file }: FreezeFlags, shell: Shell): Promise<void> {
  const step = parseWhole('--every', every, 1, 1_000_000)
  const list = readList(file)
  const chosen = list.instances.filter((_, place) => place % step === 0)
  const engine = await createEngine(await loadSqliteWasm())
  const progress = new Progress(chosen.length, shell.stderr)
  const start = performance.now()
  const differing = chosen.flatMap((entry) => {
    progress.advance(entry.id)
    return compareFrozen(engine, entry)
  })
  progress.end()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  for (const line of differing) shell.stderr.write(`${oneLine(line)}\n`)
  if (differing.length > 0) {
    shell.stderr.write(`${oneLine(list.name)}: ${differing.length} digests differ\n`)
    shell.exitCode = exitCode.fellShort
    return
  }
  shell.stdout.write(
    `${oneLine(list.name)}: ${chosen.length} of ${list.instances.length} instances as frozen, ${seconds} s\n`,
  )
}

async function draw(
  { file, families: wanted, each: count, firstSeed: first }: FreezeFlags,
  shell: Shell,
): Promise<void> {
  if (existsSync(file)) {
    throw new AppError('wrong_use', `${file} is frozen: it is checked (--check), never drawn again`)
  }
  if (wanted === undefined) throw new AppError('wrong_use', 'a list is drawn of --families')
  const each = parseWhole('--each', count, 1, 1000)
  const firstSeed = parseSeed(first)
  const families = wanted.split(',').map((name) => {
    const family = everyFamily.find(({ id }) => id === name)
    if (family !== undefined) return family
    throw unknownName(
      'family',
      name,
      everyFamily.map(({ id }) => id),
    )
  })
  const listed = drawList({ families, each, split: 'test', firstSeed })
  const engine = await createEngine(await loadSqliteWasm())
  const progress = new Progress(listed.length, shell.stderr)
  const instances = listed.map((entry) => {
    progress.advance(entry.id)
    return freeze(engine, entry)
  })
  progress.end()
  // The repaired database, and so the task, must not stand there twice either.
  for (const part of ['image', 'target'] as const) {
    if (new Set(instances.map((entry) => entry[part])).size < instances.length) {
      throw new AppError('task_defect', `two instances share a ${part}`)
    }
  }
  mkdirSync(dirname(file), { recursive: true })
  const name = basename(file, '.json')
  const about = [
    `${wanted.split(',').join(', ')}: ${each} of each at a level, split test, seeds from ${firstSeed} on.`,
    'The list never changes; a change of any byte makes a new list. A reset with task_id and seed plays an instance.',
    'Digests are SHA-256 of the bytes of the database, of the repaired database and of the goal in UTF-8.',
  ]
  writeFileSync(file, writtenList({ name, about, instances }))
  shell.stdout.write(`${file}: ${instances.length} instances\n`)
}
