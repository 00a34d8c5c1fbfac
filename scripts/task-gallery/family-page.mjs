// The page of a family: an instance of it, and figures over a few seeds.
import {
  describeInstance,
  draftOf,
  familyTask,
  familyTaskId,
  heldOut,
  instantiate,
  toTypedCell,
  worldsOf,
} from './built.mjs'
import { showDamage, showDecoys, showEvidence, showOracle } from './instance-parts.mjs'
import { code, markdownTable, prose, quote, quoteTightly, range } from './markdown.mjs'

/**
 * @typedef {import('../../src/tasks/drill-family.ts').DrillFamily} Family
 * @typedef {import('../../src/tasks/drills/trades/world.ts').World} World
 * @typedef {import('../../src/tasks/task-family.ts').Level} Level
 * @typedef {import('../../src/data/values.ts').SqlValue} SqlValue
 */

/** What is shown: one instance a family, and figures over a few seeds. */
const shownLevel = 2
const shownSeed = 0
const split = 'train'
const measuredSeeds = [0, 1, 2]
const counted = /** @type {const} */ (['tables', 'evidence', 'rows', 'faulty', 'statements', 'steps'])
/** Rows of an excerpt. */
const excerpt = 4

/**
 * Rows of the damaged tables, and how many of their cells differ, as a draft has them.
 *
 * @param {import('../../src/tasks/define-task.ts').TaskDefinition} task
 * @param {number} seed
 */
function measure(task, seed) {
  const draft = draftOf(task, seed)
  const target = new Map(draft.target.tables.map((table) => [table.name, table]))
  const specs = draft.parts.flatMap(({ tables }) => tables)
  let rows = 0
  let faulty = 0
  for (const table of draft.seed.tables) {
    const keys = specs.find(({ name }) => name === table.name)?.key ?? table.columns
    const keyOf = (/** @type {readonly SqlValue[]} */ row) =>
      JSON.stringify(keys.map((key) => toTypedCell(row[table.columns.indexOf(key)] ?? null)))
    const cellsOf = (/** @type {readonly SqlValue[]} */ row) => JSON.stringify(row.map(toTypedCell))
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

/**
 * A world for the shown instance: another for each family, none that is held out where that is possible.
 *
 * @param {Family} family
 */
function chooseWorld(family) {
  const fitting = worldsOf(family)
  const open = fitting.filter(({ id }) => !heldOut.worlds.includes(id))
  const worlds = open.length > 0 ? open : fitting
  const sum = [...family.id].reduce((total, mark) => total + (mark.codePointAt(0) ?? 0), 0)
  const chosen = worlds[sum % worlds.length]
  if (chosen === undefined) throw new Error(`${family.id} is at home nowhere`)
  return chosen
}

/** @param {Family} family */
function splitText(family) {
  if (heldOut.families.includes(family.id)) return 'test, in every world'
  const held = worldsOf(family).filter(({ id }) => heldOut.worlds.includes(id))
  return `train and validation${held.length > 0 ? `; test in ${held.map(({ id }) => id).join(', ')}` : ''}`
}

/**
 * @param {Family} family
 * @param {World} world
 */
function placesIn(family, world) {
  return family
    .places(world)
    .map(({ table, column }) => code(`${table}.${column}`))
    .join(', ')
}

/**
 * @param {import('../../src/sql/engine.ts').Engine} engine
 * @param {Family} family
 */
export function familyPage(engine, family) {
  const world = chooseWorld(family)
  const task = familyTask(family, world, shownLevel, split)
  const instance = describeInstance(engine, instantiate(engine, task, shownSeed), { answer: true, excerpt })
  const { answer } = instance
  if (answer === undefined) throw new Error('the answer was asked for')
  const measured = family.levels.map((level) => ({
    level,
    found: measuredSeeds.map((seed) => measure(familyTask(family, world, level, split), seed)),
  }))
  const goalOf = (/** @type {Level} */ level) => measured.find((row) => row.level === level)?.found[0]?.goal ?? ''
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

${showDamage(instance, answer).join('\n')}
### Evidence

${showEvidence(instance).join('\n') || 'The goal tells every rule.\n'}
### Decoys

${showDecoys(instance)}
### Oracle

One of two that reach the target by different means: ${prose(answer.oracle.name)}.

${showOracle(answer)}
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
  measured.map(({ level, found }) => [level, ...counted.map((name) => range(found.map((row) => row[name])))]),
)}
The goal at level 1, seed 0:

${quoteTightly(goalOf(1))}

The goal at level 2, seed 0:

${quoteTightly(goalOf(2))}

## What is drawn

Where the damage is, in each world: ${worldsOf(family)
    .map((place) => `${place.id} (${placesIn(family, place)})`)
    .join(', ')}. And what [every instance draws](../tasks.md#what-is-drawn).
`
}
