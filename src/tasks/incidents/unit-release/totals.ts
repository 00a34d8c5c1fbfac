import { dayOf, monthOf } from '../../worlds/time.ts'
import { bandOf } from './grams.ts'
import { seenValues, type Values } from './settle.ts'
import type { Story } from './story.ts'

/** What the weighings of a site and day come to. */
export interface WeighDay {
  readonly site: string
  readonly day: number
  readonly weighings: number
  readonly weight: number
  readonly charges: number
}
export interface WeighMonth extends Omit<WeighDay, 'day'> {
  readonly month: string
}

/** Adds up days. @param values of weighings that are not as they stand; null: all as they stand */
export function addUp(story: Story, values: ReadonlyMap<number, Values> | null): WeighDay[] {
  const prices = new Map(story.trade.steps.map(({ code, price }) => [code, price]))
  const days = new Map<string, WeighDay>()
  for (const own of story.weighings) {
    const { weight, band } = values?.get(own.id) ?? seenValues(story, own)
    const [site, day] = [own.handset.site, dayOf(own.takenAt)]
    const sum = days.get(`${site} ${day}`) ?? { site, day, weighings: 0, weight: 0, charges: 0 }
    days.set(`${site} ${day}`, {
      ...{ site, day, weighings: sum.weighings + 1, weight: sum.weight + weight },
      charges: sum.charges + (prices.get(band) ?? 0),
    })
  }
  return [...days.values()]
}

export function addUpMonths(days: readonly WeighDay[]): WeighMonth[] {
  const months = new Map<string, WeighMonth>()
  for (const { site, day, weighings, weight, charges } of days) {
    const month = monthOf(day)
    const sum = months.get(`${site} ${month}`) ?? { site, month, weighings: 0, weight: 0, charges: 0 }
    months.set(`${site} ${month}`, {
      ...{ site, month, weighings: sum.weighings + weighings, weight: sum.weight + weight },
      charges: sum.charges + charges,
    })
  }
  return [...months.values()]
}

/** The dearest and the cheapest thing there can be. */
export const priceRange = ({ trade }: Pick<Story, 'trade'>): readonly [number, number] => [
  bandOf(trade.steps, trade.lightest).price,
  trade.steps.at(-1)?.price ?? 0,
]
