// Writes docs/tasks.md and docs/tasks/<family>.md from the registry of tasks. `--check` fails when they are out of date,
// `--out FOLDER` writes elsewhere than docs/. DATAOPS_DIST names another build than dist/.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = process.env.DATAOPS_DIST ?? join(root, 'dist')
const load = (file) => import(pathToFileURL(join(dist, file)).href)

const { loadSqliteWasm } = await load('host/node-wasm.js')
const { createEngine } = await load('sql/engine.js')
const { toTypedCell } = await load('data/values.js')
const { difficultyOf, familyList, familyTask, familyTaskId, heldOut, worldsOf } = await load('tasks/family-list.js')
const { levels } = await load('tasks/task-family.js')
const { offerOf } = await load('tasks/family-offer.js')
const { taskList } = await load('tasks/task-list.js')
const { worldList } = await load('tasks/trades/world-list.js')
const { draftOf, instantiate } = await load('tasks/instantiate.js')
const { describeInstance } = await load('proof/describe/describe-instance.js')
const { clip, plainCell } = await load('cli/terminal/cell-text.js')
const { decoyText, fateOf, temptation } = await load('cli/describe-task.js')

/** What is shown: one instance a family, and figures over a few seeds. */
const shownLevel = 3
const shownSeed = 0
const split = 'train'
const measuredSeeds = [0, 1, 2]
/** Characters of a cell in a table, of one in a list, of a line of SQL; lines of SQL. */
const cellWidth = 60
const textWidth = 420
const sqlWidth = 110
const sqlLines = 16
/** Rows of an excerpt. */
const excerpt = 4

/** Text that Markdown takes as it is. An underscore inside a word is none of its marks. */
const prose = (text) => text.replaceAll(/[\\`*<>|[\]#]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`)

/** Text as code, also in a table. */
function code(text) {
  const marks = text.includes('`') ? '``' : '`'
  const room = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${marks}${room}${text.replaceAll('|', String.raw`\|`)}${room}${marks}`
}

const shown = (cell) => code(clip(plainCell(cell), cellWidth))

function markdownTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('')
}

const quote = (text) =>
  text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${prose(line)}`))
    .join('\n')

const isItem = (line) => line?.startsWith('- ') ?? false

/** The same with paragraphs that follow each other without space, where Markdown lets them. */
const quoteTightly = (text) =>
  text
    .split(/\n+/)
    .map((line, place, lines) => {
      const next = lines[place + 1]
      const breaks = next !== undefined && !isItem(line) && !isItem(next)
      const endsList = next !== undefined && isItem(line) && !isItem(next)
      return `> ${prose(line)}${breaks ? '\\' : ''}${endsList ? '\n>' : ''}`
    })
    .join('\n')

/** One number, or the least and the greatest. */
function range(numbers) {
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)]
  return least === greatest ? `${least}` : `${least} to ${greatest}`
}

const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Breaks long lines at blanks outside of quotation marks. */
function wrapSql(sql) {
  const lines = []
  for (const whole of sql.split('\n')) {
    let line = ''
    let quoted = ''
    let lastBlank = -1
    for (const mark of whole.trimEnd()) {
      if (quoted === '' && (mark === "'" || mark === '"')) quoted = mark
      else if (mark === quoted) quoted = ''
      if (mark === ' ' && quoted === '' && line.trim() !== '') lastBlank = line.length
      line += mark
      if (line.length > sqlWidth && lastBlank > 0) {
        lines.push(line.slice(0, lastBlank))
        line = `    ${line.slice(lastBlank + 1)}`
        lastBlank = -1
      }
    }
    lines.push(line)
  }
  return lines
}

