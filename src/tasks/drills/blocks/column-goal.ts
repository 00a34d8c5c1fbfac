import type { Random } from '../../../kit/random.ts'
import type { Workpiece } from './column-plan.ts'
import { writeGoal } from './goal-text.ts'
import { planted } from './routing-tables.ts'
import { sayRule, type Params } from './rule-text.ts'

const fillIn = (text: string, slots: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole)

/** The goal of an instance: at levels 1 and 2 with the rules or where they stand, above with symptoms only. */
export function goalOf(random: Random, { family, world, level, scene, routing, place, statements }: Workpiece): string {
  const table = world.tables.find(({ name }) => name === place.table)
  const [one = '', many = ''] = table?.noun ?? []
  const physical = scene.table(place.table).physical
  const column = scene.column(place.table, place.column).physical
  const slots = { one, many, table: physical, column }
  if (level >= 3) {
    const control = level === 5 ? ` The records of each ${place.words.batch} are still to be completed afterwards.` : ''
    return writeGoal(random, {
      setting: world.setting,
      problem: fillIn(random.pick(family.symptoms), slots),
      request: `${random.pick([
        'Please find out what happened and put the data right.',
        'Please set the data right; what holds here is written down in the database itself.',
        'Please repair the data by the rules of the house, which the database holds.',
      ])}${control}`,
      rules: [
        random.pick([
          'Everything you need to decide about each line stands in the tables of this database, documents included.',
          'Our documents in the same database decide about every line; nothing has to be guessed.',
          'Nothing is left to judgement: documents and registers in this database settle every line.',
        ]),
      ],
    })
  }
  const told =
    level === 1
      ? routing.feeds
          .map(({ code, revisions }) => {
            const params = place.profiles[revisions[0]?.profile ?? 0] as Params
            return `- ${code}: ${sayRule(random, place.settings, params)}.`
          })
          .join('\n')
      : `The rules of each ${place.words.feed} stand in ${scene.table(planted.rules).physical}.`
  return writeGoal(random, {
    setting: world.setting,
    problem: fillIn(random.pick(family.complaints), slots),
    request: random.pick([
      `Please put ${column} of ${physical} right.`,
      `Please repair the column ${column} in ${physical}.`,
      `Please correct ${column} in the table ${physical}.`,
    ]),
    rules: [...statements.map(({ text }) => text), told],
  })
}
