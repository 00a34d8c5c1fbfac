/**
 * Wrong ways: one way to count for all days, as somebody does who runs a statement over everything; and repairs that
 * keep all rules but one.
 *
 * @module
 */
import type { WrongRepair } from '../evidence.ts'
import type { Handling } from '../../worlds/stations/mart.ts'
import type { Names } from './names.ts'
import { byWindow, quote, sqlNames } from './oracles.ts'
import type { Story } from './ground.ts'
import { type Flaw, flawsOf } from './ways.ts'

const flawNames: Readonly<Record<Flaw, string>> = {
  unlisted: 'lines without a group treated in another way',
  list: 'the other entry of the list',
  cut: 'the last days of runs overlooked',
  zeros: 'groups without lines the other way round',
  late: 'late lines the other way round',
  sound: 'days that were counted right computed anew',
  terms: 'the terms of the first months for all',
  reruns: 'the first run of a day taken for the last',
  closed: 'closed months computed anew',
  old: 'the old list overlooked',
}

export const staleMartPartials: readonly string[] = Object.values(flawNames)

export const staleMartPriors = [
  'the newest release over all',
  'the first release over all',
  'every line by its day, none lost',
  'every line by the newest entry, the rest for none',
  'only lines with a group, by the day',
  'only lines with a group, by the newest entry',
] as const

/** The statement of a way to count, over all days and with all lines there are. */
function overAll(story: Story, names: Names, { unlisted, list }: Pick<Handling, 'unlisted' | 'list'>): string[] {
  const s = sqlNames(story, names)
  const { k, d, l } = s
  const { house, level } = story
  const day = `substr(k.${k.at}, 1, 10)`
  const group =
    unlisted === 'out'
      ? `l.${l.group}`
      : `coalesce(l.${l.group}, ${quote(unlisted === 'own' ? house.none : house.rest)})`
  const valid =
    list === 'both'
      ? ''
      : list === 'newest'
        ? ` AND l.${l.until} IS NULL`
        : ` AND ${day} >= l.${l.from} AND ${day} <= coalesce(l.${l.until}, '9')`
  return [
    `DELETE FROM ${s.days}`,
    `INSERT INTO ${s.days} SELECT ${group} || '/' || ${day}, ${group}, ${day}, count(*), sum(k.${k.quantity}), sum(k.${k.amount})
      FROM ${s.core} k ${unlisted === 'out' ? '' : 'LEFT '}JOIN ${s.list} l ON l.${l.member} = k.${s.member}${valid} GROUP BY 1, 2, 3`,
    ...(house.zeros.length > 0
      ? [
          `INSERT OR IGNORE INTO ${s.days} SELECT g.${s.g.code} || '/' || b.day, g.${s.g.code}, b.day, 0, 0, 0
            FROM ${s.groups} g CROSS JOIN (SELECT DISTINCT ${day} AS day FROM ${s.core} k) b`,
        ]
      : []),
    ...(level === 1
      ? []
      : [
          `DELETE FROM ${s.months}`,
          `INSERT INTO ${s.months} SELECT ${d.group} || '/' || substr(${d.day}, 1, 7), ${d.group}, substr(${d.day}, 1, 7), sum(${d.lines}),
            sum(${d.quantity}), sum(${d.amount}), ${house.more === 'days' ? 'count(*)' : `max(${d.amount})`} FROM ${s.days} GROUP BY 1, 2, 3`,
        ]),
  ]
}

export function writeWrongRepairs(story: Story, names: Names): WrongRepair[] {
  const { releases, level, house } = story
  const [first, newest] = [releases[0], releases.at(-1)]
  const ways: readonly (readonly [
    (typeof staleMartPriors)[number],
    Pick<Handling, 'unlisted' | 'list'> | undefined,
  ])[] = [
    ['the newest release over all', newest?.handling],
    ['the first release over all', first?.handling],
    ['every line by its day, none lost', { unlisted: 'own', list: 'dated' }],
    ['every line by the newest entry, the rest for none', { unlisted: 'rest', list: 'newest' }],
    ['only lines with a group, by the day', { unlisted: 'out', list: 'dated' }],
    ['only lines with a group, by the newest entry', { unlisted: 'out', list: 'newest' }],
  ]
  const right = house.terms[0]?.terms
  const priors = ways.flatMap(([name, way]): WrongRepair[] => {
    if (way === undefined) return []
    // Where one rule holds for all and everything is told, the right way is no guess.
    if (level <= 2 && way.unlisted === right?.unlisted && way.list === right.list) return []
    return [{ kind: 'prior', name, queries: overAll(story, names, way) }]
  })
  const partials = flawsOf(story).map((flaw): WrongRepair => ({
    kind: 'partial',
    name: flawNames[flaw],
    queries: byWindow(story, names, flaw),
  }))
  return [...priors, ...partials]
}
