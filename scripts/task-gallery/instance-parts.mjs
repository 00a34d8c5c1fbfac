// The parts of an instance's page: what is wrong, where the rules stand, what only looks wrong, and the answer.
import { clip, decoyText, fateOf, plainCell, temptation } from './built.mjs'
import { code, markdownTable, plural, prose } from './markdown.mjs'

/**
 * @typedef {import('../../src/proof/describe/describe-instance.ts').InstanceDescription} InstanceDescription
 * @typedef {import('../../src/proof/describe/describe-instance.ts').DescribedAnswer} DescribedAnswer
 * @typedef {import('../../src/contract/observation.ts').Cell} Cell
 */

/** Characters of a cell in a table, of one in a list, of a line of SQL; lines of SQL. */
const cellWidth = 60
const textWidth = 420
const sqlWidth = 110
const sqlLines = 16

/** @param {Cell} cell */
const shown = (cell) => code(clip(plainCell(cell), cellWidth))

/**
 * Breaks long lines at blanks outside of quotation marks.
 *
 * @param {string} sql
 */
function wrapSql(sql) {
  /** @type {string[]} */
  const lines = []
  for (const whole of sql.split('\n')) {
    let line = ''
    let quoted = ''
    let lastBlank = -1
    for (const mark of whole.trimEnd()) {
      if (quoted === '' && (mark === "'" || mark === '"')) quoted = mark
      else if (mark === quoted) quoted = ''
      if (mark === ' ' && quoted === '' && line.trim() !== '') lastBlank = line.length
      line += mark
      if (line.length > sqlWidth && lastBlank > 0) {
        lines.push(line.slice(0, lastBlank))
        line = `    ${line.slice(lastBlank + 1)}`
        lastBlank = -1
      }
    }
    lines.push(line)
  }
  return lines
}

/**
 * @param {InstanceDescription} instance
 * @param {DescribedAnswer} answer
 */
export function showDamage({ damage, tables }, answer) {
  const names = [...new Set(answer.repairs.map(({ table }) => table))]
  return names.map((name) => {
    const repairs = answer.repairs.filter(({ table }) => table === name)
    const excerpt = damage.find(({ table }) => table === name)
    const wanted = new Set((excerpt?.rows ?? []).map((row) => JSON.stringify(row)))
    const some =
      excerpt === undefined
        ? repairs
        : repairs.filter(({ before }) => before !== null && wanted.has(JSON.stringify(before)))
    const fates = new Set(repairs.map(fateOf))
    const rows = some.map((repair) => [
      ...(fates.has('changed') && fates.size === 1 ? [] : [fateOf(repair)]),
      ...repair.columns.map((_, place) => {
        const [was, due] = [repair.before?.[place] ?? null, repair.after?.[place] ?? null]
        if (repair.before === null) return shown(due)
        const kept = repair.after === null || plainCell(was) === plainCell(due)
        return kept ? shown(was) : `${shown(was)} → **${shown(due)}**`
      }),
    ])
    const head = [...(fates.has('changed') && fates.size === 1 ? [] : ['']), ...(some[0]?.columns ?? []).map(prose)]
    const all = tables.find((table) => table.name === name)?.rows ?? 0
    return `${code(name)}: ${some.length} of the ${plural(repairs.length, 'row')} to repair, of ${all}.\n\n${markdownTable(head, rows)}`
  })
}

/** @param {InstanceDescription} instance */
export function showEvidence({ evidence }) {
  return evidence.map(({ table, columns, rows, of }) => {
    const title = `${code(table)}: ${rows.length} of ${plural(of, 'row')}.\n\n`
    const isText = rows.some((row) => row.some((cell) => plainCell(cell).length > cellWidth + 20))
    if (!isText) {
      return (
        title +
        markdownTable(
          columns.map(prose),
          rows.map((row) => row.map(shown)),
        )
      )
    }
    return (
      title +
      rows.map((row) => `- ${row.map((cell) => prose(clip(plainCell(cell), textWidth))).join(' · ')}\n`).join('')
    )
  })
}

/** @param {InstanceDescription} instance */
export function showDecoys({ decoys }) {
  const { tempting_rows: tempting, lookalike_cells: alike, examples } = decoys
  const counts = [
    ...(tempting > 0 ? [`${plural(tempting, 'row')} that a tempting repair would spoil`] : []),
    ...(alike > 0 ? [`${plural(alike, 'cell')} made to look damaged`] : []),
  ]
  if (counts.length === 0) {
    return 'None is planted beside the damaged column; what is right there stands between what is not, in the same rows.\n'
  }
  const rows = examples.map((decoy) => [code(decoy.table), code(clip(decoyText(decoy), 120)), prose(temptation(decoy))])
  return `Right as they stand: ${counts.join(', ')}.\n\n${markdownTable(['table', 'found, and right', 'why it tempts'], rows)}`
}

/**
 * The first lines of some statements.
 *
 * @param {readonly string[]} queries
 */
export function showSql(queries) {
  const lines = queries.flatMap((query) => wrapSql(`${query};`))
  const cut = lines.length > sqlLines
  return `\`\`\`sql\n${lines.slice(0, sqlLines).join('\n')}\n\`\`\`\n${cut ? `\nThe command above prints the other ${plural(lines.length - sqlLines, 'line')} too.\n` : ''}`
}

/** @param {DescribedAnswer} answer */
export const showOracle = ({ oracle }) => showSql(oracle.queries)
