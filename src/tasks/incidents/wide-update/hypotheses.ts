/**
 * What could be held of each field of each case that was hit, and of closed months, and what speaks for it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { toTypedCell } from '../../../data/values.ts'
import type { CaseValues, NumberedSave } from '../../worlds/stations/case-desk.ts'
import { monthOf, sayDay } from '../../worlds/time.ts'
import type { Component, Constraint, Hypotheses, Option } from '../hypotheses.ts'
import { changeOf, type StruckField, struckFields } from './due.ts'
import type { Names } from './names.ts'
import type { Story } from './story.ts'
import type { Books } from './tables.ts'
import { addUp, addUpCaseMonths, caseDayKey, type CaseDay } from './totals.ts'
import { lookInto, verdictOf, type Verdict } from './verdicts.ts'

export const readings = [
  'as it stands',
  "as the change's own entry has it",
  'as the copy has it',
  'as the last entry before the change has it',
  'as before by the other order',
  'as is usual',
] as const
export type Reading = (typeof readings)[number]

/** One field of one case that was hit. */
interface Cell {
  readonly id: number
  readonly field: StruckField
  readonly isOld: boolean
  readonly verdict: Verdict
  readonly values: ReadonlyMap<Reading, string | number>
  readonly truth: Reading
}

const cellId = ({ id, field }: Pick<Cell, 'id' | 'field'>): string => `${field} of ${id}`

/** What each reading makes of a field. */
function valuesOf(
  story: Story,
  list: readonly NumberedSave[],
  id: number,
  field: StruckField,
  usual: ReadonlyMap<string, string | number>,
): Map<Reading, string | number> {
  const { accident, rule, seen, copied } = story
  const place = list.findIndex(({ run }) => run === accident.name)
  const change = list[place] as NumberedSave
  const values = new Map<Reading, string | number>()
  const now = seen.get(id)?.[field]
  if (now !== undefined) values.set('as it stands', now)
  if (change.lost !== true) values.set("as the change's own entry has it", changeOf(change, field)?.old ?? '')
  const copy = copied.get(id)?.[field]
  if (copy !== undefined) values.set('as the copy has it', copy)
  const own = list.filter((save) => save.run !== accident.name && changeOf(save, field) !== undefined)
  const last = own.findLast((save) => list.indexOf(save) < place)
  if (last !== undefined) values.set('as the last entry before the change has it', changeOf(last, field)?.new ?? '')
  const keyOf = (save: NumberedSave): number => (rule.order === 'number' ? save.shownAt : (save.numbers[0] ?? 0))
  const other = own
    .toSorted((left, right) => keyOf(left) - keyOf(right))
    .findLast((save) => keyOf(save) < keyOf(change))
  if (other !== undefined) values.set('as before by the other order', changeOf(other, field)?.new ?? '')
  const good = lookInto(story).byId.get(id)?.good.code ?? ''
  values.set('as is usual', usual.get(`${field} ${good}`) ?? '')
  return values
}

/** The most frequent value of a field for each good. */
function usualValues({ cases, seen }: Story): ReadonlyMap<string, string | number> {
  const counts = new Map<string, Map<string | number, number>>()
  for (const { id, good } of cases) {
    for (const field of struckFields) {
      const key = `${field} ${good.code}`
      const own = counts.get(key) ?? new Map<string | number, number>()
      const value = seen.get(id)?.[field] ?? ''
      counts.set(key, own.set(value, (own.get(value) ?? 0) + 1))
    }
  }
  return new Map(
    [...counts].map(([key, own]) => [key, [...own].toSorted(([, left], [, right]) => right - left)[0]?.[0] ?? '']),
  )
}

export function cellsOf(story: Story): Cell[] {
  const { byCase, byId } = lookInto(story)
  const usual = usualValues(story)
  return [...story.hits.keys()].flatMap((id) =>
    struckFields.map((field): Cell => {
      const list = byCase.get(id) ?? []
      const values = valuesOf(story, list, id, field, usual)
      const verdict = verdictOf(story, id, field)
      const truth: Reading =
        verdict !== 'before'
          ? 'as it stands'
          : values.has("as the change's own entry has it")
            ? "as the change's own entry has it"
            : hasEntrySince(story, list, field)
              ? 'as the last entry before the change has it'
              : 'as the copy has it'
      const isOld = story.oldOnes.has(byId.get(id)?.sender ?? '')
      return { id, field, isOld, verdict, values, truth }
    }),
  )
}

/** Whether somebody changed the field between the copy and the change. */
function hasEntrySince({ calendar, accident }: Story, list: readonly NumberedSave[], field: StruckField): boolean {
  return list.some((save) => save.at > calendar.copyAt && save.at < accident.at && changeOf(save, field) !== undefined)
}

