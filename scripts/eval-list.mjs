// The frozen evaluation list lists/eval-1.json: ids, seeds, digests. It is drawn once and never again.
//   npm run build && node scripts/eval-list.mjs            draws it where there is none
//   node scripts/eval-list.mjs --check [--every N]         makes the instances again and compares every digest
// Options: --file FILE, --dist DIR, --families a,b,... (for a trial list). Exit code 1: something differs.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    file: { type: 'string', default: `${root}lists/eval-1.json` },
    dist: { type: 'string', default: `${root}dist` },
    families: { type: 'string' },
  },
})

/** What eval-1 consists of. */
const plan = {
  name: 'eval-1',
  families:
    'date_iso phone_e164 trim_case bool_lexeme code_padding numeric_text sentinels derived_null lookup_null exact_dup epoch_mix double_escape enum_drift audit_null unit_mix rogue_update'.split(
      ' ',
    ),
  each: 4,
  split: 'test',
  firstSeed: 910_000,
}
const about = [
  '16 families at 5 levels, 4 instances each. The list never changes; a change of any byte makes a new list.',
  'Split test: families and worlds that training never meets (double_escape, exact_dup; saas, sensors). A reset with task_id and seed, and nothing else, plays an instance.',
  'Seeds from 910000, so that whoever goes through the split test from its start meets none of them.',
  'Worlds are spread evenly over families and levels.',
  'Digests are SHA-256 of the bytes of the database, of the repaired database and of the goal in UTF-8.',
  'Checked by: node scripts/eval-list.mjs --check',
]

const load = (path) => import(pathToFileURL(resolve(options.dist, path)).href)
const { loadSqliteWasm } = await load('host/node-wasm.js')
const { createEngine } = await load('sql/engine.js')
const { familyList } = await load('tasks/family-list.js')
const { compareFrozen, drawList, faultsOfList, freeze } = await load('proof/frozen-list.js')

function stop(message, code = 2) {
  console.error(message)
  process.exit(code)
}

const progress = (done, total) => {
  if (process.stderr.isTTY && (done % 10 === 0 || done === total)) process.stderr.write(`\r\u001B[K${done}/${total}`)
  if (process.stderr.isTTY && done === total) process.stderr.write('\r\u001B[K')
}

if (options.check) await check()
else await draw()

async function check() {
  const every = Number(options.every)
  if (!Number.isInteger(every) || every < 1) stop('--every must be a whole number of at least 1')
  if (!existsSync(options.file)) stop(`there is no ${options.file}`, 1)
  let list
  try {
    list = JSON.parse(readFileSync(options.file, 'utf8'))
  } catch (error) {
    stop(`${options.file} is no JSON: ${error.message}`, 1)
  }
  const faults = faultsOfList(list)
  if (faults.length > 0) stop(faults.join('\n'), 1)
  const chosen = list.instances.filter((_, place) => place % every === 0)
  const engine = await createEngine(await loadSqliteWasm())
  const start = performance.now()
  const differing = chosen.flatMap((entry, place) => {
    progress(place + 1, chosen.length)
    return compareFrozen(engine, entry)
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  for (const line of differing) console.error(line)
  if (differing.length > 0) stop(`${list.name}: ${differing.length} digests differ`, 1)
  console.log(`${list.name}: ${chosen.length} of ${list.instances.length} instances as frozen, ${seconds} s`)
}

async function draw() {
  if (existsSync(options.file)) stop(`${options.file} is frozen: it is checked (--check), never drawn again`)
  const names = options.families?.split(',') ?? plan.families
  const missing = names.filter((name) => !familyList.some(({ id }) => id === name))
  if (missing.length > 0) stop(`no family ${missing.join(', ')}`)
  const families = names.map((name) => familyList.find(({ id }) => id === name))
  const listed = drawList({ ...plan, families })
  const engine = await createEngine(await loadSqliteWasm())
  const instances = listed.map((entry, place) => {
    progress(place + 1, listed.length)
    return freeze(engine, entry)
  })
  // The repaired database, and so the task, must not stand there twice either.
  for (const part of ['image', 'target']) {
    if (new Set(instances.map((entry) => entry[part])).size < instances.length) stop(`two instances share a ${part}`, 1)
  }
  const lines = instances.map((entry) => `    ${JSON.stringify(entry)}`)
  mkdirSync(dirname(options.file), { recursive: true })
  writeFileSync(
    options.file,
    `{\n  "name": ${JSON.stringify(plan.name)},\n  "about": ${JSON.stringify(about, null, 4).replace(/\n\]$/, '\n  ]')},\n  "instances": [\n${lines.join(',\n')}\n  ]\n}\n`,
  )
  console.log(`${options.file}: ${instances.length} instances`)
}
