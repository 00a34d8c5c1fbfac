/** The run in words: a line while it goes on, a table at the end, findings as tests. */
import type { FuzzFinding, FuzzReport } from './fuzz-run.ts'

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`

const count = (value: number): string => value.toLocaleString('en-US')

function rate({ statements, milliseconds }: FuzzReport): string {
  return `${count(Math.round(statements / Math.max(milliseconds / 1_000, 0.001)))}/s`
}

function outcomes(report: FuzzReport): [string, number][] {
  return Object.entries(report.outcomes).toSorted(([, left], [, right]) => right - left)
}

/** One line, for a terminal. */
export function progressLine(report: FuzzReport): string {
  const kinds = outcomes(report).map(([kind, times]) => `${kind} ${count(times)}`)
  const slowest = Math.round(report.slowest[0]?.milliseconds ?? 0)
  return (
    `${count(report.statements)} statements, ${rate(report)}, ${kinds.join(', ')}, ${report.kindsOfOutcome} kinds, ` +
    `max ${slowest} ms, engine ${megabytes(report.engineBytes)}, process ${megabytes(report.processBytes)}, ` +
    `${report.findings.length} findings`
  )
}

/** The account of a finished run. */
export function finalTable(report: FuzzReport): string {
  const rows: [string, string][] = [
    ['seed', String(report.seed)],
    ['statements', `${count(report.statements)} (${rate(report)})`],
    ['actions', count(report.actions)],
    ['episodes', `${count(report.episodes)}, ${count(report.replays)} replayed on a fresh runtime`],
    ['time', `${(report.milliseconds / 1_000).toFixed(1)} s`],
    ...outcomes(report).map(([kind, times]): [string, string] => [
      `  ${kind}`,
      `${count(times)} (${((100 * times) / Math.max(report.statements, 1)).toFixed(2)} %)`,
    ]),
    ['kinds of outcome', count(report.kindsOfOutcome)],
    [
      'slowest',
      report.slowest
        .slice(0, 3)
        .map(({ milliseconds }) => `${Math.round(milliseconds)} ms`)
        .join(', '),
    ],
    ['slow by the clock only', count(report.slowOnlyHere)],
    ['largest engine', megabytes(report.engineBytes)],
    ['largest process', megabytes(report.processBytes)],
    ['held when all is closed', `${Math.round(report.restBytes / 1024)} KB`],
    ['findings', String(report.findings.length)],
    ['stream', report.stream.slice(0, 16)],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  const table = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
  const slowest = report.slowest.map(
    ({ milliseconds, query }) => `${Math.round(milliseconds)} ms  ${query.replace(/\s+/g, ' ')}`,
  )
  return `${table}\n\nslowest\n${slowest.join('\n')}\n`
}

/** A finding as a test that fails until it is repaired. */
export function toTest({ check, detail, statement, smallest, whole }: FuzzFinding, seed: number): string {
  const { actions, ...params } = smallest ?? whole
  const lines = actions.map((action) => `    ${literal(action)},`)
  const note = smallest === null ? '  // It did not fail when this episode was played alone.\n' : ''
  return `// ${check}: ${detail.replace(/\s+/g, ' ').slice(0, 300)}
import { expect, test } from 'vitest'
import { findingsOf } from '../fuzz/fuzz-case.ts'

test('fuzz seed ${seed}, statement ${statement}: ${check}', async () => {
${note}  const actions = [
${lines.join('\n')}
  ]
  expect(await findingsOf({ ...${JSON.stringify(params)}, actions })).toEqual([])
})
`
}

function literal(action: unknown): string {
  try {
    // JSON has no spelling of undefined, bigints and functions.
    return JSON.stringify(action) ?? 'undefined'
  } catch {
    return `undefined /* ${typeof action} */`
  }
}
