/**
 * The numbers of a run as tables in a terminal.
 *
 * @module
 */
import { type FailureClass, failureClasses } from '../../evaluation/failure-class.ts'
import type { Comparison } from '../../evaluation/comparison.ts'
import type { EvaluationFault, Run } from '../../evaluation/run.ts'
import { fewClusters, type Estimate } from '../../evaluation/statistics/estimate.ts'
import type { GroupName, PlayerSummary } from '../../evaluation/summary.ts'
import { drawTable } from '../terminal/fit-table.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { dollars } from './live-table.ts'

/** More than this of a run that was not played makes its numbers doubtful. */
const mostUnplayed = 0.01

const percent = (share: number): string => (Number.isNaN(share) ? '' : `${(100 * share).toFixed(1)} %`)

/** `62.5 % [51.0, 74.0]` */
const withInterval = ({ mean, low, high, clusters }: Estimate): string =>
  clusters < 2 ? percent(mean) : `${percent(mean)} [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`

const signed = (value: number): string => `${value >= 0 ? '+' : '−'}${(100 * Math.abs(value)).toFixed(1)}`

/** Where the items come from, in words. */
export function sourceOf({ source, items, attempts }: Run): string {
  const told = Object.entries(source).map(([key, value]) => `${key} ${String(value)}`)
  const each = attempts === 1 ? '1 attempt' : `${attempts} attempts`
  return `${items.length} instances (${told.join(', ')}), ${each} each`
}

/** What a reader must know before believing the numbers. */
export function warningsOf(
  summaries: readonly PlayerSummary[],
  faults: readonly Pick<EvaluationFault, 'player' | 'code' | 'message'>[],
): string[] {
  const [first] = summaries
  const warnings: string[] = []
  if (first !== undefined && first.solved.clusters < fewClusters) {
    warnings.push(
      `few clusters: the instances come from ${first.solved.clusters} pairs of family and world; intervals rest on little`,
    )
  }
  for (const { player, unplayed, unplayedShare } of summaries) {
    if (unplayed === 0) continue
    const own = faults.filter((fault) => fault.player === player.name)
    const codes = [...new Set(own.map(({ code }) => code))].join(', ')
    const doubt = unplayedShare > mostUnplayed ? ': more than 1 %, so the numbers may lean to one side' : ''
    warnings.push(
      `${player.name}: ${unplayed} episodes (${percent(unplayedShare)}) are not played${codes && ` (${codes})`} and left out${doubt}`,
    )
  }
  for (const { player, passes } of summaries) {
    for (const { k, leftOut } of passes.filter((pass) => pass.leftOut > 0)) {
      warnings.push(
        `${player.name}: ${leftOut} instances have fewer than ${k} attempts and are left out of pass@${k} and pass^${k}`,
      )
    }
  }
  return warnings
}

function mainTable(summaries: readonly PlayerSummary[], terminal: Terminal): string {
  const hasCost = summaries.some(({ cost }) => cost !== null)
  const hasTokens = summaries.some(({ tokens }) => tokens !== null && tokens.input > 0)
  const head = ['player', 'solved (pass@1)', 'score', 'damage', 'looked first', 'steps', 'of limit']
  if (hasTokens) head.push('tokens in/out')
  if (hasCost) head.push('cost', 'cost/solved')
  const rows = summaries.map((own) => {
    const row = [
      own.player.name,
      withInterval(own.solved),
      own.score.mean.toFixed(3),
      percent(own.damage.mean),
      percent(own.lookedFirst.mean),
      own.steps.mean.toFixed(1),
      percent(own.steps.ofLimit),
    ]
    const { tokens, cost } = own
    if (hasTokens)
      row.push(tokens === null ? '' : `${(tokens.input / 1000).toFixed(0)}k/${(tokens.output / 1000).toFixed(0)}k`)
    if (hasCost)
      row.push(cost === null ? '' : dollars(cost.total), cost?.perSolved == null ? '' : dollars(cost.perSolved))
    return row
  })
  return drawTable(head, rows, terminal, { right: head.map((_, place) => place).slice(1) })
}

