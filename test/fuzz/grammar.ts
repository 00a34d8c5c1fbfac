import type { Random } from '../../src/kit/random.ts'
import * as words from './vocabulary.ts'

/** What the last observation says there is. */
export interface Scene {
  readonly tables: readonly string[]
  readonly columns: Readonly<Record<string, readonly string[]>>
}

const deepest = 4

/**
 * Writes statements that are nearly always well-formed, over the tables that exist and names that may have
 * been made by earlier statements.
 */
export class Grammar {
  readonly #random: Random
  #scene: Scene = { tables: [], columns: {} }
  /** Columns of the tables in reach. */
  #scope: readonly string[] = []
  #aggregates = false

  constructor(random: Random) {
    this.#random = random
  }

  /** One statement, without a semicolon. */
  statement(scene: Scene): string {
    this.#scene = scene
    this.#reach([])
    this.#aggregates = false
    const roll = this.#random.int(1, 100)
    if (roll <= 40) return this.#select(0)
    if (roll <= 47) return this.#with()
    if (roll <= 56) return this.#insert()
    if (roll <= 65) return this.#update()
    if (roll <= 69) return this.#delete()
    if (roll <= 85) return this.#ddl()
    if (roll <= 90) return this.#pragma()
    if (roll <= 95) return this.#transaction()
    return this.#oddity()
  }

  /** A literal or a boundary value. */
  literal(): string {
    return this.#random.pick(words.literals)
  }

  /** A table of the episode, of SQLite, or one that may have been made. */
  table(): string {
    const roll = this.#random.int(1, 40)
    const { tables } = this.#scene
    if (roll <= 35 && tables.length > 0) return this.#quote(this.#random.pick(tables))
    if (roll <= 37) return this.#fresh()
    if (roll === 38) return this.#random.pick(['main.', 'temp.', 'aux.', '']) + this.#fresh()
    return this.#random.pick(words.builtInTables)
  }

