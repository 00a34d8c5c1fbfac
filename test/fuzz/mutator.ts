import type { Random } from '../../src/kit/random.ts'
import { limits } from '../../src/sql/limits.ts'
import { tokenize } from '../../src/sql/tokenizer.ts'
import type { Grammar, Scene } from './grammar.ts'
import * as words from './vocabulary.ts'

/** Statements are kept about this short, but for those that are to be too long. */
const usualLength = 4_000

/** Some of the corpus are megabytes, which would only be cut to pieces. */
const longestParent = 120_000

const oddCharacters = [
  ...'\0\t\v\u00a0\ufeff\u200b\u202e\uffffİſ\u212a\u{1f600}\'"`[]();\\$@#?%\r\n\u0001\u007f',
  '\ud800',
  '\udfff',
  '--',
  '/*',
  '*/',
]

const nameLike = /^[a-z_]\w*$/i
const literalLike = /^(?:'|\d|\.\d|[xX]')/

/** Changes statements: their tokens, their characters, and what they are wrapped in. */
export class Mutator {
  readonly #random: Random
  readonly #grammar: Grammar

  constructor(random: Random, grammar: Grammar) {
    this.#random = random
    this.#grammar = grammar
  }

  /** A changed copy; `other` gives the parts that are spliced in. */
  mutate(sql: string, other: string, scene: Scene): string {
    const random = this.#random
    let changed = sql.slice(0, longestParent)
    const rounds = random.pick([1, 1, 1, 1, 1, 2, 3, 5])
    for (let round = 0; round < rounds; round++) {
      const roll = random.int(1, 100)
      if (roll <= 62) changed = this.#tokens(changed, other.slice(0, longestParent), scene)
      else if (roll <= 74) changed = this.#characters(changed)
      else if (roll <= 96) changed = this.#wrap(changed, other, scene)
      else if (roll <= 99) changed = this.#comments(changed)
      else changed = this.#grow(changed)
    }
    return changed
  }

