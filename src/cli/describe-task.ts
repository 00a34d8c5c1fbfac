/**
 * Instances for people: what `tasks --show` prints.
 *
 * @module
 */
import { escapeControls, escapeLines } from '../kit/escape-controls.ts'
import type { Decoy } from '../proof/describe/decoys.ts'
import type { Cell } from '../contract/observation.ts'
import type { DescribedAnswer, InstanceDescription, RepairedRow } from '../proof/describe/describe-instance.ts'
import type { Excerpt } from '../proof/describe/evidence-excerpts.ts'
import type { IncidentStory } from '../proof/describe/incident-story.ts'
import { clip, plainCell } from './terminal/cell-text.ts'
import { drawTable } from './terminal/fit-table.ts'
import { plainTerminal, type Terminal } from './terminal/terminal.ts'
import { wrapToWidth } from './terminal/terminal-text.ts'

/** Characters of a line of a cell, and of a cell. */
const lineWidth = 72
const cellWidth = 400

/** A table whose long cells are broken into lines. Short values keep their blanks. */
function drawWrapped(head: readonly string[], rows: readonly (readonly string[])[], terminal: Terminal): string {
  const cells = rows.map((row) => row.map((cell) => clip(cell, cellWidth)))
  const options = { wrapped: head.map((_, place) => place), most: lineWidth }
  return drawTable(head.map(escapeControls), cells, terminal, options)
}

function showExcerpt({ table, columns, rows, of }: Excerpt, what: string, terminal: Terminal): string {
  const count = rows.length === of ? `${of}` : `${rows.length} of ${of}`
  const title = `${escapeControls(table)}: ${count} ${of === 1 ? 'row' : 'rows'}${what}\n`
  return `${title}${drawWrapped(
    columns,
    rows.map((row) => row.map(plainCell)),
    terminal,
  )}`
}

/** The cells of a decoy by their columns. */
export function decoyText({ columns, values }: Decoy): string {
  return columns.map((column, place) => `${escapeControls(column)} = ${plainCell(values[place] ?? null)}`).join(', ')
}

/** Why somebody would repair what is right. */
export function temptation({ tempts }: Decoy): string {
  return tempts === null ? 'looks damaged' : `spoilt by: ${escapeControls(tempts)}`
}

/** Found and due in one: what changes has an arrow, rows that come or go have a sign. */
export function repairedCells({ columns, before, after }: RepairedRow): string[] {
  return columns.map((_, place) => {
    const [was, due] = [plainCell(before?.[place] ?? null), plainCell(after?.[place] ?? null)]
    if (before === null) return due
    return after === null || was === due ? was : `${was} → ${due}`
  })
}

/** What becomes of a row. */
export function fateOf({ before, after }: RepairedRow): 'added' | 'removed' | 'changed' {
  return before === null ? 'added' : after === null ? 'removed' : 'changed'
}

const mostRepairs = 40

function showRepairs(repairs: readonly RepairedRow[], terminal: Terminal): string {
  const tables = [...new Set(repairs.map(({ table }) => table))]
  return tables
    .map((name) => {
      const own = repairs.filter(({ table }) => table === name)
      const shown = own.slice(0, mostRepairs)
      const more = own.length > shown.length ? `${own.length - shown.length} more; --json has all\n` : ''
      const rows = shown.map((repair) => [fateOf(repair), ...repairedCells(repair)])
      const table = drawWrapped(['', ...(own[0]?.columns ?? [])], rows, terminal)
      return `${escapeControls(name)}: ${own.length} ${own.length === 1 ? 'row' : 'rows'}\n${table}${more}`
    })
    .join('')
}

