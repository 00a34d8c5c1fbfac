/**
 * The figures of incidents as they stand in docs/validity.md.
 *
 * @module
 */
import type { FigureSpread, IncidentReportLine } from './incident-report.ts'

const begin = '<!-- incidents -->'
const end = '<!-- /incidents -->'

const short = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en-US') : value.toFixed(3))
const range = ({ least, most }: FigureSpread): string =>
  least === most ? short(least) : `${short(least)} to ${short(most)}`

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[], texts: number): string {
  const marks = head.map((_, place) => (place < texts ? '---' : '---:'))
  return [head, marks, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** What a run found, in Markdown. @param command that was run @param node version it ran on */
export function incidentFigures(report: IncidentReportLine, command: string, node: string): string {
  const { version, incidents, worlds, instances, defective, levels, laws, whole } = report
  const levelRows = levels.map((own) => [
    ...[own.level, own.instances, own.defective, range(own.rows), range(own.cells), own.gambling.mean.toFixed(3)],
    ...[own.priors.most.toFixed(3), own.partials.most.toFixed(3), own.difference.least.toFixed(3)],
    Math.ceil(own.image_bytes.most / 1024),
  ])
  const lawRows = laws.map(({ law, says, broken, figures }) => [
    ...[law, says, figures.map((own) => `${own.name} ${range(own)}`).join('; ')],
    broken,
  ])
  const wholeRows = whole.map(({ law, says, judged, figures, defects }) => [
    ...[law, says, figures.join('; ')],
    judged ? defects.length : 'too few',
  ])
  return [
    `\`${command}\` with dataops-env ${version} on Node ${node}: **${instances.toLocaleString('en-US')} instances of ${incidents.join(', ')} in ${worlds.join(', ')}, ${defective} of which break a law.**`,
    'Gambling is the mean of options drawn at random; priors and partials are the best of any on any instance; ablation is the\nleast share of the score by which answers differ that are left without one essential carrier.',
    table(
      ['level', 'instances', 'defective', 'rows', 'cells', 'gambling', 'priors', 'partials', 'ablation', 'KiB'],
      levelRows,
      0,
    ),
    table(['law', 'says', 'figures, least to most', 'broken'], lawRows, 3),
    table(['law of the whole', 'says', 'figures', 'broken'], wholeRows, 3),
  ].join('\n\n')
}

/** The page with the figures in their place; null where it has none. */
export function withIncidentFigures(page: string, figures: string): string | null {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) return null
  return `${page.slice(0, from + begin.length)}\n${figures}\n${page.slice(to)}`
}