/** All rows of the graded tables under a choice for every component. */
export function booksUnder(story: Story, cells: readonly Cell[], choices: ReadonlyMap<string, string>): Books {
  const values = new Map<number, CaseValues>(story.due)
  for (const cell of cells) {
    const reading = choices.get(cellId(cell)) as Reading | undefined
    const own = values.get(cell.id)
    if (reading === undefined || own === undefined) continue
    values.set(cell.id, { ...own, [cell.field]: cell.values.get(reading) ?? own[cell.field] })
  }
  const months = new Set(story.closed.map(({ month }) => month))
  const anew = choices.get('closed months') === 'computed anew'
  const isClosed = ({ day }: CaseDay): boolean => !anew && months.has(monthOf(day))
  const asClosed = new Map(story.days.seen.filter(isClosed).map((total) => [caseDayKey(total), total]))
  return { values, days: addUp(story.cases, values).map((total) => asClosed.get(caseDayKey(total)) ?? total) }
}

/** Which objects say what, by level and plan: ids of carriers. */
export interface Sources {
  /** How the house treats cases, edits, orders. */
  readonly rules: string
  readonly request: string
  /** Whose the entries are that are missing. */
  readonly gap: string
  /** Where the entries are, of the new program and of the old one. */
  readonly log: readonly string[]
  readonly journal: readonly string[]
  readonly closing: string
}

function componentsOf(story: Story, names: Names, cells: readonly Cell[]): Component[] {
  const { cases, days, months } = names
  const fields = cells.map((cell): Component => {
    const options = [...cell.values].map(([id, value]): Option => ({
      id,
      state: [
        { table: cases.table, key: String(cell.id), column: cases.columns[cell.field], value: toTypedCell(value) },
      ],
    }))
    return { id: cellId(cell), global: false, kind: story.hits.get(cell.id)?.kind ?? '', options, truth: cell.truth }
  })
  if (story.closed.length === 0) return fields
  const closing = (['as closed', 'computed anew'] as const).map((id): Option => {
    const books = booksUnder(story, cells, new Map([['closed months', id]]))
    const daily = books.days.map(({ sender, day, fees }) => ({
      ...{ table: days.table, key: `${sender}, ${sayDay(day)}`, column: days.columns.fees },
      value: toTypedCell(fees),
    }))
    const monthly =
      story.level < 5
        ? []
        : addUpCaseMonths(books.days).map(({ sender, month, fees }) => ({
            ...{ table: months.table, key: `${sender}, ${month}`, column: months.columns.fees },
            value: toTypedCell(fees),
          }))
    return { id, state: [...daily, ...monthly] }
  })
  return [...fields, { id: 'closed months', global: true, kind: 'policy', options: closing, truth: 'as closed' }]
}

function constraintsOf(story: Story, cells: readonly Cell[], sources: Sources): Constraint[] {
  const known = new Map(cells.map((cell) => [cellId(cell), cell]))
  const { rules, request, gap, log, journal } = sources
  /** Where a constraint speaks, only what gives the right value is left. */
  const about = (
    id: string,
    carriers: readonly string[],
    speaks: (cell: Cell) => boolean,
  ): Extract<Constraint, { form: 'option' }> => ({
    ...{ form: 'option', id, carriers: [...new Set(carriers)] },
    allows: (component, option) => {
      const cell = known.get(component.id)
      return (
        cell === undefined || !speaks(cell) || cell.values.get(option.id as Reading) === cell.values.get(cell.truth)
      )
    },
  })
  const programs = [{ isOld: false, entries: log }, ...(story.oldOnes.size > 0 ? [{ isOld: true, entries: journal }] : [])] // prettier-ignore
  return [
    about('what was meant keeps what the change set', [request, rules], ({ verdict }) => verdict === 'meant'),
    about('ended cases', [rules], ({ verdict }) => verdict === 'ended'),
    ...programs.flatMap(({ isOld, entries }) => [
      about(`later edits win (${entries[0]})`, [rules, ...entries], (cell) => cell.verdict === 'edited' && cell.isOld === isOld), // prettier-ignore
      about(
        `what the change overwrote (${entries[0]})`,
        [request, rules, ...entries],
        (cell) => cell.truth === "as the change's own entry has it" && cell.isOld === isOld,
      ),
      about(
        `missing entries, after the copy (${entries[0]})`,
        [request, rules, gap, ...entries],
        (cell) => cell.truth === 'as the last entry before the change has it' && cell.isOld === isOld,
      ),
    ]),
    about('missing entries', [request, rules, gap, 'copy'], (cell) => cell.truth === 'as the copy has it'),
    ...(story.closed.length > 0
      ? [
          {
            ...{ form: 'option' as const, id: 'closed months stay', carriers: [sources.closing] },
            allows: ({ id }: Component, option: Option) => id !== 'closed months' || option.id === 'as closed',
          },
        ]
      : []),
  ]
}

export function hypothesesOf(
  story: Story,
  names: Names,
  input: { readonly sources: Sources; readonly build: (books: Books) => DatabaseSpec },
): Hypotheses {
  const cells = cellsOf(story)
  return {
    components: componentsOf(story, names, cells),
    constraints: constraintsOf(story, cells, input.sources),
    realise: (choices) => input.build(booksUnder(story, cells, choices)),
  }
}
