/**
 * What may have been meant by a name that SQLite does not know, to be put behind its message. Only names that the
 * agent sees anyhow are given: tables, columns, indexes and triggers of its own schema, words of its own query,
 * functions of SQLite.
 *
 * @module
 */
import { didYouMean, nearest } from '../kit/nearest.ts'
import { catalogSchemas, equivalentOf, insteadOfWord } from './other-dialects.ts'
import { allowedFunctions, readablePragmas } from './permissions.ts'
import { quoteName, type SchemaSummary } from './schema.ts'
import { columnsOf, commonTablesOf, nameOf, sourcesOf, tableNamed, type Source } from './statement-sources.ts'
import { tokenize, type Token } from './tokenizer.ts'

/** Characters of a statement that are looked at. */
const longestStatement = 8192
/** Tables that a column of several is said to be in. */
const mostTables = 3
/** Characters of a hint; a longer one is left out. */
const longestHint = 200

/** A name that may stand in a message: short, and of characters that show. */
const plain = /^[^\p{C}\p{Zl}\p{Zp}]{1,64}$/u
const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/
/** Words of SQLite that are a name only between quotation marks. */
const reserved = new Set(
  [
    'add all alter and as autoincrement between case cast check collate commit constraint create current_date',
    'current_time current_timestamp default deferrable delete distinct drop else escape except exists foreign from',
    'group having in index insert intersect into is isnull join limit not nothing notnull null on or order primary',
    'raise references returning select set table then to transaction union unique update using values when where',
  ].flatMap((line) => line.split(' ')),
)

/** What hints are made from. */
export interface HintContext {
  /** The statement that failed, or more. */
  readonly sql: string
  /** The schema that the statement met. */
  readonly summary: SchemaSummary
  /** Names of the other objects of the schema. */
  readonly namesOf: (type: 'index' | 'trigger') => readonly string[]
}

/** The name as SQL writes it. */
function written(name: string): string {
  return identifier.test(name) && !reserved.has(name.toLowerCase()) ? name : quoteName(name)
}

function ask(...names: readonly (string | undefined)[]): string {
  const known = names.filter((name) => name !== undefined)
  return known.length === 0 ? '' : `; did you mean ${known.join(' or ')}?`
}

/** The name of an object or a column, as a question. */
function askFor(name: string | undefined): string {
  return ask(name === undefined ? undefined : written(name))
}

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

/** The candidate that was meant by a name that is none of them: the nearest, or the only one that has it as a part. */
function closest(name: string, candidates: Iterable<string>): string | undefined {
  // One letter is near to every other.
  if (name.length < 2 || !plain.test(name)) return undefined
  const others = [...new Set(candidates)].filter((candidate) => plain.test(candidate) && !same(candidate, name))
  const near = nearest(
    name,
    others.filter((candidate) => candidate.length > 1),
  )
  if (near !== undefined) return near
  const parts = name.toLowerCase().split('_')
  const related = others.filter((candidate) => {
    const own = candidate.toLowerCase().split('_')
    return own.includes(name.toLowerCase()) || parts.includes(candidate.toLowerCase())
  })
  return related.length === 1 ? related[0] : undefined
}

const equal = (name: string, candidates: readonly string[]): string | undefined =>
  candidates.find((candidate) => same(candidate, name))

/** A name that is known as it is, or the closest. */
function knownOrClosest(name: string, candidates: readonly string[]): string | undefined {
  return equal(name, candidates) ?? closest(name, candidates)
}

/** A qualified name, or undefined where a part should not be shown. */
function qualified(qualifier: string, column: string | undefined): string | undefined {
  if (column === undefined || !plain.test(qualifier) || !plain.test(column)) return undefined
  return `${written(qualifier)}.${written(column)}`
}

/** A question for the table or view that was meant by a name; may be empty. @param more other names it may be */
export function tableHint(name: string, { tables }: SchemaSummary, more: readonly string[] = []): string {
  const candidates = [...tables, ...more]
  const dot = name.lastIndexOf('.')
  const found = closest(name, candidates) ?? (dot < 0 ? undefined : knownOrClosest(name.slice(dot + 1), candidates))
  return found === undefined || !plain.test(found) ? '' : askFor(found)
}

function noTable(name: string, { sql, summary }: HintContext): string {
  const own = ['sqlite_schema', 'sqlite_master', 'sqlite_temp_schema']
  const functions = name.startsWith('pragma_') ? [...readablePragmas].map((pragma) => `pragma_${pragma}`) : []
  const hint = tableHint(name, summary, [...commonTablesOf(tokensOf(sql)), ...own, ...functions])
  if (hint !== '' || !catalogSchemas.has(name.split('.')[0]?.toLowerCase() ?? '')) return hint
  return "; SQLite has sqlite_schema and pragma_table_info('table')"
}

function tokensOf(sql: string): Token[] {
  return tokenize(sql.slice(0, longestStatement))
}

/** Columns without a qualifier: those of the tables in the statement, else of any other table. */
function noColumn(name: string, { sql, summary }: HintContext): string | undefined {
  const sources = sourcesOf(tokensOf(sql), summary)
  if (sources.length === 0) return undefined
  const inScope = sources.flatMap(({ columns }) => columns)
  const found = closest(name, inScope)
  if (found !== undefined) return written(found)
  // It is there, but not at this place: another name would not help.
  if (inScope.some((column) => same(column, name))) return undefined
  const others = summary.tables.filter((table) => !sources.some((source) => source.table === table))
  for (const find of [equal, closest]) {
    for (const table of others) {
      const column = find(name, columnsOf(table, summary))
      if (column !== undefined) return qualified(table, column)
    }
  }
  return undefined
}

