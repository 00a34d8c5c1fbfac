/**
 * Nothing marks itself: no value, form or place picks the damaged rows alone, and nothing that can be read holds the
 * answer whole.
 *
 * @module
 */
import { asciiLower } from '../../kit/ascii-case.ts'
import type { TableContent } from '../../data/content.ts'
import { looseNumber, type TypedCell } from '../../data/values.ts'
import { cleanTexts, textsInBytes } from '../check/leaks.ts'
import { once, type Law, type LawSubject } from './law.ts'
import { queryImage } from './queries.ts'

/** The share of rows that stay among those that a selector picks, at least. */
const leastInnocent = 0.15
/** A selector that picks fewer of the damaged rows than this is no way to find them. */
const leastCaught = 0.4
/** From this level on detection is part of the job. */
const firstLevel = 3
const damageWords = /(?:^|[^a-z])(?:dup(?:e|licate)?s?|bad|wrong|broken|corrupt(?:ed)?|faulty|erroneous)(?:$|[^a-z])/i

/** A graded table with a key of one column, and what has to become of its rows. */
interface Damage {
  readonly name: string
  readonly table: TableContent
  readonly keyPlace: number
  /** Keys of rows that go or change, and of those that go. */
  readonly struck: ReadonlySet<TypedCell>
  readonly going: ReadonlySet<TypedCell>
  /** Clean cells of rows that stay, by column and key. */
  readonly repairs: ReadonlyMap<string, ReadonlyMap<TypedCell, TypedCell>>
}

function damagesOf({ graded, instance: { before, target }, parts }: LawSubject): Damage[] {
  const follow = new Set(
    parts.filter(({ kind }) => kind === 'derived').flatMap(({ tables }) => tables.map(({ id }) => id)),
  )
  return graded.flatMap(({ name, key, ungraded }) => {
    const [table, due] = [before.tables.get(asciiLower(name)), target.tables.get(asciiLower(name))]
    if (table === undefined || due === undefined || key?.length !== 1 || follow.has(asciiLower(name))) return []
    const at = (own: TableContent, column: string): number =>
      own.columns.findIndex((other) => asciiLower(other) === asciiLower(column))
    const keyPlace = at(table, key[0] as string)
    const rows = new Map(due.rows.map((row) => [row[at(due, key[0] as string)] ?? 'n', row]))
    const free = new Set(ungraded?.map(asciiLower))
    const struck = new Set<TypedCell>()
    const going = new Set<TypedCell>()
    const repairs = new Map<string, Map<TypedCell, TypedCell>>()
    for (const row of table.rows) {
      const own = row[keyPlace] ?? 'n'
      const right = rows.get(own)
      if (right === undefined) {
        going.add(own)
        struck.add(own)
        continue
      }
      for (const [place, column] of table.columns.entries()) {
        const cell = right[at(due, column)] ?? 'n'
        if (free.has(asciiLower(column)) || looseNumber(cell) === looseNumber(row[place] ?? 'n')) continue
        struck.add(own)
        const list = repairs.get(column) ?? new Map<TypedCell, TypedCell>()
        repairs.set(column, list.set(own, looseNumber(cell)))
      }
    }
    return struck.size === 0 ? [] : [{ name, table, keyPlace, struck, going, repairs }]
  })
}

const damages = (subject: LawSubject): Damage[] => once(subject, 'damages', () => damagesOf(subject))

/** The form of a value: digits and letters alike. */
const formOf = (cell: TypedCell): string =>
  cell[0] === 't'
    ? `t${cell
        .slice(1)
        .replace(/\d+/g, '9')
        .replace(/\p{Lu}+/gu, 'A')
        .replace(/\p{Ll}+/gu, 'a')}`
    : (cell[0] ?? '')

/** How much of the damage a choice of rows catches, and how many of its rows stay. */
function judge(
  picked: readonly TypedCell[],
  { struck }: Damage,
): { readonly caught: number; readonly innocent: number } {
  const hit = picked.filter((key) => struck.has(key)).length
  return { caught: hit / struck.size, innocent: picked.length === 0 ? 1 : 1 - hit / picked.length }
}

