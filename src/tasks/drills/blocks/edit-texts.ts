/**
 * What is said about edits: the sentences of the house, and the goal.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { World } from '../trades/world.ts'
import { routeStatements, type Statement } from './documents.ts'
import { editLog, type EditsPlace } from './edits.ts'
import { writeGoal } from './goal-text.ts'
import type { Level } from './routing.ts'
import { planted } from './routing-tables.ts'
import { sayRule, type Params, type Setting } from './rule-text.ts'

const complaints = [
  'Somebody changed a good many cells of {table} who should have kept away from them.',
  'A whole series of changes in {table} was wrong, and others have worked on the same cells since.',
  'In {table} some changes ought never to have been made; others around them were wanted.',
  'The table {table} holds values that were written over by mistake.',
] as const
const symptoms = [
  'Several of the {many} show values that nobody in the house can explain.',
  'Half of what was put right among the {many} last month is wrong again.',
  'The list of {many} looks different from one week to the next, and only some of that was wanted.',
  'Some of the {many} are no longer what the papers in the file say.',
  'A colleague swears that the {many} were in order before the clear-out.',
  'Somebody meant well with the {many}, and now they do not agree with the files on the shelf.',
  'Callers complain that we have forgotten what they told us about the {many}.',
  'Print-outs of the {many} from spring and from today differ where nobody wanted it.',
] as const

/** How the standing of somebody who orders changes is put. */
export const standingSetting: Setting = {
  name: 'standing',
  phrases: {
    revoked: ['every change it ordered is taken back', 'what it ordered must not be, all of it is revoked'],
    listed: ['it stands on the list, so what it orders is settled', 'entitled to order changes, and listed for that'],
    unlisted: ['nobody ever put it on any list', 'found on none of our lists'],
  },
}

/** Everything about an instance that its texts, repairs and predicate are made from. */
export interface EditsPiece {
  readonly edits: EditsPlace
  readonly statements: readonly Statement[]
  readonly world: World
  readonly level: Level
}

/** The sentences that hold whatever the rule. */
export function editStatements(edits: EditsPlace, level: Level): Statement[] {
  const { scene, place, target } = edits
  const { words } = place
  const table = scene.table(target).physical
  const key = scene.column(target, scene.key(target)).physical
  const log = scene.table(editLog.table).physical
  const of = (name: string): string => scene.column(editLog.table, name).physical
  const route = routeStatements(scene, place, level).flatMap((statement): Statement[] => {
    if (statement.topic === 'control') return [recordStatement(edits)]
    if (statement.topic !== 'entries') return [statement]
    const rules = scene.table(planted.rules).physical
    const rule = (name: string): string => scene.column(planted.rules, name).physical
    return [
      {
        topic: 'entries',
        text: `Each entry of ${rules} is about one ${words.feed}, whose code is ${rule('feed')}, and one column of ${log},
          ${rule('field')}. An entry about ${of('after')} tells the standing of the ${words.feed}. Codes and names are
          compared character by character. An entry about another column, or of some ${words.feed} that sent nothing,
          changes nothing here.`,
      },
    ]
  })
  return [
    ...route,
    {
      topic: 'list of changes',
      text: `${log} holds every change of ${table} since it was set up, one cell each: ${of('row')} is the ${key} of the
        row, ${of('field')} the column, ${of('before')} what the cell held before and ${of('after')} what was written,
        whole values and never a difference. No row of ${table} was ever deleted, and ${log} is not rewritten.`,
    },
    {
      topic: 'standing',
      text: `The standing of the ${words.feed} that a change came from is one of three: 'revoked' (every change it ordered
        is taken back), 'listed' (it stands on the list of those who may order changes) or 'unlisted' (it is on no
        list).`,
    },
    {
      topic: 'taking back',
      text: `A cell that a revoked change has written goes back to what it held right before that change. Of several
        revoked changes of one cell the earliest counts, but only of those that come after the last listed change of the
        cell, if it has one.`,
    },
    {
      topic: 'settled cells',
      text: `A listed change settles its cell: revoked changes before it are of no account any more, and unless one comes
        after it, the cell stays. That holds as well where the listed change wrote the value that was there already.`,
    },
    {
      topic: 'unlisted changes',
      text: `An unlisted change settles nothing. Where a revoked change of the same cell comes before it, with no listed
        one in between, it goes together with that one; otherwise it stays as it is.`,
    },
    {
      topic: 'cells',
      text: `Each cell is looked at for itself: a change of one column says nothing about other columns of the row.`,
    },
    {
      topic: 'order',
      text: `Before and after, earlier and later go by ${of('no')} alone. ${of('at')} is what the clock of the sender
        showed; those clocks were wrong by days and weeks, and it decides nothing.`,
    },
    {
      topic: 'values',
      text: `${of('before')} and ${of('after')} are texts whatever the type of the column: where the column holds whole
        numbers, a whole number goes back. NULL there stands for an empty cell, and a cell that was empty is emptied
        again.`,
    },
  ]
}

