import type { Random } from '../../kit/random.ts'
import type { DatabaseContent, DatabaseSpec } from '../../data/content.ts'
import type { SqlValue } from '../../data/values.ts'
import type { Repair, ListedTask, TaskDraft } from '../define-task.ts'
import { defineTask } from '../define-task.ts'
import { gappedIds } from './draws.ts'
import { writeGoal } from './goal-rules.ts'
import type { EmailForm, Phone, PhoneForm } from './messy-contacts.ts'
import { drawEmailForms, drawPhones, pickMobile, writeEmail, writePhone } from './messy-contacts.ts'
import type { Person } from './people.ts'
import { AddressBook, addressShapes, pickPerson } from './people.ts'
import { agreeIn, everyRow, nothingLeftBehind, rowsByKey } from './predicates.ts'

const columns = ['id', 'name', 'email', 'phone', 'note'] as const

const goal = writeGoal(`
  The users table came out of the old contact app, and two of its columns are a mess. Please clean phone and email in
  place.

  phone: keep exactly the ten digits of the number, as text. Brackets and hyphens go, and where a number starts with
  the country code +91 (with the plus sign), the +91 goes as well. Ten digits that merely begin with 91 are an ordinary
  number and keep their 91. A phone that is ten digits already stays as it is.

  email: lower case, and no space anywhere, be it at an end, around the @ or in the middle. Dots, plus signs,
  underscores, hyphens and digits belong to the address and stay where they are.

  Everything else is right even where it looks odd: ids, names (capitals and blanks included) and notes (also when a
  note quotes a phone number or an address) stay exactly as they are. No user is added and none is removed.`)

interface Contact {
  readonly person: Person
  readonly email: string
  readonly written: string
}

/** The founding examples; the canonical instance holds them all. */
const foundingContacts: readonly { first: string; email: string; form: EmailForm }[] = [
  { first: 'Priya', email: 'priya@outlook.com', form: 'upper' },
  { first: 'Adesh', email: 'adesh@gmail.com', form: 'title' },
  { first: 'Sneha', email: 'sneha@gmail.com', form: 'afterAt' },
  { first: 'Vikram', email: 'vikram@gmail.com', form: 'beforeAt' },
]

function drawContacts(random: Random, count: number, canonical: boolean, book: AddressBook): Contact[] {
  const fixed = canonical ? foundingContacts : []
  for (const { email } of fixed) book.reserve(email)
  const forms = drawEmailForms(
    random,
    count,
    fixed.map(({ form }) => form),
  )
  let cleanSeen = 0
  const contacts = forms.map((form, index) => {
    const person = { ...pickPerson(random), ...(fixed[index] && { first: fixed[index].first }) }
    // Clean addresses take every shape in turn, so each instance has some that only look damaged.
    const shape = form === 'clean' ? addressShapes[cleanSeen++ % addressShapes.length] : random.pick(addressShapes)
    const email = fixed[index]?.email ?? book.issue(random, person, shape ?? 'plain')
    return { person, email, written: writeEmail(random, email, form) }
  })
  return random.shuffle(contacts)
}

/** Most names are plain; the first few of the shuffled rows are spelt in ways that must survive. */
function writeName(random: Random, { first, last }: Person, place: number): string {
  const oddities = [
    `${first}  ${last}`,
    `${first.toLowerCase()} ${last.toUpperCase()}`,
    `${first} ${last}`.toUpperCase(),
    `${first} ${last}`.toLowerCase(),
    `${first} ${last} `,
  ]
  if (place < oddities.length) return oddities[place] ?? ''
  return random.percent(8) ? random.pick(oddities) : `${first} ${last}`
}

function writeNote(random: Random, place: number, book: AddressBook): string | null {
  const stranger = pickPerson(random)
  const quoted = (form: PhoneForm): string => writePhone({ digits: pickMobile(random), form })
  const strangersEmail = (form: EmailForm): string => writeEmail(random, book.issue(random, stranger, 'hyphen'), form)
  const decoys = [
    (): string => `call ${quoted('brackets')} after six`,
    (): string => `assistant: ${quoted('country')}`,
    (): string => `shares ${quoted('hyphens')} with ${stranger.first}`,
    (): string => `second address ${strangersEmail('upper')}`,
    (): string => `bounced once: ${strangersEmail('afterAt')}`,
  ]
  const decoy = place < decoys.length ? decoys[place] : random.percent(5) ? random.pick(decoys) : undefined
  if (decoy !== undefined) return decoy()
  return random.percent(25) ? random.pick(['prefers email', 'VIP', 'moved in 2024', 'newsletter: no', '-']) : null
}

