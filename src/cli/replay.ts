import type { Command } from 'commander'
import { replay, type ReplayReport } from '../episode/replay.ts'
import { createRuntime } from '../index.ts'
import { clipText } from '../kit/clip-text.ts'
import { AppError } from '../kit/errors.ts'
import { escapeControls, toJsonLine } from '../kit/escape-controls.ts'
import { exitCode } from './command-error.ts'
import { readRecord } from './record-file.ts'
import type { Shell } from './shell.ts'

interface ReplayFlags {
  readonly json?: boolean
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
    .action(async (file: string, flags: ReplayFlags) => {
      const records = readRecord(file)
      if (records.length === 0) throw new AppError('validation_error', `${file} holds no episode`)
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
