import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadCorpus } from './corpus.ts'
import { finalTable, progressLine, toTest } from './fuzz-report.ts'
import { runFuzz, type FuzzReport } from './fuzz-run.ts'

const usage = `usage: npm run fuzz -- [--seconds N] [--statements N] [--seed S] [--json]

  --seconds N     stop after N seconds (30, unless --statements is given)
  --statements N  stop after N statements
  --seed S        equal seeds give equal statements (1)
  --json          print the account as JSON

Exit code 0: nothing found; 1: something found; 2: wrong use.
`

class UsageError extends Error {
  override name = 'UsageError'
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--${name} takes a whole number, not ${JSON.stringify(text)}`)
  return Number(text)
}

interface Settings {
  readonly statements?: number
  readonly seconds?: number
  readonly seed: number
  readonly json: boolean
  readonly help: boolean
}

function parseSettings(args: readonly string[]): Settings {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: text, statements: text, seed: text, json: flag, help: flag },
  })
  const statements = wholeNumber('statements', values.statements)
  const seconds = wholeNumber('seconds', values.seconds) ?? (statements === undefined ? 30 : undefined)
  return {
    ...(statements === undefined ? {} : { statements }),
    ...(seconds === undefined ? {} : { seconds }),
    seed: wholeNumber('seed', values.seed) ?? 1,
    json: values.json,
    help: values.help,
  }
}

/** Odd actions hold what JSON has no spelling of. */
const plain = (_key: string, value: unknown): unknown =>
  ['bigint', 'symbol', 'function'].includes(typeof value) ? String(value) : value

const minute = 60_000

/** A line that is written over every second, or, in a log, one a minute. */
function showProgress(report: FuzzReport): void {
  const { stderr } = process
  if (stderr.isTTY) stderr.write(`\r\u001B[K${progressLine(report).slice(0, stderr.columns - 1)}`)
  else if (report.milliseconds % minute < 1_000 && report.milliseconds > minute)
    stderr.write(`${progressLine(report)}\n`)
}

/** The command; resolves to its exit code. */
export async function runMain(args: readonly string[]): Promise<number> {
  let settings: Settings
  try {
    settings = parseSettings(args)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    return 2
  }
  if (settings.help) {
    process.stdout.write(usage)
    return 0
  }
  const corpus = loadCorpus()
  // A place where a file that SQL managed to write would be noticed.
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'))
  const home = process.cwd()
  process.chdir(folder)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  try {
    const report = await runFuzz({
      ...settings,
      corpus,
      signal: stop.signal,
      onProgress: showProgress,
    })
    const files = readdirSync(folder)
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
    const { findings, seed } = report
    process.stdout.write(
      settings.json ? `${JSON.stringify({ corpus: corpus.length, files, ...report }, plain)}\n` : finalTable(report),
    )
    for (const finding of findings) process.stderr.write(`\n${toTest(finding, seed)}`)
    if (files.length > 0) process.stderr.write(`\nSQL wrote files: ${files.join(', ')}\n`)
    return findings.length > 0 || files.length > 0 ? 1 : 0
  } finally {
    process.chdir(home)
    rmSync(folder, { recursive: true, force: true })
  }
}
