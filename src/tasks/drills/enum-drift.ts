import { defineColumnFamily } from './blocks/column-family.ts'
import type { ColumnPlan, PlanContext } from './blocks/column-plan.ts'
import { quoteText } from './blocks/quote-text.ts'
import type { ConvertSql } from './blocks/repairs-sql.ts'
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
  // Each code means something else in each way.
  const turns = random.shuffle([0, 1, 2])
  const profiles = turns.map((turn): Params =>
    Object.fromEntries(words.map((word, index) => [word, codes[(index + turn) % 3] ?? ''])),
  )
  const settings = words.map((word): Setting => ({
    name: word,
    label: `code for ${word}`,
    templates: [`{} stands for ${word}`, `${word} has the code {}`],
  }))
  const wordOf = (code: unknown, params: Params): string | undefined => words.find((word) => params[word] === code)
  const convert: readonly [ConvertSql, ConvertSql] = [
    ({ value }, profile) => {
      const cases = words.map((word) => `WHEN ${quoteText(profiles[profile]?.[word] ?? '')} THEN ${quoteText(word)}`)
      return `CASE ${value} ${cases.join(' ')} ELSE ${value} END`
    },
    ({ value }, profile) => {
      const pairs = words.map((word) => `${quoteText(profiles[profile]?.[word] ?? '')}, ${quoteText(word)}`)
      return `coalesce(json_extract(json_object(${pairs.join(', ')}), '$."' || ${value} || '"'), ${value})`
    },
  ]
  const all = (column?.values ?? []).join(', ')
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
        text: random.pick([
          `{column} holds one of these words: ${all}. A word that is there already is right, whichever {sender} sent it.`,
          `The words that we use in {column} are ${all}. Where one of them stands, nothing needs to change.`,
          `There should be nothing but our own words in {column}, which are ${all}. Cells with one of them are right.`,
        ]),
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
        // The goal of tier 1 lists the words.
        name: 'a word that no line holds as it is',
        holds: (lines) => level > 1 || words.every((word) => lines.some(({ value }) => value === word)),
      },
      { name: 'a code that is a word', holds: () => codes.every((code) => !(column?.values ?? []).includes(code)) },
    ],
    temptations: [
      {
        name: 'in the order of the words',
        convert: ({ value }) =>
          `CASE ${value} ${codes.map((code, index) => `WHEN ${quoteText(code)} THEN ${quoteText(words.toSorted()[index] ?? '')}`).join(' ')} ELSE ${value} END`,
      },
      {
        name: 'every code the first word',
        convert: ({ value }) =>
          `iif(${value} IN (${codes.map(quoteText).join(', ')}), ${quoteText(words[0] ?? '')}, ${value})`,
      },
    ],
  }
}

/** Words of a closed list that senders replaced by codes of their own. */
export const enumDrift: Family = defineColumnFamily({
  id: 'enum_drift',
  version: 2,
  dimension: 'structure',
  summary: 'Turn the codes that senders write for the words of a closed list back into the words.',
  fits: ({ role, values = [] }) => role === 'enum' && values.filter((value) => /^[a-z]+$/.test(value)).length >= 3,
  plan,
  complaints: [
    'Some {senders} put codes of their own into {column} of {table} instead of our words.',
    'In {table} many cells of {column} hold a code where there should be a word.',
    'When I group the {many} by {column}, I get groups that we do not have: codes of the {senders} in {table}.',
    'What used to be words in {column} of {table} has become codes for a good part of the {many}.',
  ],
})
