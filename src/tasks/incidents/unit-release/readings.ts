/**
 * How one weighing can be read: in which step, and whether its band follows.
 *
 * @module
 */
import { gramStep, type Rounding } from './grams.ts'
import { isFrozen, rightUnderstanding, seenValues, settle, settledAt, type Values } from './settle.ts'
import { isWrongOn } from './models.ts'
import { isStruck, type Story, type Weighing } from './story.ts'

export const asItIs = 'as it is'
export type Reading = typeof asItIs | `${number} tenths, ${'band follows' | 'band stays'}`

/** Steps that are no gram. */
const stepsOf = ({ models }: Story): number[] => models.map(({ tenths }) => tenths).filter((own) => own !== gramStep)

export const readingsOf = (story: Story): Reading[] => [
  asItIs,
  ...stepsOf(story).flatMap((tenths): Reading[] => [`${tenths} tenths, band follows`, `${tenths} tenths, band stays`]),
]

/** What a reading makes of a weighing. */
export function readAs(story: Story, own: Weighing, reading: Reading, rounding: Rounding): Values {
  if (reading === asItIs) return seenValues(story, own)
  const tenths = Number.parseInt(reading, 10)
  return settledAt(story, own, { tenths, isBandKept: reading.endsWith('stays'), rounding })
}

/** The reading that the target shows. */
export function truthOf(story: Story, own: Weighing): Reading {
  if (!isStruck(story, own)) return asItIs
  return `${own.model.tenths} tenths, ${isFrozen(own, story.rule.frozen) ? 'band stays' : 'band follows'}`
}

/** Weighings that could be wrong: those that are, and a fifth as many that look as if they were. */
export function suspects(story: Story): Weighing[] {
  const { weighings, versions } = story
  const struck = weighings.filter((own) => isStruck(story, own))
  const others = weighings.filter((own) => !isStruck(story, own))
  const isOdd = (version: string): boolean => version === versions.struck || version === versions.again
  const kinds = [
    others.filter((own) => own.isKeyed && isWrongOn(story, own.version, own.model)),
    others.filter(({ model, version }) => model.tenths === gramStep && isOdd(version)),
    others.filter(({ version, sentBy }) => !isOdd(version) && isOdd(sentBy)),
    others.filter(({ version, isLost }) => !isOdd(version) && isLost),
    others.filter(({ model, version }) => model.isEarly && version === versions.again),
  ]
  const count = Math.round(0.24 * struck.length)
  const found = new Set<Weighing>()
  for (let place = 0; found.size < count && place < others.length; place++)
    for (const kind of kinds) {
      const own = kind[place]
      if (own !== undefined && found.size < count) found.add(own)
    }
  return [...struck, ...found]
}

const cellsBetween = (left: Values, right: Values): number =>
  Number(left.weight !== right.weight) + Number(left.band !== right.band)

/** The bounds of the law, and a little more. */
const [mostRepaired, leastAtStake] = [0.385, 0.105]

/** Whether no reading is right for most of what is to be repaired, and each that is right matters. */
export function isBalanced(story: Story): boolean {
  const right = rightUnderstanding(story)
  const repaired = new Map<Reading, number>()
  const atStake = new Map<Reading, number>()
  const add = (to: Map<Reading, number>, reading: Reading, cells: number): void =>
    void to.set(reading, (to.get(reading) ?? 0) + cells)
  for (const own of suspects(story)) {
    const truth = truthOf(story, own)
    const due = settle(story, own, right)
    add(repaired, truth, cellsBetween(due, seenValues(story, own)))
    const options = readingsOf(story).map((reading) => readAs(story, own, reading, story.rule.rounding))
    add(atStake, truth, Math.max(...options.map((option) => cellsBetween(due, option))))
  }
  const sum = (of: ReadonlyMap<Reading, number>): number => [...of.values()].reduce((all, cells) => all + cells, 0)
  const [allRepaired, allAtStake] = [sum(repaired), sum(atStake)]
  return (
    atStake.size === readingsOf(story).length &&
    [...repaired.values()].every((cells) => cells <= mostRepaired * allRepaired) &&
    [...atStake.values()].every((cells) => cells >= leastAtStake * allAtStake)
  )
}

/** What a version that uploaded most of what is struck uploaded beside it, at least, and a little more than the law asks. */
const leastInnocent = 0.165

/** Whether no version that uploaded much of what is struck uploaded little else. */
export function isHidden(story: Story): boolean {
  const { struck, again } = story.versions
  const all = story.weighings.filter((own) => isStruck(story, own)).length
  return [[struck], [again], [struck, again]].every((versions) =>
    [true, false].every((withTyped) => {
      const picked = story.weighings.filter((own) => versions.includes(own.sentBy) && (withTyped || !own.isKeyed))
      const hit = picked.filter((own) => isStruck(story, own)).length
      return hit < 0.36 * all || hit <= (1 - leastInnocent) * picked.length
    }),
  )
}
