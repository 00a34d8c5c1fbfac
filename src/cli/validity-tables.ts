import Table from 'cli-table3'
import { escapeControls } from '../kit/escape-controls.ts'
import { clip } from './terminal/cell-text.ts'
import { oneLine } from './command-error.ts'
import type { ValidityFigures, ValidityReport, WorstScore } from '../proof/run/validity-report.ts'

/** Failures that are shown; the JSON has them all. */
const shownFailures = 20
/** Characters of a policy's name that are shown. */
const shownPolicy = 70

/** A plain table. @param options.texts places of columns that are text */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  { texts = [0] }: { readonly texts?: readonly number[] } = {},
): string {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    colAligns: head.map((_, place) => (texts.includes(place) ? 'left' : 'right')),
  })
  // Names of policies and tasks may come from a file.
  table.push(...rows.map((row) => row.map((cell) => escapeControls(String(cell)))))
  return `${table.toString()}\n`
}

const score = (value: number): string => value.toFixed(3)

const figureHead = ['instances', 'defects', 'naive', 'blind', 'join', 'cells', 'wrong states', 'image KiB']

function figureCells(figures: ValidityFigures): (string | number)[] {
  return [
    figures.instances,
    figures.defects,
    score(figures.best_naive),
    score(figures.best_blind),
    score(figures.best_join),
    `${figures.differing_min}-${figures.differing_max}`,
    figures.wrong_states,
    Math.ceil(figures.image_bytes_max / 1024),
  ]
}

function worstTable(title: string, worst: readonly WorstScore[]): string {
  const earning = worst.filter(({ score: value }) => value > 0)
  if (earning.length === 0) return `${title}: none above 0\n`
  const rows = earning.map(({ task, seed, policy, score: value }) => [
    task,
    seed,
    score(value),
    clip(policy, shownPolicy),
  ])
  return tableOf([title, 'seed', 'score', 'policy'], rows, { texts: [0, 3] })
}

/** The report for people: scores are the best that any policy of the kind earned. */
export function validityTables(report: ValidityReport): string {
  const { worst, failures } = report
  const parts = [
    tableOf(
      ['family', 'worlds', ...figureHead],
      [
        ...report.families.map((own) => [`${own.family}@${own.version}`, own.worlds, ...figureCells(own)]),
        ['all', report.worlds.length, ...figureCells(report.total)],
      ],
    ),
    tableOf(
      ['level', ...figureHead],
      report.levels.map((own) => [own.level, ...figureCells(own)]),
    ),
    worstTable('highest blind scores', worst.blind),
    worstTable('highest naive scores', worst.naive),
    worstTable('highest join scores', worst.join),
    tableOf(
      ['largest images', 'seed', 'bytes'],
      worst.image.map(({ task, seed, bytes }) => [task, seed, bytes]),
    ),
    `${report.images.compared} images compared, ${report.images.split_samples} instances drawn in every split: `,
    `${failures.some(({ check }) => check === 'images') ? 'some images are equal' : 'no two images are equal'}\n`,
    ...failures
      .slice(0, shownFailures)
      .map(({ task, seed, check, message }) => `${oneLine(`${task}, seed ${seed}, ${check}: ${message}`)}\n`),
    failures.length > shownFailures ? `${failures.length - shownFailures} more\n` : '',
  ]
  return parts.join('')
}