function passTable(summaries: readonly PlayerSummary[], terminal: Terminal): string {
  const rows = summaries.flatMap(({ player, passes }) =>
    passes.length < 2
      ? []
      : passes.map(({ k, any, all }) => [player.name, String(k), withInterval(any), withInterval(all)]),
  )
  if (rows.length === 0) return ''
  return drawTable(['player', 'k', 'pass@k: one of k', 'pass^k: all of k'], rows, terminal, { right: [1, 2, 3] })
}

function groupTable(summaries: readonly PlayerSummary[], name: GroupName, terminal: Terminal): string {
  const groups = [...new Set(summaries.flatMap(({ groups: own }) => own[name].map((row) => row.name)))]
  if (groups.length < 2) return ''
  const rows = groups.map((group) => [
    group,
    ...summaries.map(({ groups: own }) => {
      const row = own[name].find((found) => found.name === group)
      return row === undefined ? '' : withInterval(row.solved)
    }),
  ])
  const head = [name, ...summaries.map(({ player }) => player.name)]
  return drawTable(head, rows, terminal, { right: head.map((_, place) => place).slice(1) })
}

function failureTable(summaries: readonly PlayerSummary[], terminal: Terminal): string {
  const there = (Object.keys(failureClasses) as FailureClass[]).filter((name) =>
    summaries.some(({ failures }) => failures[name] !== undefined),
  )
  if (there.length === 0) return ''
  const rows = there.map((name) => [
    `${name}: ${failureClasses[name]}`,
    ...summaries.map(({ failures }) => String(failures[name] ?? 0)),
  ])
  const head = ['why not solved', ...summaries.map(({ player }) => player.name)]
  return drawTable(head, rows, terminal, { right: head.map((_, place) => place).slice(1), wrapped: [0] })
}

/** All numbers of a run. */
export function showSummaries(
  run: Run,
  summaries: readonly PlayerSummary[],
  faults: readonly EvaluationFault[],
  terminal: Terminal,
): string {
  if (summaries.length === 0) return 'nothing is played yet\n'
  return [
    `${sourceOf(run)}; intervals of 95 % by t over ${summaries[0]?.solved.clusters ?? 0} clusters (family x world)\n`,
    mainTable(summaries, terminal),
    passTable(summaries, terminal),
    groupTable(summaries, 'level', terminal),
    groupTable(summaries, 'family', terminal),
    failureTable(summaries, terminal),
    ...warningsOf(summaries, faults).map((line) => `${terminal.paint('warning', 'warning:')} ${line}\n`),
  ].join('')
}

/** One player against another. */
export function showComparison(before: string, after: string, found: Comparison, terminal: Terminal): string {
  const { solved, score, items, unpaired, won, lost, power, leastDifference } = found
  const interval = ({ mean, low, high }: Estimate): string => `${signed(mean)} [${signed(low)}, ${signed(high)}]`
  const isSure = solved.low > 0 || solved.high < 0
  const verdict = isSure
    ? `${after} solves ${solved.mean > 0 ? 'more' : 'less'} than ${before}: the interval does not hold 0`
    : `no difference is shown: the interval holds 0; these items find one of ${signed(leastDifference).slice(1)} points four times in five`
  const flips = [...won.map((pair) => ({ sign: '+', ...pair })), ...lost.map((pair) => ({ sign: '-', ...pair }))]
  const rows = flips.slice(0, 40).map((pair) => [pair.sign, pair.item.key, percent(pair.before), percent(pair.after)])
  const needed = power.map(
    (own) => `${(100 * own.difference).toFixed(0)} points: ${Number.isFinite(own.items) ? own.items : '?'}`,
  )
  return [
    `${before} -> ${after}, ${items} instances that both have played${unpaired > 0 ? `, ${unpaired} that only one has` : ''}\n`,
    drawTable(
      ['', 'difference in points, 95 %'],
      [
        ['solved', interval(solved)],
        ['score', interval(score)],
      ],
      terminal,
      { right: [1] },
    ),
    `${verdict}\n`,
    rows.length === 0 ? '' : drawTable(['', 'instance', before, after], rows, terminal, { right: [2, 3] }),
    `${won.length} won, ${lost.length} lost${flips.length > rows.length ? `, the first ${rows.length} shown` : ''}\n`,
    `instances that a difference needs (power 80 %): ${needed.join('; ')}\n`,
    solved.clusters < fewClusters
      ? `${terminal.paint('warning', 'warning:')} few clusters: ${solved.clusters} pairs of family and world\n`
      : '',
  ].join('')
}
