/**
 * SQLite's lexical rules, enough to know the statements of a query, their leading keywords, and whether
 * two queries are the same but for comments and white space. Everything that needs grammar is left to SQLite.
 *
 * @module
 */

export interface Token {
  readonly kind: 'word' | 'semicolon' | 'other'
  readonly text: string
}

/** SQLite's white space. A vertical tab counts, but not as the first; a byte order mark stands alone. */
const space = /[ \t\n\f\r][ \t\n\v\f\r]*|\uFEFF/y
/** Identifiers and keywords: `$`, digits and everything beyond ASCII are allowed after the first character. */
const word = /[A-Za-z_\u0080-\uFFFF][A-Za-z0-9_$\u0080-\uFFFF]*/y
/** Parameters. In parentheses, as Tcl writes them, they may hold anything but space, semicolons too. */
const parameter =
  /[$@#:](?:(?:::)*[A-Za-z0-9_$\u0080-\uFFFF](?:[A-Za-z0-9_$\u0080-\uFFFF]|::)*(?:\([^)\t\n\v\f\r ]*\)?)?)?/y
const number =
  /(?:0[xX][0-9A-Fa-f_]+|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?)[A-Za-z0-9_$\u0080-\uFFFF]*/y
const operator = /->>|->|\|\||<<|>>|<=|<>|>=|==|!=|[\s\S]/y

function match(pattern: RegExp, sql: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(sql) ? pattern.lastIndex : at
}

/** The end of the comment that begins at `at`, or `at` when none does. It may lack its end. */
function endOfComment(sql: string, at: number): number {
  const line = sql.startsWith('--', at)
  if (!line && !(sql.startsWith('/*', at) && at + 2 < sql.length)) return at
  const end = line ? sql.indexOf('\n', at) : sql.indexOf('*/', at + 2)
  return end < 0 ? sql.length : line ? end : end + 2
}

/** The end of the string or quoted name that begins at `at`, or `at` when none does. It may lack its end. */
function endOfQuoted(sql: string, at: number): number {
  const first = sql[at] === 'x' || sql[at] === 'X' ? at + 1 : at
  const quote = sql[first]
  if (quote !== "'" && (first > at || (quote !== '"' && quote !== '`' && quote !== '['))) return at
  const closing = quote === '[' ? ']' : quote
  let end = sql.indexOf(closing, first + 1)
  // Inside, a quotation mark is written twice; a bracket cannot be written.
  while (end >= 0 && quote !== '[' && sql[end + 1] === closing) end = sql.indexOf(closing, end + 2)
  return end < 0 ? sql.length : end + 1
}

/** The tokens of a query without white space and comments. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < sql.length) {
    const start = at
    at = match(space, sql, at)
    if (at === start) at = endOfComment(sql, at)
    if (at > start) continue
    at = match(word, sql, at)
    const quoted = endOfQuoted(sql, start)
    // x'00' begins like a word.
    if (at > start && quoted === start) {
      tokens.push({ kind: 'word', text: sql.slice(start, at) })
      continue
    }
    at = quoted
    if (at === start) at = match(parameter, sql, at)
    if (at === start) at = match(number, sql, at)
    if (at === start) at = match(operator, sql, at)
    const text = sql.slice(start, at)
    tokens.push({ kind: text === ';' ? 'semicolon' : 'other', text })
  }
  return tokens
}

/** What a query is, before SQLite has seen it. */
export interface QueryShape {
  /** Nothing but space, comments and semicolons. */
  readonly empty: boolean
  /** The first statement that begins with DROP TABLE, DROP DATABASE or TRUNCATE, in these words. */
  readonly destructive: 'DROP TABLE' | 'DROP DATABASE' | 'TRUNCATE' | null
  /** Equal for two queries that differ only in comments, white space and empty statements. */
  readonly fingerprint: string
}

/** Shapes of queries that were asked for last, oldest first: rollouts of one task write many alike. */
const known = new Map<string, QueryShape>()
const knownShapes = 256
/** Characters of a query that is worth remembering. */
const knownLength = 4096

/** The shape of a query. */
export function shapeOf(sql: string): QueryShape {
  if (sql.length > knownLength) return readShape(sql)
  let shape = known.get(sql)
  if (shape === undefined) {
    shape = readShape(sql)
    if (known.size >= knownShapes) known.delete(known.keys().next().value as string)
    known.set(sql, shape)
  }
  return shape
}

function readShape(sql: string): QueryShape {
  let destructive: QueryShape['destructive'] = null
  const texts: string[] = []
  let leading: string[] = []
  for (const token of tokenize(sql)) {
    if (token.kind === 'semicolon') {
      if (texts.length > 0 && texts.at(-1) !== ';') texts.push(';')
      leading = []
      continue
    }
    texts.push(token.text)
    if (leading.length < 2) {
      leading.push(token.kind === 'word' ? token.text.toUpperCase() : '')
      destructive ??= destructiveWords(leading)
    }
  }
  if (texts.at(-1) === ';') texts.pop()
  return { empty: texts.length === 0, destructive, fingerprint: texts.join(' ') }
}

function destructiveWords(leading: readonly string[]): QueryShape['destructive'] {
  if (leading.length === 1) return leading[0] === 'TRUNCATE' ? 'TRUNCATE' : null
  if (leading[0] !== 'DROP') return null
  if (leading[1] === 'TABLE') return 'DROP TABLE'
  return leading[1] === 'DATABASE' ? 'DROP DATABASE' : null
}
