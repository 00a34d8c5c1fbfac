import type { Carrier } from './evidence.ts'

/** Rows of a page, as a result shows them. */
const pageRows = 100
/** Rows of a table that somebody reads page by page; what is larger is asked questions. */
const readRows = 400
/** Looks at the database before anything else, and checks at the end. */
const looks = 3
const checks = 3
/** What a player needs who reads every page: a look, a repair, two checks, a second try and the end. */
const spare = 6

export interface Effort {
  /** What players took over what a careful episode takes at least. */
  readonly factor: number
  readonly carriers: readonly Carrier[]
  /** Of the longer oracle. */
  readonly statements: number
  /** Rows of a table of the seed. */
  readonly rowsOf: (table: string) => number
}

/**
 * The steps of an instance: a share of what reading all essential evidence in pages and running each statement by itself
 * would take, and never less than both of these take alone.
 */
export function stepLimitOf({ factor, carriers, statements, rowsOf }: Effort): number {
  const shelves = new Set(
    carriers.flatMap(({ weight, shelves: own }) => (weight === 'essential' ? own.map(({ table }) => table) : [])),
  )
  const pages = [...shelves].reduce((sum, table) => sum + Math.ceil(Math.min(rowsOf(table), readRows) / pageRows), 0)
  return Math.max(Math.round(factor * (looks + pages + statements + checks)), pages + spare, statements + 2)
}
