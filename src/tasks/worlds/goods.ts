import type { Random } from '../../kit/random.ts'
import type { Good } from './business.ts'

/** Name, usual price in minor units and how far it goes either way. */
export type PricedThing = readonly [name: string, usual: number, spread: number]

/** Different things at plausible prices, in steps of ten. */
export function priced(
  random: Random,
  things: readonly PricedThing[],
  count: number,
  code: (place: number) => string,
): Good[] {
  return random.sample(things, count).map(([name, usual, spread], place) => ({
    code: code(place),
    name,
    price: usual + 10 * random.int(-Math.floor(spread / 10), Math.floor(spread / 10)),
  }))
}