function generate(random: Random, { canonical }: { readonly canonical: boolean }): TaskDraft {
  const count = canonical ? 32 : random.int(24, 160)
  const book = new AddressBook()
  const contacts = drawContacts(random, count, canonical, book)
  const phones = drawPhones(random, count, canonical)
  const namePlaces = random.shuffle(contacts.map((_, index) => index))
  const notePlaces = random.shuffle(contacts.map((_, index) => index))
  const ids = gappedIds(random, count, random.int(1, 400))
  const rows = ids.map((id, index) => {
    const contact = contacts[index] as Contact
    const phone = phones[index] as Phone
    const name = writeName(random, contact.person, namePlaces[index] ?? 0)
    const note = writeNote(random, notePlaces[index] ?? 0, book)
    return {
      before: [id, name, contact.written, writePhone(phone), note],
      after: [id, name, contact.email, phone.digits, note],
    }
  })
  const order = random.shuffle(rows)
  return {
    goal,
    asOf: '2026-01-15 09:00:00',
    seed: usersDatabase(order.map(({ before }) => before)),
    target: usersDatabase(order.map(({ after }) => after)),
    parts: [{ name: 'data', weight: 1, tables: [{ name: 'users', key: ['id'] }] }],
    oracles,
    naive,
    accepts,
  }
}

function usersDatabase(rows: readonly (readonly SqlValue[])[]): DatabaseSpec {
  const ddl = 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, phone TEXT, note TEXT)'
  return { tables: [{ name: 'users', ddl, columns, rows }] }
}

const digitsByReplace = `UPDATE users SET phone =
  replace(replace(replace(replace(phone, '+91', ''), '(', ''), ')', ''), '-', '')`
const addressByReplace = `UPDATE users SET email = lower(replace(email, ' ', ''))`

const oracles: readonly [Repair, Repair] = [
  { name: 'nested replace', queries: [digitsByReplace, addressByReplace] },
  {
    name: 'by shape and letter by letter',
    queries: [
      `UPDATE users SET phone = CASE
         WHEN phone GLOB '+91-*' THEN substr(phone, 5)
         WHEN phone GLOB '(*' THEN substr(phone, 2, 3) || substr(phone, 6)
         ELSE substr(phone, 1, 3) || substr(phone, 5, 3) || substr(phone, 9)
       END
       WHERE length(phone) <> 10`,
      `WITH RECURSIVE spelling(id, rest, clean) AS (
         SELECT id, email, '' FROM users
         UNION ALL
         SELECT id, substr(rest, 2), clean || CASE
           WHEN rest GLOB ' *' THEN ''
           WHEN rest GLOB '[A-Z]*' THEN char(unicode(rest) + 32)
           ELSE substr(rest, 1, 1)
         END
         FROM spelling WHERE rest <> ''
       )
       UPDATE users SET email = spelling.clean FROM spelling WHERE spelling.id = users.id AND spelling.rest = ''`,
    ],
  },
]

const naive: readonly Repair[] = [
  { name: 'outer spaces only', queries: [digitsByReplace, 'UPDATE users SET email = LOWER(TRIM(email))'] },
  {
    name: 'country code left',
    queries: [`UPDATE users SET phone = REPLACE(REPLACE(REPLACE(phone, '(', ''), ')', ''), '-', '')`, addressByReplace],
  },
  {
    name: 'every 91 removed',
    queries: [
      `UPDATE users SET phone = replace(replace(replace(replace(replace(
         phone, '+', ''), '91', ''), '(', ''), ')', ''), '-', '')`,
      addressByReplace,
    ],
  },
  {
    name: 'leading 91 removed everywhere',
    queries: [digitsByReplace, `UPDATE users SET phone = substr(phone, 3) WHERE phone LIKE '91%'`, addressByReplace],
  },
  {
    name: 'space before the @ only',
    queries: [digitsByReplace, `UPDATE users SET email = lower(replace(email, ' @', '@'))`],
  },
  {
    name: 'plus tags removed',
    queries: [
      digitsByReplace,
      addressByReplace,
      `UPDATE users SET email = substr(email, 1, instr(email, '+') - 1) || substr(email, instr(email, '@'))
       WHERE email LIKE '%+%@%'`,
    ],
  },
  {
    name: 'names and notes cleaned too',
    queries: [
      digitsByReplace,
      addressByReplace,
      `UPDATE users SET name = trim(replace(name, '  ', ' ')),
         note = replace(replace(replace(note, '(', ''), ')', ''), '-', '')`,
    ],
  },
  { name: 'phones only', queries: [digitsByReplace] },
]

function accepts(seed: DatabaseContent, state: DatabaseContent): boolean {
  const before = rowsByKey(seed, 'users', columns)
  const now = rowsByKey(state, 'users', columns)
  if (before === null || now === null || !nothingLeftBehind(seed, state)) return false
  return everyRow(before, now, (was, is) => {
    const phone = [...String(was['phone'])].filter((mark) => !'()-'.includes(mark)).join('')
    const digits = phone.startsWith('+91') ? phone.slice('+91'.length) : phone
    const email = String(was['email']).split(' ').join('').toLowerCase()
    return agreeIn(['name', 'note'], was, is) && is['phone'] === digits && is['email'] === email
  })
}

/** Phones and e-mail addresses to clean in place. */
export const taskEasy: ListedTask = defineTask({
  id: 'task_easy',
  suite: 'classic',
  summary: 'Clean the phone numbers and e-mail addresses of a users table.',
  difficulty: 'easy',
  stepLimit: 10,
  safety: 'forbidden',
  rewardMode: 'classic',
  generate,
})
