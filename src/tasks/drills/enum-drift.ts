import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import { literal, type ConvertSql } from './blocks/routing-sql.ts'
import type { Params, Setting } from './blocks/rule-text.ts'
import type { Family } from './family.ts'

const codeSets = ['1 2 3', '10 20 30', 'a b c', 'X1 X2 X3', '00 01 02', 'ka kb kc', '7 8 9'] as const

function plan({ random, world, place, level }: PlanContext): ColumnPlan {
  const column = world.tables
    .find(({ name }) => name === place.table)
    ?.columns.find(({ name }) => name === place.column)
  const words = random.sample(
    (column?.values ?? []).filter((value) => /^[a-z]+$/.test(value)),
    3,
  )
  const codes = random.pick(codeSets).split(' ')
  // Each code means something else to each sender.
  const turns = random.shuffle([0, 1, 2])
  const profiles = turns.map((turn): Params =>
    Object.fromEntries(words.map((word, index) => [word, codes[(index + turn) % 3] ?? ''])),
  )
  const settings = words.map((word): Setting => ({
    name: word,
    templates: [`{} stands for ${word}`, `${word} has the code {}`],
  }))
  const wordOf = (code: unknown, params: Params): string | undefined => words.find((word) => params[word] === code)
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) => {
      const cases = words.map((word) => `WHEN ${literal(profiles[profile]?.[word] ?? '')} THEN ${literal(word)}`)
      return `CASE ${value} ${cases.join(' ')} ELSE ${value} END`
    },
    ({ value }, profile) => {
      const pairs = words.map((word) => `${literal(profiles[profile]?.[word] ?? '')}, ${literal(word)}`)
      return `coalesce(json_extract(json_object(${pairs.join(', ')}), '$."' || ${value} || '"'), ${value})`
    },
  ]
  return {
    profiles,
    settings,
    spoil: (draws, _, params) => {
      const word = draws.pick(words)
      return { right: word, found: params[word] ?? '' }
    },
    settle: (draws) => draws.pick([...words, ...(column?.values ?? [])]),
    read: (value, params) => wordOf(value, params) ?? value,
    convert,
    statements: [
      {
        topic: 'words',
        text: `{column} holds one of these words: ${(column?.values ?? []).join(', ')}. A word that is there already is right,
          whoever sent it, and codes are compared character by character.`,
      },
    ],
    lookalike: (draws) => `${draws.pick(['code', 'was', 'class', 'now'])} ${draws.pick(codes)}`,
    exclusions: [
      {
        name: 'codes that the rule of the line does not know',
        holds: (lines) =>
          lines.every(
            ({ value, params }) =>
              (column?.values ?? []).includes(String(value)) || wordOf(value, params) !== undefined,
          ),
      },
      {
        // The goal of level 1 lists the words.
        name: 'a word that no line holds as it is',
        holds: (lines) => level > 1 || words.every((word) => lines.some(({ value }) => value === word)),
      },
      { name: 'a code that is a word', holds: () => codes.every((code) => !(column?.values ?? []).includes(code)) },
    ],
    temptations: [
      {
        name: 'in the order of the words',
        convert: ({ value }) =>
          `CASE ${value} ${codes.map((code, index) => `WHEN ${literal(code)} THEN ${literal(words.toSorted()[index] ?? '')}`).join(' ')} ELSE ${value} END`,
      },
      {
        name: 'every code the first word',
        convert: ({ value }) =>
          `iif(${value} IN (${codes.map(literal).join(', ')}), ${literal(words[0] ?? '')}, ${value})`,
      },
    ],
  }
}

/** Words of a closed list that senders replaced by codes of their own. */
export const enumDrift: Family = defineColumnFamily({
  id: 'enum_drift',
  version: 1,
  dimension: 'structure',
  summary: 'Turn the codes that feeds write for the words of a closed list back into the words.',
  jargon: /\b(enum\w*|codes?|aliases|drift|closed list|mapping)\b/i,
  fits: ({ role, values = [] }) => role === 'enum' && values.filter((value) => /^[a-z]+$/.test(value)).length >= 3,
  plan,
  complaints: [
    'Senders put codes of their own into {column} of {table}.',
    'The column {column} of {table} mixes our words with the codes of the senders.',
    'In {table} many cells of {column} hold a code instead of a word.',
    'What used to be words in {column} of {table} has become codes.',
  ],
  symptoms: [
    'The breakdown of the {many} by kind has more kinds than we ever had.',
    'Many of the {many} fall under none of the headings of the report.',
    'The work lists for the {many} are shorter than they should be.',
    'Rules that depend on the kind of the {many} have stopped working for some senders.',
    'The {many} cannot be handed on to the right desk any more.',
    'The pie chart of our {many} has grown a slice called other.',
    'Counting the {many} by kind gives another result each month.',
    'A good part of the {many} is not assigned to anybody.',
  ],
})
