import { defineColumnFamily } from '../../../src/tasks/drills/blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from '../../../src/tasks/drills/blocks/column-plan.ts'
import type { Params, Setting } from '../../../src/tasks/drills/blocks/rule-text.ts'
import type { Family } from '../../../src/tasks/drills/family.ts'

const zeros: Setting = {
  name: 'zeros',
  templates: ['the last {} zeros of an amount were hung on by the sender', 'take {} zeros off the end of an amount'],
}

function plan({ random }: PlanContext): ColumnPlan {
  const profiles = random.shuffle(['1', '2', '3']).map((count): Params => ({ zeros: count }))
  const factor = (params: Params | undefined): number => 10 ** Number(params?.['zeros'] ?? 0)
  return {
    profiles,
    settings: [zeros],
    // Three zeros at the end whatever the rule: the value must not tell which one it goes by.
    spoil: (draws, _, params) => {
      const found = (10 * draws.int(2, 99) + draws.int(1, 9)) * 1000
      return { right: found / factor(params), found }
    },
    settle: (draws) => (10 * draws.int(2, 999) + draws.int(1, 9)) * draws.pick([1, 10, 100]),
    read: (value, params) => (Number(value) % 1000 === 0 ? Number(value) / factor(params) : value),
    convert: [
      ({ value }, profile) =>
        `CASE WHEN ${value} % 1000 = 0 THEN ${value} / ${factor(profiles[profile])} ELSE ${value} END`,
      ({ value }, profile) =>
        `iif(substr(${value}, -3) = '000',
          CAST(substr(${value}, 1, length(${value}) - ${profiles[profile]?.['zeros'] ?? ''}) AS INTEGER), ${value})`,
    ],
    statements: [
      {
        topic: 'whole amounts',
        text: `{column} is in whole cents. An amount that does not end in three zeros came as it should and is right,
          whoever sent it.`,
      },
    ],
    lookalike: (draws) => `ref. ${draws.int(2, 99)}000`,
    exclusions: [
      { name: 'cells without an amount', holds: (lines) => lines.every(({ value }) => Number(value) > 0) },
      { name: 'amounts with four zeros', holds: (lines) => lines.every(({ value }) => Number(value) % 10_000 !== 0) },
    ],
    temptations: [
      {
        name: 'every zero taken off',
        convert: ({ value }) => `iif(${value} % 1000 = 0, CAST(rtrim(${value}, '0') AS INTEGER), ${value})`,
      },
      { name: 'a hundredth of everything', convert: ({ value }) => `${value} / 100` },
    ],
  }
}

/** Amounts with zeros that their sender hung on. */
export const extraZeros: Family = defineColumnFamily({
  id: 'extra_zeros',
  version: 1,
  dimension: 'units',
  summary: 'Take off the zeros that a feed hangs on its amounts.',
  jargon: /\b(zeros?|digits?|factor|scale|decimals?)\b/i,
  fits: ({ role, nullable, pricedBy }) => role === 'money' && nullable !== true && pricedBy === undefined,
  plan,
  complaints: [
    'In {table} many amounts in {column} have zeros at the end that do not belong there.',
    'Senders hang zeros on what they write into {column} of {table}.',
    'The column {column} of {table} holds amounts that are ten, a hundred or a thousand times too large.',
    'Whoever reads {column} in {table} has to guess how many of the zeros count.',
  ],
  symptoms: [
    'The total of the {many} is far beyond anything we ever saw.',
    'A few {many} are said to be worth more than the whole house.',
    'The bank calls because of the {many}.',
    'Since the last intake nobody trusts the sums of the {many}.',
    'The chart of the {many} shows a few peaks, and all else is flat.',
    'The approvals for the {many} go to the board, all of them.',
    'The average of the {many} has grown a hundredfold overnight.',
    'The insurer asks whether the {many} are meant seriously.',
  ],
})