/** Selectors that anybody would try on a table: one value, or one form, of one column. */
function* plainSelectors({
  table,
  keyPlace,
}: Damage): Generator<{ readonly name: string; readonly keys: TypedCell[] }> {
  for (const [place, column] of table.columns.entries()) {
    if (place === keyPlace) continue
    for (const [kind, shown] of [
      ['is', (cell: TypedCell): string => cell],
      ['has the form', formOf],
    ] as const) {
      const groups = new Map<string, TypedCell[]>()
      for (const row of table.rows) {
        const value = shown(row[place] ?? 'n')
        const group = groups.get(value)
        if (group) group.push(row[keyPlace] ?? 'n')
        else groups.set(value, [row[keyPlace] ?? 'n'])
      }
      for (const [value, keys] of groups) yield { name: `${column} ${kind} ${value.slice(1)}`, keys }
    }
  }
}

/** No selector picks the damage alone. */
export const unmarked: Law = {
  name: 'nothing marks itself',
  says: 'no name says "damaged"; from level 3 on every way to pick damaged rows picks 15 % that stay',
  check(subject, fail) {
    const { proof, instance, level } = subject
    for (const { name, columns } of instance.before.tables.values()) {
      for (const word of [name, ...columns]) {
        if (damageWords.test(word.replaceAll('_', ' '))) fail(`the name ${word} says what is wrong`)
      }
    }
    if (level < firstLevel) return { selectors: 0 }
    let [least, tried] = [1, 0]
    const note = (name: string, damage: Damage, keys: readonly TypedCell[]): void => {
      tried++
      const { caught, innocent } = judge(keys, damage)
      if (caught < leastCaught) return
      least = Math.min(least, innocent)
      if (innocent >= leastInnocent) return
      const [part, stay] = [caught, innocent].map((share) => `${Math.round(100 * share)} %`)
      fail(`${damage.name} where ${name} catches ${part} of the damage, and ${stay} of its rows stay`)
    }
    for (const damage of damages(subject)) {
      for (const { name, keys } of plainSelectors(damage)) note(name, damage, keys)
    }
    const results = queryImage(
      subject,
      'seed',
      proof.selectors.map(({ query }) => query),
    )
    for (const [place, result] of results.entries()) {
      const { name, table } = proof.selectors[place] as (typeof proof.selectors)[number]
      if ('error' in result) fail(`${name}: ${result.error}`)
      else {
        const damage = damages(subject).find((own) => asciiLower(own.name) === asciiLower(table))
        if (damage === undefined) fail(`${name}: nothing is wrong in ${table}`)
        else
          note(
            name,
            damage,
            result.rows.map((row) => row[0] ?? 'n'),
          )
      }
    }
    if (proof.selectors.length === 0) fail('no selector is listed')
    return { selectors: tried, 'least share of rows that stay': least }
  },
}

/** A set of keys as a number: equal sets give equal ones, others hardly ever. */
function sumOf(keys: Iterable<TypedCell>): string {
  const distinct = new Set(keys)
  let [sum, mixed] = [0, 0]
  for (const key of distinct) {
    let hash = 0
    for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0
    sum = (sum + hash) | 0
    mixed ^= Math.imul(hash, 0x9e3779b1)
  }
  return `${distinct.size}:${sum}:${mixed}`
}

