/**
 * What could be held of each pair of files, of rows that refer to a copy and of closed months, and what speaks for it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { toTypedCell } from '../../../data/values.ts'
import { type Delivery, amountOf } from '../../worlds/stations/file-import.ts'
import type { ChildRow } from '../../worlds/stations/manual-tool.ts'
import { addUpDays, keepClosed } from '../../worlds/stations/nightly-job.ts'
import { halfOf } from '../../worlds/stations/ledger.ts'
import { dayOf, sayDay } from '../../worlds/time.ts'
import type { CellState, Component, Constraint, Hypotheses, Option } from '../hypotheses.ts'
import type { Names } from './names.ts'
import { corrections, fateOf, type Reading, readings, truthOf } from './readings.ts'
import type { Pair, Story } from './story.ts'
import { coreColumns } from './core-columns.ts'
import { type Books, childCells, coreCells, fileCellsInRows } from './tables.ts'

type Following = 'to the line that stays' | 'as they are' | 'removed'
type Closing = 'as closed' | 'computed anew'

const componentId = ({ first, second }: Pair): string => `files ${first.id} and ${second.id}`

/** All rows of the graded tables under a choice for every component. */
export function booksUnder(story: Story, choices: ReadonlyMap<string, string>): Books {
  const rows = new Map(story.seen.rows)
  const moves = new Map<number, number | null>()
  for (const pair of story.pairs) {
    const reading = (choices.get(componentId(pair)) ?? truthOf(pair, story.rule)) as Reading
    const { gone, changed, countOnly } = fateOf(pair, reading, story.seen.rows)
    for (const [id, source] of changed) {
      const [row, from] = [rows.get(id), story.seen.rows.get(source)]
      if (row !== undefined && from !== undefined)
        rows.set(id, { ...row, good: countOnly ? row.good : from.good, quantity: from.quantity })
    }
    for (const [id, heir] of gone) {
      rows.delete(id)
      moves.set(id, heir)
    }
  }
  const following = (choices.get('references') ?? 'to the line that stays') as Following
  const children = story.children.flatMap((child): ChildRow[] => {
    if (!moves.has(child.core) || following === 'as they are') return [child]
    if (following === 'removed') return []
    return [{ ...child, core: moves.get(child.core) ?? child.core }]
  })
  const anew = (choices.get('closed months') ?? 'as closed') === 'computed anew'
  const closed = anew ? [] : story.closed.map(({ month }) => month)
  return { rows: rows.values(), children, days: keepClosed(addUpDays(rows.values()), story.days.seen, closed) }
}

/** The states of every option of every component. */
function componentsOf(story: Story, names: Names): Component[] {
  const flat = fileCellsInRows(story, names)
  const columns = coreColumns(story).filter((column) => column !== 'changedAt')
  const pairs = story.pairs.map((pair): Component => {
    const ids = [...pair.first.ids, ...pair.second.ids]
    const half = sayDay(halfOf(pair.first.day)[0])
    const own = new Set(ids)
    const children = story.children.filter(({ core }) => own.has(core))
    const options = readings.map((reading): Option => {
      const { gone, changed, countOnly } = fateOf(pair, reading, story.seen.rows)
      let amount = 0
      const state = ids.flatMap((id): CellState[] => {
        const own = story.seen.rows.get(id)
        if (own === undefined || gone.has(id)) return []
        const source = story.seen.rows.get(changed.get(id) ?? id)
        const row = { ...own, good: (countOnly ? own : (source ?? own)).good, quantity: (source ?? own).quantity }
        amount += amountOf(row)
        const cells = coreCells(story, row)
        return [...columns.map((column) => [names.core.columns[column], cells[column]] as const), ...flat(id)].map(
          ([column, value]) => ({
            table: names.core.table,
            key: String(id),
            column,
            value: toTypedCell(value),
          }),
        )
      })
      const references = children.map(({ id: key, core }): CellState => ({
        table: names.child.table,
        key: String(key),
        column: names.child.columns.core,
        value: toTypedCell(gone.get(core) ?? core),
      }))
      return { id: reading, state: [...state, ...references], sums: { [half]: amount } }
    })
    return { id: componentId(pair), global: false, kind: pair.kind, options, truth: truthOf(pair, story.rule) }
  })
  return [...pairs, ...globalsOf(story, names)]
}

function globalsOf(story: Story, names: Names): Component[] {
  const { level } = story
  const globals: Component[] = []
  if (level >= 2) {
    const options = (['to the line that stays', 'as they are', 'removed'] satisfies Following[]).map((id): Option => {
      const { children } = booksUnder(story, new Map([['references', id]]))
      const state = children.flatMap((child) =>
        childCells(child).map(([column, value]): CellState => ({
          table: names.child.table,
          key: String(child.id),
          column: names.child.columns[column],
          value: toTypedCell(value),
        })),
      )
      return { id, state }
    })
    globals.push({ id: 'references', global: true, kind: 'policy', options, truth: 'to the line that stays' })
  }
  if (level >= 4) {
    const options = (['as closed', 'computed anew'] satisfies Closing[]).map((id): Option => {
      const { days } = booksUnder(story, new Map([['closed months', id]]))
      const state = days.flatMap(({ sender, day, lines, amount }) =>
        (
          [
            ['lines', lines],
            ['amount', amount],
          ] as const
        ).map(([column, value]): CellState => ({
          table: names.days.table,
          key: `${sender}, ${sayDay(day)}`,
          column: names.days.columns[column],
          value: toTypedCell(value),
        })),
      )
      return { id, state }
    })
    globals.push({ id: 'closed months', global: true, kind: 'policy', options, truth: 'as closed' })
  }
  return globals
}

