// Figures as a table, and docs/performance.md.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'

/** The middle one; null when there is none. */
export function median(values) {
  const sorted = values.filter((value) => value !== null && value !== undefined).toSorted((a, b) => a - b)
  return sorted.length === 0 ? null : sorted[Math.floor(sorted.length / 2)]
}

const ms = (value) => (value === null ? '' : value.toFixed(value < 10 ? 2 : 0))
const line = (cells) => `| ${cells.join(' | ')} |`

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

export function writeReport({ results, facts, seconds, rounds }, toFile) {
  const parts = [tableOf(results), ...facts.map(({ name, value }) => `- ${name}: ${value}`)]
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
`
  writeFileSync(path, page)
}