function showDamage({ damage, tables, answer }) {
  const names = [...new Set(answer.repairs.map(({ table }) => table))]
  return names.map((name) => {
    const repairs = answer.repairs.filter(({ table }) => table === name)
    const excerpt = damage.find(({ table }) => table === name)
    const wanted = new Set((excerpt?.rows ?? []).map((row) => JSON.stringify(row)))
    const some =
      excerpt === undefined
        ? repairs.slice(0, excerpt)
        : repairs.filter(({ before }) => before !== null && wanted.has(JSON.stringify(before)))
    const fates = new Set(repairs.map(fateOf))
    const rows = some.map((repair) => [
      ...(fates.has('changed') && fates.size === 1 ? [] : [fateOf(repair)]),
      ...repair.columns.map((_, place) => {
        const [was, due] = [repair.before?.[place] ?? null, repair.after?.[place] ?? null]
        if (repair.before === null) return shown(due)
        const kept = repair.after === null || plainCell(was) === plainCell(due)
        return kept ? shown(was) : `${shown(was)} → **${shown(due)}**`
      }),
    ])
    const head = [...(fates.has('changed') && fates.size === 1 ? [] : ['']), ...(some[0]?.columns ?? []).map(prose)]
    const all = tables.find((table) => table.name === name)?.rows ?? 0
    return `${code(name)}: ${some.length} of the ${plural(repairs.length, 'row')} to repair, of ${all}.\n\n${markdownTable(head, rows)}`
  })
}

function showEvidence({ evidence }) {
  return evidence.map(({ table, columns, rows, of }) => {
    const title = `${code(table)}: ${rows.length} of ${plural(of, 'row')}.\n\n`
    const isText = rows.some((row) => row.some((cell) => plainCell(cell).length > cellWidth + 20))
    if (!isText) {
      return (
        title +
        markdownTable(
          columns.map(prose),
          rows.map((row) => row.map(shown)),
        )
      )
    }
    return (
      title +
      rows.map((row) => `- ${row.map((cell) => prose(clip(plainCell(cell), textWidth))).join(' · ')}\n`).join('')
    )
  })
}

function showDecoys({ decoys }) {
  const { tempting_rows: tempting, lookalike_cells: alike, examples } = decoys
  const counts = [
    ...(tempting > 0 ? [`${plural(tempting, 'row')} that a tempting repair would spoil`] : []),
    ...(alike > 0 ? [`${plural(alike, 'cell')} made to look damaged`] : []),
  ]
  if (counts.length === 0) {
    return 'None is planted beside the damaged column; what is right there stands between what is not, in the same rows.\n'
  }
  const rows = examples.map((decoy) => [code(decoy.table), code(clip(decoyText(decoy), 120)), prose(temptation(decoy))])
  return `Right as they stand: ${counts.join(', ')}.\n\n${markdownTable(['table', 'found, and right', 'why it tempts'], rows)}`
}

function showOracle({ answer }) {
  const lines = answer.oracle.queries.flatMap((query) => wrapSql(`${query};`))
  const cut = lines.length > sqlLines
  return `\`\`\`sql\n${lines.slice(0, sqlLines).join('\n')}\n\`\`\`\n${cut ? `\nThe command above prints the other ${plural(lines.length - sqlLines, 'line')} too.\n` : ''}`
}

/** Rows of the damaged tables, and how many of their cells differ, as a draft has them. */
function measure(task, seed) {
  const draft = draftOf(task, seed)
  const target = new Map(draft.target.tables.map((table) => [table.name, table]))
  const specs = draft.parts.flatMap(({ tables }) => tables)
  let rows = 0
  let faulty = 0
  for (const table of draft.seed.tables) {
    const keys = specs.find(({ name }) => name === table.name)?.key ?? table.columns
    const keyOf = (row) => JSON.stringify(keys.map((key) => toTypedCell(row[table.columns.indexOf(key)] ?? null)))
    const cellsOf = (row) => JSON.stringify(row.map(toTypedCell))
    const due = new Map((target.get(table.name)?.rows ?? []).map((row) => [keyOf(row), cellsOf(row)]))
    const wrong = table.rows.filter((row) => due.get(keyOf(row)) !== cellsOf(row)).length
    const missing = Math.max(0, due.size - table.rows.length)
    if (wrong + missing > 0) rows += table.rows.length
    faulty += wrong + missing
  }
  return {
    rows,
    faulty,
    tables: draft.seed.tables.length,
    evidence: draft.evidence?.length ?? 0,
    steps: draft.stepLimit ?? task.stepLimit,
    statements: Math.max(...draft.oracles.map(({ queries }) => queries.length)),
    goal: draft.goal,
  }
}

