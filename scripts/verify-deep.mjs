// Proves 10,000 generated instances and more, and goes on where it was stopped: `npm run verify:deep`.
// `--write` puts the figures into docs/validity.md; `--instances N`, `--workers N`, `--resume FILE`. DATAOPS_DIST names
// another build than dist/.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = process.env.DATAOPS_DIST ?? `${root}dist`
const page = `${root}docs/validity.md`
const [begin, end] = ['<!-- figures -->', '<!-- /figures -->']

const { values: flags } = parseArgs({
  options: {
    instances: { type: 'string', default: '10000' },
    workers: { type: 'string' },
    resume: { type: 'string', default: `${root}outputs/verify-deep.jsonl` },
    write: { type: 'boolean', default: false },
  },
})

/** Runs the command; what it says on standard error is shown as it comes. */
async function verify(seeds) {
  const args = ['verify', '--suite', 'families', '--seeds', seeds, '--resume', flags.resume, '--json']
  if (flags.workers) args.push('--workers', flags.workers)
  const child = spawn(process.execPath, [`${dist}/cli/main.js`, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  // A terminal interrupts the whole group: the command says how far it came.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { code, stdout }
}

const load = (path) => import(pathToFileURL(`${dist}/${path}`).href)
const score = (value) => value.toFixed(3)
const count = (value) => value.toLocaleString('en-US')
const within = (value, bound) => `${score(value)} of ${bound}`

function table(head, rows, texts = 1) {
  const marks = head.map((_, place) => (place < texts ? '---' : '---:'))
  return [head, marks, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const cells = (own) => [`${own.differing_min} to ${own.differing_max}`, count(own.wrong_states), count(own.ambiguities)]
const kibibytes = (own) => Math.ceil(own.image_bytes_max / 1024)

function levelTable({ levels, bounds }) {
  const rows = levels.map((own) => {
    const { blind, naive } = bounds.levels.find(({ level }) => level === own.level)
    return [
      own.level,
      count(own.instances),
      own.defects,
      within(own.best_naive, naive),
      within(own.best_blind, blind),
      within(own.best_join, bounds.join),
      ...cells(own),
      kibibytes(own),
    ]
  })
  const head = ['level', 'instances', 'defects', 'naive', 'blind', 'join', 'cells', 'wrong states', 'questions', 'KiB']
  return table(head, rows)
}

function familyTable({ families }) {
  const rows = families.map((own) => [
    `\`${own.family}@${own.version}\``,
    own.worlds,
    count(own.instances),
    own.defects,
    score(own.best_naive),
    score(own.best_blind),
    score(own.best_join),
    ...cells(own),
    kibibytes(own),
  ])
  const head = ['family', 'worlds', 'instances', 'defects', 'naive', 'blind', 'join']
  return table([...head, 'cells', 'wrong states', 'questions', 'KiB'], rows)
}

function crossTable({ families, levels }) {
  const rows = families.map((own) => [
    `\`${own.family}\``,
    ...levels.map(({ level }) => {
      const found = own.levels.find((one) => one.level === level)
      return found ? [found.best_naive, found.best_blind, found.best_join].map(score).join(' / ') : ''
    }),
  ])
  return table(['family', ...levels.map(({ level }) => `level ${level}`)], rows)
}

function worstTable(title, worst) {
  const earning = worst.filter((one) => one.score > 0)
  if (earning.length === 0) return `${title}: none above 0.`
  const rows = earning.map((one) => [
    `\`${one.task}\``,
    one.policy.replaceAll('|', String.raw`\|`),
    one.seed,
    score(one.score),
  ])
  return table([title, 'policy', 'seed', 'score'], rows, 2)
}

/** The figures of a report as they stand in docs/validity.md. */
function figures(report) {
  const { total, seeds, images } = report
  const largest = report.worst.image[0]
  return `\`npm run verify:deep -- --write\` with dataops-env ${report.version} on Node ${process.versions.node.split('.')[0]}: **${count(total.instances)}
instances, ${total.defects} defects.** ${report.families.length} families, ${report.worlds.length} worlds, ${report.tasks} tasks, seeds ${seeds[0]} to ${seeds[1]}.
${count(total.wrong_states)} wrong states were shown to the predicates and ${count(total.ambiguities)} questions were settled or excluded.
${count(images.compared)} images were compared with one another; ${count(images.split_samples)} instances were drawn in all three splits.

Scores are the best of any policy on any instance, beside the bound; "cells" are those that differ between seed and
target, "KiB" is the largest image.

${levelTable(report)}

${familyTable(report)}

The best naive / blind / join score by family and level:

${crossTable(report)}

The worst instances:

${worstTable('blind', report.worst.blind)}

${worstTable('naive', report.worst.naive)}

${worstTable('join', report.worst.join)}

The largest image is that of \`${largest.task}\`, seed ${largest.seed}: ${count(largest.bytes)} bytes.`
}

if (!/^[1-9]\d{0,5}$/.test(flags.instances)) throw new Error('--instances takes a whole number up to 999999')
const { familyTasks } = await load('tasks/family-list.js')
const seeds = Math.ceil(Number(flags.instances) / familyTasks().length)
mkdirSync(dirname(flags.resume), { recursive: true })
const { code, stdout } = await verify(`0..${seeds - 1}`)
process.exitCode = code ?? 1
if (stdout !== '') {
  const report = JSON.parse(stdout)
  const { validityTables } = await load('cli/validity-tables.js')
  process.stdout.write(validityTables(report))
  if (flags.write && report.ok) {
    const text = readFileSync(page, 'utf8')
    const [head, tail] = [text.split(begin)[0], text.split(end)[1]]
    if (!text.includes(begin) || tail === undefined) throw new Error(`${page} has no place for figures`)
    writeFileSync(page, `${head}${begin}\n${figures(report)}\n${end}${tail}`)
  } else if (flags.write) console.error('docs/validity.md stays as it is: there are defects')
}
