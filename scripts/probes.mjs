// Probes generated families for shortcuts: artefacts of the generator, SQL learnt by heart, levels that need no evidence.
//   npm run build && npm run probes -- [--family F]... [--instances N] [--seeds N] [--json] [--write] [--dist DIR]
// --write makes docs/validity-probes.md of all families; --from FILE... takes figures from files that --json wrote instead
// of probing anew. Exit code 1: a bound is broken.
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: options } = parseArgs({
  options: {
    dist: { type: 'string', default: `${root}dist` },
    family: { type: 'string', multiple: true },
    instances: { type: 'string', default: '500' },
    seeds: { type: 'string', default: '4' },
    from: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

function count(name, least) {
  const number = Number(options[name])
  if (Number.isInteger(number) && number >= least) return number
  console.error(`--${name} must be a whole number of at least ${least}`)
  process.exit(2)
}
const instances = count('instances', 10)
const seeds = count('seeds', 2)

const load = (path) => import(pathToFileURL(resolve(options.dist, path)).href)
const { loadSqliteWasm } = await load('host/node-wasm.js')
const { createEngine } = await load('sql/engine.js')
const { familyList } = await load('tasks/family-list.js')
const { artefactBound, knownTraces } = await load('proof/probes/artefact-probe.js')
const { features } = await load('proof/probes/probed-lines.js')
const { ladderBound, standIns } = await load('proof/probes/ladder-probe.js')
const { firstProbeSeed } = await load('proof/probes/instances.js')
const { probeFamily } = await load('proof/probes/probe-family.js')
const { transferBound, transferLevel } = await load('proof/probes/transfer-probe.js')

const unknown = options.family?.find((name) => !familyList.some(({ id }) => id === name))
if (unknown !== undefined) {
  console.error(`no family ${unknown}; there are ${familyList.map(({ id }) => id).join(', ')}`)
  process.exit(2)
}
if (options.write && options.family !== undefined) {
  console.error('--write makes a page of all families: leave --family out')
  process.exit(2)
}

const chosen = familyList.filter(({ id }) => options.family?.includes(id) ?? true)
const reports = options.from === undefined ? await probe() : read(options.from)

async function probe() {
  const engine = await createEngine(await loadSqliteWasm())
  const found = chosen.map((family, place) => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K[${place + 1}/${chosen.length}] ${family.id}`)
    const start = performance.now()
    const report = probeFamily(engine, family, { instances, seeds })
    return { ...report, seconds: (performance.now() - start) / 1000 }
  })
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
  return found
}

/** Figures of all chosen families, each of today's version and of the size that is asked for. */
function read(files) {
  const written = files.map((file) => JSON.parse(readFileSync(file, 'utf8')))
  return chosen.map(({ id, version }) => {
    const from = written.findLast(({ families }) =>
      families.some((own) => own.family === id && own.version === version),
    )
    if (from?.instances === instances && from.seeds === seeds) return from.families.find(({ family }) => family === id)
    console.error(`no file has figures of ${id}@${version} for ${instances} instances and ${seeds} seeds`)
    process.exit(2)
  })
}

const area = (figure) => (figure === null ? '-' : figure.area.toFixed(3))
const heads = [
  'family',
  'by place',
  'decoys',
  'from decoys',
  'transfer',
  'best',
  ...[1, 2, 3, 4].map((tier) => `${tier} on ${tier + 1}`),
]
const cells = ({ family, version, artefacts, transfer, ladder }) => [
  `${family}@${version}`,
  area(artefacts.clean),
  String(artefacts.decoys?.others ?? 0),
  area(artefacts.decoys),
  transfer.worst.toFixed(2),
  transfer.best.toFixed(2),
  ...ladder.rungs.map(({ mean, worst }) => `${mean.toFixed(2)} / ${worst.toFixed(2)}`),
]

function printed() {
  const rows = [heads, ...reports.map(cells)]
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
    )
    .join('\n')
}

const failures = reports.flatMap(({ family, failures: own }) => own.map((failure) => `${family}: ${failure}`))
const seconds = reports.reduce((sum, report) => sum + report.seconds, 0)
if (options.json) {
  console.log(JSON.stringify({ instances, seeds, seconds, ok: failures.length === 0, families: reports }, null, 2))
} else {
  console.log(`${instances} instances a family, ${seeds} seeds a task; ${seconds.toFixed(0)} s\n`)
  console.log(printed())
  for (const failure of failures) console.log(`\nBROKEN ${failure}`)
}
if (options.write) writeFileSync(`${root}docs/validity-probes.md`, page())
if (failures.length > 0) process.exitCode = 1

function page() {
  const total = (pick) => reports.reduce((sum, report) => sum + pick(report), 0)
  const lines = total(({ artefacts }) => artefacts.clean.corrupted + artefacts.clean.others)
  const pairs = total(({ transfer }) => transfer.pairs)
  const played = total(({ ladder }) => ladder.instances)
  const markdown = [heads, heads.map((_, column) => (column === 0 ? '---' : '---:')), ...reports.map(cells)]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
  const places = features.filter(({ about }) => about === 'place').map(({ name }) => name)
  const values = features.filter(({ about }) => about === 'value').map(({ name }) => name)
  const exempt = reports.flatMap(({ family, artefacts: { exemption } }) =>
    exemption === null
      ? []
      : [
          `| ${family} | ${exemption.features.map((name) => (name === 'value' ? values.join(', ') : name)).join(', ')} | ${exemption.reason} |`,
        ],
  )
  const traces = reports.flatMap(({ family, artefacts: { clean } }) =>
    knownTraces[family] === undefined
      ? []
      : [`| ${family} | ${area(clean)} | ${clean.asked[0]} | ${knownTraces[family]} |`],
  )
  const rungs = Object.entries(standIns).flatMap(([tier, ways]) =>
    ways.map(
      ({ meaning, repairs }) =>
        `| ${tier} on ${Number(tier) + 1} | ${meaning} | \`${repairs.source.replaceAll('|', '\\|')}\` |`,
    ),
  )
  return `# Validity probes

Made by \`npm run probes -- --instances ${instances} --seeds ${seeds} --write\`. ${failures.length === 0 ? 'No bound is broken.' : `Broken bounds: ${failures.length}.`}

What generated instances must not allow: to tell corrupted rows by how the generator works, to solve an instance with the
SQL of another, to climb a level without its evidence. \`check-task\` proves each instance alone
([a new family](new-family.md)); the probes look at many at once, those of split \`train\` from seed ${firstProbeSeed} on.

${markdown}

- **by place**: area under the ROC curve of a decision tree that tells corrupted lines from all lines that are right, and
  sees only where a line stands. ${instances} instances a family, worlds and levels mixed, ${lines} lines in all; the tree learns from
  half of the instances and is asked about the others. Pairs of lines of one table count, so how many lines of an instance
  are corrupted at all tells nothing. 0.5 is chance, at most ${artefactBound} is allowed.
- **decoys**, **from decoys**: right lines whose value is of the same make as a corrupted one of the instance (both NULL, both
  numbers, or texts with the same marks), and the area of a tree that tells corrupted lines from them and sees the value's
  length and frequency as well. At most ${artefactBound}. \`-\`: no right value looks like a corrupted one.
- **transfer**, **best**: what the oracles of one seed score on another seed of the same family, world and level, from level ${transferLevel}
  on: the greatest median of all tasks and the best score of all ${pairs} pairs. The median is at most ${transferBound}.
- **k on k + 1**: mean and worst score of whoever reads the evidence of level k only, on level k + 1. At most ${ladderBound} each. On its own
  level each tier is the oracle; ${total(({ ladder }) => ladder.solved)} of ${played} instances were solved.

## Features

Of the place: ${places.join(', ')}.
Of the value: ${values.join(', ')}.

A feature that is the rule itself may tell. These are left out, each for a sentence of the goal or the documents:

| family | left out | because |
|---|---|---|
${exempt.join('\n')}

A family without decoys and without an entry here fails. Traces within the bound that are known and left:

| family | by place | asked first | because |
|---|---:|---|---|
${traces.join('\n')}

## Who climbs

Naive repairs of the draft stand for a tier one level up; the best one counts. All of them convert values rightly, which
is more than the tier could read.

| rung | stand-in | repairs |
|---|---|---|
${rungs.join('\n')}
`
}