/** Columns with a qualifier, where one of the two is wrong, or both. */
function noQualifiedColumn(qualifier: string, name: string, { sql, summary }: HintContext): string | undefined {
  const tokens = tokensOf(sql)
  const sources = sourcesOf(tokens, summary)
  const own = sources.find((source) => same(source.name, qualifier))
  const elsewhere = (): Source | undefined =>
    sources.find(({ columns }) => columns.some((column) => same(column, name)))
  if (own !== undefined) {
    const near = closest(name, own.columns)
    if (near !== undefined) return qualified(own.name, near)
    const other = elsewhere()
    return other === undefined ? undefined : qualified(other.name, equal(name, other.columns))
  }
  // A table that goes by its alias.
  const renamed = sources.find(({ table }) => same(table, qualifier))
  if (renamed !== undefined) return qualified(renamed.name, knownOrClosest(name, renamed.columns))
  const isAlias = tokens.some(
    (token, index) => nameOf(token)?.toLowerCase() === qualifier.toLowerCase() && tokens[index + 1]?.text !== '.',
  )
  const columns = sources.flatMap((source) => source.columns)
  if (isAlias || /^(?:new|old|excluded)$/i.test(qualifier)) return qualified(qualifier, closest(name, columns))
  const right = elsewhere()
  if (right !== undefined) return qualified(right.name, equal(name, right.columns))
  const near = sources.find((source) => closest(name, source.columns) !== undefined)
  return near === undefined ? undefined : qualified(near.name, closest(name, near.columns))
}

/** A column as SQLite spells it: qualified by table and perhaps schema, without quotation marks. */
function columnMeant(name: string, context: HintContext): string | undefined {
  const dot = name.lastIndexOf('.')
  if (dot < 0) return noColumn(name, context)
  const qualifier = name.slice(0, dot).replace(/^(?:main|temp)\./i, '')
  return noQualifiedColumn(qualifier, name.slice(dot + 1), context)
}

function ambiguous(name: string, { sql, summary }: HintContext): string {
  const sources = sourcesOf(tokensOf(sql), summary).filter(({ columns }) => equal(name, columns) !== undefined)
  return ask(...sources.slice(0, mostTables).map((source) => qualified(source.name, name)))
}

function noFunction(name: string): string {
  const equivalent = equivalentOf(name)
  return equivalent === undefined ? didYouMean(name, allowedFunctions) : `; SQLite has ${equivalent}`
}

function syntax(word: string, { sql }: HintContext): string {
  const begins = same(tokensOf(sql)[0]?.text ?? '', word)
  const instead = insteadOfWord(word, begins)
  return instead === undefined ? '' : `; ${instead}`
}

/** SQLite's messages, whole, and what is said behind them. Names in them may hold anything. */
const messages: readonly (readonly [RegExp, (names: readonly string[], context: HintContext) => string])[] = [
  [
    /^no such column: "(.*)" - should this be a string literal in single-quotes\?$/s,
    ([name = ''], context) => ask(columnMeant(name, context)).replace(/^; did/, ' Or did'),
  ],
  [/^no such column: "(.*)"$/s, ([name = ''], context) => ask(columnMeant(name, context))],
  [/^no such column: (.*)$/s, ([name = ''], context) => ask(columnMeant(name, context))],
  [
    /^table (.*) has no column named (.*)$/s,
    ([table = '', name = ''], { summary }) => {
      const known = tableNamed(table, summary)
      return known === undefined ? '' : askFor(closest(name, columnsOf(known, summary)))
    },
  ],
  [/^ambiguous column name: (.*)$/s, ([name = ''], context) => ambiguous(name, context)],
  [/^no such table: (.*)$/s, ([name = ''], context) => noTable(name, context)],
  [/^no such view: (.*)$/s, ([name = ''], { summary }) => tableHint(name, summary)],
  [/^no such index: (.*)$/s, ([name = ''], { namesOf }) => askFor(closest(name, namesOf('index')))],
  [/^no such trigger: (.*)$/s, ([name = ''], { namesOf }) => askFor(closest(name, namesOf('trigger')))],
  [/^no such function: (.*)$/s, ([name = '']) => noFunction(name)],
  [/^no such collation sequence: (.*)$/s, ([name = '']) => collationHint(name)],
  [/^unknown database (.*)$/s, () => ask('main')],
  [/^near "(\w+)": syntax error$/, ([word = ''], context) => syntax(word, context)],
]

/** Names of other databases hold these: utf8_general_ci, Latin1_General_CI_AS. */
function collationHint(name: string): string {
  return ask(/(?:^|_)ci(?:_|$)/i.test(name) ? 'NOCASE' : (nearest(name, ['BINARY', 'NOCASE', 'RTRIM']) ?? 'BINARY'))
}

/**
 * What to put behind a message of SQLite, beginning with a semicolon; empty where there is nothing to say. Equal
 * messages, statements and schemas give equal ones.
 *
 * @param message as SQLite wrote it
 */
export function hintFor(message: string, context: HintContext): string {
  for (const [pattern, hint] of messages) {
    const match = pattern.exec(message)
    if (match === null) continue
    const text = hint(match.slice(1), context)
    return text.length <= longestHint ? text : ''
  }
  return ''
}
