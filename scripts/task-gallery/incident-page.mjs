// The page of an incident: the story of one instance, from what broke to why no other answer fits.
import { describeInstance, familyTask, familyTaskId, heldOut, instantiate, onlyAnswer, rowsText } from './built.mjs'
import { showDamage, showEvidence, showSql } from './instance-parts.mjs'
import { code, markdownTable, prose, quote, quoteTightly } from './markdown.mjs'

/** What is shown: the ticket tells a symptom, scope and effect stand in the traces. */
const shownLevel = 3
const shownSeed = 4
const split = 'train'
/** Rows of an excerpt, and wrong ways of a kind. */
const excerpt = 4

/**
 * @typedef {import('../../src/tasks/incidents-family.ts').IncidentFamily} Incident
 * @typedef {import('../../src/proof/describe/incident-story.ts').IncidentStory} Story
 */

/** @param {Incident} incident */
function chooseWorld(incident) {
  const open = incident.worlds.filter(({ id }) => !heldOut.businesses.includes(id))
  const sum = [...incident.id].reduce((total, mark) => total + (mark.codePointAt(0) ?? 0), 0)
  const world = open[sum % open.length] ?? incident.worlds[0]
  if (world === undefined) throw new Error(`${incident.id} is at home nowhere`)
  return world
}

/** @param {Story} story */
function showTraces({ traces, choices }) {
  return markdownTable(
    ['trace', 'says', 'stands in', 'without it'],
    traces.map((trace) => [
      prose(trace.name),
      prose(trace.says),
      trace.where.map(code).join(', ') || 'the ticket',
      trace.needed ? `${trace.open_without} of ${choices} open` : 'it confirms',
    ]),
  )
}

/** @param {Story} story */
function showPapers({ papers }) {
  return papers.map(({ voice, text }) => `*${voice}*\n\n${quoteTightly(text)}\n`).join('\n')
}

/**
 * @param {import('../../src/sql/engine.ts').Engine} engine
 * @param {Incident} incident
 */
export function incidentPage(engine, incident) {
  const world = chooseWorld(incident)
  const level = incident.levels.includes(shownLevel) ? shownLevel : (incident.levels[0] ?? 1)
  const task = familyTask(incident, world, level, split)
  const instance = describeInstance(engine, instantiate(engine, task, shownSeed), { answer: true, excerpt })
  const { answer } = instance
  const story = answer?.story
  if (answer === undefined || story === undefined || story === null) throw new Error(`${incident.id} has no story`)
  const worlds = incident.worlds.map(({ id }) => `${id}${heldOut.businesses.includes(id) ? ' (test)' : ''}`).join(', ')
  const command = `dataops-env tasks --show --answer --task ${familyTaskId(incident, world, level)} --seed ${shownSeed} --split ${split}`
  return `# ${prose(incident.id)}

${incident.summary}

Dimension ${incident.dimension}, version ${incident.version}, station ${code(story.station)}. At home in ${worlds}${heldOut.incidents.includes(incident.id) ? '; held out for test' : ''}.
[All tasks](../tasks.md). Made by \`node scripts/task-gallery.mjs\`.

## What broke

${prose(story.broke)} In this instance ${prose(story.plan.summary)}.

## The ticket

${code(instance.id)}, seed ${shownSeed}, split ${split}: ${instance.step_limit} steps, of which ${instance.query_budget} can be queries.
Canary GUID ${instance.canary}.

\`\`\`sh
${command}
\`\`\`

${quote(instance.goal)}

## What was seen

${markdownTable(
  ['what', 'as found', 'when all is right'],
  story.seen.map(({ name, before, after }) => [prose(name), code(rowsText(before)), code(rowsText(after))]),
)}
## Where it is written

${showTraces(story)}
${showPapers(story)}
## The data

${showEvidence(instance).join('\n')}
## Before and after

${showDamage(instance, answer).join('\n')}
${story.policies.map((says) => `- ${prose(says)}\n`).join('')}
## Why no other answer fits

${onlyAnswer(story.choices, story.answers_digits, story.answers_left)}

${markdownTable(
  ['wrong way', 'reads', 'score'],
  story.wrong.map(({ name, kind, score }) => [
    prose(name),
    kind === 'prior' ? 'nothing' : 'all but one rule',
    score.toFixed(2),
  ]),
)}
## Two repairs

${[answer.oracle, answer.other_oracle].map(({ name, queries }) => `${prose(name)}:\n\n${showSql(queries)}`).join('\n')}`
}
