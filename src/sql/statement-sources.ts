import type { SchemaSummary } from './schema.ts'
import type { Token } from './tokenizer.ts'

/** A table or view that a statement names. */
export interface Source {
  /** What its columns are qualified with there: its alias, else its name. */
  readonly name: string
  readonly table: string
  readonly columns: readonly string[]
}

/** Words that may follow a table and are no alias of it. */
const follows = new Set(
  [
    'add alter as begin cross default drop except for from full group having indexed inner intersect join left limit',
    'natural not on order outer rename returning right select set union using values when where window',
  ].flatMap((line) => line.split(' ')),
)

/** The name that a token spells, bare or quoted, or null. */
export function nameOf(token: Token | undefined): string | null {
  if (token === undefined) return null
  const { kind, text } = token
  if (kind === 'word') return text
  const quote = text[0]
  if (text.length < 2 || (quote !== '"' && quote !== '`' && quote !== '[')) return null
  const inner = text.slice(1, -1)
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote)
}

/** A table of the schema by its name in any case. */
export function tableNamed(name: string, { tables }: SchemaSummary): string | undefined {
  const wanted = name.toLowerCase()
  return tables.find((table) => table.toLowerCase() === wanted)
}

/** The columns of a table of the schema. */
export function columnsOf(table: string, { columns }: SchemaSummary): readonly string[] {
  return Object.hasOwn(columns, table) ? (columns[table] as readonly string[]) : []
}

/**
 * The tables and views that a statement names, in the order of the text. It knows no grammar: a column that is
 * called like a table is taken for the table.
 */
export function sourcesOf(tokens: readonly Token[], summary: SchemaSummary): Source[] {
  const tables = new Map(summary.tables.map((table) => [table.toLowerCase(), table]))
  const sources = new Map<string, Source>()
  for (const [index, token] of tokens.entries()) {
    const name = nameOf(token)
    const table = name === null ? undefined : tables.get(name.toLowerCase())
    // What stands before a dot is a schema or qualifies a column.
    if (table === undefined || tokens[index + 1]?.text === '.') continue
    const next = tokens[index + 1]?.text.toLowerCase() === 'as' ? index + 2 : index + 1
    const after = tokens[next]
    const isAlias = nameOf(after) !== null && !(after?.kind === 'word' && follows.has(after.text.toLowerCase()))
    const alias = isAlias ? (nameOf(after) as string) : table
    const key = alias.toLowerCase()
    if (!sources.has(key)) sources.set(key, { name: alias, table, columns: columnsOf(table, summary) })
  }
  return [...sources.values()]
}

/** Names of the common table expressions of a statement. */
export function commonTablesOf(tokens: readonly Token[]): string[] {
  const names: string[] = []
  const word = (index: number): string | undefined => tokens[index]?.text.toLowerCase()
  for (const [index, token] of tokens.entries()) {
    const begins = word(index - 1) === 'with' || word(index - 1) === 'recursive'
    if (!begins && word(index - 1) !== ',') continue
    const isTable = word(index + 1) === 'as' && /^(?:\(|not|materialized)$/.test(word(index + 2) ?? '')
    const name = isTable || (begins && word(index + 1) === '(') ? nameOf(token) : null
    if (name !== null) names.push(name)
  }
  return names
}
