import type { Random } from '../../../kit/random.ts'

/** How the tables and columns of one database are spelt. */
export const namingStyles = ['snake', 'camel', 'pascal', 'upper', 'short', 'prefixed'] as const
export type NamingStyle = (typeof namingStyles)[number]

/** Abbreviations of the legacy styles. */
const shortWords: Readonly<Record<string, string>> = {
  account: 'acct',
  address: 'addr',
  amount: 'amt',
  article: 'art',
  birth: 'bth',
  cents: 'ct',
  code: 'cd',
  country: 'ctry',
  customer: 'cust',
  customers: 'custs',
  date: 'dt',
  delivery: 'dlv',
  description: 'descr',
  email: 'eml',
  employee: 'emp',
  employees: 'emps',
  item: 'itm',
  minutes: 'min',
  name: 'nm',
  number: 'no',
  order: 'ord',
  orders: 'ords',
  patient: 'pat',
  patients: 'pats',
  phone: 'ph',
  price: 'prc',
  product: 'prod',
  products: 'prods',
  quantity: 'qty',
  received: 'rcvd',
  reference: 'ref',
  register: 'reg',
  service: 'svc',
  source: 'src',
  state: 'st',
  status: 'stat',
  time: 'tm',
  treatment: 'trt',
  value: 'val',
}

/** Words that SQLite would not take for a name without quotes. */
const reserved: ReadonlySet<string> = new Set(
  `add all alter and as between by case check collate column commit constraint create cross current default delete
  desc distinct do drop each else end escape except exists filter for foreign from full glob group having if in index
  inner insert intersect into is isnull join key left like limit match natural no not notnull null of offset on or
  order outer over plan pragma primary query raise range references reindex release rename replace right rollback row
  rows select set table temp then to transaction trigger union unique update using vacuum values view virtual when
  where window with without action after before begin cast conflict current_date current_time database exclude
  exclusive explain fail first following generated groups ignore immediate initially instead last materialized
  nothing nulls others partition preceding recursive regexp restrict returning savepoint ties unbounded`
    .trim()
    .split(/\s+/),
)

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

function spell(words: readonly string[], style: NamingStyle): string {
  switch (style) {
    case 'camel':
      return words.map((word, index) => (index === 0 ? word : capital(word))).join('')
    case 'pascal':
      return words.map(capital).join('')
    case 'upper':
      return words.join('_').toUpperCase()
    case 'short':
      return words.map((word) => shortWords[word] ?? (word.length > 6 ? word.slice(0, 4) : word)).join('_')
    default:
      return words.join('_')
  }
}

/** Gives the tables and columns of one instance their names: one style, no name twice, none a keyword. */
export class Namer {
  readonly style: NamingStyle
  readonly #random: Random
  readonly #taken = new Set<string>()
  readonly #prefixes: readonly [table: string, column: string]

  constructor(random: Random, style: NamingStyle) {
    this.#random = random
    this.style = style
    this.#prefixes = random.pick([
      ['tbl_', 'f_'],
      ['t_', ''],
      ['x1_', 'x1_'],
      ['app_', ''],
    ] as const)
  }

  /** A table's name from one of several in words. */
  table(words: readonly string[]): string {
    return this.#name(words, '', this.#prefixes[0])
  }

  /** A column's name, unlike the others of its table. */
  column(table: string, words: readonly string[]): string {
    return this.#name(words, `${table}.`, this.#prefixes[1])
  }

  #name(words: readonly string[], scope: string, prefix: string): string {
    for (const phrase of [...this.#random.shuffle(words), ...words.map((phrase) => `${phrase} 2`)]) {
      const parts = phrase.split(' ')
      const name = spell(parts, this.style)
      const prefixed = this.style === 'prefixed' ? `${prefix}${name}` : name
      const full = reserved.has(prefixed.toLowerCase()) ? `${prefixed}_` : prefixed
      const taken = `${scope}${full.toLowerCase()}`
      if (this.#taken.has(taken)) continue
      this.#taken.add(taken)
      return full
    }
    throw new TypeError(`no name is left among ${words.join(', ')}`)
  }
}
