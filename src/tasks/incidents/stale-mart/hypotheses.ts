/**
 * What could be held of each day of the mart, and what speaks for it.
 *
 * @module
 */
import type { DatabaseSpec } from '../../../data/content.ts'
import { toTypedCell } from '../../../data/values.ts'
import type { DayCell, DayRows } from '../../worlds/stations/mart.ts'
import { sayDay } from '../../worlds/time.ts'
import type { CellState, Component, Constraint, Hypotheses, Option } from '../hypotheses.ts'
import type { Names } from './names.ts'
import { type DayBook, dueRows, storedRows, type Story, type Way } from './ground.ts'
import { cellsOf, dayCells } from './tables.ts'
import { asItStands, dueWay, readingOf, waysOf } from './ways.ts'

/** Which objects say what: ids of carriers. */
export interface Sources {
  /** How days are to be counted. */
  readonly terms: string
  /** Late lines, days that stay, which run counts. */
  readonly policy: string
  /** Which run wrote a day; absent where all days are counted anew. */
  readonly runs: readonly string[]
  /** How releases count. */
  readonly releases: readonly string[]
  readonly closing: readonly string[]
  readonly dictionary: readonly string[]
}

const isStruck = ({ wrong, frozen }: DayBook): boolean => wrong && !frozen

export function hypothesesOf(
  story: Story,
  names: Names,
  input: { readonly sources: Sources; readonly build: (cells: readonly DayCell[]) => DatabaseSpec },
): Hypotheses {
  const { house, books, count } = story
  const ways = waysOf(story)
  /** By component and option; an option without a way leaves the day as it stands. */
  const known = new Map<string, { readonly book: DayBook; readonly ways: ReadonlyMap<string, Way> }>()
  const stateOf = (book: DayBook, rows: DayRows): CellState[] =>
    cellsOf({ books: [book] }, () => rows).flatMap((cell) => {
      const cells = dayCells(cell)
      return (Object.keys(cells) as (keyof typeof cells)[]).map((column): CellState => ({
        table: names.days.table,
        key: String(cells.key),
        column: names.days.columns[column],
        value: toTypedCell(cells[column]),
      }))
    })
  const components = books.map((book): Component => {
    const id = sayDay(book.day)
    const named = new Map(ways.map((way) => [readingOf(book, way, house), way]))
    known.set(id, { book, ways: named })
    const options: Option[] = [
      { id: asItStands, state: stateOf(book, storedRows(story, book)) },
      ...[...named].map(([reading, way]): Option => ({ id: reading, state: stateOf(book, count(book.day, way)) })),
    ]
    const truth = isStruck(book) ? readingOf(book, dueWay(book, house), house) : asItStands
    return { id, global: false, kind: truth, options, truth }
  })
  const about =
    (allows: (book: DayBook, way: Way | undefined) => boolean) =>
    (component: Component, option: Option): boolean => {
      const own = known.get(component.id)
      return own === undefined || allows(own.book, own.ways.get(option.id))
    }
  const { terms, policy, runs, releases, closing, dictionary } = input.sources
  const constraint = (
    id: string,
    carriers: readonly string[],
    allows: (book: DayBook, way: Way | undefined) => boolean,
  ): Constraint => ({ form: 'option', id, carriers: [...new Set(carriers)], allows: about(allows) })
  const constraints = [
    constraint(
      'a day is counted by the terms of its month',
      [terms],
      (book, way) => way === undefined || (way.unlisted === book.terms.unlisted && way.list === book.terms.list),
    ),
    constraint(
      'which lines a day has that is counted anew',
      [policy, ...(house.late === 'run' ? runs : [])],
      (_, way) => way === undefined || way.late === house.late,
    ),
    constraint(
      'a day that its run counted otherwise is counted anew',
      [terms, ...runs, ...releases],
      (book, way) => !isStruck(book) || way !== undefined,
    ),
    constraint(
      'a day that its run counted right stays',
      [policy, terms, ...runs, ...releases],
      (book, way) => book.wrong || way === undefined,
    ),
    ...(closing.length === 0
      ? []
      : [constraint('a closed month stays', closing, (book, way) => !book.frozen || way === undefined)]),
    ...(dictionary.length === 0
      ? []
      : [constraint('the old list counts as well', dictionary, (_, way) => way === undefined || way.old)]),
  ]
  const realise: Hypotheses['realise'] = (choices) =>
    input.build(
      cellsOf(story, (book) => {
        const choice = choices.get(sayDay(book.day))
        if (choice === undefined) return dueRows(story, book)
        const way = known.get(sayDay(book.day))?.ways.get(choice)
        return way === undefined ? storedRows(story, book) : count(book.day, way)
      }),
    )
  return { components, constraints, realise }
}
