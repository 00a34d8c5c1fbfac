import { defineColumnFamily } from '../../../src/tasks/drills/blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from '../../../src/tasks/drills/blocks/column-plan.ts'
import type { Params, Setting } from '../../../src/tasks/drills/blocks/rule-text.ts'
import type { Family } from '../../../src/tasks/drills/family.ts'

const order: Setting = {
  name: 'parts',
  label: 'the two parts',
  phrases: {
    straight: ['both parts belong to the code, in the order in which they stand', 'just leave the hyphen out'],
    turned: ['the part behind the hyphen comes first', 'the two parts change places'],
    front: ['only the part in front is the code, the other one is a batch', 'what follows the hyphen goes'],
    back: ['only the part behind is the code, the other one is a shop', 'what stands before the hyphen goes'],
  },
}

const joined = (parts: Params, [front = '', back = '']: readonly string[]): string =>
  ({ straight: front + back, turned: back + front, front, back })[parts['parts'] ?? ''] ?? ''

function plan({ random }: PlanContext): ColumnPlan {
  const ways = random.shuffle(['straight', 'turned', 'front', 'back'])
  const profiles = ways.map((parts): Params => ({ parts }))
  // Three digits each, whatever the rule: a value must not tell which one it goes by.
  const draw = (draws: typeof random): string => `${draws.int(100, 549)}-${draws.int(550, 999)}`
  const read = (text: string, params: Params): string => (text.includes('-') ? joined(params, text.split('-')) : text)
  return {
    profiles,
    settings: [order],
    spoil: (draws, _, params) => {
      const found = draw(draws)
      return { right: read(found, params), found }
    },
    settle: (draws) => read(draw(draws), draws.pick(profiles)),
    read: (value, params) => read(String(value), params),
    convert: [
      ({ value }, profile) => {
        const [front, back] = [`substr(${value}, 1, 3)`, `substr(${value}, 5)`]
        const made = { straight: `${front} || ${back}`, turned: `${back} || ${front}`, front, back }
        return `CASE WHEN instr(${value}, '-') THEN ${made[ways[profile] as 'front']} ELSE ${value} END`
      },
      ({ value }, profile) => {
        const part = (place: number): string =>
          `json_extract('["' || replace(${value}, '-', '","') || '"]', '$[${place}]')`
        const places = { straight: [0, 1], turned: [1, 0], front: [0], back: [1] }[ways[profile] as 'front'] ?? []
        return `iif(${value} LIKE '%-%', ${places.map(part).join(' || ')}, ${value})`
      },
    ],
    statements: [
      {
        topic: 'parts',
        text: `A code in {column} is digits only. Where a hyphen stands between two parts, it is still as the {sender} wrote
          it; without a hyphen it is right.`,
      },
    ],
    lookalike: (draws) => `replaces ${draw(draws)}`,
    exclusions: [
      { name: 'cells without a code', holds: (lines) => lines.every(({ value }) => String(value ?? '') !== '') },
      {
        name: 'codes with two hyphens',
        holds: (lines) => lines.every(({ value }) => String(value).split('-').length <= 2),
      },
    ],
    temptations: [
      { name: 'every hyphen left out', convert: ({ value }) => `replace(${value}, '-', '')` },
      { name: 'the first three digits', convert: ({ value }) => `substr(${value}, 1, 3)` },
    ],
  }
}

/** Codes whose two parts mean something else to each sender. */
export const twoParts: Family = defineColumnFamily({
  id: 'two_parts',
  version: 1,
  dimension: 'format',
  summary: 'Make one code of two parts, as the sender of the line does it.',
  fits: ({ role }) => role === 'code',
  plan,
  complaints: [
    'Many codes in {column} of {table} have a hyphen in them, which no code of ours has.',
    'The {senders} write codes in two parts, and {column} of {table} is full of hyphens.',
    'Some codes in {column} of {table} are two parts with a hyphen between them, and no machine reads them.',
    'A good part of the {many} in {table} cannot be found by {column}: a hyphen is in the way.',
  ],
})
