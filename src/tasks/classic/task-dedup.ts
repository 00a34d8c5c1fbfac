import type { Random } from '../../kit/random.ts'
import type { DatabaseContent, DatabaseSpec } from '../../data/content.ts'
import type { SqlValue } from '../../data/values.ts'
import type { Repair, ListedTask, TaskDraft } from '../define-task.ts'
import { defineTask } from '../define-task.ts'
import { gappedIds, pickDay } from './draws.ts'
import { writeGoal } from './goal-rules.ts'
import type { Person } from './people.ts'
import { AddressBook, addressShapes, cities, pickPerson } from './people.ts'
import { agreeIn, everyRow, nothingLeftBehind, rowsByKey } from './predicates.ts'

const columns = ['id', 'name', 'email', 'city', 'joined_on'] as const

const goal = writeGoal(`
  Several people are in our customers table more than once. Please remove the duplicates.

  Two rows are duplicates when their email is exactly the same, character for character: capitals, blanks and dots
  count, so A@x.com and a@x.com are two people. No email is NULL. Name, city and joined_on do not matter for this: two
  people may share a name, and duplicates may differ in everything but the email.

  Of each group of duplicates keep the row with the smallest id, wherever it stands in the table and whichever row looks
  newer or more complete, and delete the others. Every row that stays keeps all its values as they are: nothing is
  merged into it, corrected or renumbered. Deleting is all it takes.`)

interface Entry {
  readonly email: string
  readonly name: string
  readonly city: string | null
  readonly joined: string
}

/** Rows of one email. They come in the order of their ids: the first one stays. */
type Group = readonly Entry[]

const fullName = ({ first, last }: Person): string => `${first} ${last}`

/**
 * The duplicates of each group look better than the row that stays: a name in proper case, a city where
 * it has none, an earlier day. Beside them stand pairs that only look like duplicates.
 */
function drawGroups(random: Random, kept: number, removed: number): Group[] {
  const book = new AddressBook()
  const entry = (person: Person, email: string): Entry => ({
    email,
    name: fullName(person),
    city: random.pick(cities),
    joined: pickDay(random, random.int(2021, 2023)),
  })
  const address = (person: Person): string => book.issue(random, person, random.pick(addressShapes))

  const singles: Entry[] = []
  const nearTwins = [
    (email: string): string => email.slice(0, 1).toUpperCase() + email.slice(1),
    (email: string): string => email.toUpperCase(),
    (email: string): string => `${email} `,
    (email: string): string => email.slice(0, -1),
    (email: string): string => email.replace('@', '.@'),
  ]
  const near = nearTwins.map((spell) => {
    const person = pickPerson(random)
    const email = book.issue(random, person, 'dot')
    singles.push({ ...entry(person, email), email: spell(email) })
    return entry(person, email)
  })
  const namesake = pickPerson(random)
  singles.push(entry(namesake, address(namesake)), entry(namesake, address(namesake)))
  // One of the near twins belongs to a group of duplicates itself, the others stand alone.
  const doubled = near.slice(0, 1)
  singles.push(...near.slice(1))

  // Small tables have room for few groups beside the look-alikes; five are always possible, as `kept` is 17 or more.
  const groupCount = Math.min(Math.round(removed * 0.7), kept - singles.length)
  const firsts: Entry[] = [...doubled]
  while (firsts.length < groupCount) {
    const person = pickPerson(random)
    firsts.push(entry(person, address(person)))
  }
  while (singles.length + firsts.length < kept) {
    const person = pickPerson(random)
    singles.push(entry(person, address(person)))
  }
  const further = Array.from({ length: removed - groupCount }, () => random.int(0, groupCount - 1))
  const groups = firsts.map((first, index) => {
    const size = 1 + further.filter((owner) => owner === index).length
    return [worsen(first, index), ...copies(random, first, index, size)]
  })
  return random.shuffle([...groups, ...singles.map((single) => [single])])
}

/** The row that stays, made to look like the lesser one in a third of the groups each. */
function worsen(entry: Entry, index: number): Entry {
  const joined = entry.joined.replace(/^\d+/, '2024')
  if (index % 3 === 0) return { ...entry, joined, city: null }
  return index % 3 === 1 ? { ...entry, joined, name: entry.name.toLowerCase() } : entry
}

/** The rows that go. In every group of index 3n + 2 they agree with the first in all but, half the time, the day. */
function copies(random: Random, entry: Entry, index: number, count: number): Entry[] {
  return Array.from({ length: count }, () => {
    if (index % 3 === 2) return random.percent(50) ? entry : { ...entry, joined: pickDay(random, 2024) }
    const name = random.percent(30) ? `${entry.name.slice(0, 1)}. ${entry.name.split(' ').at(-1) ?? ''}` : entry.name
    return { ...entry, name, city: random.percent(30) ? random.pick(cities) : entry.city }
  })
}

interface NumberedEntry {
  readonly id: number
  readonly entry: Entry
  readonly stays: boolean
}

/** Hands out ascending ids so that the rows of a group get theirs in the order of the group. */
function numberRows(random: Random, groups: readonly Group[]): NumberedEntry[] {
  const owners = random.shuffle(groups.flatMap((group) => group.map(() => group)))
  const taken = new Map<Group, number>()
  return gappedIds(random, owners.length, random.int(1, 700)).map((id, index) => {
    const owner = owners[index] as Group
    const place = taken.get(owner) ?? 0
    taken.set(owner, place + 1)
    return { id, entry: owner[place] as Entry, stays: place === 0 }
  })
}

