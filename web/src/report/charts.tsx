/** The pictures of a report, drawn as SVG: shares with their intervals, and score against steps and cost. */
import type { JSX } from 'preact'
import type { GroupName, PlayerSummary } from '../../../src/evaluation/summary.ts'
import type { Estimate } from '../../../src/evaluation/statistics/estimate.ts'
import type { ReportData } from './report-data.ts'

export const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`)

/** An estimate in words. */
export const interval = ({ mean, low, high, clusters }: Estimate): string =>
  clusters < 2 ? percent(mean) : `${percent(mean)} [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`

const colours = ['var(--accent)', 'var(--good)', 'var(--odd)', 'var(--warn)', 'var(--bad)', 'var(--dim)']
export const colourOf = (place: number): string => colours[place % colours.length] as string

interface Bar {
  readonly name: string
  readonly estimate: Estimate
  readonly colour: string
}

/** One line for each share, with its interval. */
export function Forest({ label, bars }: { readonly label: string; readonly bars: readonly Bar[] }): JSX.Element {
  const [left, right, line] = [220, 720, 24]
  const x = (share: number): number => left + (right - left) * share
  const height = bars.length * line + 28
  return (
    <svg class="chart" viewBox={`0 0 940 ${height}`} role="img" aria-label={label}>
      {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={0} y2={height - 22} class="tick" />
          <text x={x(tick)} y={height - 6} text-anchor="middle">
            {100 * tick} %
          </text>
        </g>
      ))}
      {bars.map(({ name, estimate, colour }, place) => {
        const y = place * line + line / 2
        return (
          <g key={`${place} ${name}`}>
            <text x={left - 10} y={y + 4} text-anchor="end">
              {name.length > 32 ? `${name.slice(0, 31)}…` : name}
            </text>
            {estimate.clusters > 1 && (
              <line x1={x(estimate.low)} x2={x(estimate.high)} y1={y} y2={y} stroke={colour} stroke-width="3" />
            )}
            <circle cx={x(estimate.mean)} cy={y} r="5" fill={colour} />
            <text x={right + 16} y={y + 4}>
              {interval(estimate)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

/** One share for each family and level, as a field of colour. */
export function Matrix({ data, player }: { readonly data: ReportData; readonly player: string }): JSX.Element | null {
  const cells = new Map<string, { solved: number; count: number }>()
  for (const { item, player: own, solved } of data.episodes) {
    const { family, level } = data.items[item] ?? {}
    if (own !== player || family === undefined) continue
    const key = `${family} ${String(level)}`
    const cell = cells.get(key) ?? { solved: 0, count: 0 }
    cells.set(key, { solved: cell.solved + Number(solved), count: cell.count + 1 })
  }
  const families = [...new Set(data.items.map(({ family }) => family))].toSorted()
  const levels = [...new Set(data.items.map(({ level }) => level))]
    .filter((level) => level !== null)
    .toSorted((left, right) => left - right)
  if (levels.length === 0) return null
  return (
    <table class="matrix">
      <caption>{player}: solved by family and level</caption>
      <thead>
        <tr>
          <th scope="col">family</th>
          {levels.map((level) => (
            <th scope="col" key={level}>
              level {level}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {families.map((family) => (
          <tr key={family}>
            <th scope="row">{family}</th>
            {levels.map((level) => {
              const cell = cells.get(`${family} ${level}`)
              const share = cell === undefined ? null : cell.solved / cell.count
              const shade = share === null ? 0 : Math.round(share * 5)
              return (
                <td key={level} class={`shade-${shade}`} title={cell && `${cell.solved} of ${cell.count} episodes`}>
                  {share === null ? '' : `${Math.round(100 * share)}`}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The most points that are drawn: further ones would hide each other. */
const mostPoints = 1500

/** One point for each instance and player. */
export function Scatter(props: {
  readonly data: ReportData
  readonly label: string
  readonly of: (episode: ReportData['episodes'][number]) => number | null
}): JSX.Element | null {
  const { data, label, of } = props
  const sums = new Map<string, { x: number; y: number; count: number; player: number }>()
  for (const episode of data.episodes) {
    const value = of(episode)
    if (value === null) continue
    const player = data.summaries.findIndex((summary) => summary.player.name === episode.player)
    const key = `${player} ${episode.item}`
    const sum = sums.get(key) ?? { x: 0, y: 0, count: 0, player }
    sums.set(key, { x: sum.x + value, y: sum.y + episode.score, count: sum.count + 1, player })
  }
  const points = [...sums.values()].slice(0, mostPoints)
  const most = Math.max(...points.map(({ x, count }) => x / count), 0)
  if (points.length === 0 || most === 0) return null
  return (
    <figure>
      <figcaption>{label}</figcaption>
      <svg class="chart" viewBox="0 0 460 240" role="img" aria-label={label}>
        <line x1="40" x2="450" y1="210" y2="210" class="tick" />
        <line x1="40" x2="40" y1="10" y2="210" class="tick" />
        <text x="34" y="16" text-anchor="end">
          1
        </text>
        <text x="34" y="212" text-anchor="end">
          0
        </text>
        <text x="450" y="228" text-anchor="end">
          {most < 1 ? most.toPrecision(2) : Math.round(most)}
        </text>
        {points.map(({ x, y, count, player }, place) => (
          <circle
            key={place}
            cx={40 + (410 * (x / count)) / most}
            cy={210 - 200 * (y / count)}
            r="3"
            fill={colourOf(player)}
            opacity="0.55"
          />
        ))}
      </svg>
    </figure>
  )
}

/** The groups of every player, as lines of a forest. */
export function barsOf(summaries: readonly PlayerSummary[], group: GroupName): Bar[] {
  const names = [...new Set(summaries.flatMap(({ groups }) => groups[group].map(({ name }) => name)))]
  if (names.length < 2) return []
  return names.flatMap((name) =>
    summaries.flatMap(({ player, groups }, place) => {
      const row = groups[group].find((own) => own.name === name)
      return row === undefined
        ? []
        : [
            {
              name: summaries.length > 1 ? `${name} · ${player.name}` : name,
              estimate: row.solved,
              colour: colourOf(place),
            },
          ]
    }),
  )
}