  #fresh(): string {
    return this.#random.pick(['t1', 't2', 'v1', 'tmp', 'x', 'backup', 'monthly_revenue', 'users_new', 'T1'])
  }

  #quote(name: string): string {
    if (/^[a-z_]\w*$/i.test(name) && !this.#random.percent(5)) return name
    return `"${name.replaceAll('"', '""')}"`
  }

  /** What the columns of expressions are picked from: those of the given tables, or of any. */
  #reach(tables: readonly string[]): void {
    const names = tables.length > 0 ? tables : this.#scene.tables
    this.#scope = names.flatMap((source) => {
      const [name = '', alias] = source.replaceAll('"', '').split(' AS ')
      const prefix = alias === undefined ? '' : `${alias}.`
      return (this.#scene.columns[name] ?? []).map((column) => prefix + this.#quote(column))
    })
  }

  #column(): string {
    if (this.#scope.length > 0 && this.#random.percent(97)) return this.#random.pick(this.#scope)
    return this.#random.pick(['a', 'b', 'c', 'id', 'rowid', 'n', 'oid', 'value', 'new.id', 'old.id', 'excluded.id'])
  }

  /** Columns of one table, so that a statement over it can work. */
  #columnsOf(table: string): readonly string[] {
    const names = this.#scene.columns[table.replaceAll('"', '')] ?? []
    return names.length > 0 ? names : ['a', 'b']
  }

  #list(count: number, make: () => string, joiner = ', '): string {
    return Array.from({ length: count }, make).join(joiner)
  }

  #expression(depth: number): string {
    const random = this.#random
    const roll = random.int(1, depth >= deepest ? 45 : 100)
    if (roll <= 28) return this.#column()
    if (roll <= 45) return this.literal()
    const inner = (): string => this.#expression(depth + 1)
    if (roll <= 62) return `(${inner()} ${random.pick(words.binaryOperators)} ${inner()})`
    if (roll <= 78) return this.#call(inner)
    if (roll <= 83) return this.#aggregates ? this.#aggregate(depth) : this.#call(inner)
    if (roll <= 86) return `CASE WHEN ${inner()} THEN ${inner()} ELSE ${inner()} END`
    if (roll <= 88)
      return `CAST(${inner()} AS ${random.pick(['INTEGER', 'TEXT', 'REAL', 'BLOB', 'NUMERIC', 'nosuch'])})`
    if (roll <= 90) return `${inner()} ${random.pick(['IN', 'NOT IN'])} (${this.#list(random.int(0, 4), inner)})`
    if (roll <= 92) return `${inner()} BETWEEN ${inner()} AND ${inner()}`
    if (roll <= 94) return `${random.pick(['EXISTS ', 'NOT EXISTS ', ''])}(${this.#select(depth + 2)})`
    if (roll <= 96) return `${random.pick(['-', '+', '~', 'NOT '])}${inner()}`
    if (roll <= 98) return `(${inner()}) COLLATE ${random.pick(words.collations)}`
    return `(${inner()}, ${inner()}) = (${inner()}, ${inner()})`
  }

  #call(inner: () => string): string {
    const random = this.#random
    const arity = random.int(0, 3)
    if (random.percent(92)) {
      return `${random.pick(words.functionsByArity[arity] ?? [])}(${this.#list(arity, inner)})`
    }
    const name = random.percent(75) ? random.pick(words.functions) : random.pick(words.refusedFunctions)
    return `${name}(${this.#list(arity, inner)})`
  }

  #aggregate(depth: number): string {
    const random = this.#random
    // Aggregates within aggregates are errors.
    this.#aggregates = random.percent(3)
    const inner = (): string => this.#expression(depth + 1)
    const window = random.percent(50)
    const ranks = window && random.percent(60)
    const name = random.pick(ranks ? words.windowFunctions : words.aggregates)
    const plain = ['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'count'].includes(name)
    const two = ['nth_value', 'json_group_object', 'string_agg'].includes(name)
    let given = random.percent(10) ? 'DISTINCT ' + inner() : inner()
    if (plain && random.percent(95)) given = ''
    if (two) given = `${inner()}, ${name === 'nth_value' ? '2' : "','"}`
    const call = `${name}(${given})`
    const filter = !ranks && random.percent(15) ? ` FILTER (WHERE ${inner()})` : ''
    this.#aggregates = true
    if (!window) return call + filter
    const partition = random.percent(50) ? `PARTITION BY ${inner()} ` : ''
    const order = random.percent(60) ? `ORDER BY ${inner()} ` : ''
    const frame = random.pick(['', '', 'ROWS UNBOUNDED PRECEDING', 'ROWS BETWEEN 2 PRECEDING AND CURRENT ROW'])
    return `${call}${filter} OVER (${partition}${order}${frame})`
  }

  #select(depth: number): string {
    const random = this.#random
    const outer = this.#scope
    const expression = (): string => this.#expression(depth + 1)
    // Three tables make 200,000 rows.
    const count = random.int(1, 400) === 1 ? 3 : random.percent(8) ? 2 : 1
    const sources = Array.from({ length: count }, (_, index) => this.#source(depth, count > 1 ? `s${index}` : null))
    this.#reach(random.percent(97) ? sources : [])
    this.#aggregates = random.percent(40)
    const width = random.int(1, 4)
    const columns = random.percent(25) ? '*' : this.#list(width, expression)
    this.#aggregates = false
    let sql = `SELECT ${random.percent(8) ? 'DISTINCT ' : ''}${columns}`
    if (random.percent(97)) sql += ` FROM ${sources.join(` ${random.pick(words.joins)} `)}`
    if (random.percent(45)) sql += ` WHERE ${expression()}`
    if (random.percent(15)) sql += ` GROUP BY ${expression()}${random.percent(40) ? ` HAVING ${expression()}` : ''}`
    if (depth < 2 && columns !== '*' && random.percent(8)) {
      sql += ` ${random.pick(['UNION', 'UNION ALL', 'EXCEPT', 'INTERSECT'])} SELECT ${this.#list(width, () => this.literal())}`
    }
    if (random.percent(20))
      sql += ` ORDER BY ${random.percent(50) ? '1' : expression()} ${random.pick(['', 'ASC', 'DESC', 'NULLS LAST'])}`
    if (random.percent(25)) sql += ` LIMIT ${random.pick(['0', '1', '5', '-1', '3 OFFSET 2', this.literal()])}`
    this.#scope = outer
    return sql
  }

  /** A table whose columns are then in reach. */
  #target(): string {
    const table = this.table()
    this.#reach([table])
    return table
  }

  #source(depth: number, alias: string | null = null): string {
    const nested = depth < 3 && this.#random.percent(8)
    const source = nested ? `(${this.#select(depth + 1)})` : this.table()
    if (alias !== null || nested || this.#random.percent(6)) return `${source} AS ${alias ?? this.#fresh()}`
    return source
  }

  #with(): string {
    const random = this.#random
    if (random.percent(60)) return `WITH ${this.#fresh()} AS (${this.#select(1)}) ${this.#select(1)}`
    // Small bounds: the endless ones are in the corpus, and cost half a second each.
    const bound = random.pick(['9', '99', '999', '5 OR n IS NULL', '(SELECT count(*) FROM x)'])
    const step = random.pick(['n + 1', 'n * 2', "n || 'a'", 'n + random() % 3', this.#expression(3)])
    const limit = random.pick([' LIMIT 50', ' LIMIT 500', ' LIMIT 2000'])
    return `WITH RECURSIVE x(n) AS (SELECT 1 UNION ${random.pick(['', 'ALL '])}SELECT ${step} FROM x WHERE n < ${bound}${limit}) SELECT ${this.#expression(2)} FROM x`
  }

  #insert(): string {
    const random = this.#random
    const table = this.table()
    const columns = random.sample(this.#columnsOf(table), random.int(1, 4))
    const conflict = random.pick(['', '', ' OR REPLACE', ' OR IGNORE', ' OR ROLLBACK', ' OR FAIL', ' OR ABORT'])
    this.#reach([])
    if (random.percent(80)) this.#scope = []
    const values = random.percent(75)
      ? `VALUES ${this.#list(random.int(1, 3), () => `(${this.#list(columns.length, () => this.#value())})`)}`
      : this.#select(1)
    const upsert = random.percent(8)
      ? ` ON CONFLICT DO ${random.pick(['NOTHING', `UPDATE SET ${this.#assignment(table)}`])}`
      : ''
    const returning = random.percent(10) ? ' RETURNING *' : ''
    return `INSERT${conflict} INTO ${table} (${columns.map((name) => this.#quote(name)).join(', ')}) ${values}${upsert}${returning}`
  }

  /** Something that needs no row. */
  #value(): string {
    return this.#random.percent(70) ? this.literal() : this.#call(() => this.literal())
  }

  #assignment(table: string): string {
    return `${this.#quote(this.#random.pick(this.#columnsOf(table)))} = ${this.#expression(2)}`
  }

  #update(): string {
    const random = this.#random
    const table = this.table()
    this.#reach([table])
    const conflict = random.pick(['', '', '', ' OR REPLACE', ' OR IGNORE', ' OR ROLLBACK'])
    const from = random.percent(8) ? ` FROM ${this.#source(1)}` : ''
    const where = random.percent(75) ? ` WHERE ${this.#expression(1)}` : ''
    return `UPDATE${conflict} ${table} SET ${this.#list(random.int(1, 2), () => this.#assignment(table))}${from}${where}${random.percent(8) ? ' RETURNING *' : ''}`
  }

  #delete(): string {
    const table = this.table()
    this.#reach([table])
    return `DELETE FROM ${table}${this.#random.percent(85) ? ` WHERE ${this.#expression(1)}` : ''}`
  }

  #ddl(): string {
    const random = this.#random
    const temp = random.pick(['', '', 'TEMP ', 'TEMPORARY '])
    const exists = random.pick(['', ' IF NOT EXISTS'])
    const name = this.#fresh()
    switch (random.int(1, 10)) {
      case 1:
      case 2: {
        const columns = this.#list(
          random.int(1, 4),
          () => `${random.pick(['a', 'b', 'c', 'id', 'd', 'e'])} ${random.pick(words.types)}`,
        )
        return `CREATE ${temp}TABLE${exists} ${name} (${columns})${random.pick(['', '', ' STRICT', ' WITHOUT ROWID'])}`
      }
      case 3:
        return `CREATE ${temp}TABLE${exists} ${name} AS ${this.#select(1)}`
      case 4:
      case 5:
        return `CREATE ${temp}VIEW${exists} ${name} AS ${this.#select(1)}`
      case 6: {
        const event = random.pick(['INSERT', 'DELETE', 'UPDATE', `UPDATE OF ${this.#column()}`])
        const body = random.pick([
          this.#insert(),
          this.#update(),
          this.#delete(),
          this.#select(2),
          'SELECT RAISE(IGNORE)',
          "SELECT RAISE(ROLLBACK, 'no')",
        ])
        return `CREATE ${temp}TRIGGER${exists} ${name} ${random.pick(['', 'BEFORE ', 'AFTER ', 'INSTEAD OF '])}${event} ON ${this.#target()} BEGIN ${body}; END`
      }
      case 7:
        return `CREATE ${random.pick(['', 'UNIQUE '])}INDEX${exists} ${name}_i ON ${this.#target()} (${this.#expression(3)})${random.percent(25) ? ` WHERE ${this.#expression(3)}` : ''}`
      case 8:
      case 9: {
        const table = this.table()
        const column = this.#quote(random.pick(this.#columnsOf(table)))
        return `ALTER TABLE ${table} ${random.pick([`RENAME TO ${name}`, `RENAME COLUMN ${column} TO ${random.pick(['a', 'zz', column])}`, `ADD COLUMN ${random.pick(['f', 'g'])} ${random.pick(words.types)}`, `DROP COLUMN ${column}`])}`
      }
      default:
        return `DROP ${random.pick(['VIEW', 'TRIGGER', 'INDEX', 'VIEW'])} ${random.pick(['', 'IF EXISTS '])}${name}`
    }
  }

  #pragma(): string {
    const random = this.#random
    const name = random.pick(words.pragmas)
    const schema = random.pick(['', '', '', 'main.', 'temp.'])
    return `PRAGMA ${schema}${name}${random.pick(['', '', ` = ${this.literal()}`, `(${this.table()})`, ' = ON', ' = OFF', ' = 0'])}`
  }

  #transaction(): string {
    if (this.#random.percent(40)) return this.#random.pick(['BEGIN', 'BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK', 'END'])
    // `action` and `agent_0` are names of the sandbox's own.
    const name = this.#random.pick(['s', 's', 'action', 'agent_0'])
    return `${this.#random.pick(['SAVEPOINT', 'RELEASE', 'ROLLBACK TO'])} ${name}`
  }

  #oddity(): string {
    const random = this.#random
    return random.pick([
      `EXPLAIN ${this.#select(1)}`,
      `EXPLAIN QUERY PLAN ${this.#select(1)}`,
      `EXPLAIN ${this.#update()}`,
      'VACUUM',
      "VACUUM INTO '/tmp/fuzz.db'",
      "ATTACH '/tmp/fuzz.db' AS aux",
      "ATTACH ':memory:' AS aux",
      'DETACH main',
      `ANALYZE ${random.pick(['', this.table()])}`,
      `REINDEX ${random.pick(['', this.table(), 'NOCASE'])}`,
      `CREATE VIRTUAL TABLE ${this.#fresh()} USING ${random.pick(['fts5(a)', 'rtree(a,b,c)', 'dbstat', 'csv(filename=/etc/passwd)'])}`,
      `VALUES ${this.#list(random.int(1, 4), () => `(${this.#value()})`)}`,
      `DROP TABLE ${random.pick(['', 'IF EXISTS '])}${this.table()}`,
    ])
  }
}
