// docs/tasks.md: all tasks on one page.
import { difficultyOf, familyList, heldOut, levels, offerOf, taskList, worldList, worldsOf } from './built.mjs'
import { code, markdownTable, prose } from './markdown.mjs'

/**
 * What the goal of each level tells, and where its rules stand.
 *
 * @type {Record<import('../../src/tasks/task-family.ts').Level, [tells: string, stand: string]>}
 */
const tiers = {
  1: ['every rule', 'in the goal'],
  2: ['where the rules stand', 'in one table, among rules for columns that are right'],
  3: ['symptoms', 'rules change on a day; a register says what came when, documents say how to read it'],
  4: ['symptoms', 'as 3, over three places with an order of precedence, and some lines do not name what they came by'],
  5: [
    'symptoms',
    'as 4, with a log to replay, opaque names and a dictionary, and records to complete after the repair',
  ],
}

export function indexPage() {
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
  levels.map((level) => [level, difficultyOf(level), ...tiers[level]]),
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