/** A world for the shown instance: another for each family, none that is held out where that is possible. */
function chooseWorld(family) {
  const fitting = worldsOf(family)
  const open = fitting.filter(({ id }) => !heldOut.worlds.includes(id))
  const worlds = open.length > 0 ? open : fitting
  const sum = [...family.id].reduce((total, mark) => total + mark.codePointAt(0), 0)
  return worlds[sum % worlds.length]
}

function splitText(family) {
  if (heldOut.families.includes(family.id)) return 'test, in every world'
  const held = worldsOf(family).filter(({ id }) => heldOut.worlds.includes(id))
  return `train and validation${held.length > 0 ? `; test in ${held.map(({ id }) => id).join(', ')}` : ''}`
}

function placesIn(family, world) {
  return family
    .places(world)
    .map(({ table, column }) => code(`${table}.${column}`))
    .join(', ')
}

function familyPage(engine, family) {
  const world = chooseWorld(family)
  const task = familyTask(family, world, shownLevel, split)
  const instance = describeInstance(engine, instantiate(engine, task, shownSeed), { answer: true, excerpt })
  const measured = levels.map((level) => ({
    level,
    found: measuredSeeds.map((seed) => measure(familyTask(family, world, level, split), seed)),
  }))
  const goalOf = (level) => measured.find((row) => row.level === level).found[0].goal
  const command = `dataops-env tasks --show --answer --task ${familyTaskId(family, world, shownLevel)} --seed ${shownSeed} --split ${split}`
  return `# ${prose(family.id)}

${family.summary}

Dimension ${family.dimension}, version ${family.version}. Splits: ${splitText(family)}.
[All tasks](../tasks.md). Made by \`node scripts/task-gallery.mjs\`.

## An instance

${code(instance.id)}, seed ${shownSeed}, split ${split}: ${instance.step_limit} steps, of which ${instance.query_budget} can be queries.
Canary GUID ${instance.canary}.

\`\`\`sh
${command}
\`\`\`

${quote(instance.goal)}

### Before and after

${showDamage(instance).join('\n')}
### Evidence

${showEvidence(instance).join('\n') || 'The goal tells every rule.\n'}
### Decoys

${showDecoys(instance)}
### Oracle

One of two that reach the target by different means: ${prose(instance.answer.oracle.name)}.

${showOracle(instance)}
## Levels

In the world ${world.id}, seeds ${measuredSeeds[0]} to ${measuredSeeds.at(-1)}:

${markdownTable(
  [
    'level',
    'tables',
    'of these evidence',
    'rows of the damaged tables',
    'rows to repair',
    'statements of an oracle',
    'steps',
  ],
  measured.map(({ level, found }) => [
    level,
    ...['tables', 'evidence', 'rows', 'faulty', 'statements', 'steps'].map((name) =>
      range(found.map((row) => row[name])),
    ),
  ]),
)}
The goal at level 1, seed 0:

${quoteTightly(goalOf(1))}

The goal at level 5, seed 0:

${quoteTightly(goalOf(5))}

## What is drawn

Where the damage is, in each world: ${worldsOf(family)
    .map((place) => `${place.id} (${placesIn(family, place)})`)
    .join(', ')}. And what [every instance draws](../tasks.md#what-is-drawn).
`
}

/** What the goal of each level tells, and where its rules stand. */
const tiers = [
  ['every rule', 'in the goal'],
  ['where the rules stand', 'in one table, among rules for columns that are right'],
  ['symptoms', 'rules change on a day; a register says what came when, documents say how to read it'],
  ['symptoms', 'as 3, over three places with an order of precedence, and some lines do not name what they came by'],
  ['symptoms', 'as 4, with a log to replay, opaque names and a dictionary, and records to complete after the repair'],
]