  #tokens(sql: string, other: string, scene: Scene): string {
    const random = this.#random
    const tokens = tokenize(sql).map((token) => token.text)
    if (tokens.length === 0) return other
    const donor = tokenize(other).map((token) => token.text)
    const at = random.int(0, tokens.length - 1)
    const length = random.int(1, Math.min(6, tokens.length - at))
    switch (random.pick([1, 2, 3, 4, 5, 6, 7, 7, 7, 8, 8, 8, 9, 9, 10, 11, 12])) {
      case 1:
        tokens.splice(at, length)
        break
      case 2:
        tokens.splice(at, 0, ...tokens.slice(at, at + length))
        break
      case 3: {
        const to = random.int(0, tokens.length - 1)
        ;[tokens[at], tokens[to]] = [tokens[to] as string, tokens[at] as string]
        break
      }
      case 4:
      case 5: {
        const from = random.int(0, Math.max(0, donor.length - 1))
        tokens.splice(at, random.int(0, length), ...donor.slice(from, from + random.int(1, 12)))
        break
      }
      case 6:
        tokens[at] = random.pick(words.keywords)
        break
      case 7:
        this.#replaceOne(
          tokens,
          (text) => literalLike.test(text),
          () => this.#grammar.literal(),
        )
        break
      case 8:
        this.#replaceOne(
          tokens,
          (text) => nameLike.test(text),
          () => this.#name(scene),
        )
        break
      case 9:
        this.#replaceOne(
          tokens,
          (text) => nameLike.test(text),
          () => random.pick(words.functions),
        )
        break
      case 10:
        return [...tokens.slice(0, at), ...donor.slice(random.int(0, donor.length))].join(' ')
      case 11:
        tokens[at] = `( ${'( '.repeat(random.int(0, 8))}${tokens[at]}${' )'.repeat(random.int(0, 9))} )`
        break
      default:
        tokens.splice(at, 0, random.pick([...words.binaryOperators, ...words.literals]))
    }
    return tokens.join(' ').slice(0, usualLength * 2)
  }

  #name(scene: Scene): string {
    const { tables, columns } = scene
    if (tables.length === 0) return 'a'
    const table = this.#random.pick(tables)
    return this.#random.percent(50) ? table : this.#random.pick([...(columns[table] ?? []), 'rowid'])
  }

  #replaceOne(tokens: string[], wanted: (text: string) => boolean, make: () => string): void {
    const places = tokens.flatMap((text, index) => (wanted(text) ? [index] : []))
    if (places.length > 0) tokens[this.#random.pick(places)] = make()
  }

  #characters(sql: string): string {
    const random = this.#random
    const at = random.int(0, sql.length)
    switch (random.int(1, 6)) {
      case 1:
        return sql.slice(0, at)
      case 2:
        return sql.slice(at)
      case 3:
        return sql.slice(0, at) + random.pick(oddCharacters) + sql.slice(at)
      case 4:
        return sql.slice(0, at) + random.pick(oddCharacters) + sql.slice(at + 1)
      case 5:
        return sql.slice(0, at) + String.fromCharCode(sql.charCodeAt(at) ^ (1 << random.int(0, 6))) + sql.slice(at + 1)
      default: {
        const to = random.int(at, Math.min(sql.length, at + 40))
        return sql.slice(0, to) + sql.slice(at, to) + sql.slice(to)
      }
    }
  }

  #wrap(sql: string, other: string, scene: Scene): string {
    const body = sql.slice(0, usualLength)
    const table = this.#grammar.table()
    switch (this.#random.int(1, 18)) {
      case 1:
        return `EXPLAIN ${body}`
      case 2:
        return `EXPLAIN QUERY PLAN ${body}`
      case 3:
        return `CREATE VIEW v1 AS ${body}; SELECT * FROM v1`
      case 4:
        return `CREATE TEMP VIEW v2 AS ${body}; SELECT count(*) FROM v2`
      case 5:
        return `CREATE TRIGGER tr AFTER UPDATE ON ${table} BEGIN ${body}; END; ${this.#grammar.statement(scene)}`
      case 6:
        return `CREATE TEMP TRIGGER tr2 AFTER INSERT ON ${table} BEGIN ${body}; END`
      case 7:
        return `WITH c AS (${body}) SELECT * FROM c`
      case 8:
        return `SELECT * FROM (${body}) AS s, (${other.slice(0, usualLength)}) AS r LIMIT 9`
      case 9:
        return `BEGIN; ${body}; ${this.#random.pick(['COMMIT', 'ROLLBACK', '', 'END'])}`
      case 10:
        return `SAVEPOINT s; ${body}; ${this.#random.pick(['RELEASE s', 'ROLLBACK TO s; RELEASE s', 'ROLLBACK TO s', ''])}`
      case 11:
      case 12:
        return `${body}; ${other.slice(0, usualLength)}`
      case 13:
        return `CREATE TEMP TABLE IF NOT EXISTS tmp AS ${body}`
      case 14:
        return `INSERT INTO ${table} ${body}`
      case 15:
        return `SELECT ${this.#random.pick(words.functions)}((${body}))`
      case 16:
        return `${body} UNION ALL ${other.slice(0, usualLength)}`
      case 17:
        return `SELECT EXISTS (${body}), (${other.slice(0, usualLength)})`
      default:
        return `UPDATE ${table} SET ${this.#name(scene)} = (${body})`
    }
  }

  #comments(sql: string): string {
    const comment = this.#random.pick([
      '/**/',
      '/* x */',
      '--\n',
      '-- DROP TABLE users\n',
      '/*',
      '/*+ hint */',
      '-- \r',
    ])
    const parts = sql.split(' ')
    const at = this.#random.int(0, parts.length)
    return [...parts.slice(0, at), comment, ...parts.slice(at)].join(' ')
  }

  /** Much of one thing: depth, width, length. Some go beyond the limit on SQL text. */
  #grow(sql: string): string {
    const random = this.#random
    const count = random.pick([20, 90, 220, 900, 1100, 4000])
    const part = sql.slice(0, 200)
    const build: readonly (() => string)[] = [
      () => `SELECT ${'('.repeat(count)}1${')'.repeat(count)}`,
      () => `SELECT ${'1+'.repeat(count)}1`,
      () => `SELECT ${'-'.repeat(count)}1`,
      () => `SELECT 1${' UNION ALL SELECT 1'.repeat(Math.min(count, 900))}`,
      () => `SELECT ${'1,'.repeat(count)}1`,
      () => `SELECT 1 IN (${"'x',".repeat(count)}1)`,
      () => `${part};`.repeat(Math.min(count, 220)),
      () => `SELECT '${'a'.repeat(count)}'`,
      () => `${sql} ${' '.repeat(count)}`,
      () => `SELECT ${'abs('.repeat(count)}1${')'.repeat(count)}`,
      () => `SELECT '${'é'.repeat(Math.ceil(limits.sqlBytes / 2) + random.int(-20, 20))}'`,
      () => `SELECT * FROM ${`${this.#grammar.table()}, `.repeat(Math.min(count, 70))}${this.#grammar.table()} LIMIT 1`,
      () => `SELECT ${'CASE WHEN 1 THEN '.repeat(count)}1${' END'.repeat(count)}`,
      () => `SELECT ${'EXISTS(SELECT '.repeat(Math.min(count, 220))}1${')'.repeat(Math.min(count, 220))}`,
    ]
    return random.pick(build)()
  }
}
