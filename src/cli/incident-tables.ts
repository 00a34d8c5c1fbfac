import type { FigureSpread, IncidentReportLine } from '../proof/incidents/incident-report.ts'
import { oneLine } from './command-error.ts'
import { tableOf } from './validity-tables.ts'

/** Figures of a suite's law that are shown; the JSON has them all. */
const shownFigures = 8

const short = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(3))
const range = ({ least, most }: FigureSpread): string =>
  least === most ? short(least) : `${short(least)} to ${short(most)}`
const kib = ({ most }: FigureSpread): number => Math.ceil(most / 1024)

/** The report for people: instances by level, laws of instances, laws of the whole, and the smallest instance of a defect. */
export function incidentTables(report: IncidentReportLine): string {
  const { incidents, worlds, instances, defective, levels, laws, whole, smallest } = report
  const parts = [
    `${instances} instances of ${incidents.join(', ')} in ${worlds.join(', ')}: ${defective} break a law\n`,
    tableOf(
      ['level', 'instances', 'defective', 'rows', 'cells', 'gambling', 'priors', 'partials', 'ablation', 'KiB'],
      levels.map((level) => [
        ...[level.level, level.instances, level.defective, range(level.rows), range(level.cells)],
        ...[short(level.gambling.mean), short(level.priors.most), short(level.partials.most)],
        ...[short(level.difference.least), kib(level.image_bytes)],
      ]),
    ),
    tableOf(
      ['law', 'tried', 'broken', 'figures'],
      laws.map(({ law, instances: tried, broken, figures }) => [
        ...[law, tried, broken],
        figures.map((own) => `${own.name} ${range(own)}`).join('; '),
      ]),
      { texts: [0, 3] },
    ),
    ...whole.map(({ law, judged, figures, defects }) => {
      const verdict = defects.length > 0 ? `BROKEN (${defects.length})` : judged ? 'kept' : 'too few instances to judge'
      const shown = (defects.length > 0 ? defects : figures).slice(0, shownFigures)
      return `${law}: ${verdict}\n${shown.map((figure) => `  ${oneLine(figure)}\n`).join('')}`
    }),
    ...smallest.map(({ law, task, seed, rows, message }) => {
      return `${oneLine(`${law}, smallest instance ${task}, seed ${seed} (${rows} rows): ${message}`)}\n`
    }),
  ]
  return parts.join('')
}