function indexPage() {
  const count = familyList.reduce((sum, family) => sum + worldsOf(family).length * levels.length, 0)
  return `# Tasks

${taskList.length} classic tasks and ${familyList.length} families; made by \`node scripts/task-gallery.mjs\` from the list of
tasks, CI checks that it is up to date. \`dataops-env tasks\` prints the same list, and
\`dataops-env tasks --show --family NAME\` any instance of it; \`--answer\` adds the repaired rows and the oracle.

## The classic five

${markdownTable(
  ['task', 'difficulty', 'asked for', 'steps'],
  taskList.map((task) => [code(task.id), task.difficulty, prose(task.summary), task.stepLimit]),
)}
A reset without seed gives the canonical instance, a seed another one of the same rule.

## Families

A family is a kind of damage and its repair. It runs in every world that has a place for it, at five levels, with as
many seeds as there are numbers: ${count} tasks, \`family@version/world/level\`. A *feed* is whoever sends lines: a branch, a
partner, a desk. Each writes in a way of its own, and the way in which a line was written decides what it means. The steps
are those of levels 1 to 5; an instance may have a few less. How hard the tasks are is uncalibrated: no named model has been
run on them yet. How a family is written is told in [a new family](new-family.md).

${markdownTable(
  ['family', 'dimension', 'steps, at most', 'worlds', 'split', 'repair'],
  familyList.map((family) => [
    `[${prose(family.id)}](tasks/${family.id}.md)`,
    family.dimension,
    offerOf(family)
      .levels.map((row) => row.step_limit)
      .join(', '),
    worldsOf(family).length,
    heldOut.families.includes(family.id) ? 'test' : 'train, validation',
    prose(family.summary),
  ]),
)}
## Levels

The levels are tiers of information: how far it is from a line to the rule it goes by. The difficulty of a task is that of
its level, whatever its family.

${markdownTable(
  ['level', 'difficulty', 'the goal tells', 'where the rules stand'],
  tiers.map(([tells, stand], place) => [levels[place], difficultyOf(levels[place]), tells, stand]),
)}
## Worlds

${markdownTable(
  ['world', 'is', 'tables', 'families'],
  worldList.map((world) => [
    `${world.id}${heldOut.worlds.includes(world.id) ? ' (test)' : ''}`,
    prose(world.setting),
    world.tables.map(({ name }) => name).join(', '),
    familyList.filter((family) => family.places(world).length > 0).length,
  ]),
)}
## What is drawn

Everything an instance is made of comes from its family, version, world, level, split and seed: the clean rows of the
world and their number; the column to damage; the names of all tables and columns and how they are spelt; what the
business calls its senders and batches, their codes and days; the ways in which senders write, which line goes by which,
and which lines are damaged; whether rules are written as sentences, settings, JSON or log lines; remarks that look
damaged; documents that matter and documents that do not; the words of the goal. The rows stand in a shuffled order.

## Splits

\`train\` and \`validation\` hold the same tasks with instances that never meet. \`test\` holds whole families
(${heldOut.families.map((id) => code(id)).join(', ')}) and worlds (${heldOut.worlds.join(', ')}) that training never meets. The pages show instances
of \`train\`, also of families that are held out. How a reset chooses by split, family, world and level is told in
[training](training.md).

The canary GUID of an instance stands in this gallery and in exported files, never in a database or an observation: a
model that knows one has read what it should not have.
`
}

const out = process.argv.includes('--out') ? process.argv[process.argv.indexOf('--out') + 1] : join(root, 'docs')
const folder = join(out, 'tasks')
const engine = await createEngine(await loadSqliteWasm())
const pages = new Map([
  [join(out, 'tasks.md'), indexPage()],
  ...familyList.map((family) => [join(folder, `${family.id}.md`), familyPage(engine, family)]),
])
const present = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []
const stale = present.filter((file) => file.endsWith('.md') && !pages.has(file))
if (process.argv.includes('--check')) {
  const differs = [...pages].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text)
  for (const file of [...differs.map(([file]) => file), ...stale]) {
    console.error(`${file} is out of date: node scripts/task-gallery.mjs`)
    process.exitCode = 1
  }
} else {
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of pages) writeFileSync(file, text)
  for (const file of stale) rmSync(file)
}
