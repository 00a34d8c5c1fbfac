import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { AppError } from '../kit/errors.ts'
import { drawEvalList, listedFamilies, writtenList } from '../proof/eval-list.ts'
import { compareFrozen, faultsOfList, freeze, type FrozenList } from '../proof/frozen-list.ts'
import { createEngine } from '../sql/engine.ts'
import { familyList } from '../tasks/family-list.ts'
import { exitCode, oneLine } from './command-error.ts'
import { parseWhole, unknownName } from './options.ts'
import type { Shell } from './shell.ts'
import { Progress } from './terminal/progress.ts'

interface FreezeFlags {
  readonly check?: boolean
  readonly every: string
  readonly file: string
  readonly families?: string
}

/** It lies beside `src/` and `dist/` alike. */
const ownList = fileURLToPath(new URL('../../lists/eval-1.json', import.meta.url))

/** `freeze`, for maintainers: draws the evaluation list where there is none, or compares it with what is made now. */
export function addFreeze(program: Command, shell: Shell): void {
  program
    .command('freeze', { hidden: true })
    .description('For maintainers: draw the frozen evaluation list where there is none, or check it.')
    .option('--check', 'make its instances again and compare every digest')
    .option('--every <n>', 'with --check: only every nth instance', '1')
    .option('--file <file>', 'the list', ownList)
    .option('--families <names>', 'draw a trial list of these families, separated by commas')
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

async function draw({ file, families: wanted }: FreezeFlags, shell: Shell): Promise<void> {
  if (existsSync(file)) {
    throw new AppError('wrong_use', `${file} is frozen: it is checked (--check), never drawn again`)
  }
  const families = (wanted?.split(',') ?? listedFamilies).map((name) => {
    const family = familyList.find(({ id }) => id === name)
    if (family !== undefined) return family
    throw unknownName(
      'family',
      name,
      familyList.map(({ id }) => id),
    )
  })
  const listed = drawEvalList(families)
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
  writeFileSync(file, writtenList(instances))
  shell.stdout.write(`${file}: ${instances.length} instances\n`)
}
