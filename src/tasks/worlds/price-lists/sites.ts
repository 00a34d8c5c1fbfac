import type { Random } from '../../../kit/random.ts'
import type { Site } from '../stations/price-list-trade.ts'

/** So many of the places, of each clock at least one. */
export function sitesOf(random: Random, count: number, places: readonly Site[]): Site[] {
  const mixed = random.shuffle(places)
  const clocks = [...new Set(mixed.map(({ ahead }) => ahead))]
  const first = clocks.flatMap((ahead) => mixed.find((site) => site.ahead === ahead) ?? [])
  const rest = mixed.filter((site) => !first.includes(site))
  return [...first, ...rest].slice(0, Math.max(count, clocks.length))
}
