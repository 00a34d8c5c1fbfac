/**
 * SQLite's lexical rules, enough to know the statements of a query, their leading keywords, and whether
 * two queries are the same but for comments and white space. Everything that needs grammar is left to SQLite.
 *
 * @module
 */

/** Blank: space, comment or semicolon count as no statement. */
export type TokenKind = 'word' | 'semicolon' | 'other'

export interface Token {
  readonly kind: TokenKind
  readonly text: string
}

/** SQLite's white space; a byte order mark counts too. Vertical tab does not. */
const space = /[ \t\n\f\r\uFEFF]+/y
const lineComment = /--[^\n]*/y
const blockComment = /\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/y
/** Identifiers and keywords: `$`, digits and everything beyond ASCII are allowed after the first character. */
const word = /[A-Za-z_\u0080-\uFFFF][A-Za-z0-9_$\u0080-\uFFFF]*/y
const literal = /[xX]'[0-9A-Fa-f]*'|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)/y
const numberLike = /(?:0[xX][0-9A-Fa-f_]+|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?)[A-Za-z0-9_$\u0080-\uFFFF]*/y
const operator = /->>|->|\|\||<<|>>|<=|<>|>=|==|!=|[\s\S]/y

function match(pattern: RegExp, sql: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(sql) ? pattern.lastIndex : at
}

/** The tokens of a query without white space and comments. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < sql.length) {
    const start = at
    at = match(space, sql, at)
    if (at > start) continue
    if (sql.startsWith('--', at)) {
      at = match(lineComment, sql, at)
      continue
    }
    if (sql.startsWith('/*', at) && at + 2 < sql.length) {
      at = match(blockComment, sql, at)
      continue
    }
    at = match(literal, sql, at)
    if (at > start) {
      tokens.push({ kind: 'other', text: sql.slice(start, at) })
      continue
    }
    at = match(word, sql, at)
    if (at > start) {
      tokens.push({ kind: 'word', text: sql.slice(start, at) })
      continue
    }
    at = match(numberLike, sql, at)
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

/** Reads the shape of a query. */
export function shapeOf(sql: string): QueryShape {
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
