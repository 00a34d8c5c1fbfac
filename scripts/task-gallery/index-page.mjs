// docs/tasks.md: all tasks on one page.
import {
  businessList,
  difficultyOf,
  drillList,
  heldOut,
  incidentFamilies,
  offerOf,
  taskList,
  tiers,
  worldList,
  worldsOf,
} from './built.mjs'
import { code, markdownTable, prose } from './markdown.mjs'

/**
 * What the goal of each tier tells, and where its rules stand.
 *
 * @type {Record<number, [tells: string, stand: string]>}
 */
const told = {
  1: ['every rule', 'in the goal'],
  2: ['where the rules stand', 'in one table, among rules for columns that are right and for senders without lines'],
}

export function indexPage() {
  const count = drillList.reduce((sum, family) => sum + worldsOf(family).length * family.levels.length, 0)
  return `# Tasks

${taskList.length} classic tasks, ${drillList.length} drills and ${incidentFamilies.length} ${incidentFamilies.length === 1 ? 'incident' : 'incidents'}, the suites \`classic\`, \`drills\` and \`incidents\`; made by \`node scripts/task-gallery.mjs\` from the list of
tasks, CI checks that it is up to date. \`dataops-env tasks\` prints the same list, and
\`dataops-env tasks --show --family NAME\` any instance of it; \`--answer\` adds the repaired rows and the oracle.

## The classic five

${markdownTable(
  ['task', 'difficulty', 'asked for', 'steps'],
  taskList.map((task) => [code(task.id), task.difficulty, prose(task.summary), task.stepLimit]),
)}
A reset without seed gives the canonical instance, a seed another one of the same rule.

## Drills

A drill is a kind of damage to one column and its repair: the first steps of a curriculum. It runs in every world that has a
place for it, at two levels, with as many seeds as there are numbers: ${count} tasks, \`family@version/world/level\`. Lines
come from *senders*: branches, partners, desks. Each writes in a way of its own, and the way in which a line was written
decides what it means. There are more senders than ways, and no count of what they sent tells their ways. The steps are those
of levels 1 and 2; an instance may have a few less. How a drill is written is told in [a new family](new-family.md#drills).

${markdownTable(
  ['drill', 'dimension', 'steps, at most', 'worlds', 'split', 'repair'],
  drillList.map((family) => [
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
${markdownTable(
  ['level', 'difficulty', 'the goal tells', 'where the rules stand'],
  tiers.map((tier) => [tier, difficultyOf(tier), ...(told[tier] ?? [])]),
)}
## Incidents

An incident is a business with a history, an accident at one of its stations, and what is left to see of it, at five levels.
The page of each tells one instance whole: what broke, the ticket, the papers, the repair, and why no other answer fits.
How they are proven is told in [validity](validity.md#incidents).

${markdownTable(
  ['incident', 'dimension', 'steps, at most', 'worlds', 'repair'],
  incidentFamilies.map((incident) => [
    `[${prose(incident.id)}](tasks/${incident.id}.md)`,
    incident.dimension,
    offerOf(incident)
      .levels.map((row) => row.step_limit)
      .join(', '),
    incident.worlds
      .map(
        ({ id }) =>
          `${id}${heldOut.incidents.includes(incident.id) || heldOut.businesses.includes(id) ? ' (test)' : ''}`,
      )
      .join(', '),
    prose(incident.summary),
  ]),
)}
## Worlds of the incidents

A world has a history: who works there, what it deals in, when it is open, and the stations that its data pass.

${markdownTable(
  ['world', 'is', 'stations'],
  businessList.map((world) => [
    `${world.id}${heldOut.businesses.includes(world.id) ? ' (test)' : ''}`,
    prose(world.title),
    Object.keys(world.stations).toSorted().map(code).join(', '),
  ]),
)}
## Worlds of the drills

${markdownTable(
  ['world', 'is', 'tables', 'drills'],
  worldList.map((world) => [
    `${world.id}${heldOut.worlds.includes(world.id) ? ' (test)' : ''}`,
    prose(world.setting),
    world.tables.map(({ name }) => name).join(', '),
    drillList.filter((family) => family.places(world).length > 0).length,
  ]),
)}
## What is drawn

Everything an instance of a drill is made of comes from its family, version, world, level, split and seed: the clean rows of the
world and their number; the column to damage; the names of all tables and columns and how they are spelt; what the
business calls its senders, and their codes; the ways in which senders write, which line goes by which, and which lines are
damaged; whether rules are written as sentences, forms, settings or JSON; remarks that look damaged; the words of the goal.
The rows stand in a shuffled order.

## Splits

\`train\` and \`validation\` hold the same tasks with instances that never meet. \`test\` holds whole drills
(${heldOut.families.map((id) => code(id)).join(', ')}), incidents (${heldOut.incidents.map((id) => code(id)).join(', ')}) and worlds (${heldOut.worlds.join(', ')}; of incidents ${heldOut.businesses.join(', ')}) that training never meets. The pages show instances
of \`train\`, also of drills that are held out. How a reset chooses by split, family, world and level is told in
[training](training.md).

The canary GUID of an instance stands in this gallery and in exported files, never in a database or an observation: a
model that knows one has read what it should not have.
`
}
