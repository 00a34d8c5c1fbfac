/**
 * What is said about links: the sentences of the house, and the goal.
 *
 * @module
 */
import type { Random } from '../../../kit/random.ts'
import type { World } from '../trades/world.ts'
import type { Statement } from './documents.ts'
import { writeGoal } from './goal-text.ts'
import { slip, type LinksPlace } from './links.ts'
import type { Level } from './routing.ts'
import { planted } from './routing-tables.ts'
import { sayRule, type Params } from './rule-text.ts'

export const linkComplaints: readonly string[] = [
  'A spreadsheet has stripped many codes in {column} of {table}, and many lines of {child} have a code instead of a {reference}.',
  'The codes in {column} of {table} came back from a spreadsheet as bare numbers, while {child} waits for its {reference}.',
  'In {child} the {reference} was left out wherever a card was read, and the codes in {column} of {table} are damaged.',
  'Many codes in {column} of {table} lost their front part, and nobody has filled {reference} of {child} since.',
]
export const linkSymptoms: readonly string[] = [
  'A good part of the {others} belongs to none of our {many} so far, and the cards of the {many} are not recognised.',
  'Nobody can say whose {others} those of the last weeks are.',
  'The {many} show their cards, and we do not know them any more; their {others} are assigned to nobody.',
  'Many of the {many} seem to have no {others} at all, although they were here.',
  'The statements for the {many} are too short: a part of the {others} appears on none.',
  'Since the list of {many} was passed around, the {others} pile up that belong to nobody.',
  'Half of the {others} have no owner, and it is not the {many} who are to blame.',
  'The machine at the counter does not know every second of the {many}, and the {others} it took belong to nobody.',
]

/** Everything about an instance that its texts, repairs and predicate are made from. */
export interface LinksPiece {
  readonly links: LinksPlace
  readonly statements: readonly Statement[]
  readonly world: World
  readonly level: Level
}

/** The words of an instance by which its texts name tables and columns. */
function slotsOf({ scene, place, child, reference }: LinksPlace): Readonly<Record<string, string>> {
  return {
    table: scene.table(place.table).physical,
    column: scene.column(place.table, place.column).physical,
    key: scene.column(place.table, scene.key(place.table)).physical,
    child: scene.table(child).physical,
    reference: scene.column(child, reference).physical,
    slip: scene.column(child, slip).physical,
  }
}

const fillIn = (text: string, slots: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole)

/** The sentences about the codes, and about the rows that wait for them. */
export function linkStatements(links: LinksPlace): Statement[] {
  const own: readonly Statement[] = [
    ...links.plan.statements,
    {
      topic: 'rows without an owner',
      text: `Where {reference} of {child} is NULL, {slip} holds the code that was read instead. There {reference} becomes the
        {key} of the line of {table} whose {column} is that very text, capitals included, once every code in {column} is
        right: codes as the spreadsheet left them name somebody else.`,
    },
    {
      topic: 'several holders',
      text: `A code may have been handed on: where several lines of {table} then have it, the one with the largest {key}
        is meant.`,
    },
    {
      topic: 'codes of nobody',
      text: `A code in {slip} that no line of {table} then has belongs to nobody, however much it resembles another: that
        {reference} stays NULL. It also stays NULL where {slip} is NULL.`,
    },
    {
      topic: 'owners that are known',
      text: `A {reference} that is there is right and stays, also where {slip} names somebody else. {slip} itself is never
        changed.`,
    },
  ]
  const slots = slotsOf(links)
  return own.map(({ topic, text }) => ({ topic, text: fillIn(text, slots) }))
}

/** The goal: at levels 1 and 2 with the rules or where they stand, above with symptoms only. */
export function linkGoal(random: Random, { links, statements, world, level }: LinksPiece): string {
  const { scene, place, routing, child } = links
  const many = (name: string): string => world.tables.find((table) => table.name === name)?.noun[1] ?? ''
  const slots = { ...slotsOf(links), many: many(place.table), others: many(child) }
  if (level >= 3) {
    const records = level === 5 ? ` The records of each ${place.words.batch} are to be completed as well.` : ''
    return writeGoal(random, {
      setting: world.setting,
      problem: fillIn(random.pick(linkSymptoms), slots),
      request: `${random.pick([
        'Please find out what happened and put the data right, one thing after the other.',
        'Please repair the data by the rules of the house, which the database holds.',
      ])}${records}`,
      rules: [
        random.pick([
          'Our documents in the same database decide about every line; nothing has to be guessed.',
          'Everything you need to decide about each line stands in the tables of this database, documents included.',
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
    problem: fillIn(random.pick(linkComplaints), slots),
    request: fillIn(
      random.pick([
        'Please put {column} of {table} right and then fill {reference} of {child}.',
        'Please repair the codes in {table} first and then give each line of {child} its {reference}.',
      ]),
      slots,
    ),
    rules: [
      ...statements.map(({ text }) => text),
      level === 1 ? told : `The rules of each ${place.words.feed} stand in ${scene.table(planted.rules).physical}.`,
    ],
  })
}
