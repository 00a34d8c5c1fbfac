// Figures as a table, and docs/performance.md.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { actions, sharedActions } from './workload.mjs'

/**
 * One side under a load: its label, steps a second, and milliseconds from a frame to its reply.
 *
 * @typedef {{ side: string, rate: number, p50: number | null, p99: number | null }} Figure
 */
/** @typedef {{ name: string, figures: [ours: Figure, theirs: Figure], ratio: number }} Result */
/**
 * A part of a step, and the microseconds of CPU that it takes.
 *
 * @typedef {{ name: string, us: number }} Limit
 */
/** @typedef {{ name: string, value: string }} Fact */

/**
 * The middle one; null when there is none.
 *
 * @param {readonly (number | null)[]} values
 */
export function middle(values) {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

/**
 * The middle one of some.
 *
 * @param {readonly number[]} values
 */
export function median(values) {
  const found = middle(values)
  if (found === null) throw new RangeError('nothing was measured')
  return found
}

/** @param {number | null} value */
const ms = (value) => (value === null ? '' : value.toFixed(value < 10 ? 2 : 0))
/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(' | ')} |`

/** @param {Result[]} results */
function tableOf(results) {
  const head = ['load', 'ours, steps/s', 'p50 / p99, ms', 'reference, steps/s', 'p50 / p99, ms', 'ratio']
  const rows = results.map(({ name, figures: [ours, theirs], ratio }) => [
    name,
    Math.round(ours.rate).toLocaleString('en'),
    `${ms(ours.p50)} / ${ms(ours.p99)}`,
    Math.round(theirs.rate).toLocaleString('en'),
    `${ms(theirs.p50)} / ${ms(theirs.p99)}`,
    ratio.toFixed(2),
  ])
  return [line(head), line(['---', '---:', '---:', '---:', '---:', '---:']), ...rows.map(line)].join('\n')
}

/**
 * Where a step's time goes, and how fast a server could be that took no more than its parts do.
 *
 * @param {Limit[]} limits
 */
function limitsOf(limits) {
  if (limits.length === 0) return ''
  const costs = limits.map(({ us }) => us)
  const [engine = NaN, , worker = NaN, sockets = NaN, ours = NaN, reference = NaN, generator = NaN] = costs
  /** @param {number} us */
  const onTwoCores = (us) => ((reference + generator) / (us + generator)).toFixed(1)
  /** @param {number} us */
  const times = (us) => (reference / us).toFixed(1)
  const rows = limits.map(({ name, us }) => line([name, us.toFixed(0)]))
  return `
## What a step costs, and what that allows

CPU of one step of this load with 64 sessions, all threads together, server on one core:

${[line(['part', 'us a step']), line(['---', '---:']), ...rows].join('\n')}

A server that took no more than the SQL on a worker and the sockets do alone would be ${times(worker + sockets)} times as fast as the
reference with a step a frame, and one whose batches cost nothing beside the worker ${times(worker)} times. The environment by
itself, without sessions and without a way in, is ${times(engine)} times as fast. Five times with batches would leave
${(reference / 5 - worker).toFixed(0)} us a step for everything beside the worker: frames in, frames out, two threads in the caches of one core. On two cores the load generator, which
costs both sides the same, has its share of the same cores: with both of them busy the whole servers are
${onTwoCores(ours)} to 1, and a server that took no more than worker and sockets would be ${onTwoCores(worker + sockets)} to 1. Of shared prefixes ${actions.length - sharedActions} of ${actions.length} actions are
a rollout's own, the dearest of them the last one with its grade; to take them, it opens a database and plays again what
was written before.
`
}

/**
 * @param {{ results: Result[], limits: Limit[], facts: Fact[], seconds: number, rounds: number }} report
 * @param {boolean} toFile whether docs/performance.md is written too
 */
export function writeReport({ results, limits, facts, seconds, rounds }, toFile) {
  const parts = [
    tableOf(results),
    ...limits.map(({ name, us }) => `- ${name}: ${us.toFixed(1)} us a step`),
    ...facts.map(({ name, value }) => `- ${name}: ${value}`),
  ]
  process.stdout.write(`${parts.join('\n')}\n`)
  if (!toFile) return
  const path = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))
  const page = `# Performance

Made by \`npm run bench:wire -- --write --seconds ${seconds} --rounds ${rounds}\` on ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node
${process.versions.node}. [bench/README.md](../bench/README.md) says what is measured and how to run it. Both sides take turns under one load
generator, every reply is compared with the one it must be, and machines are noisy: look at the ratios, which are medians of rounds.

The reference is an environment of ours with the same episodes on OpenEnv 0.10.0's own Python server at its best settings. Loads are of
task_easy: a reset and nine actions, over and over; only actions count as steps. Unless a line says "shared", our server
runs with \`--no-shared-work\`.

${tableOf(results)}

${facts.map(({ name, value }) => `- ${name}: ${value}`).join('\n')}
${limitsOf(limits)}`
  writeFileSync(path, page)
}