/** Which objects say how files are taken: ids of carriers, by level and plan. */
export interface Sources {
  /** How a file is accepted: the ticket, a page, or how earlier files were taken. */
  readonly acceptance: string
  /** What the types of files mean, for each of `facts`. */
  readonly types: readonly (readonly string[])[]
  /** Which type and how many lines each file has; the first of each names it. */
  readonly facts: readonly (readonly string[])[]
  readonly policy: string
}

function constraintsOf(story: Story, sources: Sources): Constraint[] {
  const pairOf = new Map(story.pairs.map((pair) => [componentId(pair), pair]))
  const forPairs =
    (allows: (pair: Pair, reading: Reading) => boolean) =>
    (component: Component, option: Option): boolean => {
      const pair = pairOf.get(component.id)
      return pair === undefined || allows(pair, option.id as Reading)
    }
  const isShort = ({ lines, announced, type }: Delivery): boolean => type === 'day' && lines.length !== announced
  // Whose file it is, by system: what the log says of the one the raw text says of the other.
  const factsOf = ({ first }: Pair): string =>
    (story.oldSystem.has(first.sender.code) ? sources.facts[1] : sources.facts[0])?.[0] ?? sources.acceptance
  const split = sources.facts.flatMap((own, place): Constraint[] => {
    const [fact = ''] = own
    const types = sources.types[place] ?? []
    return [
      {
        form: 'option',
        id: `a file that is not whole counts for nothing (${fact})`,
        carriers: [sources.acceptance, ...own],
        allows: forPairs((pair, reading) => {
          if (factsOf(pair) !== fact) return true
          if (isShort(pair.first)) return reading === 'second stays'
          return !isShort(pair.second) || reading === 'first stays'
        }),
      },
      {
        form: 'option',
        id: `which of two whole files stays (${fact})`,
        carriers: [sources.acceptance, ...own],
        allows: forPairs(
          (pair, reading) =>
            factsOf(pair) !== fact ||
            (pair.kind !== 'twin' && pair.kind !== 'revised') ||
            reading === truthOf(pair, story.rule),
        ),
      },
      {
        form: 'option',
        id: `what a correction does to the lines it names (${fact})`,
        carriers: [...types, ...own],
        allows: forPairs(
          (pair, reading) =>
            factsOf(pair) !== fact || pair.second.type !== 'fix' || reading === truthOf(pair, story.rule),
        ),
      },
      {
        form: 'option',
        id: `late lines come beside the others (${fact})`,
        carriers: [...types, ...own],
        allows: forPairs(
          (pair, reading) =>
            factsOf(pair) !== fact ||
            pair.second.type !== 'more' ||
            reading === 'both stay' ||
            corrections.has(reading),
        ),
      },
    ]
  })
  const policies: Constraint[] = [
    {
      form: 'option',
      id: 'what refers to a line follows it',
      carriers: [sources.policy],
      allows: ({ id }, option) => id !== 'references' || option.id === 'to the line that stays',
    },
    {
      form: 'option',
      id: 'closed months stay',
      carriers: [sources.policy],
      allows: ({ id }, option) => id !== 'closed months' || option.id === 'as closed',
    },
  ]
  return [...split, ...policies, ...statementSums(story)]
}

/** What another party's books say of half a month. */
function statementSums(story: Story): Constraint[] {
  return story.statements.flatMap(({ from, until, amount }): Constraint[] => {
    const isInside = (day: number): boolean => day >= from && day <= until
    const inside = story.pairs.filter(({ first }) => isInside(first.day))
    if (inside.length === 0) return []
    const paired = new Set(inside.flatMap(({ first, second }) => [...first.ids, ...second.ids]))
    let settled = 0
    for (const row of story.seen.rows.values())
      if (isInside(dayOf(row.at)) && !paired.has(row.id)) settled += amountOf(row)
    const measure = sayDay(from)
    return [
      {
        form: 'sums',
        id: `statement of ${measure}`,
        carriers: ['statements'],
        components: inside.map(componentId),
        measure,
        total: amount - settled,
      },
    ]
  })
}

export function hypothesesOf(
  story: Story,
  names: Names,
  input: { readonly sources: Sources; readonly build: (books: Books) => DatabaseSpec },
): Hypotheses {
  return {
    components: componentsOf(story, names),
    constraints: constraintsOf(story, input.sources),
    realise: (choices) => input.build(booksUnder(story, choices)),
  }
}
