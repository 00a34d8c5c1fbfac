/**
 * The figures of a run as they stand in docs/validity.md.
 *
 * @module
 */
import type { ValidityFigures, ValidityReport, WorstScore } from './validity-report.ts'

type Text = string | number

const score = (value: number): string => value.toFixed(3)
const count = (value: number): string => value.toLocaleString('en-US')
const within = (value: number, bound: number): string => `${score(value)} of ${bound}`

/** @param texts how many columns, from the first on, are texts */
function table(head: readonly string[], rows: readonly (readonly Text[])[], texts = 1): string {
  const marks = head.map((_, place) => (place < texts ? '---' : '---:'))
  return [head, marks, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const cells = (own: ValidityFigures): readonly string[] => [
  `${own.differing_min} to ${own.differing_max}`,
  count(own.wrong_states),
  count(own.ambiguities),
]
const kibibytes = (own: ValidityFigures): number => Math.ceil(own.image_bytes_max / 1024)

function levelTable({ levels, bounds }: ValidityReport): string {
  const rows = levels.map((own) => {
    const bound = bounds.levels.find(({ level }) => level === own.level)
    return [
      own.level,
      count(own.instances),
      own.defects,
      within(own.best_naive, bound?.naive ?? 0),
      within(own.best_blind, bound?.blind ?? 0),
      within(own.best_join, bounds.join),
      ...cells(own),
      kibibytes(own),
    ]
  })
  const head = ['level', 'instances', 'defects', 'naive', 'blind', 'join', 'cells', 'wrong states', 'questions', 'KiB']
  return table(head, rows)
}

function familyTable({ families }: ValidityReport): string {
  const rows = families.map((own) => [
    `\`${own.family}@${own.version}\``,
    own.worlds,
    count(own.instances),
    own.defects,
    score(own.best_naive),
    score(own.best_blind),
    score(own.best_join),
    ...cells(own),
    kibibytes(own),
  ])
  const head = ['family', 'worlds', 'instances', 'defects', 'naive', 'blind', 'join']
  return table([...head, 'cells', 'wrong states', 'questions', 'KiB'], rows)
}

function crossTable({ families, levels }: ValidityReport): string {
  const rows = families.map((own) => [
    `\`${own.family}\``,
    ...levels.map(({ level }) => {
      const found = own.levels.find((one) => one.level === level)
      return found ? [found.best_naive, found.best_blind, found.best_join].map(score).join(' / ') : ''
    }),
  ])
  return table(['family', ...levels.map(({ level }) => `level ${level}`)], rows)
}

function worstTable(title: string, worst: readonly WorstScore[]): string {
  const earning = worst.filter((one) => one.score > 0)
  if (earning.length === 0) return `${title}: none above 0.`
  const rows = earning.map((one) => [
    `\`${one.task}\``,
    one.policy.replaceAll('|', String.raw`\|`),
    one.seed,
    score(one.score),
  ])
  return table([title, 'policy', 'seed', 'score'], rows, 2)
}

const [begin, end] = ['<!-- figures -->', '<!-- /figures -->']

/**
 * The page with the figures of a report in place of those that it has; null where it has no place for them.
 *
 * @param node the major version that the run was made on
 */
export function withFigures(page: string, report: ValidityReport, node: string): string | null {
  const [head = '', rest] = page.split(begin)
  const tail = rest?.split(end)[1]
  return tail === undefined ? null : `${head}${begin}\n${figures(report, node)}\n${end}${tail}`
}

function figures(report: ValidityReport, node: string): string {
  const { total, seeds, images } = report
  const largest = report.worst.image[0]
  return `\`npm run verify:deep -- --write\` with dataops-env ${report.version} on Node ${node}: **${count(total.instances)}
instances, ${total.defects} defects.** ${report.families.length} drills, ${report.worlds.length} worlds, ${report.tasks} tasks, seeds ${seeds[0]} to ${seeds[1]}.
${count(total.wrong_states)} wrong states were shown to the predicates and ${count(total.ambiguities)} questions were settled or excluded.
${count(images.compared)} images were compared with one another; ${count(images.split_samples)} instances were drawn in all three splits.

Scores are the best of any policy on any instance, beside the bound; "cells" are those that differ between seed and
target, "KiB" is the largest image.

${levelTable(report)}

${familyTable(report)}

The best naive / blind / join score by drill and level:

${crossTable(report)}

The worst instances:

${worstTable('blind', report.worst.blind)}

${worstTable('naive', report.worst.naive)}

${worstTable('join', report.worst.join)}

The largest image is that of \`${largest?.task}\`, seed ${largest?.seed}: ${count(largest?.bytes ?? 0)} bytes.`
}