function recordStatement({ scene, place: { words }, target }: EditsPlace): Statement {
  const of = (name: string): string => scene.column(planted.batches, name).physical
  const log = scene.table(editLog.table).physical
  const after = scene.column(editLog.table, 'after').physical
  const key = scene.column(target, scene.key(target)).physical
  const tally = of('tally')
  return {
    topic: 'control',
    text: `When the cells are right, every ${words.batch} of ${scene.table(planted.batches).physical} is to be completed. It is
      left with a cell when the last change of the cell in ${log}, whatever its standing, came by it and the cell then holds
      what that change wrote (an empty cell where ${after} is NULL). ${tally} is the number of cells it is left with,
      ${of('lowest')} and ${of('highest')} are the smallest and the largest ${key} among them; without any, ${tally} is 0
      and the other two stay empty. Then ${of('state')} is '${words.balanced}' where ${tally} equals ${of('declared')},
      else '${words.open}'.`,
  }
}

/** The goal: at levels 1 and 2 with the rules or where they stand, above with symptoms only. */
export function editGoal(random: Random, { edits, statements, world, level }: EditsPiece): string {
  const { scene, place, routing, target } = edits
  const [, many = ''] = world.tables.find(({ name }) => name === target)?.noun ?? []
  const table = scene.table(target).physical
  const fill = (text: string): string => text.replaceAll('{many}', many).replaceAll('{table}', table)
  if (level >= 3) {
    const records = level === 5 ? ` The records of each ${place.words.batch} are to be completed afterwards.` : ''
    return writeGoal(random, {
      setting: world.setting,
      problem: fill(random.pick(symptoms)),
      request: `${random.pick([
        'Please find out what happened and put the data right.',
        'Please set this right by the rules of the house, which the database holds.',
        'Please put back what does not belong there, by the rules that the database holds.',
      ])}${records}`,
      rules: [
        random.pick([
          'What stays and what does not is settled by the documents and registers in this database; nothing has to be guessed.',
          'Everything you need to decide about each cell stands in the tables of this database, documents included.',
        ]),
      ],
    })
  }
  const told = routing.feeds
    .map(({ code, revisions }) => {
      const params = place.profiles[revisions[0]?.profile ?? 0] as Params
      return `- ${code}: ${sayRule(random, place.settings, params)}.`
    })
    .join('\n')
  return writeGoal(random, {
    setting: world.setting,
    problem: fill(random.pick(complaints)),
    request: fill(
      random.pick([
        'Please take back what has to be taken back in {table}, cell by cell.',
        'Please put the cells of {table} back that were changed wrongly, and only those.',
      ]),
    ),
    rules: [
      ...statements.map(({ text }) => text),
      level === 1
        ? told
        : `The standing of each ${place.words.feed} is told in ${scene.table(planted.rules).physical}.`,
    ],
  })
}