/** What an instance is, fact by fact; those that do not apply are left out. */
function showFacts(instance: InstanceDescription): string {
  const facts = [
    ['id', instance.id],
    ['seed', instance.seed ?? 'canonical'],
    ['split', instance.split],
    ['family', instance.family && `${instance.family}, version ${instance.version}`],
    ['world', instance.world],
    ['level', instance.level],
    ['dimension', instance.dimension],
    ['difficulty', instance.difficulty],
    ['steps', `${instance.step_limit}, of which ${instance.query_budget} can be queries`],
    ['now', `${instance.as_of} UTC`],
    ['canary', instance.canary],
  ]
  return facts
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${String(name).padEnd(12)}${value}\n`)
    .join('')
}

function showTables({ tables }: InstanceDescription, terminal: Terminal): string {
  const rows = tables.map(({ name, holds, rows, cells_to_repair: cells }) => {
    return [escapeControls(name), holds, String(rows), String(cells)]
  })
  return drawWrapped(['table', 'holds', 'rows', 'cells to repair'], rows, terminal)
}

function showDecoys({ examples }: InstanceDescription['decoys'], terminal: Terminal): string {
  if (examples.length === 0) return ''
  const rows = examples.map((decoy) => [escapeControls(decoy.table), decoyText(decoy), temptation(decoy)])
  return drawWrapped(['table', 'right as found', 'why it tempts'], rows, terminal)
}

/** The rows of a symptom in one line. */
export const rowsText = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => row.map(plainCell).join(', ')).join('; ') || 'no row'

function showStory(story: IncidentStory, fold: (text: string) => string, terminal: Terminal): string[] {
  const {
    broke,
    choices,
    answers_digits: digits,
    answers_left: left,
    papers,
    plan,
    policies,
    seen,
    traces,
    wrong,
  } = story
  const plain = (text: string): string => fold(escapeLines(text))
  const symptoms = seen.map(({ name, before, after }) => [escapeControls(name), rowsText(before), rowsText(after)])
  const carriers = traces.map((trace) => [
    escapeControls(trace.name),
    escapeControls(trace.says),
    escapeControls(trace.where.join('; ')) || 'the ticket',
    trace.needed ? `${trace.open_without} of ${choices} open` : 'confirms',
  ])
  const ways = wrong.map(({ name, kind, score }) => [kind, escapeControls(name), score.toFixed(2)])
  return [
    `WHAT HAPPENED\n\n${plain(broke)}\n${plain(`Asked for here: ${plan.summary}`)}\n`,
    `SEEN\n\n${drawWrapped(['what', 'as found', 'when all is right'], symptoms, terminal)}`,
    `WHERE IT IS WRITTEN\n\n${drawWrapped(['trace', 'says', 'stands in', 'without it'], carriers, terminal)}`,
    `PAPERS\n\n${papers.map(({ voice, text }) => `[${voice}]\n${plain(text)}\n`).join('\n')}`,
    ...(policies.length > 0
      ? [`RULES OF THE HOUSE\n\n${policies.map((says) => plain(`- ${says}`)).join('\n')}\n`]
      : []),
    `WHY NO OTHER ANSWER FITS\n\n${plain(onlyAnswer(choices, digits, left))}\n\n${drawWrapped(['', 'wrong way', 'score'], ways, terminal)}`,
  ]
}

/** How many answers one could think of, and how many are left. */
export function onlyAnswer(choices: number, digits: number, left: number): string {
  const many = `${choices} ${choices === 1 ? 'thing is' : 'things are'} to decide, which makes a number of ${digits} ${digits === 1 ? 'digit' : 'digits'} of thinkable answers.`
  return `${many} All that can be read together leaves ${left === 1 ? 'one' : left}. Ways that read nothing, or ignore one rule, score:`
}

function showAnswer(
  { oracle, other_oracle: other, repairs, story }: DescribedAnswer,
  fold: (text: string) => string,
  terminal: Terminal,
): string[] {
  const sqlOf = (queries: readonly string[]): string => queries.map((query) => `${escapeLines(query)};\n`).join('')
  return [
    ...(story === null ? [] : showStory(story, fold, terminal)),
    `ORACLE: ${escapeControls(oracle.name)}\n\n${sqlOf(oracle.queries)}`,
    ...(story === null ? [] : [`ANOTHER: ${escapeControls(other.name)}\n\n${sqlOf(other.queries)}`]),
    `REPAIRED\n\n${showRepairs(repairs, terminal)}`,
  ]
}

/** An instance with headings, as text for a terminal. */
export function showInstance(instance: InstanceDescription, terminal: Terminal = plainTerminal): string {
  const { width } = terminal
  const fold = (text: string): string => (width === undefined ? text : wrapToWidth(text, width))
  const excerpts = (list: readonly Excerpt[], what: string): string =>
    list.map((excerpt) => showExcerpt(excerpt, what, terminal)).join('')
  const { decoys, damage, evidence, answer } = instance
  const found = `${decoys.tempting_rows} right rows that a tempting repair spoils, ${decoys.lookalike_cells} right cells that look damaged`
  return [
    `${fold(instance.summary)}\n\n${showFacts(instance)}`,
    `GOAL\n\n${fold(escapeLines(instance.goal))}\n`,
    `TABLES\n\n${showTables(instance, terminal)}`,
    ...(damage.length > 0 ? [`TO REPAIR, as found\n\n${excerpts(damage, ' to repair')}`] : []),
    ...(evidence.length > 0 ? [`EVIDENCE\n\n${excerpts(evidence, '')}`] : []),
    `DECOYS\n\n${fold(found)}\n${showDecoys(decoys, terminal)}`,
    ...(answer === undefined ? [] : showAnswer(answer, fold, terminal)),
  ].join('\n')
}
