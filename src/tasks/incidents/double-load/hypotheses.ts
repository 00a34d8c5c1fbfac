/**
 * What could be held of each pair of files, of rows that refer to a copy and of closed months, and what speaks for it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { toTypedCell } from '../../../data/values.ts'
import { amountOf } from '../../worlds/stations/file-import.ts'
import type { ChildRow } from '../../worlds/stations/manual-tool.ts'
import { addUpDays, keepClosed } from '../../worlds/stations/nightly-job.ts'
import { halfOf } from '../../worlds/stations/ledger.ts'
import { dayOf, sayDay } from '../../worlds/time.ts'
import type { CellState, Component, Constraint, Hypotheses, Option } from '../hypotheses.ts'
import type { Names } from './names.ts'
import { areWhole, corrections, fateOf, type Reading, readings, truthOf } from './readings.ts'
import type { Pair } from './readings.ts'
import { readingsThatFit } from './houses.ts'
import { goodTimes, type Story } from './story.ts'
import { coreColumns } from './core-columns.ts'
import { type Books, childCells, coreCells, fileCellsInRows } from './tables.ts'

type Changes = 'carried over' | 'lost'
type Cancelled = 'goes with the line' | 'stays'
type Following = 'to the line that stays' | 'as they are' | 'removed'
type Closing = 'as closed' | 'computed anew'

const componentId = ({ first, second }: Pair): string => `files ${first.id} and ${second.id}`

/** All rows of the graded tables under a choice for every component. */
export function booksUnder(story: Story, choices: ReadonlyMap<string, string>): Books {
  const rows = new Map(story.known.rows)
  const heirs = new Map<number, number | null>()
  const changes = (choices.get('changes by hand') ?? 'carried over') as Changes
  const known = changes === 'carried over' ? story.known : { ...story.known, edited: new Map<number, string>() }
  for (const pair of story.pairs) {
    const reading = (choices.get(componentId(pair)) ?? truthOf(pair, story.rule)) as Reading
    const fate = fateOf(pair, reading, known)
    for (const [id, row] of fate.rows) rows.set(id, row)
    for (const [id, heir] of fate.gone) {
      rows.delete(id)
      heirs.set(id, heir)
    }
  }
  const following = (choices.get('references') ?? 'to the line that stays') as Following
  const cancelled = (choices.get('references of cancelled lines') ?? 'goes with the line') as Cancelled
  const children = story.children.flatMap((child): ChildRow[] => {
    const heir = heirs.get(child.core)
    if (heir === undefined) return [child]
    if (heir === null) return cancelled === 'stays' ? [child] : []
    return following === 'as they are' ? [child] : following === 'removed' ? [] : [{ ...child, core: heir }]
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
      const { gone, rows } = fateOf(pair, reading, story.known)
      let amount = 0
      const state = [...rows.values()].flatMap((row): CellState[] => {
        amount += amountOf(row)
        const cells = coreCells(story, row)
        return [...columns.map((column) => [names.core.columns[column], cells[column]] as const), ...flat(row.id)].map(
          ([column, value]) => ({
            table: names.core.table,
            key: String(row.id),
            column,
            value: toTypedCell(value),
          }),
        )
      })
      const references = children.flatMap((child): CellState[] => {
        const core = gone.has(child.core) ? gone.get(child.core) : child.core
        return core === null || core === undefined ? [] : childState(names, { ...child, core })
      })
      return { id: reading, state: [...state, ...references], sums: { [half]: amount } }
    })
    return { id: componentId(pair), global: false, kind: pair.kind, options, truth: truthOf(pair, story.rule) }
  })
  return [...pairs, ...globalsOf(story, names)]
}

const childState = (names: Names, child: ChildRow): CellState[] =>
  childCells(child).map(([column, value]) => ({
    table: names.child.table,
    key: String(child.id),
    column: names.child.columns[column],
    value: toTypedCell(value),
  }))

