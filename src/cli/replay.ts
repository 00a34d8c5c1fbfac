import type { Command } from 'commander'
import { replay, type ReplayReport } from '../episode/replay.ts'
import { createRuntime } from '../index.ts'
import { clipText } from '../kit/clip-text.ts'
import { AppError } from '../kit/errors.ts'
import { escapeControls, toJsonLine } from '../kit/escape-controls.ts'
import { exitCode } from './command-error.ts'
import { readRecord } from './record-file.ts'
import { interruptible, type Shell } from './shell.ts'
import { openInBrowser, viewRecord } from './view-record.ts'

interface ReplayFlags {
  readonly json?: boolean
  readonly view?: boolean
  readonly port?: string
}

/** Characters of differing bytes that are shown. */
const shownBytes = 160

/** The part of two texts that begins shortly before they part. */
function whereTheyPart(expected: string, actual: string): readonly [string, string] {
  let same = 0
  while (same < expected.length && expected[same] === actual[same]) same++
  const start = Math.max(0, same - 40)
  const cut = (text: string): string =>
    `${start > 0 ? '…' : ''}${escapeControls(text.slice(start, start + shownBytes))}`
  return [cut(expected), cut(actual)]
}

function describe(index: number, taskId: unknown, report: ReplayReport): string {
  // A record is a file like any other: whatever it says may stand there.
  const name = `episode ${index + 1} (${typeof taskId === 'string' ? escapeControls(clipText(taskId, 128)) : '?'})`
  if (report.equal) return `${name}: ${report.steps} steps, every byte equal\n`
  const { firstDifference } = report
  const place = typeof firstDifference === 'number' ? `step ${firstDifference}` : `the ${String(firstDifference)}`
  const [expected, actual] = whereTheyPart(report.expected ?? 'null', report.actual ?? 'null')
  return `${name}: ${place} differs\n  recorded: ${expected}\n  replayed: ${actual}\n`
}

/** `replay`: runs recorded episodes again and compares every byte. */
export function addReplay(program: Command, shell: Shell): void {
  program
    .command('replay')
    .description('Run recorded episodes again and say whether every byte is equal.')
    .argument('<file>', 'what --record of demo, play or agent wrote')
    .option('--json', 'print one line of JSON')
    .option('--view', 'show the record step by step in a browser, from this machine alone, until Ctrl+C')
    .option('--port <n>', 'with --view: the port; by default any that is free')
    .action(async (file: string, flags: ReplayFlags) => {
      const records = readRecord(file)
      if (records.length === 0) throw new AppError('validation_error', `${file} holds no episode`)
      if (flags.port !== undefined && !flags.view) throw new AppError('wrong_use', '--port goes with --view')
      if (flags.view) return await view(records, flags, shell)
      const runtime = await createRuntime()
      const reports: ({ task_id: unknown } & ReplayReport)[] = []
      for (const [index, record] of records.entries()) {
        const report = await replay(runtime, record)
        const taskId = (record as { task_id?: unknown }).task_id
        reports.push({ task_id: taskId, ...report })
        if (!flags.json) shell.stdout.write(describe(index, taskId, report))
      }
      runtime.close()
      const equal = reports.every((report) => report.equal)
      if (flags.json) {
        const episodes = reports.map(({ task_id, equal: same, steps, firstDifference, expected, actual }) => ({
          task_id,
          equal: same,
          steps,
          first_difference: firstDifference,
          expected,
          actual,
        }))
        shell.stdout.write(toJsonLine({ equal, episodes }))
      }
      shell.exitCode = equal ? exitCode.done : exitCode.fellShort
    })
}

/** Shows a record in a browser until somebody says that it is enough. */
async function view(records: readonly unknown[], { port, json }: ReplayFlags, shell: Shell): Promise<void> {
  if (json) throw new AppError('wrong_use', '--json does not go with --view')
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('')
  const { signal, end } = interruptible(shell)
  const shown = await viewRecord(text, port === undefined ? 0 : parsePort(port))
  shell.stdout.write(`${shown.url}\n`)
  // A person at a terminal wants to see it, a program wants its address.
  if (shell.stdout.isTTY) openInBrowser(shown.url)
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  end()
  await shown.close()
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new AppError('wrong_use', `not a port: ${clipText(text, 40)}`)
  return port
}
