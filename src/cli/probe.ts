import { readFileSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { loadSqliteWasm } from '../host/node-wasm.ts'
import { AppError } from '../kit/errors.ts'
import { probeFamily, type FamilyProbes, type ProbeSize } from '../proof/probes/probe-family.ts'
import { brokenBounds, probePage, probeTable } from '../proof/probes/probe-page.ts'
import { createEngine } from '../sql/engine.ts'
import type { DrillFamily } from '../tasks/drill-family.ts'
import { drillList } from '../tasks/family-list.ts'
import { exitCode, oneLine } from './command-error.ts'
import { parseWhole, unknownName } from './options.ts'
import type { Shell } from './shell.ts'
import { Progress } from './terminal/progress.ts'

interface ProbeFlags {
  readonly family?: readonly string[]
  readonly instances: string
  readonly seeds: string
  readonly from?: readonly string[]
  readonly json?: boolean
  readonly write?: boolean
}

/** What a family was found to be, and how long it took. */
type TimedProbes = FamilyProbes & { readonly seconds: number }

/** What `--json` writes, and `--from` reads. */
interface ProbeRun {
  readonly instances: number
  readonly seeds: number
  readonly seconds: number
  readonly ok: boolean
  readonly families: readonly TimedProbes[]
}

const page = 'docs/validity-probes.md'

/** `probe`, for maintainers: looks for shortcuts that show only over many instances. */
export function addProbe(program: Command, shell: Shell): void {
  program
    .command('probe', { hidden: true })
    .description(
      'For maintainers: probe families for artefacts of the generator, SQL learnt by heart and levels that need no evidence.',
    )
    .option('--family <names...>', 'these families only')
    .option('--instances <n>', 'instances of a family that are looked at', '500')
    .option('--seeds <n>', 'seeds of a task whose repairs are played on one another', '4')
    .option('--from <files...>', 'take figures from files that --json wrote instead of probing anew')
    .option('--json', 'print the figures as JSON')
    .option('--write', `make ${page} of all families`)
    .action((flags: ProbeFlags) => runProbe(flags, shell))
}

async function runProbe(flags: ProbeFlags, shell: Shell): Promise<void> {
  const size = {
    instances: parseWhole('--instances', flags.instances, 10, 1_000_000),
    seeds: parseWhole('--seeds', flags.seeds, 2, 10_000),
  }
  const names = drillList.map(({ id }) => id)
  const unknown = flags.family?.find((name) => !names.includes(name))
  if (unknown !== undefined) throw unknownName('family', unknown, names)
  if (flags.write && flags.family !== undefined) {
    throw new AppError('wrong_use', '--write makes a page of all families: leave --family out')
  }
  const chosen = drillList.filter(({ id }) => flags.family?.includes(id) ?? true)
  const probed = flags.from === undefined ? await probeAll(chosen, size, shell) : readAll(chosen, size, flags.from)
  const broken = brokenBounds(probed)
  const seconds = probed.reduce((sum, one) => sum + one.seconds, 0)
  if (flags.json) {
    const run = { ...size, seconds, ok: broken.length === 0, families: probed } satisfies ProbeRun
    shell.stdout.write(`${JSON.stringify(run, null, 2)}\n`)
  } else {
    shell.stdout.write(`${size.instances} instances a family, ${size.seeds} seeds a task; ${seconds.toFixed(0)} s\n\n`)
    shell.stdout.write(`${probeTable(probed)}\n`)
    for (const failure of broken) shell.stdout.write(`\n${oneLine(`BROKEN ${failure}`)}\n`)
  }
  if (flags.write) writeFileSync(page, probePage(probed, size))
  shell.exitCode = broken.length > 0 ? exitCode.fellShort : exitCode.done
}

async function probeAll(families: readonly DrillFamily[], size: ProbeSize, shell: Shell): Promise<TimedProbes[]> {
  const engine = await createEngine(await loadSqliteWasm())
  const progress = new Progress(families.length, shell.stderr)
  const found = families.map((family) => {
    const start = performance.now()
    const probed = probeFamily(engine, family, size)
    progress.advance(family.id)
    return { ...probed, seconds: (performance.now() - start) / 1000 }
  })
  progress.end()
  return found
}

/** Figures of all chosen families, each of today's version and of the size that is asked for. */
function readAll(families: readonly DrillFamily[], size: ProbeSize, files: readonly string[]): TimedProbes[] {
  const runs = files.map(readRun)
  return families.map(({ id, version }) => {
    const isOfFamily = (own: TimedProbes): boolean => own.family === id && own.version === version
    const run = runs.findLast(({ families: own }) => own.some(isOfFamily))
    const found = run?.families.find(isOfFamily)
    if (found !== undefined && run?.instances === size.instances && run.seeds === size.seeds) return found
    const asked = `${size.instances} instances and ${size.seeds} seeds`
    throw new AppError('wrong_use', `no file has figures of ${id}@${version} for ${asked}`)
  })
}

function readRun(file: string): ProbeRun {
  try {
    const run = JSON.parse(readFileSync(file, 'utf8')) as ProbeRun
    if (Array.isArray(run.families)) return run
  } catch (cause) {
    throw new AppError('io_error', `${file}: ${(cause as Error).message}`, { cause })
  }
  throw new AppError('wrong_use', `${file} was not written by probe --json`)
}