function globalsOf(story: Story, names: Names): Component[] {
  const { level } = story
  const globals: Component[] = []
  const ofChildren = (id: string, readings: readonly string[], truth: string): Component => ({
    ...{ id, global: true, kind: 'policy', truth },
    options: readings.map((reading) => {
      const { children } = booksUnder(story, new Map([[id, reading]]))
      return { id: reading, state: children.flatMap((child) => childState(names, child)) }
    }),
  })
  if (level >= 2)
    globals.push(
      ofChildren(
        'references',
        ['to the line that stays', 'as they are', 'removed'] satisfies Following[],
        'to the line that stays',
      ),
      ofChildren(
        'references of cancelled lines',
        ['goes with the line', 'stays'] satisfies Cancelled[],
        'goes with the line',
      ),
    )
  if (level >= 3) {
    const edited = new Set(story.known.edited.keys())
    const lines = story.pairs.filter(({ first, second }) => [...first.ids, ...second.ids].some((id) => edited.has(id)))
    const ids = new Set(lines.flatMap(({ first, second }) => [...first.ids, ...second.ids]))
    const options = (['carried over', 'lost'] satisfies Changes[]).map((id): Option => {
      const { rows } = booksUnder(story, new Map([['changes by hand', id]]))
      const state = [...rows]
        .filter((row) => ids.has(row.id))
        .map((row): CellState => ({
          ...{ table: names.core.table, key: String(row.id), column: names.core.columns.party },
          value: toTypedCell(row.party),
        }))
      return { id, state }
    })
    globals.push({ id: 'changes by hand', global: true, kind: 'policy', options, truth: 'carried over' })
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
  /** What a correction does to the lines it names. */
  readonly corrections: string
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
  // From level 4 on nothing is said: what good times leave open is open, also to houses that look at clocks or contents.
  const { deliveries, window, rule } = story
  const fits = story.level < 4 ? null : readingsThatFit(goodTimes(deliveries, window), deliveries, rule)
  const isSaid = (pair: Pair, reading: Reading): boolean =>
    fits === null ? reading === truthOf(pair, rule) : fits(pair).has(reading)
  // Whose file it is, by system: what the log says of the one the raw text says of the other.
  const factsOf = ({ first }: Pair): string =>
    (story.oldSystem.has(first.sender.code) ? sources.facts[1] : sources.facts[0])?.[0] ?? sources.acceptance
  const split = sources.facts.flatMap((own, place): Constraint[] => {
    const [fact = ''] = own
    const types = sources.types[place] ?? []
    return [
      {
        form: 'option',
        id: `what a file is worth that is not whole (${fact})`,
        carriers: [sources.acceptance, ...own],
        allows: forPairs(
          (pair, reading) =>
            factsOf(pair) !== fact || areWhole(pair) || pair.second.type !== 'day' || isSaid(pair, reading),
        ),
      },
      {
        form: 'option',
        id: `what late lines and corrections are worth that are not whole (${fact})`,
        carriers: [sources.acceptance, sources.corrections, ...types, ...own],
        allows: forPairs(
          (pair, reading) =>
            factsOf(pair) !== fact || areWhole(pair) || pair.second.type === 'day' || isSaid(pair, reading),
        ),
      },
      {
        form: 'option',
        id: `which of two whole files stays (${fact})`,
        carriers: [sources.acceptance, ...own],
        allows: forPairs(
          (pair, reading) =>
            factsOf(pair) !== fact || !areWhole(pair) || pair.second.type !== 'day' || isSaid(pair, reading),
        ),
      },
      {
        form: 'option',
        id: `what a correction does to the lines it names (${fact})`,
        carriers: [sources.corrections, ...types, ...own],
        allows: forPairs(
          (pair, reading) =>
            factsOf(pair) !== fact || !areWhole(pair) || pair.second.type !== 'fix' || isSaid(pair, reading),
        ),
      },
      {
        form: 'option',
        id: `late lines come beside the others (${fact})`,
        carriers: [...types, ...own],
        allows: forPairs(
          (pair, reading) =>
            factsOf(pair) !== fact ||
            !areWhole(pair) ||
            pair.second.type !== 'more' ||
            reading === 'both stay' ||
            reading === 'first filled up from second' ||
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
      id: 'what refers to a cancelled line goes with it',
      carriers: [sources.policy],
      allows: ({ id }, option) => id !== 'references of cancelled lines' || option.id === 'goes with the line',
    },
    {
      form: 'option',
      id: 'changes by hand are carried over',
      carriers: [sources.policy],
      allows: ({ id }, option) => id !== 'changes by hand' || option.id === 'carried over',
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

/** What another party's books say of half a month of some senders. */
function statementSums(story: Story): Constraint[] {
  return story.statements.flatMap(({ from, until, senders, amount }): Constraint[] => {
    const isInside = (sender: string, day: number): boolean => senders.includes(sender) && day >= from && day <= until
    const inside = story.pairs.filter(({ first }) => isInside(first.sender.code, first.day))
    if (inside.length === 0) return []
    const paired = new Set(inside.flatMap(({ first, second }) => [...first.ids, ...second.ids]))
    let settled = 0
    for (const row of story.known.rows.values())
      if (isInside(row.sender, dayOf(row.at)) && !paired.has(row.id)) settled += amountOf(row)
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