/** Tables, whole or where one column has one value, that list the keys of the rows that go, or that stay. */
function listsOf(source: TableContent, damage: Damage): string[] {
  const { table, keyPlace, going, struck } = damage
  const keys = table.rows.map((row) => row[keyPlace] ?? 'n')
  const sets = new Map([
    [sumOf(going), 'that go'],
    [sumOf(keys.filter((key) => !going.has(key))), 'that stay'],
    [sumOf(struck), 'that are to be repaired'],
  ])
  if (going.size === 0) sets.delete(sumOf(keys))
  // What marks rows where they stand is another law's.
  if (source.name === table.name) return []
  const found: string[] = []
  for (const [place, column] of source.columns.entries()) {
    const whole = sets.get(sumOf(source.rows.map((row) => row[place] ?? 'n')))
    if (whole !== undefined) found.push(`${source.name}.${column} lists the rows of ${table.name} ${whole}`)
    for (const [filter, other] of source.columns.entries()) {
      if (filter === place) continue
      const groups = new Map<TypedCell, TypedCell[]>()
      for (const row of source.rows) {
        const value = row[filter] ?? 'n'
        const group = groups.get(value)
        if (group) group.push(row[place] ?? 'n')
        else if (groups.size < 24) groups.set(value, [row[place] ?? 'n'])
      }
      for (const [value, listed] of groups) {
        const said = listed.length > 1 ? sets.get(sumOf(listed)) : undefined
        if (said !== undefined)
          found.push(
            `${source.name}.${column} where ${other} is ${value.slice(1)} lists the rows of ${table.name} ${said}`,
          )
      }
    }
  }
  return found
}

/** Shares of the clean cells of a column that another table gives beside the right key. */
function* givenCells(
  source: TableContent,
  { name, repairs }: Damage,
): Generator<{ readonly column: string; readonly share: number }> {
  if (asciiLower(source.name) === asciiLower(name)) return
  for (const keys of source.columns.keys()) {
    const rows = new Map(source.rows.map((row) => [row[keys] ?? 'n', row]))
    for (const [column, cells] of repairs) {
      const beside = [...cells].flatMap(([key, value]) => {
        const row = rows.get(key)
        return row === undefined ? [] : [{ row, value }]
      })
      if (beside.length === 0) continue
      for (const values of source.columns.keys()) {
        const given = beside.filter(({ row, value }) => looseNumber(row[values] ?? '') === value).length
        yield { column, share: given / cells.size }
      }
    }
  }
}

/** From level 3 on no object holds the whole target; below, one may. */
export const noWholeAnswer: Law = {
  name: 'no whole answer',
  says: 'nothing readable lists the rows to repair or gives a whole column of clean values: one object may at levels 1 and 2',
  check(subject, fail) {
    const holders = new Map<string, string>()
    let most = 0
    for (const damage of damages(subject)) {
      for (const source of subject.instance.before.tables.values()) {
        for (const message of listsOf(source, damage)) holders.set(source.name, message)
        for (const { column, share } of givenCells(source, damage)) {
          most = Math.max(most, share)
          if (share === 1) holders.set(source.name, `${source.name} gives every clean ${damage.name}.${column}`)
        }
      }
    }
    const allowed = subject.level < firstLevel ? 1 : 0
    if (holders.size > allowed) for (const message of holders.values()) fail(message)
    return { holders: holders.size, 'largest share of a column given': most }
  },
}

/** No clean value stands where no trace is declared: in the file's bytes, or in a table that is no carrier's shelf. */
export const noCleanValue: Law = {
  name: 'no clean value',
  says: 'none in the bytes of the file; half of a column in no table that is not declared as a trace',
  check(subject, fail) {
    const { instance, proof } = subject
    const { before, target, seedImage, goal } = instance
    for (const text of textsInBytes(before, target, seedImage)) fail(`the bytes of the seed hold ${text}`)
    for (const text of cleanTexts(before, target))
      if (goal.includes(text)) fail(`the ticket shows the clean value ${text}`)
    const declared = new Set(proof.carriers.flatMap(({ shelves }) => shelves.map(({ table }) => asciiLower(table))))
    let most = 0
    for (const damage of damages(subject)) {
      for (const source of before.tables.values()) {
        if (declared.has(asciiLower(source.name))) continue
        for (const { column, share } of givenCells(source, damage)) {
          most = Math.max(most, share)
          const { size } = damage.repairs.get(column) ?? { size: 0 }
          if (share < 0.5 || size < 8) continue
          fail(
            `${source.name}, which is no declared trace, gives ${Math.round(100 * share)} % of the clean ${damage.name}.${column}`,
          )
        }
      }
    }
    return { 'largest share in no trace': most }
  },
}
