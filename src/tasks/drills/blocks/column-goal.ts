import type { Random } from '../../../kit/random.ts'
import type { Workpiece } from './column-plan.ts'
import { writeGoal } from './goal-text.ts'
import { sayRule, type Params } from './rule-text.ts'

const fillIn = (text: string, slots: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole)

/** The goal of an instance: with the rules at tier 1, with where they stand at tier 2. */
export function goalOf(random: Random, { family, world, level, scene, routing, place, statements }: Workpiece): string {
  const [, many = ''] = world.tables.find(({ name }) => name === place.table)?.noun ?? []
  const table = scene.table(place.table).physical
  const column = scene.column(place.table, place.column).physical
  const slots = { many, table, column, sender: place.words.one, senders: place.words.many }
  const told =
    level === 1
      ? [
          [
            `${random.pick([`This is how the ${place.words.many} do it`, `What we know of the ${place.words.many}`, `By ${place.words.one}`])}:`,
            ...routing.senders.map(
              ({ code, profile }) =>
                `- ${code}: ${sayRule(random, place.settings, place.profiles[profile] as Params)}.`,
            ),
          ].join('\n'),
        ]
      : []
  return writeGoal(random, {
    setting: world.setting,
    problem: fillIn(random.pick(family.complaints), slots),
    request: random.pick([
      `Please put ${column} of ${table} right.`,
      `Please repair the column ${column} in ${table}.`,
      `Please correct ${column} in the table ${table}.`,
      `Could you set ${column} in ${table} right, please?`,
    ]),
    rules: [...statements.map(({ text }) => text), ...told],
  })
}