function generate(random: Random, { canonical }: { readonly canonical: boolean }): TaskDraft {
  const count = canonical ? 32 : random.int(28, 180)
  const removed = Math.round((count * random.int(25, 38)) / 100)
  const groups = drawGroups(random, count - removed, removed)
  const order = lateFirsts(random.shuffle(numberRows(random, groups)))
  const cells = ({ id, entry: { name, email, city, joined } }: NumberedEntry): SqlValue[] => [
    id,
    name,
    email,
    city,
    joined,
  ]
  return {
    goal,
    asOf: '2025-05-20 16:15:00',
    seed: customersDatabase(order.map(cells)),
    target: customersDatabase(order.filter(({ stays }) => stays).map(cells)),
    parts: [{ name: 'data', weight: 1, tables: [{ name: 'customers', key: ['id'] }] }],
    oracles,
    naive,
    accepts,
  }
}

/** In every second group the row with the smallest id stands behind another one of its group. */
function lateFirsts(rows: readonly NumberedEntry[]): NumberedEntry[] {
  const order = [...rows]
  let seen = 0
  for (const [place, row] of rows.entries()) {
    if (!row.stays) continue
    const twin = rows.findIndex((other) => !other.stays && other.entry.email === row.entry.email)
    if (twin < 0 || seen++ % 2 === 1 || twin < place) continue
    ;[order[place], order[twin]] = [rows[twin] as NumberedEntry, row]
  }
  return order
}

/** `INT`, not `INTEGER`: the id is no alias of the rowid, so the rows really stand in the shuffled order. */
function customersDatabase(rows: readonly (readonly SqlValue[])[]): DatabaseSpec {
  const ddl =
    'CREATE TABLE customers (id INT PRIMARY KEY NOT NULL, name TEXT, email TEXT NOT NULL, city TEXT, joined_on TEXT)'
  return { tables: [{ name: 'customers', ddl, columns, rows }] }
}

const keepSmallest = 'DELETE FROM customers WHERE id NOT IN (SELECT MIN(id) FROM customers GROUP BY email)'

const oracles: readonly [Repair, Repair] = [
  { name: 'not among the smallest ids', queries: [keepSmallest] },
  {
    name: 'second and later places',
    queries: [
      `WITH ranked AS (
         SELECT id, row_number() OVER (PARTITION BY email ORDER BY id) AS place FROM customers
       )
       DELETE FROM customers WHERE EXISTS (SELECT 1 FROM ranked WHERE ranked.id = customers.id AND place > 1)`,
    ],
  },
]

const naive: readonly Repair[] = [
  {
    name: 'the largest id kept',
    queries: ['DELETE FROM customers WHERE id NOT IN (SELECT MAX(id) FROM customers GROUP BY email)'],
  },
  {
    name: 'the first row of the table kept',
    queries: ['DELETE FROM customers WHERE rowid NOT IN (SELECT MIN(rowid) FROM customers GROUP BY email)'],
  },
  {
    name: 'the earliest day kept',
    queries: [
      `DELETE FROM customers WHERE id NOT IN (SELECT id FROM (
         SELECT id, row_number() OVER (PARTITION BY email ORDER BY joined_on, id) AS place FROM customers
       ) WHERE place = 1)`,
    ],
  },
  {
    name: 'case ignored',
    queries: ['DELETE FROM customers WHERE id NOT IN (SELECT MIN(id) FROM customers GROUP BY LOWER(email))'],
  },
  {
    name: 'outer blanks ignored',
    queries: ['DELETE FROM customers WHERE id NOT IN (SELECT MIN(id) FROM customers GROUP BY trim(email))'],
  },
  {
    name: 'equal names',
    queries: ['DELETE FROM customers WHERE id NOT IN (SELECT MIN(id) FROM customers GROUP BY name)'],
  },
  {
    name: 'only full copies',
    queries: [
      'DELETE FROM customers WHERE id NOT IN (SELECT MIN(id) FROM customers GROUP BY name, email, city, joined_on)',
    ],
  },
  {
    name: 'every row of a group deleted',
    queries: ['DELETE FROM customers WHERE email IN (SELECT email FROM customers GROUP BY email HAVING count(*) > 1)'],
  },
  {
    name: 'the city merged into the kept row',
    queries: [
      `UPDATE customers SET city = (
         SELECT max(twin.city) FROM customers AS twin WHERE twin.email = customers.email
       ) WHERE city IS NULL`,
      keepSmallest,
    ],
  },
  { name: 'emails put in lower case', queries: ['UPDATE customers SET email = lower(trim(email))', keepSmallest] },
]

function accepts(seed: DatabaseContent, state: DatabaseContent): boolean {
  const before = rowsByKey(seed, 'customers', columns)
  const now = rowsByKey(state, 'customers', columns)
  if (before === null || now === null || !nothingLeftBehind(seed, state)) return false
  const smallest = new Map<SqlValue, number>()
  for (const { id, email } of before.values()) {
    smallest.set(email ?? null, Math.min(Number(id), smallest.get(email ?? null) ?? Infinity))
  }
  const kept = new Map([...before].filter(([id, { email }]) => smallest.get(email ?? null) === id))
  return everyRow(kept, now, (was, is) => agreeIn(columns, was, is))
}

/** Rows of one email, of which the smallest id stays. */
export const taskDedup: ListedTask = defineTask({
  id: 'task_dedup',
  suite: 'classic',
  summary: 'Delete the customers whose email occurs at a smaller id.',
  difficulty: 'medium',
  stepLimit: 15,
  safety: 'forbidden',
  rewardMode: 'classic',
  generate,
})
