// How long it takes to make an instance of a generated family (draft, both databases, grader), and how large it is.
//   npm run build && npm run bench:instances -- [--instances N] [--family F]... [--json] [--dist DIR]
// Exit code 1: a goal is missed.
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: {
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
    instances: { type: 'string', default: '40' },
    family: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
})
const instances = Number(options.instances)
if (!Number.isInteger(instances) || instances < 5)
  throw new TypeError('--instances must be a whole number of at least 5')

/** @typedef {import('../src/tasks/task-family.ts').Level} Level */

/**
 * Milliseconds in the median at tiers 1 and 2, and bytes of a seed image.
 *
 * @type {{ readonly [level in Level]?: number } & { readonly bytes: number }}
 */
const goals = { 1: 30, 2: 60, bytes: 1024 * 1024 }

/** @param {string} path in the build */
const load = (path) => import(pathToFileURL(resolve(options.dist, path)).href)
/** @type {typeof import('../src/host/node-wasm.ts')} */
const { loadSqliteWasm } = await load('host/node-wasm.js')
/** @type {typeof import('../src/sql/engine.ts')} */
const { createEngine } = await load('sql/engine.js')
/** @type {typeof import('../src/tasks/family-list.ts')} */
const { drillList, familyTask, worldsOf } = await load('tasks/family-list.js')
/** @type {typeof import('../src/tasks/instantiate.ts')} */
const { instantiate } = await load('tasks/instantiate.js')

const unknown = options.family?.find((name) => !drillList.some(({ id }) => id === name))
if (unknown !== undefined) throw new TypeError(`no family ${unknown}`)
const chosen = drillList.filter(({ id }) => options.family?.includes(id) ?? true)
const engine = await createEngine(await loadSqliteWasm())

/** @typedef {{ took: number, bytes: number }} Sample */

const rows = chosen.map((family) => ({
  family,
  rungs: family.levels.map((level) => ({ level, samples: /** @type {Sample[]} */ ([]) })),
}))
const warmUps = Math.ceil(instances / 4)
for (let turn = -warmUps; turn < instances; turn++) {
  // In turns, so that a noisy moment disturbs all alike; the first quarter warms up.
  for (const { family, rungs } of rows) {
    const worlds = worldsOf(family)
    for (const { level, samples } of rungs) {
      const place = turn + warmUps
      const world = worlds[place % worlds.length]
      if (world === undefined) throw new Error(`${family.id} is at home nowhere`)
      const task = familyTask(family, world, level, 'train')
      const start = performance.now()
      const { seedImage } = instantiate(engine, task, 70_000 + place)
      const took = performance.now() - start
      if (turn >= 0) samples.push({ took, bytes: seedImage.length })
    }
  }
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${turn + warmUps + 1}/${instances + warmUps}`)
}
if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')

/**
 * Nearest rank.
 *
 * @param {number[]} sorted
 * @param {number} share
 */
const at = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? NaN

/** @param {Sample[]} list */
function figuresOf(list) {
  const times = list.map(({ took }) => took).toSorted((left, right) => left - right)
  const bytes = list.map((sample) => sample.bytes).toSorted((left, right) => left - right)
  return { median_ms: at(times, 0.5), p95_ms: at(times, 0.95), median_bytes: at(bytes, 0.5), most_bytes: at(bytes, 1) }
}

const report = rows.map(({ family: { id, version }, rungs }) => ({
  family: `${id}@${version}`,
  levels: rungs.map(({ level, samples }) => ({ level, ...figuresOf(samples) })),
}))
const levels = [...new Set(chosen.flatMap((family) => family.levels))]
const all = levels.map((level, place) => ({
  level,
  ...figuresOf(rows.flatMap(({ rungs }) => rungs[place]?.samples ?? [])),
}))
const missed = report.flatMap(({ family, levels: rungs }) =>
  rungs.flatMap(({ level, median_ms: median, most_bytes: bytes }) => [
    ...(median >= (goals[level] ?? Infinity) ? [`${family} at level ${level}: ${median.toFixed(1)} ms`] : []),
    ...(bytes >= goals.bytes ? [`${family} at level ${level}: ${bytes} bytes`] : []),
  ]),
)

if (options.json) {
  console.log(JSON.stringify({ node: process.versions.node, instances, goals, missed, all, families: report }, null, 2))
} else {
  /** @param {ReturnType<typeof figuresOf>} figures */
  const cell = ({ median_ms: median, p95_ms: late }) => `${median.toFixed(1)} / ${late.toFixed(1)}`
  /**
   * @param {string} name
   * @param {(string | number)[]} cells
   */
  const line = (name, cells) => name.padEnd(18) + cells.map((text) => String(text).padStart(15)).join('')
  /** @param {ReturnType<typeof figuresOf>[]} rungs */
  const most = (rungs) => Math.max(...rungs.map(({ most_bytes: bytes }) => bytes))
  console.log(
    `Node ${process.versions.node}; ${instances} instances of each, worlds in turns; milliseconds, median / p95\n`,
  )
  console.log(line('', [...levels.map((level) => `level ${level}`), 'most bytes']))
  for (const { family, levels: rungs } of report) console.log(line(family, [...rungs.map(cell), most(rungs)]))
  console.log(line('all', [...all.map(cell), most(all)]))
  for (const miss of missed) console.log(`\nMISSED ${miss}`)
}
if (missed.length > 0) process.exitCode = 1
