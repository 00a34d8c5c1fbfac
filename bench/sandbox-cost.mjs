// What the work budget costs and what it is worth (docs/decisions/0003-work-budget.md).
//   npm run build && node bench/sandbox-cost.mjs [--dist DIR] [--rounds N]
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import sqlite3InitModule from '@sqlite.org/sqlite-wasm'

const { values: options } = parseArgs({
  options: {
    dist: { type: 'string', default: new URL('../dist', import.meta.url).pathname },
    rounds: { type: 'string', default: '5' },
  },
})
const rounds = Number(options.rounds)
/** @param {string} file of the build */
const load = (file) => import(pathToFileURL(resolve(options.dist, file)).href)
/** @type {typeof import('../src/sql/engine.ts')} */
const { createEngine } = await load('sql/engine.js')
/** @type {typeof import('../src/sql/limits.ts')} */
const { limits } = await load('sql/limits.js')
/** @type {typeof import('../src/sql/metered-wasm.ts')} */
const { meterWasm } = await load('sql/metered-wasm.js')

const wasmFile = new Uint8Array(
  readFileSync(createRequire(import.meta.url).resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')),
)
const meteredFile = meterWasm(wasmFile)
const metered = await WebAssembly.compile(meteredFile)

/** @param {number} count */
const numbers = (count) => `WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT ${count})`
/**
 * @param {number} count
 * @param {(index: number) => string} part
 */
const repeat = (count, part, separator = ', ') => Array.from({ length: count }, (_, i) => part(i)).join(separator)
const large = "replace(hex(zeroblob(120000)), '0', '9')"
/**
 * @param {number} count
 * @param {() => string} expression
 */
const straight = (count, expression) =>
  `WITH t(y) AS MATERIALIZED (SELECT ${large}) SELECT ${repeat(count, expression)} FROM t`
const array = "'[' || replace(hex(zeroblob(60000)), '00', '1,') || '2]'"

/** Statements that the budget cuts, of every kind of work. */
const cut = {
  'a loop': 'WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c',
  'a cross join': 'SELECT count(*) FROM u a, u b, u c, u d, u e',
  'a tree of random integers': 'WITH RECURSIVE c(x) AS (SELECT 1 UNION SELECT random() FROM c) SELECT count(*) FROM c',
  'a tree of random blobs': `${numbers(9_000_000)} SELECT DISTINCT randomblob(200) FROM c`,
  'a sort of random integers': `${numbers(9_000_000)} SELECT x FROM c ORDER BY random()`,
  'a sort of texts, NOCASE': `${numbers(9_000_000)} SELECT x FROM c ORDER BY hex(zeroblob(30)) || x COLLATE NOCASE DESC`,
  'inserts into three indexes': `CREATE TABLE t (a, b, c, UNIQUE (a, b), UNIQUE (b, c), UNIQUE (c, a)); INSERT INTO t ${numbers(9_000_000)} SELECT random(), random(), random() FROM c`,
  'updates of twelve indexes': `CREATE TABLE t (a); INSERT INTO t ${numbers(3000)} SELECT randomblob(200) FROM c; ${repeat(12, (i) => `CREATE INDEX i${i} ON t (a, a || ${i})`, ';')}; ${repeat(50, () => 'UPDATE t SET a = randomblob(201)', ';')}`,
  'a window of group_concat': `${numbers(100_000)} SELECT group_concat(x) OVER (ORDER BY x ROWS BETWEEN 500 PRECEDING AND CURRENT ROW) FROM c`,
  'reals as text': 'SELECT count(*) FROM u a, u b, u c, u d WHERE a.r || b.r || d.r IS NULL',
  dates:
    "SELECT count(*) FROM u a, u b, u c, u d WHERE strftime('%Y-%m-%d %J', 'now', '+' || a.id || ' days', '-' || d.id || ' hours') IS NULL",
  'replace of short texts': "SELECT count(*) FROM u a, u b, u c, u d WHERE replace(a.name, d.name, 'x') IS NULL",
  'instr of larger texts, by SQLite': `WITH t(y, z) AS MATERIALIZED (SELECT substr(${large}, 1, 4000), substr(${large}, 1, 1000) || 8) SELECT count(instr(y || a.id, z)) FROM t, u a, u b, u c, u d`,
  'instr of large texts, by JavaScript': `WITH t(y, z) AS MATERIALIZED (SELECT ${large}, substr(${large}, 1, 1000) || 8) SELECT count(instr(y || a.id, z)) FROM t, u a, u b, u c, u d`,
  'LIKE of short texts': "SELECT count(*) FROM u a, u b, u c, u d WHERE a.name LIKE '%' || d.name || '%'",
  'JSON of short texts':
    "SELECT count(*) FROM u a, u b, u c, u d WHERE json_extract(json_array(a.name, d.id), '$[1]') < 0",
  'rollbacks of a large table': `CREATE TABLE t AS ${numbers(20_000)} SELECT randomblob(900) AS a FROM c; ${repeat(240, () => 'SAVEPOINT s;DELETE FROM t;ROLLBACK TO s;RELEASE s', ';')}`,
  'ALTER TABLE in a large schema': `${repeat(120, (i) => `CREATE TABLE t${i} (${repeat(20, (j) => `c${j}`)})`, ';')};${repeat(800, (i) => `ALTER TABLE t${i % 120} ADD x${i}`, ';')}`,
  'straight: y + y + y ...': straight(200, () => Array.from({ length: 150 }, () => 'y').join('+')),
  'straight: LIKE': straight(200, () => `y LIKE '%${'9'.repeat(270)}8%'`),
  'straight: GLOB': straight(200, () => `y GLOB '*${'[^8]'.repeat(68)}8*'`),
  'straight: json_extract': `WITH t(y) AS MATERIALIZED (SELECT ${array}) SELECT ${repeat(250, (k) => `length(json_extract(y, ${repeat(25, (i) => `'$[${59_000 + i + k}]'`)}))`)} FROM t`,
}

/** The longest that one instruction takes: nothing can stop it. */
const single = {
  LIKE: straight(1, () => `y LIKE '%${'9'.repeat(275)}8'`),
  GLOB: straight(1, () => `y GLOB '*${'[^8]'.repeat(69)}8*'`),
  'instr, as large as SQLite does it': `WITH t(y) AS MATERIALIZED (SELECT ${large}) SELECT instr(substr(y, 1, 4000), substr(y, 1, 1000) || 8) FROM t`,
  'json_extract of 31 paths': `WITH t(y) AS MATERIALIZED (SELECT ${array}) SELECT length(json_extract(y, ${repeat(31, (i) => `'$[${59_900 + i}]'`)})) FROM t`,
  'json_set of 15 paths': `WITH t(y) AS MATERIALIZED (SELECT ${array}) SELECT length(json_set(y, ${repeat(15, (i) => `'$[${i}]', 123456789`)})) FROM t`,
  'strftime of 18,000 fields': "SELECT length(strftime(replace(hex(zeroblob(9000)), '00', '%Y%J'), 'now'))",
  'count(*) of 60 MB': 'SELECT count(*) FROM full',
  'DELETE of 60 MB': 'SAVEPOINT s; DELETE FROM full; ROLLBACK TO s; RELEASE s',
  'integrity_check of 60 MB': 'PRAGMA integrity_check',
}

/** @param {import('../src/sql/engine.ts').Engine} engine */
function database(engine) {
  const image = engine.buildImage({
    tables: [
      {
        name: 'u',
        ddl: 'CREATE TABLE u (id INTEGER PRIMARY KEY, name TEXT, r REAL)',
        columns: ['id', 'name', 'r'],
        rows: Array.from({ length: 60 }, (_, i) => [i + 1, `Name ${i}`, (i + 1) / 7]),
      },
    ],
  })
  return () => engine.open(image, { safety: 'any', clock: 0, summary: { tables: [], columns: {} } })
}

/**
 * Milliseconds of the quickest of the rounds, and how the last one came out.
 *
 * @template Outcome
 * @param {() => Outcome} run
 */
function best(run) {
  let start = performance.now()
  let outcome = run()
  let least = performance.now() - start
  for (let round = 1; round < rounds; round++) {
    start = performance.now()
    outcome = run()
    least = Math.min(least, performance.now() - start)
  }
  return { ms: least, outcome }
}

/** @param {string[]} cells */
const line = (...cells) => console.log(`| ${cells.join(' | ')} |`)

const engine = await createEngine(metered)
const open = database(engine)

console.log(`Node ${process.version}, best of ${rounds}; a budget of ${limits.work / 1e6} million units\n`)
line('cut by the budget', 'ms', 'ns a unit')
line('---', '---:', '---:')
let longest = 0
for (const [name, sql] of Object.entries(cut)) {
  const { ms, outcome } = best(() => {
    const sandbox = open()
    try {
      return sandbox.run(sql, ['cost'])
    } finally {
      sandbox.close()
    }
  })
  if (outcome.ok || outcome.kind !== 'budget') throw new Error(`${name}: ${JSON.stringify(outcome).slice(0, 200)}`)
  longest = Math.max(longest, ms)
  line(name, ms.toFixed(0), ((ms * 1e6) / limits.work).toFixed(1))
}
line('**longest**', `**${longest.toFixed(0)}**`, '')

console.log()
line('one instruction or statement', 'ms', 'million units')
line('---', '---:', '---:')
const full = open()
full.run('CREATE TABLE full (z)', ['fill'])
while (full.run(`INSERT INTO full ${numbers(16)} SELECT randomblob(250000) FROM c`, ['fill']).ok);
for (const [name, sql] of Object.entries(single)) {
  let units = 0
  const { ms, outcome } = best(() => {
    const result = full.run(sql, ['cost'])
    units = engine.meter.spent
    return result
  })
  if (!outcome.ok && outcome.kind !== 'budget') throw new Error(`${name}: ${outcome.message}`)
  line(name, ms.toFixed(0), outcome.ok ? (units / 1e6).toFixed(1) : `over ${limits.work / 1e6}, cut after it`)
}
full.close()

/**
 * The package's own interface, with and without metering: what counting costs.
 *
 * @param {WebAssembly.Module} module
 */
async function bare(module) {
  /** @type {(options: object) => Promise<import('@sqlite.org/sqlite-wasm').Sqlite3Static>} */
  const init = sqlite3InitModule
  const { oo1 } = await init({
    print: () => {},
    printErr: () => {},
    /**
     * @param {WebAssembly.Imports} info
     * @param {(instance: WebAssembly.Instance) => void} done
     */
    instantiateWasm(info, done) {
      const instance = new WebAssembly.Instance(module, info)
      done(instance)
      return instance.exports
    },
  })
  const db = new oo1.DB(':memory:')
  db.exec(`CREATE TABLE u AS ${numbers(60)} SELECT x AS id, 'Name ' || x AS name, x / 7.0 AS r FROM c`)
  return (/** @type {string} */ sql) => db.exec(sql)
}
const ordinary = {
  'a cross join of 60 x 60 x 60 rows': 'SELECT count(*) FROM u a, u b, u c WHERE a.r + b.r > c.r AND a.name < b.name',
  'a sort of 20,000 rows': `${numbers(20_000)} SELECT count(*) FROM (SELECT x FROM c ORDER BY hex(x) DESC)`,
  'an update and a select': "UPDATE u SET name = upper(name) || ''; SELECT count(*) FROM u WHERE name LIKE '%1%'",
}
const plain = await bare(await WebAssembly.compile(wasmFile))
const counted = await bare(metered)
console.log()
line('counting costs', 'plain, ms', 'metered, ms', 'more')
line('---', '---:', '---:', '---:')
for (const [name, sql] of Object.entries(ordinary)) {
  const times = name.startsWith('an ') ? 50 : 1
  const timeOf = (/** @type {typeof plain} */ run) => {
    const start = performance.now()
    for (let count = 0; count < times; count++) run(sql)
    return performance.now() - start
  }
  const least = { plain: Infinity, metered: Infinity }
  for (let round = 0; round < 60; round++) {
    least.plain = Math.min(least.plain, timeOf(plain))
    least.metered = Math.min(least.metered, timeOf(counted))
  }
  line(
    name,
    least.plain.toFixed(2),
    least.metered.toFixed(2),
    `${((least.metered / least.plain - 1) * 100).toFixed(0)} %`,
  )
}
console.log(
  `\nThe module grows from ${(wasmFile.length / 1024).toFixed(0)} to ${(meteredFile.length / 1024).toFixed(0)} KB.`,
)
